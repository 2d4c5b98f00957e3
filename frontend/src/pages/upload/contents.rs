//! What is in the package: inputs, settings, its graph, and what is wrong with it.

use std::sync::Arc;

use kfp_core::spec::ParameterSpec;
use leptos::prelude::*;

use super::{
    super::graph::SpecGraph,
    form::{Form, Look},
    rules::{is_spec_name, proposal},
    seen::{Seen, shown},
};
use crate::{
    navigation::History,
    reactive::{Erase, part, say},
    secret::is_secret,
    status::Status,
    text::{use_text, use_upload_text},
    ui::status_glyph,
    url_state::VersionState,
};

/// The panel, once there is something to show.
#[component]
pub(super) fn ContentsPanel(form: Form) -> impl IntoView {
    let words = use_upload_text();
    let seen = Memo::new(move |_| match &*form.parts().look.read() {
        Look::Seen(seen) => Some(Arc::clone(seen)),
        _ => None,
    });
    part(move || {
        let seen = seen.get()?;
        Some(view! {
            <section class="panel part" aria-labelledby="upload-contents">
                <h2 id="upload-contents">{words.t(|w| w.contents)}</h2>
                {facts(&seen)}
                {refused_name(&seen)}
                {notes(&seen)}
                {inputs(&seen)}
            </section>
            {graph(&seen)}
        })
    })
}

fn facts(seen: &Seen) -> impl IntoView + use<> {
    let words = use_upload_text();
    let (name, count) = (seen.report.name.clone(), seen.report.tasks);
    let compiler = seen.pipeline.as_ref().map(|of| of.spec.sdk_version.clone());
    let compiler = compiler.filter(|version| !version.is_empty());
    let description = Some(seen.report.description.clone()).filter(|text| !text.is_empty());
    let fact = move |label: Signal<String>, value: String| {
        view! {
            <dt>{label}</dt>
            <dd>{value}</dd>
        }
    };
    view! {
        <dl class="facts">
            {fact(words.t(|w| w.spec_name), name)}
            {compiler.map(|version| fact(words.t(|w| w.compiler), version))}
            {description.map(|text| fact(words.t(|w| w.description), text))}
            <dt>{words.t(|w| w.task_count)}</dt>
            <dd>{say(move || (words.get().tasks)(count))}</dd>
        </dl>
    }
}

/// A name in the spec that KFP refuses, with one that it takes.
fn refused_name(seen: &Seen) -> impl IntoView + use<> {
    let words = use_upload_text();
    let name = seen.report.name.clone();
    (!is_spec_name(&name)).then(|| {
        view! {
            <div class="note note-warn" role="alert">
                {status_glyph(&Status::Failed)}
                <p>{say(move || (words.get().spec_name_refused)(&name, &proposal(&name)))}</p>
            </div>
        }
    })
}

fn notes(seen: &Seen) -> impl IntoView + use<> {
    let words = use_upload_text();
    let note = move |text: Signal<String>| {
        view! {
            <div class="note" role="status">
                <p>{text}</p>
            </div>
        }
    };
    let spilled = seen.report.spilled_comment;
    let has_platform = seen
        .pipeline
        .as_ref()
        .is_some_and(|of| of.platform.is_some());
    let is_unseen = seen.pipeline.is_none();
    (
        spilled.map(|lines| note(say(move || (words.get().spilled)(lines.first, lines.last)))),
        has_platform.then(|| settings(seen)),
        is_unseen.then(|| note(words.t(|w| w.no_preview))),
    )
}

/// The settings for Kubernetes, by task.
fn settings(seen: &Seen) -> impl IntoView + use<> {
    let words = use_upload_text();
    let lines = seen.settings().into_iter().map(|(task, settings)| {
        view! {
            <li>
                <span class="strong">{task}</span>
                ": "
                <span class="mono">{settings.join(", ")}</span>
            </li>
        }
    });
    view! {
        <div class="note" role="status">
            <div class="stack">
                <p>{words.t(|w| w.platform)}</p>
                <ul class="setting-lines">{lines.collect_view()}</ul>
            </div>
        </div>
    }
}

fn inputs(seen: &Seen) -> AnyView {
    let words = use_upload_text();
    let Some(pipeline) = &seen.pipeline else {
        return ().erased();
    };
    let rows: Vec<_> = pipeline.spec.inputs().map(input).collect();
    if rows.is_empty() {
        return view! { <p class="quiet">{words.t(|w| w.no_inputs)}</p> }.erased();
    }
    view! {
        <table class="facts-table">
            <caption>{words.t(|w| w.inputs)}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.t(|w| w.input)}</th>
                    <th scope="col">{words.t(|w| w.kind)}</th>
                    <th scope="col">{words.t(|w| w.default)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erased()
}

fn input((name, spec): (&str, &ParameterSpec)) -> impl IntoView + use<> {
    let words = use_upload_text();
    let kind = spec.kind().as_str().to_owned();
    let default = match &spec.default_value {
        Some(value) if is_secret(name, value) => {
            view! { <span class="sub">{words.t(|w| w.hidden)}</span> }.erased()
        }
        Some(value) => view! { <span class="value mono">{shown(value)}</span> }.erased(),
        None if spec.is_required() => {
            view! { <span class="sub">{words.t(|w| w.required)}</span> }.erased()
        }
        None => view! { <span class="sub">{words.t(|w| w.optional)}</span> }.erased(),
    };
    view! {
        <tr>
            <th scope="row" class="mono">{name.to_owned()}</th>
            <td class="mono">{kind}</td>
            <td>{default}</td>
        </tr>
    }
}

/// The graph as the page of the version will draw it. What of it is open is nobody's business but the page's.
fn graph(seen: &Seen) -> impl IntoView + use<> {
    let text = use_text();
    let graph = Arc::clone(&seen.graph);
    let name = seen.name().to_owned();
    (!graph.tasks.is_empty()).then(|| {
        let state = RwSignal::new(VersionState::default());
        view! {
            <section class="upload-graph" aria-label=text.t(|c| c.graph().graph)>
                <SpecGraph
                    graph=graph
                    state=state
                    on_change=move |(next, _): (VersionState, History)| state.set(next)
                    pipeline=Signal::stored(name)
                />
            </section>
        }
    })
}
