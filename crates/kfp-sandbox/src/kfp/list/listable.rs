//! What can be listed, by which keys.

/// A resource that can be listed.
#[derive(Debug)]
pub(in crate::kfp) struct Listable {
    /// Name of its type, in refusals.
    pub(super) type_name: &'static str,
    /// KFP's table: the prefix of columns in page tokens, without its dot. Empty for runs.
    pub(super) model: &'static str,
    /// Our table.
    pub(super) table: &'static str,
    /// Keys of the API and the model columns they stand for.
    pub(super) keys: &'static [(&'static str, &'static str)],
    pub(super) columns: &'static [Column],
    /// Whether `metric:NAME` is a key too.
    pub(super) has_metrics: bool,
    /// Where rows are counted already.
    pub(super) counts: Option<Counts>,
}

/// A table that keeps how many rows there are of each kind.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) table: &'static str,
    /// What makes a kind: columns of the rows' own table.
    pub(super) columns: &'static [&'static str],
    /// The number of rows of several kinds.
    pub(super) number: &'static str,
    /// A table that keeps the same for spans of time.
    pub(super) spans: &'static str,
    /// The columns whose spans it keeps.
    pub(super) moments: &'static [&'static str],
    /// The column whose values are packed for searches.
    pub(super) named: &'static str,
}

impl Counts {
    /// Whether a column is one of those that kinds are made of.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }
}

/// A column of the real server's model and where its values are kept here.
#[derive(Debug)]
pub(in crate::kfp) struct Column {
    /// Its name in page tokens.
    pub(super) model: &'static str,
    pub(super) sql: &'static str,
    pub(super) is_integer: bool,
    /// Whether the real server can make a page token of it.
    pub(super) has_next_page: bool,
}

const fn text(model: &'static str, sql: &'static str) -> Column {
    Column {
        model,
        sql,
        is_integer: false,
        has_next_page: true,
    }
}

const fn seconds(model: &'static str, sql: &'static str) -> Column {
    Column {
        model,
        sql,
        is_integer: true,
        has_next_page: true,
    }
}

const fn one_page(model: &'static str, sql: &'static str) -> Column {
    Column {
        model,
        sql,
        is_integer: false,
        has_next_page: false,
    }
}

impl Listable {
    /// The prefix of its columns in page tokens.
    pub(super) fn prefix(&self) -> String {
        if self.model.is_empty() {
            String::new()
        } else {
            format!("{}.", self.model)
        }
    }

    /// The model column of an API key.
    pub(super) fn model_column(&self, key: &str) -> Option<&'static str> {
        self.keys
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, column)| *column)
    }

    /// The column that a qualified model name means.
    pub(super) fn column(&self, qualified: &str) -> Option<&'static Column> {
        let name = qualified.strip_prefix(&self.prefix()).unwrap_or(qualified);
        self.columns.iter().find(|column| column.model == name)
    }
}

pub(in crate::kfp) static EXPERIMENTS: Listable = Listable {
    type_name: "Experiment",
    has_metrics: false,
    counts: None,
    model: "experiments",
    table: "experiments",
    keys: &[
        ("id", "UUID"),
        ("experiment_id", "UUID"),
        ("name", "Name"),
        ("display_name", "Name"),
        ("created_at", "CreatedAtInSec"),
        ("last_run_created_at", "LastRunCreatedAtInSec"),
        ("description", "Description"),
        ("namespace", "Namespace"),
        ("storage_state", "StorageState"),
    ],
    columns: &[
        text("UUID", "uuid"),
        text("Name", "name"),
        seconds("CreatedAtInSec", "created_at"),
        seconds("LastRunCreatedAtInSec", "last_run_created_at"),
        text("Description", "description"),
        text("Namespace", "namespace"),
        text("StorageState", "storage_state"),
    ],
};

pub(in crate::kfp) static RUNS: Listable = Listable {
    type_name: "Run",
    has_metrics: true,
    counts: Some(Counts {
        table: "run_counts",
        columns: &[
            "namespace",
            "experiment_uuid",
            "storage_state",
            "state",
            "conditions",
        ],
        number: "coalesce(sum(runs), 0)",
        spans: "run_spans",
        moments: &["created_at", "finished_at"],
        named: "display_name",
    }),
    model: "",
    table: "runs",
    keys: &[
        ("id", "UUID"),
        ("run_id", "UUID"),
        ("name", "DisplayName"),
        ("display_name", "DisplayName"),
        ("created_at", "CreatedAtInSec"),
        ("finished_at", "FinishedAtInSec"),
        ("scheduled_at", "ScheduledAtInSec"),
        ("description", "Description"),
        ("storage_state", "StorageState"),
        ("status", "Conditions"),
        ("namespace", "Namespace"),
        ("experiment_id", "ExperimentUUID"),
        ("state", "State"),
        ("state_history", "StateHistory"),
        ("runtime_details", "PipelineRuntimeManifest"),
        ("recurring_run_id", "JobUUID"),
    ],
    columns: &[
        text("UUID", "uuid"),
        text("DisplayName", "display_name"),
        seconds("CreatedAtInSec", "created_at"),
        seconds("FinishedAtInSec", "finished_at"),
        seconds("ScheduledAtInSec", "scheduled_at"),
        text("Description", "description"),
        text("StorageState", "storage_state"),
        text("Conditions", "conditions"),
        text("Namespace", "namespace"),
        one_page("ExperimentUUID", "experiment_uuid"),
        text("State", "state"),
        one_page("StateHistory", "state_history"),
        // The workflow's text, which begins with its name.
        text("PipelineRuntimeManifest", "workflow_name"),
        one_page("JobUUID", "recurring_run_uuid"),
    ],
};

pub(in crate::kfp) static PIPELINES: Listable = Listable {
    type_name: "Pipeline",
    has_metrics: false,
    counts: None,
    model: "pipelines",
    table: "pipelines",
    keys: &[
        ("id", "UUID"),
        ("pipeline_id", "UUID"),
        ("name", "Name"),
        ("display_name", "DisplayName"),
        ("created_at", "CreatedAtInSec"),
        ("description", "Description"),
        ("namespace", "Namespace"),
    ],
    columns: &[
        text("UUID", "uuid"),
        text("Name", "name"),
        text("DisplayName", "display_name"),
        seconds("CreatedAtInSec", "created_at"),
        text("Description", "description"),
        text("Namespace", "namespace"),
    ],
};

pub(in crate::kfp) static PIPELINE_VERSIONS: Listable = Listable {
    type_name: "PipelineVersion",
    has_metrics: false,
    counts: None,
    model: "pipeline_versions",
    table: "pipeline_versions",
    keys: &[
        ("id", "UUID"),
        ("pipeline_version_id", "UUID"),
        ("name", "Name"),
        ("display_name", "DisplayName"),
        ("created_at", "CreatedAtInSec"),
        ("status", "Status"),
        ("description", "Description"),
        ("pipeline_spec", "PipelineSpec"),
    ],
    columns: &[
        text("UUID", "uuid"),
        text("Name", "name"),
        text("DisplayName", "display_name"),
        seconds("CreatedAtInSec", "created_at"),
        text("Status", "status"),
        text("Description", "description"),
        text("PipelineSpec", "spec"),
    ],
};

pub(in crate::kfp) static RECURRING_RUNS: Listable = Listable {
    type_name: "Job",
    has_metrics: false,
    counts: None,
    model: "jobs",
    table: "recurring_runs",
    keys: &[
        ("id", "UUID"),
        ("recurring_run_id", "UUID"),
        ("name", "DisplayName"),
        ("display_name", "DisplayName"),
        ("created_at", "CreatedAtInSec"),
        ("updated_at", "UpdatedAtInSec"),
        ("description", "Description"),
    ],
    columns: &[
        text("UUID", "uuid"),
        text("DisplayName", "display_name"),
        seconds("CreatedAtInSec", "created_at"),
        seconds("UpdatedAtInSec", "updated_at"),
        text("Description", "description"),
    ],
};

pub(in crate::kfp) static TASKS: Listable = Listable {
    type_name: "Task",
    has_metrics: false,
    counts: None,
    model: "tasks",
    table: "task_rows",
    keys: &[
        ("task_id", "UUID"),
        ("id", "UUID"),
        ("namespace", "Namespace"),
        ("pipeline_name", "PipelineName"),
        ("pipelineName", "PipelineName"),
        ("run_id", "RunUUID"),
        ("runId", "RunUUID"),
        ("display_name", "Name"),
        ("execution_id", "MLMDExecutionID"),
        ("mlmdExecutionID", "MLMDExecutionID"),
        ("create_time", "CreatedTimestamp"),
        ("created_at", "CreatedTimestamp"),
        ("start_time", "StartedTimestamp"),
        ("end_time", "FinishedTimestamp"),
        ("finished_at", "FinishedTimestamp"),
        ("fingerprint", "Fingerprint"),
        ("state", "State"),
        ("state_history", "StateHistory"),
        ("parent_task_id", "ParentTaskUUID"),
    ],
    columns: &[
        text("UUID", "uuid"),
        text("Namespace", "namespace"),
        text("PipelineName", "pipeline_name"),
        one_page("RunUUID", "run_uuid"),
        text("Name", "name"),
        text("MLMDExecutionID", "execution_id"),
        seconds("CreatedTimestamp", "created_at"),
        Column {
            has_next_page: false,
            ..seconds("StartedTimestamp", "started_at")
        },
        seconds("FinishedTimestamp", "finished_at"),
        text("Fingerprint", "fingerprint"),
        text("State", "state"),
        one_page("StateHistory", "state_history"),
        one_page("ParentTaskUUID", "parent_uuid"),
    ],
};
