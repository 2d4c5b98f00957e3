//! The versions of a pipeline, newest first.

use kfp_core::model::Page;
use leptos::prelude::*;

use super::{
    super::lists::{ListCall, ListNotes, ListTable},
    pick::Pick,
};
use crate::{
    data::{Remote, VERSIONS_ON_A_PAGE, VersionRow},
    navigation::{History, RouteLink, use_navigation},
    paths::{Route, VersionView},
    reactive::{Erase, derived, say},
    text::use_text,
    ui::{
        CodeBlock, Column, CopyButton, Entry, Icon, Kind, Sorting, StatePanel, When, entries, icon,
    },
    url_state::{PageStack, SomeRunsState},
};

const COLUMNS: &[Column] = &[
    Column::new("col-name", |text| text.pipelines().version, Sorting::None),
    Column::new("col-version", |text| text.pipelines().source, Sorting::None),
    Column::new("col-when", |text| text.lists.created, Sorting::None),
    Column::new("col-act", |text| text.lists.actions, Sorting::None).silent(),
];

/// The table, or what is in its place.
#[component]
pub(super) fn VersionTable(
    versions: Remote<Page<VersionRow>>,
    state: Memo<SomeRunsState>,
    /// The name of the pipeline.
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let list = ListCall::of(versions);
    let pick = Pick::new();
    let dropped = derived(move || SomeRunsState::parse(&navigation.search().read()).dropped);
    view! {
        <ListNotes list=list dropped=dropped />
        <ListTable
            list=list
            caption=say(move || (text.get().pipelines().versions_of)(&name.read()))
            columns=COLUMNS
            two_lines=true
            sorted=Signal::stored(None)
            on_sort=|_| {}
            page=derived(move || state.read().page.clone())
            on_page=move |page: PageStack| {
                navigation.set_query(SomeRunsState { page }.query(), History::Push);
            }
            is_filtered=Signal::stored(false)
            picking=Some(pick.picking())
            page_size=VERSIONS_ON_A_PAGE
            note=text.t(|c| c.pipelines().order)
            rows=move |()| version_rows(versions, state, pick)
            empty=move |()| view! { <NoVersion name=name /> }.erased()
            no_match=move |()| view! { <NoVersion name=name /> }.erased()
        />
    }
}

fn version_rows(
    versions: Remote<Page<VersionRow>>,
    state: Memo<SomeRunsState>,
    pick: Pick,
) -> AnyView {
    entries(move || {
        let answer = versions.value();
        let is_first_page = state.read().page.is_first();
        let items = answer.iter().flat_map(|answer| &answer.items).enumerate();
        items
            .map(|(at, version)| entry(version, is_first_page && at == 0, pick))
            .collect()
    })
}

/// What is shown of a version and can change is its key.
fn entry(version: &VersionRow, is_latest: bool, pick: Pick) -> Entry {
    let key = format!(
        "{} {is_latest} {}\n{}",
        version.pipeline_version_id,
        version.title(),
        version.description
    );
    let version = version.clone();
    Entry::new(
        key,
        move || view! { <Row version=version is_latest=is_latest pick=pick /> },
    )
}

#[component]
fn Row(version: VersionRow, is_latest: bool, pick: Pick) -> impl IntoView {
    let text = use_text();
    let select = pick.cell(&version);
    let title = version.title().to_owned();
    let called = title.clone();
    let id = version.pipeline_version_id.to_string();
    let version_id = version.pipeline_version_id.clone();
    let navigation = use_navigation();
    let there = derived(move || match navigation.route().get() {
        Route::Pipeline(namespace, id, _) => {
            Route::PipelineVersion(namespace, id, version_id.clone(), VersionView::default())
        }
        other => other,
    });
    let source = version.source().map(|source| {
        let source = source.to_owned();
        view! {
            <a class="link-quiet row" href=source target="_blank" rel="noopener noreferrer">
                {icon(Icon::External)}
                {text.t(|c| c.pipelines().source)}
                <span class="sr-only">" " {text.t(|c| c.shell.new_tab)}</span>
            </a>
        }
    });
    let latest =
        is_latest.then(|| view! { <span class="tag">{text.t(|c| c.pipelines().latest)}</span> });
    view! {
        <tr role="row" data-row="">
            {select}
            <th scope="row" role="rowheader" class="cell-name">
                <span class="two-lines">
                    <span class="row">
                        <RouteLink to=there class="link-name ellipsis" label=title />
                        {latest}
                    </span>
                    <span class="sub ellipsis">{version.description}</span>
                </span>
            </th>
            <td role="cell" class="cell-version">{source}</td>
            <td role="cell" class="cell-when">
                {version.created_at.map(|at| view! { <When at=at /> })}
            </td>
            <td role="cell" class="cell-act act">
                <CopyButton
                    kind=Kind::Ghost
                    bare=true
                    small=true
                    label=say(move || (text.get().pipelines().copy_version_id)(&called))
                    text=move |()| id.clone()
                />
            </td>
        </tr>
    }
}

/// A pipeline without a version.
#[component]
fn NoVersion(name: Memo<String>) -> impl IntoView {
    let text = use_text();
    let code = say(move || {
        // A name as Python writes it: JSON writes texts in the same way.
        let name = serde_json::Value::from(name.get()).to_string();
        [
            "from kfp import Client\n\nClient().upload_pipeline_version(\n    \"pipeline.yaml\",\n    pipeline_version_name=\"v1\",\n    pipeline_name=",
            &name,
            ",\n)",
        ]
        .concat()
    });
    view! {
        <StatePanel
            shows=Icon::Page
            title=text.t(|c| c.pipelines().no_version)
            explains=text.t(|c| c.pipelines().no_version_text)
            foot=Some(
                view! { <CodeBlock name="Python" label=text.t(|c| c.states.snippet) code=code /> }
                    .erased(),
            )
        />
    }
}
