//! One task beside the graph.

use std::sync::Arc;

use kfp_core::spec::{GraphEdge, PipelineGraph, TaskKind};
use leptos::prelude::*;

use super::words::{icon as icon_of, kind, neighbours};
use crate::{
    reactive::{Erase, part, press, say},
    text::use_text,
    ui::{Icon, IconButton, icon},
};

/// What the spec says of a task.
#[component]
pub(super) fn TaskPanel(
    graph: Arc<PipelineGraph>,
    /// Its place.
    at: usize,
    /// Opens another task, or closes the panel.
    #[prop(into)]
    on_open: Callback<Option<String>>,
) -> impl IntoView {
    let text = use_text();
    let task = graph.tasks[at].clone();
    let of_kind = task.kind.clone();
    let image = match &task.kind {
        TaskKind::Executor { image } => image.clone(),
        _ => None,
    };
    let row = |label: Signal<String>, value: AnyView| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let is_cached = task.is_cached;
    let runs = matches!(task.kind, TaskKind::Executor { .. });
    let cache = say(move || {
        let words = text.get().graph();
        if is_cached {
            words.cache_on
        } else {
            words.cache_off
        }
        .to_owned()
    });
    let (before, after) = (Arc::clone(&graph), graph);
    view! {
        <aside class="task-panel" aria-labelledby="task-panel-name">
            <div class="row">
                {icon(icon_of(&task.kind))} <h2 id="task-panel-name">{task.name}</h2>
                <span class="end">
                    <IconButton
                        label=text.t(|c| c.graph().close)
                        shows=Signal::stored(Icon::Close)
                        on_press=move |_| on_open.run(None)
                    />
                </span>
            </div>
            <dl>
                {row(
                    text.t(|c| c.graph().kind),
                    say(move || kind(&of_kind, text.get()).to_owned()).erased(),
                )} {row(text.t(|c| c.graph().key), view! { <code>{task.key}</code> }.erased())}
                {image
                    .map(|image| row(text.t(|c| c.graph().image), view! { <code>{image}</code> }.erased()))}
                {task
                    .condition
                    .map(|condition| {
                        row(text.t(|c| c.graph().runs_if), view! { <code>{condition}</code> }.erased())
                    })}
                {task
                    .always_runs
                    .then(|| row(text.t(|c| c.graph().runs_if), text.t(|c| c.graph().always_runs).erased()))}
                {runs.then(|| row(text.t(|c| c.graph().cache), cache.erased()))}
                {row(text.t(|c| c.graph().after), joined(&before, at, true, on_open))}
                {row(text.t(|c| c.graph().before), joined(&after, at, false, on_open))}
            </dl>
        </aside>
    }
}

/// The tasks on the other ends of its edges, and what goes along them.
fn joined(
    graph: &Arc<PipelineGraph>,
    at: usize,
    before: bool,
    on_open: Callback<Option<String>>,
) -> AnyView {
    let text = use_text();
    let others: Vec<(String, String, GraphEdge)> = neighbours(graph, at, before)
        .map(|(other, edge)| {
            let other = &graph.tasks[other];
            (other.name.clone(), other.path.clone(), edge.clone())
        })
        .collect();
    if others.is_empty() {
        return view! { <span class="quiet">{text.t(|c| c.graph().nothing)}</span> }.erased();
    }
    let others = others.into_iter().map(|(name, path, edge)| {
        let along = part(move || {
            let words = text.get().graph();
            let carried = edge.carries.iter().map(|one| (words.carried)(&one.output, &one.input));
            let carried: Vec<String> = carried.collect();
            if carried.is_empty() { words.order_only.to_owned() } else { carried.join(", ") }
        });
        view! {
            <li>
                <button type="button" class="link" on:click=press(move |_| on_open.run(Some(path.clone())))>
                    {name}
                </button>
                <span class="sub">{along}</span>
            </li>
        }
    });
    view! { <ul>{others.collect_view()}</ul> }.erased()
}
