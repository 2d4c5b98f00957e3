//! `GET /api/compare`: some runs of a namespace, side by side.
//!
//! One list of KFP's brings the runs, by their ids and within the namespace: what is gone and what belongs to somebody else
//! is equally not in it. Names and specs come with few calls more, one for each experiment, pipeline and version that the
//! runs share, and only where the user may read them.

mod around;
mod reading;
mod specs;

use std::collections::HashMap;

use axum::Json;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use console_api::compare::{Compared, ComparedRun, Comparison, MOST_RUNS, NoSpec};
use console_api::overview::Named;
use http::Method;
use kfp_core::model::{Namespace, RunId};
use kfp_core::query::{Filter, Key, RunQuery};

use self::around::{Around, Reader, Sought, VersionTold};
use self::reading::{Source, Told};
use self::specs::Specs;
use super::overview::invalid;
use crate::access::Query;
use crate::app::App;
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::Call;

/// The runs, in the order of their ids.
pub(super) async fn answer(app: &App, user: &UserId, query: &Query) -> Result<Response, Failure> {
    let namespace = query.get("namespace").unwrap_or_default();
    let namespace: Namespace = namespace
        .parse()
        .map_err(|error| invalid(format!("The namespace cannot be used: {error}.")))?;
    let ids = ids(query)?;
    let body = list(app, user, &namespace, &ids).await?;
    let mut told = elsewhere(move || reading::runs(&body))
        .await?
        .ok_or_else(|| {
            let detail = "The answer is no list, though its status says so.";
            Failure::new(ProblemCode::KfpAnswer, detail)
        })?;
    told.retain(|id, _| ids.contains(id));
    let reader = Reader {
        app: app.clone(),
        user: user.clone(),
        namespace,
    };
    let around = Around::read(reader, Sought::of(told.values())).await;
    let comparison = elsewhere(move || together(ids, told, &around)).await?;
    Ok(Json(comparison).into_response())
}

/// The ids, each once.
fn ids(query: &Query) -> Result<Vec<String>, Failure> {
    let mut ids: Vec<String> = Vec::new();
    for id in query.get("runs").unwrap_or_default().split(',') {
        if id.is_empty() || ids.iter().any(|known| known == id) {
            continue;
        }
        RunId::new(id).map_err(|error| invalid(format!("An id cannot be used: {error}.")))?;
        ids.push(id.to_owned());
    }
    if ids.is_empty() || ids.len() > MOST_RUNS {
        return Err(invalid(format!(
            "The parameter runs names one to {MOST_RUNS} runs."
        )));
    }
    Ok(ids)
}

/// What KFP has of these in the namespace. The database finds runs by their ids at once.
async fn list(
    app: &App,
    user: &UserId,
    namespace: &Namespace,
    ids: &[String],
) -> Result<Bytes, Failure> {
    let named = Filter::new().one_of(Key::Id, ids.iter().cloned());
    let most = u32::try_from(MOST_RUNS).unwrap_or_default();
    let query = RunQuery::in_namespace(namespace.clone())
        .page_size(most)
        .filter(named)
        .to_query_string()
        .map_err(|error| invalid(format!("The runs cannot be asked for: {error}.")))?;
    let path = format!("/apis/v2beta1/runs?{query}");
    let answer = app.kfp().read(Call::new(Method::GET, path, user)).await?;
    if answer.status.is_success() {
        return Ok(answer.body);
    }
    let detail = format!(
        "KFP answered {} where the console asked for a list.",
        answer.status
    );
    Err(Failure::new(ProblemCode::KfpAnswer, detail))
}

/// Away from what answers others: answers may have megabytes.
async fn elsewhere<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|_| {
        Failure::new(
            ProblemCode::Internal,
            "The runs were not read to their end.",
        )
    })
}

fn together(ids: Vec<String>, mut told: HashMap<String, Told>, around: &Around) -> Comparison {
    let mut specs = Specs::default();
    let runs = ids.into_iter().map(|run_id| {
        let run = told.remove(&run_id);
        // KFP said that the run is of this namespace; an experiment that says otherwise is believed.
        let run = run.filter(|told| !around.is_elsewhere(told.experiment.as_deref()));
        let run = run.map(|told| complete(told, around, &mut specs));
        Compared { run_id, run }
    });
    Comparison {
        runs: runs.collect(),
        specs: specs.told(),
    }
}

fn complete(told: Told, around: &Around, specs: &mut Specs) -> ComparedRun {
    let Told {
        mut run,
        experiment,
        source,
    } = told;
    run.experiment = experiment.map(|id| {
        let name = around.name_of_experiment(&id);
        Named { id, name }
    });
    let spec = match source {
        Source::Unknown => Err(NoSpec::Gone),
        Source::Inline(spec) => Ok(specs.place(&spec)),
        Source::Pipeline { pipeline, version } => {
            let spec = version.as_ref().map_or(Err(NoSpec::Latest), |version| {
                match around.version(&pipeline, version) {
                    VersionTold::Spec(spec) => Ok(specs.place(spec)),
                    VersionTold::None(why) => Err(*why),
                }
            });
            run.version = version.map(|id| Named {
                name: around.name_of_version(&pipeline, &id),
                id,
            });
            run.pipeline = Some(Named {
                name: around.name_of_pipeline(&pipeline),
                id: pipeline,
            });
            spec
        }
    };
    match spec {
        Ok(place) => run.spec = Some(place),
        Err(why) => run.no_spec = Some(why),
    }
    run
}
