//! The keys of the console: as a page, and as the list that the sheet shows.

use leptos::prelude::*;

use crate::{
    a11y::{Action, Binding, Place, bindings, use_title},
    data::Verb,
    preferences::Preferences,
    reactive::{part, unless},
    text::{Catalogue, use_text},
};

/// The page.
#[component]
pub(crate) fn ShortcutsPage() -> impl IntoView {
    let text = use_text();
    use_title(move || vec![text.get().settings.keys.to_owned()]);
    view! {
        <div class="page page-narrow">
            <div class="page-head">
                <h1 tabindex="-1">{text.t(|c| c.settings.keys)}</h1>
            </div>
            <div class="panel settings">
                <ShortcutList />
            </div>
        </div>
    }
}

/// Every key, and what it does.
#[component]
pub(crate) fn ShortcutList() -> impl IntoView {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    let group = move |place: Place| {
        let rows = move || {
            let text = text.get();
            let here = bindings().filter(|binding| binding.place == place);
            here.map(|binding| row(binding, text)).collect_view()
        };
        view! {
            <section class="keys-group">
                <h2>{text.t(match place {
                    Place::Everywhere => |c| c.palette().keys_everywhere,
                    Place::Lists => |c| c.palette().keys_lists,
                    Place::GoTo => |c| c.palette().keys_go_to,
                })}</h2>
                <dl class="keys">{part(rows)}</dl>
            </section>
        }
    };
    view! {
        <p class="sub" role="note" hidden=unless(move || !preferences.single_keys())>
            {text.t(|c| c.palette().single_keys_off)}
        </p>
        {Place::ALL.map(group).collect_view()}
    }
}

fn row(binding: Binding, text: &'static Catalogue) -> impl IntoView {
    let keys = binding
        .keys
        .into_iter()
        .map(|key| view! { <kbd class="kbd">{key}</kbd> });
    view! {
        <dt>{keys.collect_view()}</dt>
        <dd>{words(binding.action, text)}</dd>
    }
}

/// What a key does.
fn words(action: Action, text: &Catalogue) -> String {
    let (palette, actions) = (text.palette(), &text.actions);
    match action {
        Action::Palette => palette.title.to_owned(),
        Action::Filter => palette.key_filter.to_owned(),
        Action::NextRow => palette.key_next_row.to_owned(),
        Action::PreviousRow => palette.key_previous_row.to_owned(),
        Action::Go(section) => text.shell.section(section).to_owned(),
        Action::Select => actions.key_select.to_owned(),
        Action::Clear => actions.key_clear.to_owned(),
        Action::Press("c") => actions.compare.to_owned(),
        Action::Press(_) => {
            let verb = actions.verb;
            format!("{} / {}", verb(Verb::Archive), verb(Verb::Restore))
        }
        Action::NewRun => text.lists.new_run.to_owned(),
        Action::Help => palette.key_help.to_owned(),
    }
}
