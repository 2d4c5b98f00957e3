//! In the frame: the page of a link may be of another namespace than the dashboard shows.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use crate::{
    frame::{Frame, dashboard_address},
    navigation::use_navigation,
    reactive::{part, say},
    text::use_text,
    ui::{Icon, icon},
};

/// Says so, and offers to switch the dashboard.
#[component]
pub(super) fn DashboardStrip() -> impl IntoView {
    let text = use_text();
    let frame = expect_context::<Frame>();
    let navigation = use_navigation();
    let differing = move || {
        let dashboard = frame.chosen().get()?;
        let page = navigation.route().read().namespace().cloned()?;
        (page != dashboard).then_some((page, dashboard))
    };
    let address = move |page: &Namespace| {
        dashboard_address(
            &navigation.full_path().get(),
            &navigation.search().get(),
            Some(page),
        )
    };
    part(move || {
        differing().map(|(page, dashboard)| {
            let href = { let page = page.clone(); say(move || address(&page)) };
            view! {
                <p class="strip">
                    {icon(Icon::Info)}
                    <span>{say(move || (text.get().shell.other_namespace)(page.as_str(), dashboard.as_str()))}</span>
                    <a class="link" href=href target="_top">{text.t(|c| c.shell.switch_dashboard)}</a>
                </p>
            }
        })
    })
}
