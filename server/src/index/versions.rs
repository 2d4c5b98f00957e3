//! Names of versions of pipelines.
//!
//! KFP tells them a pipeline at a time, each with its spec, so they are asked for by their ids, once, and only those that runs
//! name. A name stands where that of its pipeline does and is told to the same people: a version of a pipeline that is neither
//! the namespace's nor everybody's is not asked for, whatever a run says.

use std::collections::BTreeMap;

use console_api::overview::{GroupKind, Names as Told};
use kfp_core::model::PipelineId;
use rusqlite::{Connection, Result, params};

use super::answer::{Names, Who};
use super::store::Scope;
use super::{Index, Key, look};

/// The number of the kind in the file, after those of [`GroupKind`].
pub(super) const VERSIONS: i64 = 3;
/// As many of the newest runs are looked through for versions.
const NEWEST: u32 = 2_000;
/// Versions that are asked for at once: each comes with its spec.
const AT_ONCE: u32 = 5;

/// Versions of a pipeline whose names are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unnamed {
    pub(crate) pipeline: PipelineId,
    /// Whether it belongs to no namespace.
    pub(crate) is_shared: bool,
    pub(crate) versions: Vec<String>,
}

impl Unnamed {
    fn find(db: &Connection, scope: Scope) -> Result<Option<Self>> {
        let shared = look::shared(db, scope)?;
        let mut statement = db.prepare_cached(
            "SELECT r.pipeline, n.scope <> ?1, r.version FROM (
                 SELECT DISTINCT pipeline, version FROM (
                     SELECT pipeline, version FROM runs INDEXED BY runs_by_time WHERE scope = ?1
                     ORDER BY created DESC, run_id DESC LIMIT ?4)
                 WHERE pipeline IS NOT NULL AND version IS NOT NULL) AS r
             JOIN names AS n ON n.scope IN (?1, ?2) AND n.kind = 0 AND n.id = r.pipeline
             WHERE NOT EXISTS (SELECT 1 FROM names AS v WHERE v.scope = n.scope AND v.kind = ?3 AND v.id = r.version)
             ORDER BY 1, 2, 3 LIMIT ?5",
        )?;
        let rows = statement
            .query_map(params![scope, shared, VERSIONS, NEWEST, AT_ONCE], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let rows: Vec<(String, bool, String)> = rows.collect::<Result<_>>()?;
        let Some((id, is_shared, _)) = rows.first().cloned() else {
            return Ok(None);
        };
        let of_it = rows
            .into_iter()
            .filter(|row| row.0 == id && row.1 == is_shared);
        let versions = of_it.map(|(.., version)| version).collect();
        Ok(PipelineId::new(id).ok().map(|pipeline| Self {
            pipeline,
            is_shared,
            versions,
        }))
    }
}

/// What was asked for, with names. What is not there any more has an empty one: it is not asked for again.
pub(super) fn named(asked: &[String], there: Vec<(String, String)>) -> Vec<(String, String)> {
    let there: BTreeMap<String, String> = there.into_iter().collect();
    let name = |id: &String| (id.clone(), there.get(id).cloned().unwrap_or_default());
    asked.iter().map(name).collect()
}

impl Index {
    /// Versions that runs of a namespace name and of which no name was read.
    pub(crate) async fn unnamed(&self, key: &Key) -> Option<Unnamed> {
        self.look(key, Unnamed::find).await
    }

    /// What is known of the names of these.
    pub(crate) async fn names(
        &self,
        key: &Key,
        who: Who,
        pipelines: Vec<String>,
        versions: Vec<String>,
    ) -> Told {
        self.look(key, move |db, scope| {
            let names = Names::read(db, scope)?;
            let pipeline = |id: String| {
                let name = names.find(who, GroupKind::Pipelines, &id)?;
                Some((id, name))
            };
            let version = |id: String| {
                let name = names.version(who, &id)?;
                Some((id, name))
            };
            Ok(Told {
                pipelines: pipelines.into_iter().filter_map(pipeline).collect(),
                versions: versions.into_iter().filter_map(version).collect(),
            })
        })
        .await
    }
}
