//! What can be done from everywhere.

use leptos::prelude::*;

use crate::{
    data::{SignOut, use_account},
    frame::{Frame, dashboard_address, outside_address},
    navigation::use_navigation,
    preferences::{Preferences, Theme},
    recent,
    text::{Language, use_text},
    ui::{Icon, Toasts, use_copy},
};

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Chooses a theme.
    Theme(Theme),
    /// Chooses a language.
    Language(Language),
    /// Copies the address of the page.
    CopyLink,
    /// Copies the address of the page inside the dashboard.
    CopyDashboardLink,
    /// Copies the id of a thing.
    CopyId(String),
    /// Ends the session, as far as a page can.
    SignOut(SignOut),
}

/// What can be done now, with its words.
pub(super) fn deeds() -> impl Fn() -> Vec<(Deed, Icon, String)> + Copy {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    let account = use_account();
    let frame = expect_context::<Frame>();
    move || {
        let words = text.get();
        let mut deeds = vec![(
            Deed::CopyLink,
            Icon::Copy,
            words.palette().copy_link.to_owned(),
        )];
        if frame.is_framed() {
            let copy = words.palette().copy_dashboard_link.to_owned();
            deeds.push((Deed::CopyDashboardLink, Icon::Copy, copy));
        }
        let themes = Theme::ALL
            .into_iter()
            .filter(|theme| *theme != preferences.theme());
        deeds.extend(themes.map(|theme| {
            let (icon, name) = match theme {
                Theme::System => (Icon::Browser, words.settings.system),
                Theme::Light => (Icon::Sun, words.settings.light),
                Theme::Dark => (Icon::Moon, words.settings.dark),
            };
            (Deed::Theme(theme), icon, (words.palette().theme)(name))
        }));
        let languages = Language::ALL
            .into_iter()
            .filter(|language| *language != preferences.language());
        deeds.extend(languages.map(|language| {
            let label = (words.palette().language)(language.name());
            (Deed::Language(language), Icon::Browser, label)
        }));
        if let Some(way) = account.sign_out() {
            let label = match way {
                SignOut::ByVisit(_) => words.shell.sign_out,
                SignOut::AtDashboard => words.shell.sign_out_at_dashboard,
            };
            deeds.push((Deed::SignOut(way), Icon::SignOut, label.to_owned()));
        }
        deeds
    }
}

/// Does something. Copying needs the palette to be closed: what is selected to be copied stands outside of it.
pub(super) fn doer() -> impl Fn(Deed) + Copy {
    let text = use_text();
    let preferences = expect_context::<Preferences>();
    let navigation = use_navigation();
    let toasts = expect_context::<Toasts>();
    let copy = use_copy(move || toasts.show(text.now().palette().link_copied, None));
    let copy_id = use_copy(move || toasts.show(text.now().palette().id_copied, None));
    move |deed| {
        let origin = || window().location().origin().unwrap_or_default();
        let path = navigation.full_path().get_untracked();
        let query = navigation.search().get_untracked();
        match deed {
            Deed::Theme(theme) => preferences.set_theme(theme),
            Deed::Language(language) => preferences.set_language(Some(language)),
            Deed::CopyLink => copy(format!("{}{}", origin(), outside_address(&path, &query))),
            Deed::CopyDashboardLink => {
                let route = navigation.route().get_untracked();
                let address = dashboard_address(&path, &query, route.namespace());
                copy(format!("{}{address}", origin()));
            }
            Deed::CopyId(id) => copy_id(id),
            Deed::SignOut(way) => {
                recent::forget();
                let _opened = window().open_with_url_and_target(way.address(), "_top");
            }
        }
    }
}
