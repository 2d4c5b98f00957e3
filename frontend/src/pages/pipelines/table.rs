//! The table of pipelines, or what is in its place.

use kfp_core::model::{Namespace, Page, Pipeline};
use leptos::prelude::*;

use super::{
    super::lists::{Bulk, ListCall, ListTable, NoMatch, name_of},
    empty::NoPipeline,
    rows::{COLUMNS, SORTS, pipeline_rows},
};
use crate::{
    data::{Remote, Verb},
    navigation::{History, use_navigation},
    reactive::{Erase, derived, say},
    text::use_text,
    url_state::{Direction, PageStack, PipelinesState},
};

/// What can be done to pipelines.
const VERBS: &[Verb] = &[Verb::Delete];

/// The table.
#[component]
pub(super) fn PipelineTable(
    list: Remote<Page<Pipeline>>,
    state: Memo<PipelinesState>,
    namespace: Memo<Option<Namespace>>,
    bulk: Bulk,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let change = move |state: PipelinesState| navigation.set_query(state.query(), History::Push);
    let caption = say(move || {
        if state.read().shared {
            text.get().pipelines().shared_caption.to_owned()
        } else {
            (text.get().pipelines().caption)(&name_of(namespace.read().as_ref()))
        }
    });
    let sorted = move || {
        let state = state.read();
        let at = SORTS.iter().position(|sort| *sort == state.sort)?;
        Some((at, state.direction == Direction::Ascending))
    };
    let widen = move |()| {
        let name = String::new();
        let state = state.get_untracked();
        change(PipelinesState { name, ..state }.restarted());
    };
    let no_match = move |()| {
        view! {
            <NoMatch
                narrowest=say(move || (text.get().states.name_filter)(&state.read().name))
                on_drop=widen
                on_clear=None
            />
        }
        .erased()
    };
    view! {
        <ListTable
            list=ListCall::of(list)
            caption=caption
            columns=COLUMNS
            two_lines=true
            sorted=derived(sorted)
            on_sort=move |at: usize| {
                if let Some(sort) = SORTS.get(at) {
                    change(state.get_untracked().sorted_by(*sort).restarted());
                }
            }
            page=derived(move || state.read().page.clone())
            on_page=move |page: PageStack| change(PipelinesState { page, ..state.get_untracked() })
            is_filtered=derived(move || !state.read().name.is_empty())
            bulk=Some((bulk, Signal::stored(VERBS)))
            rows=move |()| pipeline_rows(list, namespace, bulk)
            empty=move |()| {
                view! { <NoPipeline namespace=namespace shared=derived(move || state.read().shared) /> }
                    .erased()
            }
            no_match=no_match
        />
    }
}
