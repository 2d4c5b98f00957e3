//! KFP Console in the browser: a client-side program that reads KFP through the console's server.
//!
//! | Module | Holds |
//! |---|---|
//! | [`paths`], [`url_state`] | the address: the only state that a link carries |
//! | [`classic`] | addresses of KFP's own UI |
//! | [`data`] | calls, kept answers, the end of the session: the only user of the KFP client |
//! | [`text`], [`status`], [`schedule`], [`secret`] | words |
//! | [`ui`], [`a11y`] | components without knowledge of KFP |
//! | [`shell`], [`states`], [`pages`] | what is on the screen |
//! | [`frame`], [`navigation`], [`preferences`] | the browser around us |

#![expect(
    unreachable_pub,
    reason = "the component macro of leptos makes the props of a private component public"
)]

mod a11y;
mod app;
mod broken;
mod classic;
mod data;
mod frame;
mod navigation;
mod pages;
mod paths;
mod preferences;
mod reactive;
mod recent;
mod schedule;
mod secret;
mod shell;
mod states;
mod status;
mod text;
mod ui;
mod url_state;
mod yaml;

fn main() {
    std::panic::set_hook(Box::new(|panic| broken::show(&panic.to_string())));
    leptos::mount::mount_to_body(app::App);
}
