//! Who is signed in, theme and language, versions, and the way out.

use leptos::prelude::*;

use super::overlays::Overlays;
use crate::{
    data::{SignOut, use_account},
    navigation::RouteLink,
    pages::{LanguageChoice, ThemeChoice},
    paths::Route,
    reactive::{Erase, flag, part, press, say},
    recent,
    text::use_text,
    ui::{Icon, Menu, MenuState, icon},
};

/// The menu at the end of bar 1.
#[component]
pub(super) fn AccountMenu() -> impl IntoView {
    let text = use_text();
    let account = use_account();
    let menu = MenuState::new();
    let overlays = expect_context::<Overlays>();
    let button = move || view! { <AccountButton menu=menu /> };
    let version = say(move || account.console_version());
    view! {
        <Menu state=menu class="menu-end account" button=button>
            <p class="group">
                {text.t(|c| c.shell.signed_in_as)} " "
                <span class="strong">{say(move || account.user().unwrap_or_default())}</span>
            </p>
            <hr class="menu-rule" />
            <p class="group">{text.t(|c| c.settings.theme)}</p>
            <ThemeChoice />
            <p class="group">{text.t(|c| c.settings.language)}</p>
            <LanguageChoice />
            <hr class="menu-rule" />
            <RouteLink
                to=Route::Settings
                class="option"
                before=Icon::Gear
                label=text.t(|c| c.settings.title)
            />
            <button type="button" class="option" on:click=press(move |_| {
                menu.close();
                overlays.keys.set(true);
            })>
                {icon(Icon::Key)}
                {text.t(|c| c.settings.keys)}
                <span class="end" aria-hidden="true"><kbd class="kbd">"?"</kbd></span>
            </button>
            {part(move || account.sign_out().as_ref().map(sign_out))}
            <dl class="about">
                <dt>{text.t(|c| c.settings.console_version)}</dt>
                <dd class="mono">{version}</dd>
            </dl>
        </Menu>
    }
}

/// The way out, as far as a page can go it.
fn sign_out(how: &SignOut) -> AnyView {
    let text = use_text();
    let address = how.address().to_owned();
    let (label, why) = match how {
        SignOut::ByVisit(_) => (text.t(|c| c.shell.sign_out), None),
        SignOut::AtDashboard => (
            text.t(|c| c.shell.sign_out_at_dashboard),
            Some(text.t(|c| c.shell.sign_out_hint)),
        ),
    };
    view! {
        <a class="option" href=address rel="external" target="_top" on:click=press(|_| recent::forget())>
            {icon(Icon::SignOut)} {label}
        </a>
        {why.map(|why| view! { <p class="group">{why}</p> })}
    }
    .erased()
}

/// The button that opens it.
#[component]
fn AccountButton(menu: MenuState) -> impl IntoView {
    let text = use_text();
    let account = use_account();
    let label = say(move || match account.user() {
        Some(user) => (text.get().shell.account)(&user),
        None => text.get().shell.account_menu.to_owned(),
    });
    let initial = say(move || {
        account
            .user()
            .and_then(|user| user.chars().next())
            .map(|c| c.to_string())
            .unwrap_or_default()
    });
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-icon"
            aria-haspopup="dialog"
            aria-expanded=flag(move || menu.is_open())
            aria-label=label
            title=label
            on:click=press(move |_| menu.toggle())
        >
            <span class="avatar" aria-hidden="true">{initial}</span>
        </button>
    }
}
