//! What is run, and what the run is called.

use kfp_core::model::{ExperimentId, Page, Pipeline, PipelineId, PipelineVersionId};
use leptos::prelude::*;

use super::{
    calls::Source,
    fields::{Choices, SelectField, Shape, TextField},
    form::Form,
};
use crate::{
    data::DEFAULT_EXPERIMENT,
    reactive::{derived, say, unless},
    text::use_new_run_text,
    url_state::{Making, NewRunState},
};

/// The panel.
#[component]
pub(super) fn SourcePanel(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    view! {
        <section class="panel part" aria-labelledby="new-run-source">
            <h2 id="new-run-source">{words.t(|w| w.source)}</h2>
            <div class="fields">
                <PipelineChoice form=form />
                <VersionChoice form=form />
                <div>
                    <label for="new-run-name">{words.t(|w| w.name)}</label>
                    <TextField
                        id="new-run-name"
                        shape=Shape::Words
                        value=say(move || form.name())
                        on_type=move |text: String| form.change(|draft| draft.name = Some(text))
                        fault=derived(move || {
                            // Before a pipeline is chosen the form has no name to suggest.
                            let is_due = form.has_source() || form.was_tried().get();
                            form.name_fault().filter(|_| is_due)
                        })
                    />
                </div>
                <div>
                    <label for="new-run-experiment">{words.t(|w| w.experiment)}</label>
                    <SelectField
                        id="new-run-experiment"
                        choices=derived(move || experiments(form))
                        value=say(move || {
                            let chosen = form.experiment();
                            chosen.map_or_else(String::new, |id| id.to_string())
                        })
                        on_choose=move |id: String| {
                            form.choose(|state| NewRunState {
                                experiment: ExperimentId::new(id).ok(),
                                ..state
                            });
                        }
                    />
                </div>
                <div class="wide">
                    <label for="new-run-description">
                        {words.t(|w| w.description)} " "
                        <span class="sub">{words.t(|w| w.optional)}</span>
                    </label>
                    <TextField
                        id="new-run-description"
                        shape=Shape::Words
                        value=say(move || form.draft().read().description.clone())
                        on_type=move |text: String| form.change(|draft| draft.description = text)
                        fault=derived(move || form.description_fault())
                    />
                </div>
            </div>
        </section>
    }
}

#[component]
fn PipelineChoice(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    let calls = form.calls();
    let offered = move || {
        let own = calls.own.value().map_or(0, |page| page.items.len());
        let shared = calls.shared.value().map_or(0, |page| page.items.len());
        own + shared
    };
    let is_more = move || {
        let pages = [calls.own.value(), calls.shared.value()];
        let mut pages = pages.iter().flatten();
        pages.any(|page| page.next_page_token.is_some())
    };
    view! {
                <div>
                    <label for="new-run-pipeline">{words.t(|w| w.pipeline)}</label>
                    <SelectField
                        id="new-run-pipeline"
                        choices=derived(move || pipelines(form))
                        value=say(move || match calls.source.get() {
                            Source::Of(pipeline, _) => pipeline.to_string(),
                            Source::None | Source::OfOriginal => String::new(),
                        })
                        on_choose=move |id: String| {
                            form.choose(|state| match PipelineId::new(id) {
                                Ok(pipeline) => state.of_pipeline(pipeline),
                                Err(_) => NewRunState { pipeline: None, version: None, ..state },
                            });
                        }
                    />
                    <p class="sub" hidden=unless(is_more)>
                        {say(move || (words.get().more_pipelines)(offered()))}
                    </p>
                </div>
    }
}

#[component]
fn VersionChoice(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    let calls = form.calls();
    view! {
                <div>
                    <label for="new-run-version">{words.t(|w| w.version)}</label>
                    <SelectField
                        id="new-run-version"
                        choices=derived(move || versions(form))
                        value=say(move || {
                            let chosen = if follows_newest(form) { None } else { calls.chosen.get() };
                            chosen.map_or_else(String::new, |(_, version)| version.to_string())
                        })
                        on_choose=move |id: String| {
                            let pipeline = calls.source.get_untracked().pipeline();
                            form.choose(|state| NewRunState {
                                pipeline: pipeline.or(state.pipeline),
                                version: PipelineVersionId::new(id).ok(),
                                ..state
                            });
                        }
                    />
                </div>
    }
}

/// The pipelines of the namespace and the shared ones; the chosen one too, where it is among neither.
fn pipelines(form: Form) -> Vec<Choices> {
    let words = use_new_run_text().get();
    let calls = form.calls();
    let is_of_original = calls.source.get() == Source::OfOriginal;
    let none = if is_of_original {
        words.own_spec
    } else {
        words.choose
    };
    let group = |heading: &str, page: Option<&Page<Pipeline>>| Choices {
        heading: Some(heading.to_owned()),
        values: page
            .into_iter()
            .flat_map(|page| &page.items)
            .map(choice)
            .collect(),
    };
    let (own, shared) = (calls.own.value(), calls.shared.value());
    let older = calls.older.value();
    let first = [(String::new(), none.to_owned())];
    let first = first.into_iter().chain(older.as_deref().map(choice));
    let groups = [
        Choices {
            heading: None,
            values: first.collect(),
        },
        group(words.own, own.as_deref()),
        group(words.shared, shared.as_deref()),
    ];
    groups
        .into_iter()
        .filter(|group| !group.values.is_empty())
        .collect()
}

fn choice(pipeline: &Pipeline) -> (String, String) {
    let id = pipeline.pipeline_id.to_string();
    let name = [&pipeline.display_name, &pipeline.name]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or(&id)
        .clone();
    (id, name)
}

/// Whether each start takes the version that is the newest by then.
pub(super) fn follows_newest(form: Form) -> bool {
    form.making() == Making::RecurringRun
        && matches!(form.calls().source.get(), Source::Of(_, None))
}

/// The newest versions; the chosen one too, where it is older.
fn versions(form: Form) -> Vec<Choices> {
    let words = use_new_run_text().get();
    let calls = form.calls();
    let page = calls.versions.value();
    let newest = page.iter().flat_map(|page| &page.items);
    let mut values: Vec<(String, String)> = newest
        .enumerate()
        .map(|(at, version)| {
            let title = version.title();
            let label = if at == 0 {
                (words.latest)(title)
            } else {
                title.to_owned()
            };
            (version.pipeline_version_id.to_string(), label)
        })
        .collect();
    let chosen = calls.chosen.get().filter(|_| !follows_newest(form));
    if let Some((_, version)) = chosen {
        let id = version.to_string();
        if !values.iter().any(|(known, _)| *known == id) {
            let title = calls.version.value().map(|version| version.title.clone());
            values.push((id.clone(), title.unwrap_or(id)));
        }
    }
    if values.is_empty() {
        values.push((String::new(), "—".to_owned()));
    } else if form.making() == Making::RecurringRun {
        let newest = page.iter().flat_map(|page| &page.items).next();
        let title = newest.map_or("", |version| version.title());
        values.insert(0, (String::new(), (words.newest_each_time)(title)));
    }
    vec![Choices {
        heading: None,
        values,
    }]
}

/// The default experiment, and those that there are.
fn experiments(form: Form) -> Vec<Choices> {
    let words = use_new_run_text().get();
    let page = form.calls().experiments.value();
    let known = page.iter().flat_map(|page| &page.items);
    let known = known.map(|one| {
        let id = one.experiment_id.to_string();
        let name = if one.display_name.is_empty() {
            id.clone()
        } else {
            one.display_name.clone()
        };
        (id, name)
    });
    // A clone goes where its original is, unless another is chosen.
    let default = form.inherited().is_none();
    let default = default.then(|| (words.default_experiment)(DEFAULT_EXPERIMENT));
    let default = default.map(|name| (String::new(), name));
    let mut values: Vec<_> = default.into_iter().chain(known).collect();
    if let Some(chosen) = form.experiment() {
        let id = chosen.to_string();
        if !values.iter().any(|(known, _)| *known == id) {
            let older = form.calls().older_experiment.value();
            let named = older.filter(|older| older.experiment_id == chosen);
            let name = named.map_or_else(String::new, |older| older.display_name.clone());
            values.push((id.clone(), if name.is_empty() { id } else { name }));
        }
    }
    vec![Choices {
        heading: None,
        values,
    }]
}
