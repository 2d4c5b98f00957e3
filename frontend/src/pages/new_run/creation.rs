//! What the form makes: as it is sent, and as code tells it.

use kfp_core::{
    model::{RuntimeConfig, Trigger},
    request::{NewRecurringRun, NewRun, PipelineSource},
    spec::{Caching, CompiledPipeline},
};
use leptos::prelude::*;

use super::{
    calls::Source,
    code::{Made, Start},
    form::Form,
};
use crate::{
    data::{Creation, Recurs},
    url_state::Making,
};

/// What code tells while the timing cannot be read.
const UNREAD: &str = "…";

impl Form {
    /// What it would be made from.
    fn pipeline_source(self) -> Option<PipelineSource> {
        let no_cache = self.draft().read().no_cache;
        Some(match (self.calls().source.get(), no_cache) {
            (Source::None, _) => return None,
            (Source::Of(pipeline, None), false) if self.making() == Making::RecurringRun => {
                PipelineSource::Latest(pipeline)
            }
            (Source::Of(..), false) => {
                let (pipeline, version) = self.calls().chosen.get()?;
                PipelineSource::Version(pipeline, version)
            }
            // Only a spec that is sent along can have another caching.
            (_, no_cache) => {
                let mut compiled = CompiledPipeline::clone(&*self.pipeline()?);
                if no_cache {
                    compiled.spec.set_caching(&Caching::Off);
                }
                PipelineSource::Spec(compiled.to_document())
            }
        })
    }

    /// When it would make runs; `None` while that cannot be read.
    pub(super) fn recurs(self) -> Option<Recurs> {
        let trigger = self.timing().read().trigger.clone()?;
        Some(self.recurs_by(trigger))
    }

    fn recurs_by(self, trigger: Trigger) -> Recurs {
        let draft = self.draft().read();
        Recurs {
            trigger,
            at_a_time: draft.timing.at_a_time,
            no_catchup: draft.timing.no_catchup,
            is_on: !draft.timing.is_off,
        }
    }

    /// What would be created; without an experiment while the default one is meant.
    pub(super) fn creation(self) -> Option<Creation> {
        let draft = self.draft().get();
        let source = self.pipeline_source()?;
        let (display_name, description) = (self.name(), draft.description);
        let experiment_id = self.experiment();
        let runtime_config = RuntimeConfig {
            parameters: self.reading().get().ok()?.values,
            pipeline_root: draft.root.trim().to_owned(),
        };
        let service_account = draft.service_account.trim().to_owned();
        Some(match self.making() {
            Making::Run => Creation::Run(NewRun {
                display_name,
                description,
                experiment_id,
                source,
                runtime_config,
                service_account,
                plugins_input: serde_json::Map::new(),
            }),
            Making::RecurringRun => {
                let recurs = self.recurs()?;
                Creation::RecurringRun(NewRecurringRun {
                    display_name,
                    description,
                    experiment_id,
                    source,
                    runtime_config,
                    service_account,
                    trigger: recurs.trigger,
                    max_concurrency: recurs.at_a_time,
                    no_catchup: recurs.no_catchup,
                    enabled: recurs.is_on,
                })
            }
        })
    }

    /// The same, to be told as code.
    pub(super) fn start(self) -> Option<Start> {
        let draft = self.draft().get();
        let made = match self.calls().source.get() {
            Source::None => return None,
            Source::Of(pipeline, None) if self.making() == Making::RecurringRun => Made::From {
                pipeline: pipeline.to_string(),
                version: None,
            },
            Source::Of(..) => {
                let (pipeline, version) = self.calls().chosen.get()?;
                Made::From {
                    pipeline: pipeline.to_string(),
                    version: Some(version.to_string()),
                }
            }
            Source::OfOriginal => Made::FromFile,
        };
        Some(Start {
            namespace: self.namespace().get()?.to_string(),
            made,
            name: self.name(),
            description: draft.description,
            experiment: self
                .experiment()
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            values: self.reading().get().ok()?.values,
            service_account: draft.service_account.trim().to_owned(),
            root: draft.root.trim().to_owned(),
            no_cache: draft.no_cache,
            recurs: match self.making() {
                Making::Run => None,
                Making::RecurringRun => {
                    let unread = || self.recurs_by(Trigger::cron(UNREAD));
                    Some(self.recurs().unwrap_or_else(unread))
                }
            },
        })
    }
}
