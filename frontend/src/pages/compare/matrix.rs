//! Runs side by side as rows: what each has, and where it differs from the base. Pure: what shows it is in `table.rs`.

mod specs;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use console_api::compare::{ComparedParameter, ComparedRun, ComparedTask, Comparison};
use kfp_core::model::{ExperimentId, Namespace, PipelineId, PipelineVersionId, RunId};

use self::value::{ended, linked, parameter, span, status_of, took};
pub(super) use self::{
    specs::{Specs, specs},
    value::Value,
};
use crate::{
    paths::{PipelineView, Route, VersionView},
    url_state::CompareState,
};

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// The run.
    pub(super) id: RunId,
    /// What it is called.
    pub(super) name: String,
    /// Whether it is there.
    pub(super) standing: Standing,
}

/// Whether a run is there to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is.
    Here,
    /// The namespace has none of this id, as far as one may know.
    Absent,
    /// It is on its way.
    Waits,
}

/// The runs side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matrix {
    /// The runs, in the order of the address.
    pub(super) columns: Vec<Column>,
    /// The place of the base: what was chosen, else the first that is there.
    pub(super) base: Option<usize>,
    /// What runs have in common.
    pub(super) summary: Vec<Row>,
    /// Their parameters, those that are equal left out where that is asked for.
    pub(super) parameters: Vec<Row>,
    /// How many parameters differ, and how many there are.
    pub(super) differing: (usize, usize),
    /// How many parameters were not told of, in all runs.
    pub(super) more_parameters: usize,
    /// Their tasks.
    pub(super) tasks: Vec<Row>,
    /// How many tasks were not told of, in all runs.
    pub(super) more_tasks: usize,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// What it is about.
    pub(super) what: What,
    /// One for each column.
    pub(super) cells: Vec<Cell>,
}

impl Row {
    fn differs(&self) -> bool {
        self.cells.iter().any(|cell| cell.differs)
    }
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    Status,
    Duration,
    Started,
    Pipeline,
    Version,
    Experiment,
    Account,
    Root,
    /// A parameter or a task by its name.
    Named(String),
}

/// What a run has of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// What it has.
    pub(super) value: Value,
    /// Whether the base has something else.
    pub(super) differs: bool,
    /// How much longer than the base it took, in seconds; shorter below zero.
    pub(super) longer: Option<i64>,
}

/// The columns, each with its run.
fn columns<'a>(
    state: &CompareState,
    comparison: &'a Comparison,
) -> Vec<(Column, Option<&'a ComparedRun>)> {
    let known: BTreeMap<&str, Option<&ComparedRun>> = comparison
        .runs
        .iter()
        .map(|one| (one.run_id.as_str(), one.run.as_ref()))
        .collect();
    let column = |id: &RunId| {
        let run = known.get(id.as_str());
        let standing = match run {
            Some(Some(_)) => Standing::Here,
            Some(None) => Standing::Absent,
            None => Standing::Waits,
        };
        let run = run.copied().flatten();
        let name = run
            .map(|run| run.name.clone())
            .filter(|name| !name.is_empty());
        let column = Column {
            id: id.clone(),
            name: name.unwrap_or_else(|| id.to_string()),
            standing,
        };
        (column, run)
    };
    state.runs.iter().map(column).collect()
}

/// Puts the runs side by side.
pub(super) fn matrix(
    namespace: &Namespace,
    state: &CompareState,
    comparison: &Comparison,
) -> Matrix {
    let (columns, runs): (Vec<Column>, Vec<Option<&ComparedRun>>) =
        columns(state, comparison).into_iter().unzip();
    let chosen = state.base.as_ref();
    let base = columns
        .iter()
        .position(|column| chosen == Some(&column.id) && column.standing == Standing::Here)
        .or_else(|| runs.iter().position(Option::is_some));
    let Some(base_run) = base.and_then(|at| runs[at]) else {
        return Matrix {
            columns,
            ..Matrix::default()
        };
    };
    let against = Against {
        runs: &runs,
        base: base_run,
        namespace,
    };
    let parameters = against.parameters();
    let all = parameters.len();
    let differing = parameters.iter().filter(|row| row.differs()).count();
    let shown = |row: &Row| state.shows_equal || row.differs();
    let here = || runs.iter().flatten();
    Matrix {
        base,
        summary: against.summary(),
        parameters: parameters.into_iter().filter(shown).collect(),
        differing: (differing, all),
        more_parameters: here().map(|run| run.more_parameters).sum(),
        tasks: against.tasks(),
        more_tasks: here().map(|run| run.more_tasks).sum(),
        columns,
    }
}

/// Runs, and the one that they are compared with.
struct Against<'a> {
    runs: &'a [Option<&'a ComparedRun>],
    base: &'a ComparedRun,
    namespace: &'a Namespace,
}

impl Against<'_> {
    /// A row of what every run has one of. `is_marked` says whether what differs is marked.
    fn row(&self, what: What, is_marked: bool, read: impl Fn(&ComparedRun) -> Value) -> Row {
        let of_base = read(self.base);
        let cell = |run: Option<&ComparedRun>| {
            let value = run.map_or(Value::Nothing, &read);
            let is_base = run.is_some_and(|run| std::ptr::eq(run, self.base));
            let longer = value.seconds().zip(of_base.seconds());
            Cell {
                differs: is_marked && run.is_some() && value != of_base,
                longer: longer
                    .filter(|_| !is_base)
                    .map(|(this, base)| this - base)
                    .filter(|longer| *longer != 0),
                value,
            }
        };
        Row {
            what,
            cells: self.runs.iter().copied().map(cell).collect(),
        }
    }

    fn summary(&self) -> Vec<Row> {
        let status = |run: &ComparedRun| Value::Status(status_of(run));
        let started = |run: &ComparedRun| run.created_at_ms.map_or(Value::Nothing, Value::Moment);
        let word = |text: &str| match text {
            "" => Value::Nothing,
            text => Value::Word(text.to_owned()),
        };
        vec![
            self.row(What::Status, true, status),
            self.row(What::Duration, false, took),
            self.row(What::Pipeline, true, |run| self.pipeline(run)),
            self.row(What::Version, true, |run| self.version(run)),
            self.row(What::Started, false, started),
            self.row(What::Experiment, true, |run| self.experiment(run)),
            self.row(What::Account, true, |run| word(&run.service_account)),
            self.row(What::Root, true, |run| word(&run.pipeline_root)),
        ]
        .into_iter()
        // Where the namespace decides for all, there is nothing to say.
        .filter(|row| row.cells.iter().any(|cell| cell.value != Value::Nothing))
        .collect()
    }

    fn pipeline(&self, run: &ComparedRun) -> Value {
        let Some(pipeline) = &run.pipeline else {
            return Value::Nothing;
        };
        let route = PipelineId::new(pipeline.id.as_str())
            .map(|id| Route::Pipeline(self.namespace.clone(), id, PipelineView::default()));
        linked(pipeline, route.ok())
    }

    fn version(&self, run: &ComparedRun) -> Value {
        let (Some(pipeline), Some(version)) = (&run.pipeline, &run.version) else {
            return Value::Nothing;
        };
        let ids = PipelineId::new(pipeline.id.as_str()).ok();
        let ids = ids.zip(PipelineVersionId::new(version.id.as_str()).ok());
        let route = ids.map(|(pipeline, version)| {
            Route::PipelineVersion(
                self.namespace.clone(),
                pipeline,
                version,
                VersionView::default(),
            )
        });
        linked(version, route)
    }

    fn experiment(&self, run: &ComparedRun) -> Value {
        let Some(experiment) = &run.experiment else {
            return Value::Nothing;
        };
        let route = ExperimentId::new(experiment.id.as_str())
            .map(|id| Route::Experiment(self.namespace.clone(), id));
        linked(experiment, route.ok())
    }

    /// A row for each name that one of the runs has.
    fn parameters(&self) -> Vec<Row> {
        let by_name: Vec<BTreeMap<&str, &ComparedParameter>> = self
            .runs
            .iter()
            .map(|run| {
                let parameters = run.iter().flat_map(|run| &run.parameters);
                parameters.map(|one| (one.name.as_str(), one)).collect()
            })
            .collect();
        let names: BTreeSet<&str> = by_name.iter().flat_map(BTreeMap::keys).copied().collect();
        let of_base = |name: &str| self.base.parameters.iter().find(|one| one.name == name);
        let of_base: BTreeMap<&str, Option<&ComparedParameter>> =
            names.iter().map(|name| (*name, of_base(name))).collect();
        let row = |name: &str| {
            let base = of_base.get(name).copied().flatten();
            let cells = self.runs.iter().zip(&by_name).map(|(run, own)| {
                let Some(run) = run else {
                    return Cell {
                        value: Value::Nothing,
                        differs: false,
                        longer: None,
                    };
                };
                let own = own.get(name).copied();
                let differs = match (own, base) {
                    (Some(own), Some(base)) => !own.equals(base),
                    (None, None) => false,
                    // What was not told may be the same.
                    (None, Some(_)) => run.more_parameters == 0,
                    (Some(_), None) => self.base.more_parameters == 0,
                };
                let missing = if run.more_parameters == 0 {
                    Value::NotSet
                } else {
                    Value::NotTold
                };
                Cell {
                    value: own.map_or(missing, parameter),
                    differs,
                    longer: None,
                }
            });
            Row {
                what: What::Named(name.to_owned()),
                cells: cells.collect(),
            }
        };
        names.into_iter().map(row).collect()
    }

    /// A row for each task that one of the runs has, in the order of the base, then of the others.
    fn tasks(&self) -> Vec<Row> {
        let mut names: Vec<&str> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for run in std::iter::once(self.base).chain(self.runs.iter().copied().flatten()) {
            for task in &run.tasks {
                if seen.insert(&task.name) {
                    names.push(&task.name);
                }
            }
        }
        let by_name: Vec<BTreeMap<&str, &ComparedTask>> = self
            .runs
            .iter()
            .map(|run| {
                let tasks = run.iter().flat_map(|run| &run.tasks);
                tasks.map(|task| (task.name.as_str(), task)).collect()
            })
            .collect();
        let base = self
            .runs
            .iter()
            .position(|run| run.is_some_and(|run| std::ptr::eq(run, self.base)));
        let row = |name: &str| {
            let values: Vec<Value> = by_name
                .iter()
                .map(|tasks| tasks.get(name).map_or(Value::Nothing, |task| span(task)))
                .collect();
            let of_base = base.map_or(&Value::Nothing, |at| &values[at]);
            let longer = |value: &Value| Some(value.seconds()? - of_base.seconds()?);
            let cells = values.iter().enumerate().map(|(at, value)| Cell {
                differs: self.runs[at].is_some() && ended(value) != ended(of_base),
                longer: longer(value).filter(|longer| *longer != 0 && Some(at) != base),
                value: value.clone(),
            });
            Row {
                what: What::Named(name.to_owned()),
                cells: cells.collect(),
            }
        };
        names.into_iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests;
