//! The rows of the list of pipelines.

use kfp_core::model::{Namespace, Page, Pipeline};
use leptos::prelude::*;

use super::super::lists::{Bulk, Item, Tags, select_cell};
use crate::{
    data::{Remote, Verb},
    navigation::RouteLink,
    paths::{PipelineView, Route},
    reactive::say,
    text::use_text,
    ui::{Column, Entry, Icon, IconButton, Sorting, When, entries},
    url_state::PipelineSort,
};

/// The columns.
pub(super) const COLUMNS: &[Column] = &[
    Column::new("col-name", |text| text.pipelines().name, Sorting::Offered),
    Column::new("col-when", |text| text.lists.created, Sorting::Offered),
    Column::new("col-act", |text| text.lists.actions, Sorting::None).silent(),
];

/// What a column sorts by.
pub(super) const SORTS: &[PipelineSort] = &[PipelineSort::Name, PipelineSort::Created];

/// The rows.
pub(super) fn pipeline_rows(
    list: Remote<Page<Pipeline>>,
    namespace: Memo<Option<Namespace>>,
    bulk: Bulk,
) -> AnyView {
    entries(move || {
        let (answer, namespace) = (list.value(), namespace.get());
        let items = answer.iter().flat_map(|answer| &answer.items);
        items
            .filter_map(|pipeline| Some(entry(namespace.clone()?, pipeline, bulk)))
            .collect()
    })
}

/// What is shown of a pipeline and can change is its key.
fn entry(namespace: Namespace, pipeline: &Pipeline, bulk: Bulk) -> Entry {
    let key = format!(
        "{namespace} {} {} {:?}\n{}",
        pipeline.pipeline_id, pipeline.display_name, pipeline.tags, pipeline.description,
    );
    let pipeline = pipeline.clone();
    Entry::new(
        key,
        move || view! { <Row namespace=namespace pipeline=pipeline bulk=bulk /> },
    )
}

#[component]
fn Row(namespace: Namespace, pipeline: Pipeline, bulk: Bulk) -> impl IntoView {
    let text = use_text();
    let item = Item::from(&pipeline);
    let select = select_cell(bulk, &item);
    let name = if pipeline.display_name.is_empty() {
        pipeline.pipeline_id.to_string()
    } else {
        pipeline.display_name
    };
    let named = name.clone();
    let delete = say(move || {
        let actions = &text.get().actions;
        format!("{}: {named}", (actions.verb)(Verb::Delete))
    });
    let route = Route::Pipeline(namespace, pipeline.pipeline_id, PipelineView::default());
    view! {
        <tr role="row" data-row="">
            {select}
            <th scope="row" role="rowheader" class="cell-name">
                <span class="two-lines">
                    <span class="row">
                        <RouteLink to=route class="link-name ellipsis" label=name />
                        <Tags tags=pipeline.tags />
                    </span>
                    <span class="sub ellipsis">{pipeline.description}</span>
                </span>
            </th>
            <td role="cell" class="cell-when">
                {pipeline.created_at.map(|at| view! { <When at=at /> })}
            </td>
            <td role="cell" class="cell-act act">
                <IconButton
                    label=delete
                    shows=Signal::stored(Icon::Trash)
                    on_press=move |_| bulk.ask(Verb::Delete, vec![item.clone()])
                />
            </td>
        </tr>
    }
}
