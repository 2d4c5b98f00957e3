//! What the palette offers, in the order in which it does.
//!
//! What is known by itself stands first: rows that come from the server later never push it away under the pointer or
//! under the Enter key.

use console_api::OfferedNamespace;
use kfp_core::model::Namespace;

use super::{
    actions::Deed,
    matching::{Fit, fit},
};
use crate::{
    classic::Page,
    data::Found,
    navigation::Pasted,
    paths::{Route, Section},
    status::Status,
    text::Catalogue,
    ui::Icon,
    url_state::Query,
};

/// Most namespaces that are offered at once.
const MOST_NAMESPACES: usize = 8;

/// What stands together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// What an address or an id means.
    ByAddress,
    /// What was opened last.
    Recent,
    /// What can be done with one thing.
    Verbs,
    /// Pages.
    GoTo,
    /// Namespaces.
    Namespaces,
    /// Actions.
    Actions,
    /// Runs.
    Runs,
    /// Pipelines.
    Pipelines,
    /// Experiments.
    Experiments,
}

/// What stands before an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    Icon(Icon),
    Status(Status),
}

/// What taking an offer does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Goes to a page.
    Go(Page),
    /// Does something.
    Do(Deed),
}

/// Something that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) group: Group,
    pub(super) picture: Picture,
    pub(super) words: String,
    /// Behind the words, more quietly.
    pub(super) remark: String,
    /// The keys that do the same.
    pub(super) keys: Vec<&'static str>,
    pub(super) does: Does,
    /// The thing that it opens, with which more can be done.
    pub(super) of: Option<Found>,
}

impl Group {
    /// What it is called.
    pub(super) fn words(self, text: &Catalogue) -> &'static str {
        match self {
            Self::ByAddress => text.palette().by_address,
            Self::Recent => text.palette().recent,
            Self::Verbs => text.palette().verbs,
            Self::GoTo => text.palette().go_to,
            Self::Namespaces => text.palette().namespaces,
            Self::Actions => text.palette().actions,
            Self::Runs => text.shell.runs,
            Self::Pipelines => text.shell.pipelines,
            Self::Experiments => text.shell.experiments,
        }
    }
}

impl Offer {
    pub(super) fn new(group: Group, icon: Icon, words: impl Into<String>, does: Does) -> Self {
        Self {
            group,
            picture: Picture::Icon(icon),
            words: words.into(),
            remark: String::new(),
            keys: Vec::new(),
            does,
            of: None,
        }
    }

    pub(super) fn page(group: Group, icon: Icon, words: impl Into<String>, page: Page) -> Self {
        Self::new(group, icon, words, Does::Go(page))
    }

    pub(super) fn remarking(self, remark: impl Into<String>) -> Self {
        Self {
            remark: remark.into(),
            ..self
        }
    }

    fn with_keys(self, keys: Vec<&'static str>) -> Self {
        Self { keys, ..self }
    }
}

/// A page without a query.
pub(super) fn plain(route: Route) -> Page {
    (route, Query::default())
}

/// Those that fit, the best first; among equals as they stand.
pub(super) fn fitting(typed: &str, offers: Vec<Offer>) -> Vec<Offer> {
    let mut fitting: Vec<(Fit, Offer)> = offers
        .into_iter()
        .filter_map(|offer| Some((fit(typed, &offer.words)?, offer)))
        .collect();
    fitting.sort_by_key(|(fit, _)| *fit);
    fitting.into_iter().map(|(_, offer)| offer).collect()
}

/// The pages that fit.
pub(super) fn pages(typed: &str, namespace: Option<&Namespace>, text: &Catalogue) -> Vec<Offer> {
    let sections = namespace.into_iter().flat_map(|namespace| {
        Section::TABS.iter().map(|section| {
            let page = plain(section.route(namespace.clone()));
            Offer::page(
                Group::GoTo,
                icon_of(*section),
                text.shell.section(*section),
                page,
            )
            .with_keys(vec!["g", section.letter()])
        })
    });
    let new_run = namespace.map(|namespace| {
        let page = plain(Route::NewRun(namespace.clone()));
        Offer::page(Group::GoTo, Icon::Plus, text.lists.new_run, page).with_keys(vec!["n"])
    });
    let others = [
        Offer::page(
            Group::GoTo,
            Icon::Gear,
            text.settings.title,
            plain(Route::Settings),
        ),
        Offer::page(
            Group::GoTo,
            Icon::Key,
            text.settings.keys,
            plain(Route::Shortcuts),
        )
        .with_keys(vec!["?"]),
    ];
    fitting(typed, sections.chain(new_run).chain(others).collect())
}

pub(super) fn icon_of(section: Section) -> Icon {
    match section {
        Section::Overview => Icon::Page,
        Section::Runs => Icon::Right,
        Section::Experiments => Icon::Experiment,
        Section::Pipelines => Icon::Namespace,
        Section::RecurringRuns => Icon::Calendar,
        Section::Connection => Icon::Gateway,
    }
}

/// The namespaces that fit, but for the one that is open: there the same page is opened, or the list of the same kind.
pub(super) fn namespaces(
    typed: &str,
    offered: &[OfferedNamespace],
    open: &Route,
    current: Option<&Namespace>,
) -> Vec<Offer> {
    let names = offered
        .iter()
        .filter_map(|offered| Namespace::new(offered.name.as_str()).ok());
    let others = names.filter(|name| Some(name) != current);
    let offers = others.map(|name| {
        let page = plain(open.in_namespace(name.clone()));
        Offer::page(Group::Namespaces, Icon::Namespace, name.to_string(), page)
    });
    let mut fitting = fitting(typed, offers.collect());
    fitting.truncate(MOST_NAMESPACES);
    fitting
}

/// The actions that fit.
pub(super) fn actions(typed: &str, deeds: Vec<(Deed, Icon, String)>) -> Vec<Offer> {
    let offer = |(deed, icon, words)| Offer::new(Group::Actions, icon, words, Does::Do(deed));
    let offers = deeds.into_iter().map(offer);
    fitting(typed, offers.collect())
}

/// What was pasted, if it is known without asking anybody.
pub(super) fn pasted(pasted: &Pasted, namespace: &Namespace, text: &Catalogue) -> Option<Offer> {
    let page = match pasted {
        Pasted::Page(page) => page.clone(),
        Pasted::Classic(classic) => {
            let namespace = classic.namespace.as_ref().unwrap_or(namespace).clone();
            classic.shows.page(namespace)?
        }
        Pasted::Id(_) => return None,
    };
    let section = page.0.section();
    let words = match (&page.0, section) {
        (Route::NewRun(_), _) => text.lists.new_run,
        (Route::NewRecurringRun(_), _) => text.recurring().new,
        (Route::Compare(_), _) => text.actions.compare,
        (_, Some(section)) => text.shell.section(section),
        (_, None) => text.palette().page,
    };
    let remark = page.0.namespace().map(ToString::to_string);
    let icon = section.map_or(Icon::Page, icon_of);
    Some(Offer::page(Group::ByAddress, icon, words, page).remarking(remark.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn ns(name: &str) -> Namespace {
        Namespace::new(name).expect("a namespace")
    }

    fn words(offers: &[Offer]) -> Vec<&str> {
        offers.iter().map(|offer| offer.words.as_str()).collect()
    }

    #[test]
    fn pages_are_offered_best_first_in_both_languages() {
        let english = Language::English.catalogue();
        let offers = pages("run", Some(&ns("a")), english);
        assert_eq!(words(&offers), ["Runs", "Recurring runs", "New run"]);
        assert_eq!(offers[1].keys, ["g", "s"]);
        let korean = Language::Korean.catalogue();
        assert_eq!(
            words(&pages("ㅅㅎ", Some(&ns("a")), korean)),
            ["실행", "실험", "반복 실행", "새 실행"]
        );
        assert_eq!(
            words(&pages("", None, english)),
            ["Settings", "Keyboard shortcuts"]
        );
    }

    #[test]
    fn another_namespace_is_opened_at_the_list_of_the_same_kind() {
        let offered = ["team-a", "team-b"].map(|name| OfferedNamespace {
            name: name.to_owned(),
            role: None,
        });
        let open = Route::Pipelines(ns("team-a"));
        let offers = namespaces("team", &offered, &open, Some(&ns("team-a")));
        assert_eq!(words(&offers), ["team-b"]);
        assert_eq!(
            offers[0].does,
            Does::Go(plain(Route::Pipelines(ns("team-b"))))
        );
    }

    #[test]
    fn a_list_of_the_classic_ui_is_offered_at_once() {
        let english = Language::English.catalogue();
        let classic =
            |text: &str| Pasted::Classic(crate::classic::Classic::parse(text).expect("an address"));
        let offer = pasted(
            &classic("/_/pipeline/?ns=b#/archive/runs"),
            &ns("a"),
            english,
        )
        .expect("a list");
        assert_eq!((offer.words.as_str(), offer.remark.as_str()), ("Runs", "b"));
        let Does::Go((route, query)) = offer.does else {
            panic!("a page");
        };
        assert_eq!(
            (route, query.write().as_str()),
            (Route::Runs(ns("b")), "archived=1")
        );
        assert_eq!(pasted(&classic("#/artifacts"), &ns("a"), english), None);
    }
}
