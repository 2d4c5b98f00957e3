//! The drawing with what belongs to it.

use std::{collections::BTreeSet, sync::Arc};

use kfp_core::spec::PipelineGraph;
use leptos::prelude::*;

use super::{findings::Findings, panel::TaskPanel, words::model};
use crate::{
    a11y::focus_first,
    navigation::History,
    reactive::{derived, part, say},
    text::use_text,
    ui::{Button, GraphCanvas, Kind, Segmented},
    url_state::VersionState,
};

/// With more tasks than these the groups are closed at first.
const OPEN_UP_TO: usize = 400;

fn groups(graph: &PipelineGraph) -> BTreeSet<String> {
    let groups = graph.tasks.iter().filter(|task| task.kind.is_group());
    groups.map(|group| group.path.clone()).collect()
}

/// The groups that are closed: as the address says, else none, unless the graph is large.
fn closed(graph: &PipelineGraph, state: &VersionState) -> BTreeSet<String> {
    match &state.closed {
        Some(closed) => closed.clone(),
        None if graph.leaves() > OPEN_UP_TO => groups(graph),
        None => BTreeSet::new(),
    }
}

/// What is wrong with a spec, its graph, and the task that is open beside it.
#[component]
pub(in crate::pages) fn SpecGraph(
    graph: Arc<PipelineGraph>,
    /// What of it is open, and how it lies.
    #[prop(into)]
    state: Signal<VersionState>,
    /// Gets what is to be open instead.
    #[prop(into)]
    on_change: Callback<(VersionState, History)>,
    /// The name of the pipeline.
    #[prop(into)]
    pipeline: Signal<String>,
) -> impl IntoView {
    let text = use_text();
    let change = move |change: &dyn Fn(&mut VersionState), history| {
        let mut next = state.get_untracked();
        change(&mut next);
        on_change.run((next, history));
    };
    let of = StoredValue::new(graph);
    let graph = move || of.get_value();
    let closed = Memo::new(move |_| closed(&graph(), &state.read()));
    let model = Memo::new(move |_| Arc::new(model(&graph(), &closed.read(), text.get())));
    let goes_right = Memo::new(move |_| state.read().goes_right);
    let task = Memo::new(move |_| state.read().task.clone());
    let all = StoredValue::new(groups(&graph()));
    let has_open = move || all.with_value(|all| !all.is_subset(&closed.read()));
    let fold = move |path: String| {
        let mut next = closed.get_untracked();
        if !next.remove(&path) {
            next.insert(path);
        }
        change(&|state| state.closed = Some(next.clone()), History::Replace);
    };
    let fold_all = move |()| {
        let next = if untrack(has_open) {
            all.get_value()
        } else {
            BTreeSet::new()
        };
        change(&|state| state.closed = Some(next.clone()), History::Replace);
    };
    let fold_label = say(move || {
        let words = text.get().graph();
        if has_open() {
            words.close_groups
        } else {
            words.open_groups
        }
        .to_owned()
    });
    let leaves = graph().leaves();
    let directions = derived(move || {
        let words = text.get().graph();
        vec![words.down.to_owned(), words.right.to_owned()]
    });
    let open = move |task: Option<String>| {
        if state.read_untracked().task != task {
            change(&|state| state.task.clone_from(&task), History::Push);
        }
    };
    // What was pressed in the panel is gone with it: the keys go on where they were before.
    let open_from_panel = move |task: Option<String>| {
        open(task);
        focus_first(".graph-field");
    };
    view! {
        <Findings graph=graph() />
        <div class="panel fill version-graph">
            <div class="graph-bar">
                <Segmented
                    label=text.t(|c| c.graph().direction)
                    choices=directions
                    current=derived(move || usize::from(goes_right.get()))
                    on_choose=move |place| change(&|state| state.goes_right = place == 1, History::Push)
                />
                {(!all.read_value().is_empty())
                    .then(|| view! { <Button label=fold_label kind=Kind::Default on_press=fold_all /> })}
                <span class="sub end graph-keys">{text.t(|c| c.graph().keys)}</span>
            </div>
            <div class="graph-and-panel">
                <GraphCanvas
                    model=model
                    goes_right=goes_right
                    label=say(move || (text.get().graph().drawing_of)(&pipeline.read(), leaves))
                    selected=task
                    on_open=open
                    on_fold=fold
                />
                {part(move || {
                    let at = graph().find(task.read().as_deref()?)?;
                    Some(view! { <TaskPanel graph=graph() at=at on_open=open_from_panel /> })
                })}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::{model::Document, spec::CompiledPipeline};

    use super::*;

    fn graph(tasks: usize) -> PipelineGraph {
        let tasks: Vec<String> = (0..tasks)
            .map(|at| format!(r#""t{at}": {{"componentRef": {{"name": "leaf"}}}}"#))
            .collect();
        let inner = format!(r#"{{"dag": {{"tasks": {{{}}}}}}}"#, tasks.join(","));
        let spec = format!(
            r#"{{"pipelineInfo": {{"name": "p"}}, "root": {{"dag": {{"tasks": {{"g": {{"componentRef": {{"name": "inner"}}}}}}}}}},
                "components": {{"leaf": {{"executorLabel": "e"}}, "inner": {inner}}}}}"#
        );
        let document = Document::parse(&spec).expect("JSON");
        CompiledPipeline::read(&document)
            .expect("a pipeline")
            .spec
            .graph()
    }

    #[test]
    fn groups_of_large_graphs_are_closed_until_somebody_opens_them() {
        let untouched = VersionState::default();
        assert!(closed(&graph(400), &untouched).is_empty());
        assert_eq!(closed(&graph(401), &untouched).len(), 1);
        let opened = VersionState {
            closed: Some(BTreeSet::new()),
            ..VersionState::default()
        };
        assert!(closed(&graph(401), &opened).is_empty());
    }
}
