//! The rows of the list of experiments.

use kfp_core::model::{Experiment, Namespace, Page};
use leptos::{ev::MouseEvent, prelude::*};
use time::OffsetDateTime;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::{
    data::Remote,
    navigation::{History, RouteLink, is_plain, use_navigation},
    paths::Route,
    reactive::Erase,
    text::use_text,
    ui::{Column, Entry, Sorting, When, entries},
    url_state::ExperimentSort,
};

/// The columns.
pub(super) const COLUMNS: &[Column] = &[
    Column::new("col-name", |text| text.lists.experiment, Sorting::Offered),
    Column::new(
        "col-when col-created",
        |text| text.lists.created,
        Sorting::Offered,
    ),
    Column::new("col-when", |text| text.lists.last_run, Sorting::Offered),
];

/// What a column sorts by.
pub(super) const SORTS: &[ExperimentSort] = &[
    ExperimentSort::Name,
    ExperimentSort::Created,
    ExperimentSort::LastRun,
];

/// The rows.
pub(super) fn experiment_rows(
    list: Remote<Page<Experiment>>,
    namespace: Memo<Option<Namespace>>,
) -> AnyView {
    entries(move || {
        let (answer, namespace) = (list.value(), namespace.get());
        let items = answer.iter().flat_map(|answer| &answer.items);
        items
            .filter_map(|experiment| Some(entry(namespace.clone()?, experiment)))
            .collect()
    })
}

/// What is shown of an experiment and can change is its key.
fn entry(namespace: Namespace, experiment: &Experiment) -> Entry {
    let key = format!(
        "{namespace} {} {:?} {}\n{}",
        experiment.experiment_id,
        experiment
            .last_run_created_at
            .map(OffsetDateTime::unix_timestamp),
        experiment.display_name,
        experiment.description,
    );
    let experiment = experiment.clone();
    Entry::new(
        key,
        move || view! { <Row namespace=namespace experiment=experiment /> },
    )
}

#[component]
fn Row(namespace: Namespace, experiment: Experiment) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let route = Route::Experiment(namespace, experiment.experiment_id);
    let target = route.clone();
    let name = if experiment.display_name.is_empty() {
        "—".to_owned()
    } else {
        experiment.display_name
    };
    let follow = move |click: MouseEvent| {
        if is_empty_place(&click) {
            navigation.go(&target, History::Push);
        }
    };
    let labelled = move |label: Signal<String>, at| {
        view! {
            <span class="cell-label">{label}</span>
            <When at=at />
        }
        .erased()
    };
    let created = experiment
        .created_at
        .map(|at| labelled(text.t(|c| c.lists.created), at));
    let last_run = match experiment.last_run_created_at {
        Some(at) => labelled(text.t(|c| c.lists.last_run), at),
        None => text.t(|c| c.lists.no_run_yet).erased(),
    };
    view! {
        <tr role="row" data-row="" data-href="" on:click=follow>
            <th scope="row" role="rowheader" class="cell-name">
                <span class="two-lines">
                    <RouteLink to=route class="link-name ellipsis" label=name />
                    <span class="sub ellipsis">{experiment.description}</span>
                </span>
            </th>
            <td role="cell" class="cell-created">{created}</td>
            <td role="cell" class="cell-when">{last_run}</td>
        </tr>
    }
}

/// Whether a click hit the row itself: not a link or button in it, and not the end of a selection of text.
fn is_empty_place(click: &MouseEvent) -> bool {
    let target = click
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let on_control =
        target.is_some_and(|target| target.closest("a, button").ok().flatten().is_some());
    let selecting = window()
        .get_selection()
        .ok()
        .flatten()
        .is_some_and(|selection| !selection.is_collapsed());
    is_plain(click) && !on_control && !selecting
}
