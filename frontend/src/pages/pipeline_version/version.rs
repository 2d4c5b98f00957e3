//! The version that the address names, and why it may not be shown.

use std::sync::Arc;

use kfp_core::{
    model::{Namespace, Pipeline, PipelineId, PipelineVersion, PipelineVersionId},
    spec::{CompiledPipeline, NotAPipeline, PipelineGraph},
};
use leptos::prelude::*;

use super::super::lists::{Blocked, use_blocked};
use crate::{
    data::{Call, Failure, FailureKind, Remote, use_remote},
    navigation::use_navigation,
    paths::{Route, VersionView},
};

/// What the address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) namespace: Namespace,
    pub(super) pipeline: PipelineId,
    pub(super) version: PipelineVersionId,
}

impl Place {
    pub(super) fn route(&self, view: VersionView) -> Route {
        let Self {
            namespace,
            pipeline,
            version,
        } = self.clone();
        Route::PipelineVersion(namespace, pipeline, version, view)
    }
}

/// The place and the view that the address names.
pub(super) fn use_place() -> (Memo<Option<Place>>, Memo<VersionView>) {
    let navigation = use_navigation();
    let place = Memo::new(move |_| match navigation.route().get() {
        Route::PipelineVersion(namespace, pipeline, version, _) => Some(Place {
            namespace,
            pipeline,
            version,
        }),
        _ => None,
    });
    let view = Memo::new(move |_| match navigation.route().get() {
        Route::PipelineVersion(.., view) => view,
        _ => VersionView::default(),
    });
    (place, view)
}

/// What the page asks for.
#[derive(Clone, Copy)]
pub(super) struct Calls {
    pipeline: Remote<Pipeline>,
    version: Remote<PipelineVersion>,
    place: Memo<Option<Place>>,
}

/// What is in the place of the version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It is on its way.
    Loading,
    /// The version.
    Version,
    /// There is none.
    Absent,
    /// It is at home in another of the user's own namespaces.
    Elsewhere(Namespace),
    /// It could not be read: whether that is the pipeline's call.
    Failed(Failure, bool),
    /// Nothing: the shell says why for the whole page.
    Nothing,
}

impl Calls {
    pub(super) fn make(place: Memo<Option<Place>>) -> Self {
        Self {
            pipeline: use_remote(
                move || place.get(),
                |place: &Place| format!("{} {}", place.namespace, place.pipeline),
                |api, place| api.pipeline(place.pipeline),
            ),
            version: use_remote(
                move || place.get(),
                |place: &Place| format!("{} {} {}", place.namespace, place.pipeline, place.version),
                |api, place| api.pipeline_version(place.pipeline, place.version),
            ),
            place,
        }
    }

    pub(super) fn reload(self) {
        self.pipeline.reload();
        self.version.reload();
    }

    /// The call that keeps the page waiting.
    pub(super) fn call(self, is_of_pipeline: bool) -> Call {
        if is_of_pipeline {
            self.pipeline.call()
        } else {
            self.version.call()
        }
    }

    /// Why the page shows no version, as far as its pipeline says so.
    pub(super) fn blocked(self) -> Memo<Option<Blocked>> {
        use_blocked(
            self.pipeline.call(),
            move || self.pipeline.value()?.namespace.clone(),
            move || self.place.get().map(|place| place.namespace),
            "kfp.pipeline.not_found",
        )
    }

    pub(super) fn shown(self, blocked: Option<Blocked>) -> Shown {
        if self.place.read().is_none() {
            return Shown::Nothing;
        }
        let (pipeline, version) = (self.pipeline.call(), self.version.call());
        match blocked {
            Some(Blocked::Failed(failure)) => return Shown::Failed(failure, true),
            Some(Blocked::Elsewhere(home)) => return Shown::Elsewhere(home),
            Some(Blocked::Undecided) => return Shown::Nothing,
            None => {}
        }
        if pipeline.is_answered() && version.is_answered() {
            return Shown::Version;
        }
        let waiting = [(pipeline, true), (version, false)];
        let waiting = waiting.into_iter().filter(|(call, _)| !call.is_answered());
        for (call, of_pipeline) in waiting {
            match call.failure() {
                None if call.is_held_back() => return Shown::Nothing,
                None => {}
                Some(failure) => {
                    return match failure.kind {
                        FailureKind::SignedOut(_) => Shown::Nothing,
                        FailureKind::NotFound => Shown::Absent,
                        _ => Shown::Failed(failure, of_pipeline),
                    };
                }
            }
        }
        Shown::Loading
    }

    /// The name of the pipeline.
    pub(super) fn pipeline_name(self) -> String {
        let pipeline = self.pipeline.value();
        pipeline.map_or_else(String::new, |pipeline| {
            named(&pipeline.display_name, pipeline.pipeline_id.as_str())
        })
    }

    /// The name of the version.
    pub(super) fn version_name(self) -> String {
        let version = self.version.value();
        version.map_or_else(String::new, |version| {
            named(&version.display_name, version.pipeline_version_id.as_str())
        })
    }

    /// Since when there is the version, and what is written about it.
    pub(super) fn version(self) -> Option<Arc<PipelineVersion>> {
        self.version.value()
    }
}

/// A name, or the id of what has none.
pub(super) fn named(name: &str, id: &str) -> String {
    if name.is_empty() { id } else { name }.to_owned()
}

/// Why a version cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It was stored without a spec.
    NoSpec,
    /// What was stored is no compiled pipeline.
    Not(NotAPipeline),
}

/// The graph of a version.
pub(super) fn graph(version: &PipelineVersion) -> Result<PipelineGraph, Unreadable> {
    let document = version.pipeline_spec.as_ref().ok_or(Unreadable::NoSpec)?;
    let compiled = CompiledPipeline::read(document).map_err(Unreadable::Not)?;
    Ok(compiled.spec.graph())
}
