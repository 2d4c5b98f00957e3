//! Choices that are kept in this browser.

use leptos::prelude::*;

use crate::{
    a11y::use_title,
    data::use_account,
    preferences::{Density, Preferences, Theme, set_zone},
    reactive::{derived, say},
    text::{self, Language, UTC, Zone, use_text},
    ui::{Clock, Segmented},
};

/// System, light or dark.
#[component]
pub(crate) fn ThemeChoice() -> impl IntoView {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    let words = move || {
        let settings = &text.get().settings;
        Theme::ALL.map(|theme| match theme {
            Theme::System => settings.system,
            Theme::Light => settings.light,
            Theme::Dark => settings.dark,
        })
    };
    view! {
        <Segmented
            label=text.t(|c| c.settings.theme)
            choices=derived(move || words().map(str::to_owned).to_vec())
            current=derived(move || Theme::ALL.iter().position(|theme| *theme == preferences.theme()).unwrap_or(0))
            on_choose=move |at: usize| {
                if let Some(theme) = Theme::ALL.get(at) {
                    preferences.set_theme(*theme);
                }
            }
        />
    }
}

/// System, English or Korean.
#[component]
pub(crate) fn LanguageChoice() -> impl IntoView {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    let choices = move || {
        let names = Language::ALL
            .into_iter()
            .map(|language| language.name().to_owned());
        [text.get().settings.system.to_owned()]
            .into_iter()
            .chain(names)
            .collect::<Vec<_>>()
    };
    let current = move || {
        let chosen = preferences.chosen_language();
        Language::ALL
            .iter()
            .position(|language| Some(*language) == chosen)
            .map_or(0, |at| at + 1)
    };
    view! {
        <Segmented
            label=text.t(|c| c.settings.language)
            choices=derived(choices)
            current=derived(current)
            on_choose=move |at: usize| {
                preferences.set_language(at.checked_sub(1).and_then(|at| Language::ALL.get(at)).copied());
            }
        />
    }
}

/// Low, middle or high rows.
#[component]
fn DensityChoice() -> impl IntoView {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    view! {
        <Segmented
            label=text.t(|c| c.settings.density)
            choices=derived(move || text.get().settings.densities.map(str::to_owned).to_vec())
            current=derived(move || {
                let chosen = preferences.density();
                Density::ALL.iter().position(|density| *density == chosen).unwrap_or(0)
            })
            on_choose=move |at: usize| {
                if let Some(density) = Density::ALL.get(at) {
                    preferences.set_density(*density);
                }
            }
        />
    }
}

/// The zone of the browser, UTC, or any that the browser knows; with the moment in it.
#[component]
fn ZoneChoice() -> impl IntoView {
    let text = use_text();
    let clock = expect_context::<Clock>();
    let of_browser = text::name_of_browsers_zone();
    // Nothing but the field itself changes the choice while it stands here.
    let chosen = untrack(Zone::chosen);
    let option = |name: String, label: Signal<String>| {
        let is_chosen = name == chosen.name();
        view! { <option value=name prop:selected=is_chosen>{label}</option> }
    };
    let all = text::offered_zones().into_iter().filter(|name| name != UTC);
    let all: Vec<_> = all
        .map(|name| option(name.clone(), Signal::stored(name)))
        .collect();
    let now = say(move || {
        let now = text::moment(clock.now());
        let now = now.map_or_else(String::new, |now| text::absolute(text.language(), now));
        (text.get().settings.now)(&now)
    });
    view! {
        <select
            class="in"
            id="settings-zone"
            on:change=move |event| set_zone(Zone::read(&event_target_value(&event)))
        >
            {option(
                String::new(),
                say(move || (text.get().settings.zone_of_browser)(&of_browser)),
            )}
            {option(UTC.to_owned(), Signal::stored(UTC.to_owned()))}
            {all}
        </select>
        <p class="sub">{now}</p>
    }
}

/// The page.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    let account = use_account();
    use_title(move || vec![text.get().settings.title.to_owned()]);
    let on_off = move || {
        vec![
            text.get().settings.on.to_owned(),
            text.get().settings.off.to_owned(),
        ]
    };
    let version = say(move || account.console_version());
    view! {
        <div class="page page-narrow">
            <div class="page-head">
                <h1 tabindex="-1">{text.t(|c| c.settings.title)}</h1>
                <span class="sub">{text.t(|c| c.settings.kept_here)}</span>
            </div>
            <div class="panel settings">
                <div class="setting">
                    <span class="label">{text.t(|c| c.settings.theme)}</span>
                    <ThemeChoice />
                </div>
                <div class="setting">
                    <span class="label">{text.t(|c| c.settings.language)}</span>
                    <LanguageChoice />
                </div>
                <div class="setting">
                    <span class="label">{text.t(|c| c.settings.density)}</span>
                    <DensityChoice />
                </div>
                <div class="setting">
                    <label class="label" for="settings-zone">{text.t(|c| c.settings.zone)}</label>
                    <ZoneChoice />
                </div>
                <div class="setting">
                    <span class="label">{text.t(|c| c.settings.single_keys)}</span>
                    <Segmented
                        label=text.t(|c| c.settings.single_keys)
                        choices=derived(on_off)
                        current=derived(move || usize::from(!preferences.single_keys()))
                        on_choose=move |at: usize| preferences.set_single_keys(at == 0)
                    />
                    <p class="sub">{text.t(|c| c.settings.single_keys_hint)}</p>
                </div>
                <div class="setting">
                    <span class="label">{text.t(|c| c.settings.about)}</span>
                    <p class="sub">{text.t(|c| c.settings.console_version)} " " <span class="mono">{version}</span></p>
                </div>
            </div>
        </div>
    }
}
