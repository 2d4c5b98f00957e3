//! Names of versions of pipelines.
//!
//! KFP tells them a pipeline at a time, each with its spec, so they are asked for by their ids, seldom, and only those that
//! runs name. A name stands where that of its pipeline does and is told to the same people: a version of a pipeline that is neither
//! the namespace's nor everybody's is not asked for, whatever a run says.

use std::collections::{BTreeMap, BTreeSet};

use console_api::overview::{GroupKind, Names as Told};
use kfp_core::model::PipelineId;
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::answer::Who;
use super::store::Scope;
use super::{Index, Key, look, now};

/// The number of the kind in the file, after those of [`GroupKind`].
pub(super) const VERSIONS: i64 = 3;
/// And that of how many tasks they have.
pub(super) const SIZES: i64 = 4;
/// As many of the newest runs are looked through for versions.
const NEWEST: u32 = 2_000;
/// Versions that are asked for at once: each comes with its spec.
const AT_ONCE: usize = 5;
/// After so many milliseconds a name is read again: whoever gives another one need not do so through this console.
const READ_AGAIN_AFTER: i64 = 60 * 60 * 1000;

/// Versions of a pipeline whose names are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unnamed {
    pub(crate) pipeline: PipelineId,
    /// Whether it belongs to no namespace.
    pub(crate) is_shared: bool,
    pub(crate) versions: Vec<String>,
}

impl Unnamed {
    /// Those that have no name yet, and then those whose name was read before `since`. One that is gone does not come back.
    fn find(
        db: &Connection,
        scope: Scope,
        since: i64,
        passed_over: &BTreeSet<String>,
    ) -> Result<Option<Self>> {
        let shared = look::shared(db, scope)?;
        let mut statement = db.prepare_cached(
            "SELECT r.pipeline, n.scope <> ?1, r.version FROM (
                 SELECT DISTINCT pipeline, version FROM (
                     SELECT pipeline, version FROM runs INDEXED BY runs_by_time WHERE scope = ?1
                     ORDER BY created DESC, run_id DESC LIMIT ?4)
                 WHERE pipeline IS NOT NULL AND version IS NOT NULL) AS r
             JOIN names AS n ON n.scope IN (?1, ?2) AND n.kind = 0 AND n.id = r.pipeline
             LEFT JOIN names AS v ON v.scope = n.scope AND v.kind = ?3 AND v.id = r.version
             WHERE v.id IS NULL OR (v.name <> '' AND v.read_at < ?5)
             ORDER BY v.id IS NOT NULL, 1, 2, 3",
        )?;
        let mut rows = statement.query(params![scope, shared, VERSIONS, NEWEST, since])?;
        let mut found: Option<Self> = None;
        while let Some(row) = rows.next()? {
            let (id, is_shared): (String, bool) = (row.get(0)?, row.get(1)?);
            if passed_over.contains(&id) {
                continue;
            }
            let Ok(pipeline) = PipelineId::new(id) else {
                continue;
            };
            let of_it = found.get_or_insert_with(|| Self {
                pipeline: pipeline.clone(),
                is_shared,
                versions: Vec::new(),
            });
            if of_it.pipeline == pipeline && of_it.is_shared == is_shared {
                of_it.versions.push(row.get(2)?);
            }
            if of_it.versions.len() >= AT_ONCE {
                break;
            }
        }
        Ok(found)
    }
}

/// What was asked for, with names. What is not there any more has an empty one: it is not asked for again.
pub(super) fn named(asked: &[String], there: Vec<(String, String)>) -> Vec<(String, String)> {
    let there: BTreeMap<String, String> = there.into_iter().collect();
    let name = |id: &String| (id.clone(), there.get(id).cloned().unwrap_or_default());
    asked.iter().map(name).collect()
}

/// The names of these, where they stand in one of the scopes.
fn some(
    db: &Connection,
    scopes: &[Option<Scope>],
    kind: i64,
    ids: Vec<String>,
) -> Result<BTreeMap<String, String>> {
    let mut statement = db.prepare_cached(
        "SELECT name FROM names WHERE scope = ?1 AND kind = ?2 AND id = ?3 AND name <> ''",
    )?;
    let mut names = BTreeMap::new();
    for id in ids {
        for scope in scopes.iter().flatten() {
            let found = statement.query_row(params![scope, kind, id], |row| row.get(0));
            if let Some(name) = found.optional()? {
                names.insert(id, name);
                break;
            }
        }
    }
    Ok(names)
}

impl Index {
    /// Versions that runs of a namespace name and of which no name was read, or not for long; none of these pipelines.
    pub(crate) async fn unnamed(
        &self,
        key: &Key,
        passed_over: BTreeSet<String>,
    ) -> Option<Unnamed> {
        let since = now().saturating_sub(READ_AGAIN_AFTER);
        self.look(key, move |db, scope| {
            Unnamed::find(db, scope, since, &passed_over)
        })
        .await
    }

    /// Somebody may have given a version another name.
    pub(crate) async fn renamed(&self, version: String) {
        let index = self.clone();
        let done = tokio::task::spawn_blocking(move || index.store().renamed(&version));
        // Else the name is read again when its time has come.
        let _done = done.await;
    }

    /// What is known of the names of these, and of no others.
    pub(crate) async fn names(
        &self,
        key: &Key,
        who: Who,
        pipelines: Vec<String>,
        versions: Vec<String>,
    ) -> Told {
        self.look(key, move |db, scope| {
            // Whoever may read a pipeline may read its versions.
            let scopes = [
                who.reads(GroupKind::Pipelines).then_some(scope),
                look::shared(db, scope)?,
            ];
            let of_pipelines = super::took::number(GroupKind::Pipelines);
            Ok(Told {
                pipelines: some(db, &scopes, of_pipelines, pipelines)?,
                versions: some(db, &scopes, VERSIONS, versions)?,
            })
        })
        .await
    }
}
