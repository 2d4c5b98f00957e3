//! What some runs name: experiments, pipelines and versions, each read once, and only as far as the user may.

use std::collections::{BTreeSet, HashMap};

use console_api::compare::NoSpec;
use futures::future::BoxFuture;
use futures::{FutureExt as _, StreamExt as _};
use http::{Method, Request, StatusCode};
use kfp_core::model::{ExperimentId, Namespace, PipelineId, PipelineVersionId};
use kfp_core::request::{get_experiment, get_pipeline, get_pipeline_version};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::reading::{Source, Told};
use super::specs::compact;
use crate::access::Ask;
use crate::app::App;
use crate::identity::UserId;
use crate::upstream::{Call, Question};

/// Calls of a comparison that wait at the same time: the line takes a quarter of its places from one user.
const AT_ONCE: usize = 4;

/// A version of a pipeline.
type Version = (String, String);

/// What is known of the things that some runs name.
#[derive(Debug, Default)]
pub(super) struct Around {
    experiments: HashMap<String, ExperimentTold>,
    pipelines: HashMap<String, PipelineTold>,
    versions: HashMap<Version, (Option<String>, VersionTold)>,
}

#[derive(Debug)]
struct ExperimentTold {
    name: Option<String>,
    is_elsewhere: bool,
}

#[derive(Debug)]
enum PipelineTold {
    Readable(Option<String>),
    None(NoSpec),
}

/// The spec of a version, or why there is none.
#[derive(Debug)]
pub(super) enum VersionTold {
    /// The spec, written compactly.
    Spec(String),
    /// Why not.
    None(NoSpec),
}

/// The members of an object that are looked at.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Object<'a> {
    name: String,
    display_name: String,
    namespace: String,
    pipeline_id: String,
    #[serde(borrow)]
    pipeline_spec: Option<&'a RawValue>,
}

impl Object<'_> {
    fn title(&self) -> Option<String> {
        let mut names = [&self.display_name, &self.name].into_iter();
        names.find(|name| !name.is_empty()).cloned()
    }
}

/// What some runs name, each once.
#[derive(Debug, Default)]
pub(super) struct Sought {
    experiments: BTreeSet<String>,
    pipelines: BTreeSet<String>,
    versions: BTreeSet<Version>,
}

impl Sought {
    /// What these runs name.
    pub(super) fn of<'a>(runs: impl Iterator<Item = &'a Told>) -> Self {
        let mut sought = Self::default();
        for told in runs {
            sought.experiments.extend(told.experiment.clone());
            if let Source::Pipeline { pipeline, version } = &told.source {
                sought.pipelines.insert(pipeline.clone());
                let version = version.clone();
                sought
                    .versions
                    .extend(version.map(|version| (pipeline.clone(), version)));
            }
        }
        sought
    }
}

impl Around {
    /// Reads what is sought.
    pub(super) async fn read(reader: Reader, sought: Sought) -> Self {
        let experiments = sought.experiments.into_iter().map(|id| {
            let reader = reader.clone();
            async move { (id.clone(), reader.experiment(id).await) }.boxed()
        });
        let pipelines = sought.pipelines.into_iter().map(|id| {
            let reader = reader.clone();
            async move { (id.clone(), reader.pipeline(id).await) }.boxed()
        });
        let (experiments, pipelines) =
            tokio::join!(each(experiments.collect()), each(pipelines.collect()));
        let versions = sought.versions.into_iter().map(|of| {
            let none = match pipelines.get(&of.0) {
                Some(PipelineTold::Readable(_)) => None,
                Some(PipelineTold::None(why)) => Some(*why),
                None => Some(NoSpec::Unread),
            };
            let reader = reader.clone();
            async move {
                let told = match none {
                    None => reader.version(of.clone()).await,
                    Some(why) => (None, VersionTold::None(why)),
                };
                (of, told)
            }
            .boxed()
        });
        let versions = each(versions.collect()).await;
        Self {
            experiments,
            pipelines,
            versions,
        }
    }

    /// Whether the experiment of a run is of another namespace.
    pub(super) fn is_elsewhere(&self, experiment: Option<&str>) -> bool {
        experiment
            .and_then(|id| self.experiments.get(id))
            .is_some_and(|told| told.is_elsewhere)
    }

    pub(super) fn name_of_experiment(&self, id: &str) -> Option<String> {
        self.experiments.get(id)?.name.clone()
    }

    pub(super) fn name_of_pipeline(&self, id: &str) -> Option<String> {
        match self.pipelines.get(id)? {
            PipelineTold::Readable(name) => name.clone(),
            PipelineTold::None(_) => None,
        }
    }

    pub(super) fn name_of_version(&self, pipeline: &str, id: &str) -> Option<String> {
        let of = (pipeline.to_owned(), id.to_owned());
        self.versions.get(&of)?.0.clone()
    }

    pub(super) fn version(&self, pipeline: &str, id: &str) -> &VersionTold {
        let of = (pipeline.to_owned(), id.to_owned());
        self.versions
            .get(&of)
            .map_or(&VersionTold::None(NoSpec::Unread), |(_, told)| told)
    }
}

/// Waits for each of some, a few at a time.
async fn each<K, T>(calls: Vec<BoxFuture<'static, (K, T)>>) -> HashMap<K, T>
where
    K: Eq + std::hash::Hash,
{
    let calls = futures::stream::iter(calls);
    calls.buffer_unordered(AT_ONCE).collect().await
}

/// Who reads, and within which namespace the runs are.
#[derive(Clone)]
pub(super) struct Reader {
    pub(super) app: App,
    pub(super) user: UserId,
    pub(super) namespace: Namespace,
}

impl Reader {
    async fn experiment(self, id: String) -> ExperimentTold {
        let nothing = ExperimentTold {
            name: None,
            is_elsewhere: false,
        };
        let Ok(request) = ExperimentId::new(id).map(|id| get_experiment(&id)) else {
            return nothing;
        };
        let ask = Ask {
            verb: "get",
            resource: "experiments",
        };
        if !self.may(ask, self.namespace.as_str()).await {
            return nothing;
        }
        match self.get(&request).await {
            Ok(body) => {
                let object: Object<'_> = serde_json::from_slice(&body).unwrap_or_default();
                let home = object.namespace.as_str();
                let is_elsewhere = !home.is_empty() && home != self.namespace.as_str();
                let name = object.title().filter(|_| !is_elsewhere);
                ExperimentTold { name, is_elsewhere }
            }
            Err(_) => nothing,
        }
    }

    async fn pipeline(self, id: String) -> PipelineTold {
        let Ok(request) = PipelineId::new(id).map(|id| get_pipeline(&id)) else {
            return PipelineTold::None(NoSpec::Gone);
        };
        let body = match self.get(&request).await {
            Ok(body) => body,
            Err(why) => return PipelineTold::None(why),
        };
        let Ok(object) = serde_json::from_slice::<Object<'_>>(&body) else {
            return PipelineTold::None(NoSpec::Unread);
        };
        // One without a namespace is shared, and everybody may read it.
        let home = object.namespace.as_str();
        if home.is_empty() || self.may(Ask::GET_PIPELINES, home).await {
            PipelineTold::Readable(object.title())
        } else {
            PipelineTold::None(NoSpec::Forbidden)
        }
    }

    async fn version(self, (pipeline, id): Version) -> (Option<String>, VersionTold) {
        let none = |why| (None, VersionTold::None(why));
        let ids = PipelineId::new(pipeline.as_str()).ok();
        let ids = ids.zip(PipelineVersionId::new(id.as_str()).ok());
        let Some((of, version)) = ids else {
            return none(NoSpec::Gone);
        };
        let body = match self.get(&get_pipeline_version(&of, &version)).await {
            Ok(body) => body,
            Err(why) => return none(why),
        };
        let Ok(object) = serde_json::from_slice::<Object<'_>>(&body) else {
            return none(NoSpec::Unread);
        };
        // KFP takes any pipeline's id before that of a version: what was reviewed is this pipeline alone.
        if object.pipeline_id != pipeline {
            return none(NoSpec::Forbidden);
        }
        let spec = object
            .pipeline_spec
            .map_or(VersionTold::None(NoSpec::Gone), |spec| {
                VersionTold::Spec(compact(spec.get()))
            });
        (object.title(), spec)
    }

    /// Whether the user may; no answer means no.
    async fn may(&self, ask: Ask, namespace: &str) -> bool {
        let question = Question::new(&self.user, ask, namespace);
        let allows = self.app.reviewer().allows(question);
        allows.await.unwrap_or(false)
    }

    async fn get(&self, request: &Request<bytes::Bytes>) -> Result<bytes::Bytes, NoSpec> {
        let call = Call::new(Method::GET, request.uri().path(), &self.user);
        let answer = self.app.kfp().read(call).await;
        let answer = answer.map_err(|_| NoSpec::Unread)?;
        match answer.status {
            status if status.is_success() => Ok(answer.body),
            StatusCode::NOT_FOUND => Err(NoSpec::Gone),
            StatusCode::FORBIDDEN => Err(NoSpec::Forbidden),
            _ => Err(NoSpec::Unread),
        }
    }
}
