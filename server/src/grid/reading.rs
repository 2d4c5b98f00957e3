//! Reading the insides of runs, some at a time and not without end.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use console_api::grid::TasksOfRun;
use console_api::overview::RunLine;
use http::Method;
use kfp_core::model::Namespace;
use kfp_core::query::{Filter, Key as Column, RunQuery};

use super::tasks::inside;
use super::{Inside, Kept, wire};
use crate::identity::UserId;
use crate::index::Key;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::{Call, Kfp};

/// Runs that are asked for at first, before it is known how large they are.
const FIRST: usize = 5;
/// Runs that are asked for at once at most: more in one list is dear, and their ids would make a long address.
const MOST_AT_ONCE: usize = 20;
/// Bytes that one call should bring.
const BYTES_AT_ONCE: usize = 1024 * 1024;
/// Calls of one reading: what is left is read by the next.
const MOST_CALLS: usize = 6;
/// And bytes.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The insides of runs by their ids. Those that are not there are still to be read.
pub(crate) type Insides = HashMap<String, Arc<Inside>>;

/// Reads the insides of runs, the first ones first.
///
/// # Errors
/// If KFP does not tell.
pub(crate) async fn read(
    kfp: &Kfp,
    kept: &Kept,
    user: &UserId,
    key: &Key,
    runs: &[RunLine],
) -> Result<Insides, Failure> {
    let mut found = Insides::new();
    let mut wanted = VecDeque::new();
    for run in runs {
        match kept
            .get(key, &run.run_id, &run.state, run.finished_at_ms)
            .await
        {
            Some(inside) => {
                found.insert(run.run_id.clone(), inside);
            }
            None => wanted.push_back(run.run_id.clone()),
        }
    }
    let mut reading = Reading {
        at_once: FIRST,
        calls: 0,
        bytes: 0,
    };
    while !wanted.is_empty() && reading.may_go_on() {
        let ids: Vec<String> = wanted.drain(..wanted.len().min(reading.at_once)).collect();
        match reading.call(kfp, user, key, &ids).await {
            Ok(insides) => {
                for (id, inside) in insides {
                    kept.put(key, &id, Arc::clone(&inside)).await;
                    found.insert(id, inside);
                }
            }
            Err(failure) if failure.code == ProblemCode::KfpAnswerTooLarge => {
                if let [id] = ids.as_slice() {
                    let inside = Arc::new(Inside::too_large(id, runs));
                    kept.put(key, id, Arc::clone(&inside)).await;
                    found.insert(id.clone(), inside);
                }
                // One by one, to find out which it is.
                reading.at_once = 1;
                if ids.len() > 1 {
                    ids.into_iter().rev().for_each(|id| wanted.push_front(id));
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(found)
}

impl Inside {
    /// Of a run that is larger than an answer may be. How it stands is what the index knows.
    fn too_large(id: &str, runs: &[RunLine]) -> Self {
        let known = runs.iter().find(|run| run.run_id == id);
        Self {
            state: known.map_or_else(String::new, |run| run.state.clone()),
            finished: known.and_then(|run| run.finished_at_ms),
            ..Self::without(TasksOfRun::TooMany)
        }
    }

    fn without(how: TasksOfRun) -> Self {
        Self {
            state: String::new(),
            finished: None,
            canceled: false,
            how,
            tasks: Vec::new(),
        }
    }
}

struct Reading {
    at_once: usize,
    calls: usize,
    bytes: usize,
}

impl Reading {
    fn may_go_on(&self) -> bool {
        self.calls < MOST_CALLS && self.bytes < MOST_BYTES
    }

    async fn call(
        &mut self,
        kfp: &Kfp,
        user: &UserId,
        key: &Key,
        ids: &[String],
    ) -> Result<Vec<(String, Arc<Inside>)>, Failure> {
        self.calls += 1;
        let call = Call::new(Method::GET, address(&key.namespace, ids)?, user);
        let answer = kfp.read(call).await?;
        if !answer.status.is_success() {
            let detail = format!(
                "KFP answered {} where the console asked for runs.",
                answer.status
            );
            return Err(Failure::new(ProblemCode::KfpAnswer, detail));
        }
        let body = answer.body;
        self.bytes += body.len();
        self.at_once = (BYTES_AT_ONCE * ids.len() / body.len().max(1)).clamp(1, MOST_AT_ONCE);
        let wanted: HashSet<String> = ids.iter().cloned().collect();
        // Megabytes of rows are read where others need not wait for it.
        let read = tokio::task::spawn_blocking(move || insides(&body, wanted));
        let read = read.await.ok().flatten();
        read.ok_or_else(|| {
            let detail = "The answer is no list of runs, though its status says so.";
            Failure::new(ProblemCode::KfpAnswer, detail)
        })
    }
}

fn insides(body: &[u8], mut wanted: HashSet<String>) -> Option<Vec<(String, Arc<Inside>)>> {
    let runs = wire::runs(body)?;
    let asked = runs.iter().filter(|run| wanted.remove(&run.id));
    let mut insides: Vec<_> = asked
        .map(|run| (run.id.clone(), Arc::new(inside(run))))
        .collect();
    let missing = || Arc::new(Inside::without(TasksOfRun::Missing));
    insides.extend(wanted.into_iter().map(|id| (id, missing())));
    Some(insides)
}

/// Path and query: of this namespace alone, whatever the ids are.
fn address(namespace: &str, ids: &[String]) -> Result<String, Failure> {
    let broken = |error: &dyn std::fmt::Display| {
        Failure::new(
            ProblemCode::Internal,
            format!("The runs cannot be asked for: {error}."),
        )
    };
    let namespace = Namespace::new(namespace).map_err(|error| broken(&error))?;
    let size = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let query = RunQuery::in_namespace(namespace)
        .page_size(size)
        .filter(Filter::new().one_of(Column::Id, ids.iter().cloned()))
        .to_query_string()
        .map_err(|error| broken(&error))?;
    Ok(format!("/apis/v2beta1/runs?{query}"))
}
