//! A page in the place where it will stand: on its way, there, or not to be had.

use leptos::prelude::*;

use super::split::{FetchedPage, Part};
use crate::{
    a11y::{focus_heading, use_title},
    navigation::use_navigation,
    paths::Section,
    reactive::{Erase, part, say, spawn},
    text::{Catalogue, use_text},
    ui::{Button, Icon, Kind, StatePanel},
};

/// How far a part of the program is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Standing {
    /// Nobody has turned to it.
    #[default]
    Away,
    /// It is on its way.
    Coming,
    /// It is here, and stays.
    Here,
    /// It could not be fetched.
    Missing,
}

/// The parts of the program that are not in the first load.
#[derive(Clone, Copy)]
pub(crate) struct Parts(RwSignal<[Standing; Part::COUNT]>);

impl Parts {
    /// None is here.
    pub(crate) fn new() -> Self {
        Self(RwSignal::default())
    }

    /// Fetches the part of a page, unless it is here or on its way.
    pub(crate) fn fetch(self, page: FetchedPage) {
        let part = page.part();
        let standing = self.0.read_untracked()[part as usize];
        if matches!(standing, Standing::Coming | Standing::Here) {
            return;
        }
        self.set(part, Standing::Coming);
        spawn(async move {
            let standing = if part.fetch().await {
                Standing::Here
            } else {
                Standing::Missing
            };
            self.set(part, standing);
        });
    }

    fn set(self, part: Part, standing: Standing) {
        self.0.update(|all| all[part as usize] = standing);
    }
}

/// Shows a page, and until it is here that it comes.
#[component]
pub(crate) fn FetchedView(page: FetchedPage) -> impl IntoView {
    let parts = expect_context::<Parts>();
    parts.fetch(page);
    let standing = Memo::new(move |_| parts.0.read()[page.part() as usize]);
    part(move || {
        // What stood here until now may have had the focus: the heading, or the button that tries again.
        if matches!(document().query_selector("main :focus"), Ok(Some(_))) {
            focus_heading();
        }
        let drawn = match standing.get() {
            Standing::Here => page.draw(),
            Standing::Away | Standing::Coming => Some(view! { <Coming page=page /> }.erased()),
            Standing::Missing => None,
        };
        let again = move |()| parts.fetch(page);
        drawn.unwrap_or_else(|| view! { <Missing page=page on_again=again /> }.erased())
    })
}

/// Shows a part of a page: nothing until it is here, and a word where it cannot be had.
#[component]
pub(crate) fn FetchedPiece(page: FetchedPage) -> impl IntoView {
    let text = use_text();
    let parts = expect_context::<Parts>();
    parts.fetch(page);
    let standing = Memo::new(move |_| parts.0.read()[page.part() as usize]);
    part(move || match standing.get() {
        Standing::Here => page.draw(),
        Standing::Away | Standing::Coming => None,
        // Whoever opens it once more has it fetched once more.
        Standing::Missing => Some(
            view! { <p class="note" role="alert">{text.t(|c| c.states.part_missing_title)}</p> }
                .erased(),
        ),
    })
}

/// What a page is called until it says so itself.
fn name_of(page: FetchedPage, section: Option<Section>, words: &Catalogue) -> &'static str {
    match (page, section) {
        // Such an address may stand behind that of any page.
        (FetchedPage::Classic, _) => words.shell.classic,
        (FetchedPage::Shortcuts, _) => words.settings.keys,
        (_, Some(section)) => words.shell.section(section),
        (_, None) => words.settings.title,
    }
}

/// The heading that stands until the page has one of its own.
#[component]
fn Heading(page: FetchedPage) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let words = move || {
        let section = navigation.route().read().section();
        name_of(page, section, text.get())
    };
    use_title(move || {
        let route = navigation.route().get();
        let namespace = route.namespace().map(ToString::to_string);
        vec![words().to_owned(), namespace.unwrap_or_default()]
    });
    view! {
        <div class="page-head">
            <h1 tabindex="-1">{say(move || words().to_owned())}</h1>
        </div>
    }
}

#[component]
fn Coming(page: FetchedPage) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="page">
            <Heading page=page />
            <p class="skeleton sub" role="status">{text.t(|c| c.lists.loading)}</p>
        </div>
    }
}

#[component]
fn Missing(page: FetchedPage, #[prop(into)] on_again: Callback<()>) -> impl IntoView {
    let text = use_text();
    let reload = move |()| {
        let _asked = window().location().reload();
    };
    let acts = vec![
        view! {
            <Button
                kind=Kind::Primary
                before=Icon::Retry
                label=text.t(|c| c.states.try_again)
                on_press=on_again
            />
        }
        .erased(),
        view! { <Button label=text.t(|c| c.states.reload) on_press=reload /> }.erased(),
    ];
    view! {
        <div class="page">
            <Heading page=page />
            <StatePanel
                shows=Icon::Page
                title=text.t(|c| c.states.part_missing_title)
                explains=text.t(|c| c.states.part_missing_text)
                alert=true
                acts=acts
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_page_that_comes_is_called_what_it_will_be() {
        let words = Language::English.catalogue();
        let runs = Some(Section::Runs);
        for (page, section, name) in [
            (FetchedPage::NewRun, runs, "Runs"),
            (FetchedPage::Classic, runs, "Classic address"),
            (FetchedPage::Classic, None, "Classic address"),
            (FetchedPage::Shortcuts, None, "Keyboard shortcuts"),
            (FetchedPage::Settings, None, "Settings"),
        ] {
            assert_eq!(name_of(page, section, words), name, "{page:?}");
        }
    }
}
