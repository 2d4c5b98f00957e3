//! The spec of the version against that of another one: what differs in words, then line by line.

use std::sync::Arc;

use console_api::compare::{ComparedSpec, LONGEST_SPEC};
use kfp_core::{
    model::{Document, PipelineVersion},
    spec::CompiledPipeline,
};
use leptos::prelude::*;

use super::{
    changes::{Changes, NewImage},
    version::{Place, named},
};
use crate::{
    data::{Failure, FailureKind, Remote, use_remote},
    navigation::{History, RouteLink, use_navigation},
    paths::{PipelineView, Route, VersionView},
    reactive::{Erase, derived, part, say},
    states::{FailureView, Retry},
    text::{use_text, use_version_diff_text},
    ui::{Icon, Segmented, SpecDiff, StatePanel},
    url_state::VersionState,
};

/// Most names in a line of the summary.
const MOST_NAMES: usize = 12;

/// How it stands with the other version.
#[derive(Clone, Debug, PartialEq)]
enum Other {
    /// It is on its way.
    Coming,
    /// It is the version itself.
    Same,
    /// There is none, as far as one may know.
    Gone,
    /// It could not be read.
    Failed(Failure),
    /// It is here.
    Here(Arc<PipelineVersion>),
    /// Nothing can be had, which the shell says.
    Nothing,
}

/// Asks for the version that the address compares with.
pub(super) fn use_other(
    place: Memo<Option<Place>>,
    view: Memo<VersionView>,
    state: Memo<VersionState>,
) -> Remote<PipelineVersion> {
    let asked = Memo::new(move |_| {
        let place = place.get().filter(|_| view.get() == VersionView::Spec)?;
        let version = state.read().diff.clone()?;
        (version != place.version).then_some(Place { version, ..place })
    });
    use_remote(
        move || asked.get(),
        |place: &Place| format!("{} {} {}", place.namespace, place.pipeline, place.version),
        |api, place| api.pipeline_version(place.pipeline, place.version),
    )
}

/// What is known of it. KFP asks no version whether it is of the pipeline that is named before it.
fn other(remote: Remote<PipelineVersion>, place: &Place, state: &VersionState) -> Other {
    if state.diff.as_ref() == Some(&place.version) {
        return Other::Same;
    }
    let call = remote.call();
    let here = remote
        .value()
        .filter(|version| Some(&version.pipeline_version_id) == state.diff.as_ref());
    match (here, call.failure()) {
        (Some(version), _) if version.pipeline_id != place.pipeline => Other::Gone,
        (Some(version), _) => Other::Here(version),
        (None, Some(failure)) => match failure.kind {
            FailureKind::SignedOut(_) => Other::Nothing,
            FailureKind::NotFound => Other::Gone,
            _ => Other::Failed(failure),
        },
        (None, None) if call.is_held_back() => Other::Nothing,
        (None, None) => Other::Coming,
    }
}

/// The panel.
#[component]
pub(super) fn DiffView(
    /// The version that the address names.
    version: Memo<Option<Arc<PipelineVersion>>>,
    /// The one that it is compared with.
    with: Remote<PipelineVersion>,
    place: Memo<Option<Place>>,
    state: Memo<VersionState>,
) -> impl IntoView {
    let (text, words) = (use_text(), use_version_diff_text());
    let navigation = use_navigation();
    let other = Memo::new(move |_| {
        let place = place.get();
        place.map_or(Other::Nothing, |place| other(with, &place, &state.read()))
    });
    let title = say(move || match (&*other.read(), version.get()) {
        (Other::Here(old), Some(new)) => {
            (text.get().compare().from_to)(&title_of(old), &title_of(&new))
        }
        _ => words.get().title.to_owned(),
    });
    let body = part(move || match (other.get(), version.get()) {
        (Other::Here(old), Some(new)) => {
            let is_split = derived(move || state.read().is_split);
            view! { <Differences old=old new=new is_split=is_split /> }.erased()
        }
        (Other::Nothing, _) | (_, None) => ().erased(),
        (Other::Coming, _) => view! {
            <p class="cmp-spec-word skeleton" role="status">{words.t(|w| w.waits)}</p>
        }
        .erased(),
        (Other::Same, _) => {
            view! { <p class="cmp-spec-word">{words.t(|w| w.same_version)}</p> }.erased()
        }
        (Other::Gone, _) => view! {
            <StatePanel
                shows=Icon::Search
                title=words.t(|w| w.gone)
                explains=words.t(|w| w.gone_text)
            />
        }
        .erased(),
        (Other::Failed(failure), _) => {
            view! { <FailureView failure=failure retry=Retry::of(with.call()) /> }.erased()
        }
    });
    let choices = derived(move || {
        let words = text.get().compare();
        vec![words.unified.to_owned(), words.split.to_owned()]
    });
    let choose = move |at: usize| {
        let state = VersionState {
            is_split: at == 1,
            ..state.get_untracked()
        };
        navigation.set_query(state.query(), History::Push);
    };
    view! {
        <section class="panel cmp-spec" aria-labelledby="version-diff">
            <div class="cmp-spec-head">
                <h2 id="version-diff">{title}</h2>
                <span class="row row-wrap end">
                    {part(move || matches!(*other.read(), Other::Here(_)).then(|| view! {
                        <Segmented
                            label=text.t(|c| c.compare().layout)
                            choices=choices
                            current=derived(move || usize::from(state.read().is_split))
                            on_choose=choose
                        />
                    }))}
                    <Ways place=place state=state />
                </span>
            </div>
            {body}
        </section>
    }
}

/// Where one goes from here.
#[component]
fn Ways(place: Memo<Option<Place>>, state: Memo<VersionState>) -> impl IntoView {
    let words = use_version_diff_text();
    let alone = derived(move || {
        let place = place.get();
        place.map_or(Route::Start, |place| place.route(VersionView::Spec))
    });
    let swapped = move || {
        let (place, state) = (place.get()?, state.get());
        let version = state.diff.clone().filter(|diff| *diff != place.version)?;
        let query = VersionState {
            diff: Some(place.version.clone()),
            ..state
        };
        let route = Place { version, ..place }.route(VersionView::Spec);
        Some((route, query.query()))
    };
    let swap = part(move || {
        let (route, query) = swapped()?;
        Some(view! {
            <RouteLink
                to=Signal::stored(route)
                query=Signal::stored(query)
                class="btn btn-ghost"
                label=words.t(|w| w.swap)
            />
        })
    });
    view! {
        {swap}
        <RouteLink to=versions_of(place) class="btn btn-ghost" label=words.t(|w| w.choose) />
        <RouteLink to=alone class="btn btn-ghost" label=words.t(|w| w.close) />
    }
}

/// The list of the versions, where two are selected.
pub(super) fn versions_of(place: Memo<Option<Place>>) -> Signal<Route> {
    derived(move || {
        place.get().map_or(Route::Start, |place| {
            Route::Pipeline(place.namespace, place.pipeline, PipelineView::Versions)
        })
    })
}

fn title_of(version: &PipelineVersion) -> String {
    named(&version.display_name, version.pipeline_version_id.as_str())
}

/// Both are here.
#[component]
fn Differences(
    old: Arc<PipelineVersion>,
    new: Arc<PipelineVersion>,
    is_split: Signal<bool>,
) -> impl IntoView {
    let (text, words) = (use_text(), use_version_diff_text());
    let titles = [title_of(&old), title_of(&new)];
    let both = [&old, &new].map(|version| version.pipeline_spec.clone());
    let without: Vec<String> = titles
        .iter()
        .zip(&both)
        .filter(|(_, spec)| spec.is_none())
        .map(|(title, _)| title.clone())
        .collect();
    let [Some(old), Some(new)] = both else {
        let sentence = move |title: String| {
            let say = say(move || (words.get().no_spec)(&title));
            view! { <p class="cmp-spec-word">{say}</p> }
        };
        return without.into_iter().map(sentence).collect_view().erased();
    };
    if old.as_str() == new.as_str() {
        return view! { <p class="cmp-spec-word">{words.t(|w| w.same_spec)}</p> }.erased();
    }
    let label = (text.now().compare().from_to)(&titles[0], &titles[1]);
    view! {
        <Summary old=old.clone() new=new.clone() titles=titles />
        <SpecDiff old=compared(old) new=compared(new) is_split=is_split label=label />
    }
    .erased()
}

fn compared(spec: Document) -> ComparedSpec {
    let bytes = spec.as_str().len();
    ComparedSpec {
        document: (bytes <= LONGEST_SPEC).then_some(spec),
        bytes,
    }
}

/// What differs, in words.
#[component]
fn Summary(old: Document, new: Document, titles: [String; 2]) -> impl IntoView {
    let words = use_version_diff_text();
    let [old_title, new_title] = titles;
    let read = |spec: &Document, title: String| CompiledPipeline::read(spec).map_err(|_| title);
    let (old, new) = match (read(&old, old_title), read(&new, new_title)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(title), _) | (_, Err(title)) => {
            let said = say(move || (words.get().unreadable)(&title));
            return view! { <p class="cmp-spec-word">{said}</p> }.erased();
        }
    };
    let changes = Changes::of(&old, &new);
    if changes.is_empty() {
        return view! { <p class="cmp-spec-word">{words.t(|w| w.none)}</p> }.erased();
    }
    let Changes {
        inputs,
        tasks,
        images,
    } = changes;
    let names = [
        (words.t(|w| w.inputs_added), inputs.added),
        (words.t(|w| w.inputs_removed), inputs.removed),
        (words.t(|w| w.inputs_changed), inputs.changed),
        (words.t(|w| w.tasks_added), tasks.added),
        (words.t(|w| w.tasks_removed), tasks.removed),
        (words.t(|w| w.tasks_changed), tasks.changed),
    ];
    let code = |name: String| view! { <code>{name}</code> " " }.into_any();
    let mut lines: Vec<AnyView> = names
        .into_iter()
        .filter_map(|(label, names)| line(label, names, code))
        .collect();
    lines.extend(line(words.t(|w| w.images), images, image));
    view! {
        <div class="cmp-spec-word">
            <h3 class="sr-only">{words.t(|w| w.summary)}</h3>
            <dl class="version-changes">{lines}</dl>
        </div>
    }
    .erased()
}

/// A line of the summary, if there is anything in it.
fn line<T>(label: Signal<String>, all: Vec<T>, draw: impl Fn(T) -> AnyView) -> Option<AnyView> {
    let words = use_version_diff_text();
    if all.is_empty() {
        return None;
    }
    let more = all.len().saturating_sub(MOST_NAMES);
    let more = (more > 0).then(|| say(move || (words.get().more)(more)));
    let drawn = all.into_iter().take(MOST_NAMES).map(draw).collect_view();
    Some(view! { <div><dt>{label}</dt> <dd>{drawn} {more}</dd></div> }.into_any())
}

fn image(changed: NewImage) -> AnyView {
    let words = use_version_diff_text();
    let NewImage { task, old, new } = changed;
    let shown = move |image: Option<String>| match image {
        Some(image) => view! { <code>{image}</code> }.into_any(),
        None => view! { <span>{words.t(|w| w.no_image)}</span> }.into_any(),
    };
    view! { <span class="version-image"><code>{task}</code> ": " {shown(old)} " → " {shown(new)}</span> }
        .into_any()
}
