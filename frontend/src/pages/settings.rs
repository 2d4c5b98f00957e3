//! Choices that are kept in this browser.

use leptos::prelude::*;

use crate::{
    a11y::use_title,
    data::use_account,
    preferences::{Preferences, Theme},
    reactive::{derived, say},
    text::{Language, use_text},
    ui::Segmented,
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
