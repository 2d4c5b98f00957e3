//! From the id of an object to its namespace.
//!
//! KFP is asked for the object itself; what it says is kept, keyed by the id alone. No caller can put anything in: the
//! only writer is KFP's own answer, and the namespace of an experiment, a pipeline or a recurring run never changes.
//!
//! The experiment of a run is not kept. A client of KFP itself may choose the id of a new run, also one that another run
//! had before it was deleted, and such a run may belong to somebody else. It costs little: whoever reads a run gets the
//! very answer that was judged, as long as answers are shared ([`Kfp::read`]).

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use kfp_core::request::element;
use moka::future::Cache;
use serde::Deserialize;

use crate::config::{Config, Defence};
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::{Answer, Call, Kfp, Refusal};

/// Objects whose place is kept: some megabytes.
const MOST: u64 = 50_000;
/// An object that was deleted is forgotten after this long.
const KEPT: Duration = Duration::from_mins(10);

/// The kinds of object that have a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Experiment,
    Run,
    RecurringRun,
    Pipeline,
    Version,
}

/// Finds namespaces.
#[derive(Clone, Debug)]
pub(crate) struct Resolver {
    kfp: Kfp,
    places: Cache<(Kind, String, String), Arc<str>>,
    keeps_runs: bool,
}

/// The members of KFP's objects that say where they belong.
#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    namespace: String,
    #[serde(default)]
    experiment_id: String,
    #[serde(default)]
    pipeline_id: String,
}

impl Resolver {
    pub(crate) fn new(kfp: Kfp, config: &Config) -> Self {
        Self {
            kfp,
            keeps_runs: !config.has(Defence::FreshPlaces),
            places: Cache::builder()
                .max_capacity(MOST)
                .time_to_live(KEPT)
                .build(),
        }
    }

    /// The namespace of an experiment.
    ///
    /// # Errors
    /// KFP's own answer if it does not know the experiment, a failure if it gave no answer.
    pub(crate) async fn experiment(&self, caller: &UserId, id: &str) -> Result<Arc<str>, Refusal> {
        self.place(
            caller,
            Kind::Experiment,
            id,
            path("experiments", id),
            |place| place.namespace,
        )
        .await
    }

    /// The namespace of a run, through its experiment.
    ///
    /// # Errors
    /// As [`Resolver::experiment`].
    pub(crate) async fn run(&self, caller: &UserId, id: &str) -> Result<Arc<str>, Refusal> {
        let experiment = self
            .place(caller, Kind::Run, id, path("runs", id), |place| {
                place.experiment_id
            })
            .await?;
        self.experiment(caller, &experiment).await
    }

    /// The namespace of a recurring run, through its experiment.
    ///
    /// # Errors
    /// As [`Resolver::experiment`].
    pub(crate) async fn recurring_run(
        &self,
        caller: &UserId,
        id: &str,
    ) -> Result<Arc<str>, Refusal> {
        let path = path("recurringruns", id);
        let experiment = self
            .place(caller, Kind::RecurringRun, id, path, |place| {
                place.experiment_id
            })
            .await?;
        self.experiment(caller, &experiment).await
    }

    /// The namespace of a pipeline; empty for a shared one.
    ///
    /// # Errors
    /// As [`Resolver::experiment`].
    pub(crate) async fn pipeline(&self, caller: &UserId, id: &str) -> Result<Arc<str>, Refusal> {
        self.place(caller, Kind::Pipeline, id, path("pipelines", id), |place| {
            place.namespace
        })
        .await
    }

    /// The namespace of a version, through its pipeline; empty for one of a shared pipeline.
    ///
    /// KFP finds a version by its own id and takes any pipeline id before it, so only the version's own word counts.
    ///
    /// # Errors
    /// As [`Resolver::experiment`].
    pub(crate) async fn version(
        &self,
        caller: &UserId,
        pipeline: &str,
        id: &str,
    ) -> Result<Arc<str>, Refusal> {
        let path = format!("{}/versions/{}", path("pipelines", pipeline), element(id));
        let pipeline = self
            .place(caller, Kind::Version, id, path, |place| place.pipeline_id)
            .await?;
        self.pipeline(caller, &pipeline).await
    }

    async fn place(
        &self,
        caller: &UserId,
        kind: Kind,
        id: &str,
        path: String,
        member: impl FnOnce(Place) -> String,
    ) -> Result<Arc<str>, Refusal> {
        let find = async {
            let answer = self
                .kfp
                .read(Call::new(Method::GET, path, caller))
                .await
                .map_err(Refusal::Failure)?;
            if !answer.status.is_success() {
                return Err(Refusal::Answer(answer));
            }
            let text = member(read(&answer)?);
            // A pipeline without a namespace is a shared one. An experiment or a run without its place belongs to
            // nobody, and nobody gets it.
            if text.is_empty() && kind != Kind::Pipeline {
                let detail = "KFP does not say to which namespace the object belongs.";
                return Err(Refusal::Failure(Failure::new(
                    ProblemCode::KfpAnswer,
                    detail,
                )));
            }
            Ok(Arc::from(text))
        };
        if kind == Kind::Run && !self.keeps_runs {
            return find.await;
        }
        // Refusals reach everybody who waited for the same answer, and are not kept. Where KFP decides by the user,
        // nobody else waits for it.
        let asked_as = self.kfp.decides_by(caller).to_owned();
        self.places
            .try_get_with((kind, asked_as, id.to_owned()), find)
            .await
            .map_err(|refusal| (*refusal).clone())
    }
}

fn read(answer: &Answer) -> Result<Place, Refusal> {
    serde_json::from_slice(&answer.body).map_err(|_| {
        Refusal::Failure(Failure::new(
            ProblemCode::KfpAnswer,
            "KFP described an object in a way that cannot be read.",
        ))
    })
}

fn path(collection: &str, id: &str) -> String {
    format!("/apis/v2beta1/{collection}/{}", element(id))
}
