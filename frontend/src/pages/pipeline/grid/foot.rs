//! Around the grid: what its marks mean, and what is said of the cell that somebody is at.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{
    board::{Shared, way},
    markup::mark,
    pick::Picked,
};
use crate::{
    navigation::RouteLink,
    reactive::{Erase, part, say},
    status::Status,
    text::use_text,
};

/// What the marks mean.
#[component]
pub(super) fn Legend() -> impl IntoView {
    let text = use_text();
    let one = move |status: Status| {
        let drawing = mark(&status);
        view! {
            <li>
                <span class="grid-mark" aria-hidden="true" inner_html=drawing></span>
                <span>{say(move || (text.get().status)(&status))}</span>
            </li>
        }
    };
    let all = [
        Status::Succeeded,
        Status::Cached,
        Status::Skipped,
        Status::Failed,
        Status::Omitted,
    ];
    view! { <ul class="legend">{all.map(one).collect_view()}</ul> }
}

/// What is said of the cell that somebody points at, or is at, in one place; and what is selected.
#[component]
pub(super) fn Foot(shared: Shared, namespace: Memo<Option<Namespace>>) -> impl IntoView {
    let text = shared.text;
    let at = move || {
        shared
            .pointed
            .get()
            .filter(|at| at.column > 0)
            .unwrap_or_else(|| shared.stop.get())
    };
    let told = say(move || {
        let keys = || text.get().grid().keys.to_owned();
        shared.told(at()).unwrap_or_else(keys)
    });
    let to = Memo::new(move |_| way(shared, namespace, shared.stop.get()));
    let link = part(move || {
        let (route, query) = to.get()?;
        Some(
            view! {
                <RouteLink
                    to=Signal::stored(route)
                    query=Signal::stored(query)
                    class="link"
                    label=text.t(|c| c.grid().find_run)
                />
            }
            .erased(),
        )
    });
    view! {
        <div class="panel-foot grid-foot">
            <span class="grid-told">{told}</span>
            {link}
            <Picked shared=shared namespace=namespace />
        </div>
    }
}
