//! What runs belong to, by name.

use console_api::beside::{Beside, Tasks};
use console_api::overview::GroupKind;
use rusqlite::{Connection, Result, params};

use super::answer::{Names, Who};
use super::store::Scope;
use super::versions::VERSIONS;
use super::{Index, Key, look};
use crate::rows::Of;

/// How far names were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// They are not.
    Never,
    /// Not all kinds of them yet.
    Begun,
    /// All kinds, but for versions: those that a run names anew are read soon.
    Read,
}

impl Index {
    /// The names of what each of some runs belongs to, and how many tasks its version has, as far as this user may know them.
    pub(crate) async fn called(
        &self,
        key: &Key,
        who: Who,
        naming: Naming,
        runs: Vec<Of>,
    ) -> Vec<Beside> {
        let wanted = runs.len();
        let look = self.look(key, move |db, scope| {
            let calling = Calling {
                names: Names::read(db, scope)?,
                who,
                naming,
                db,
                scope,
            };
            runs.iter().map(|of| calling.of(of)).collect()
        });
        let mut told: Vec<Beside> = look.await;
        // Where the index cannot be looked into, none is known.
        told.resize_with(wanted, Beside::default);
        told
    }
}

struct Calling<'a> {
    names: Names,
    who: Who,
    naming: Naming,
    db: &'a Connection,
    scope: Scope,
}

impl Calling<'_> {
    fn of(&self, of: &Of) -> Result<Beside> {
        let find = |kind, id: &Option<String>| self.names.find(self.who, kind, id.as_deref()?);
        let experiment = find(GroupKind::Experiments, &of.experiment);
        let pipeline = find(GroupKind::Pipelines, &of.pipeline);
        // Whoever may not know the pipeline may not know its version, whatever a run says of the two.
        let id = of.version.as_deref().filter(|_| pipeline.is_some());
        let version = id.and_then(|id| self.names.version(self.who, id));
        let begun = self.naming == Naming::Begun;
        let is_missing =
            |id: &Option<String>, name: &Option<String>| id.is_some() && name.is_none();
        let awaits_names = begun
            && (is_missing(&of.experiment, &experiment) && self.who.reads_experiments
                || is_missing(&of.pipeline, &pipeline))
            || self.naming != Naming::Never
                && version.is_none()
                && id.map_or(Ok(false), |id| self.is_to_be_read(id))?;
        let of_all = id.and_then(|id| self.names.size(self.who, id));
        Ok(Beside {
            // A number without tasks: those of the run are not here.
            tasks: of_all.map(|of| Tasks {
                of,
                ..Tasks::default()
            }),
            experiment,
            pipeline,
            version,
            awaits_names,
        })
    }

    /// Whether a version was not asked for yet: one that is not there any more has an empty name.
    fn is_to_be_read(&self, version: &str) -> Result<bool> {
        let shared = look::shared(self.db, self.scope)?;
        let mut statement = self.db.prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM names WHERE scope IN (?1, ?2) AND kind = ?3 AND id = ?4)",
        )?;
        statement.query_row(params![self.scope, shared, VERSIONS, version], |row| {
            row.get(0)
        })
    }
}
