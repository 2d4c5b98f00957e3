//! Tasks of v1alpha1: rows of nodes, and those that drivers make to find results again. Nobody is asked who calls.

use rusqlite::{Connection, Row, Transaction, params};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::call::{Call, text};
use super::error::ApiError;
use super::list::{ListOptions, ListRequest, Scope, TASKS, select};
use super::messages::TASK;
use super::{experiments, runs, v1beta1};
use crate::wire::{ObjectWriter, format_seconds};

const COLUMNS: &str = "uuid, namespace, pipeline_name, run_uuid, execution_id, created_at, \
                       finished_at, fingerprint";

/// A task as v1alpha1 shows it.
#[derive(Debug)]
struct Task {
    id: String,
    namespace: String,
    pipeline_name: String,
    run_id: String,
    execution_id: String,
    created_at: i64,
    finished_at: i64,
    fingerprint: String,
}

/// `GET /apis/v1alpha1/tasks`: those of all namespaces.
pub(super) async fn list(call: Call) -> Result<String, ApiError> {
    let mut request = ListRequest::read(&call.query)?;
    request.filter = v1beta1::newer_filter(&request.filter);
    let options = ListOptions::check(&TASKS, &request)
        .map_err(|error| error.wrap("Failed to create list options"))?;
    let owner = v1beta1::owner(&call, "resource_reference_key")
        .map_err(|error| error.wrap("Validating filter failed"))?;
    let scope = match owner {
        Some(owner) if owner.kind == "PIPELINE" => Scope::Is("pipeline_name", owner.id),
        _ => Scope::All,
    };
    let page = call
        .cluster
        .database()
        .read(move |connection| {
            select(connection, &options, &scope, &[], COLUMNS, |row| {
                Ok(Task::read(row)?.to_json())
            })
        })
        .await
        .map_err(|error: ApiError| error.wrap("Failed to list tasks").wrap("List tasks failed"))?;
    Ok(ObjectWriter::new()
        .list("tasks", &page.rows)
        .text("next_page_token", &page.next_page_token)
        .number("total_size", page.total)
        .finish())
}

/// `POST /apis/v1alpha1/tasks`.
pub(super) async fn create(call: Call) -> Result<String, ApiError> {
    let wanted = call.message(&TASK)?;
    check(&wanted)
        .map_err(|error| error.wrap("Failed to create a new task due to validation error"))?;
    let multi_user = call.multi_user();
    call.cluster
        .database()
        .write(move |transaction| {
            let task = Task::of(transaction, &wanted, multi_user)?;
            task.insert(transaction)?;
            Ok(task.to_json())
        })
        .await
        .map_err(|error: ApiError| error.wrap("Failed to create a new task"))
}

fn check(wanted: &Map<String, Value>) -> Result<(), ApiError> {
    let missing = |what: &str| ApiError::invalid(format!("Invalid task: must specify {what}"));
    if !text(wanted, "id").is_empty() {
        return Err(ApiError::invalid("Invalid task: Id should not be set"));
    }
    let pipeline = text(wanted, "pipelineName");
    if pipeline.is_empty() {
        return Err(missing("PipelineName"));
    }
    check_namespaced(pipeline, text(wanted, "namespace"))?;
    for (key, what) in [
        ("runId", "RunID"),
        ("mlmdExecutionID", "MlmdExecutionID"),
        ("fingerprint", "FingerPrint"),
        ("created_at", "CreatedAt"),
    ] {
        if text(wanted, key).is_empty() {
            return Err(missing(what));
        }
    }
    Ok(())
}

/// A pipeline's name may hold its namespace.
fn check_namespaced(pipeline: &str, namespace: &str) -> Result<(), ApiError> {
    let Some(rest) = pipeline.strip_prefix("namespace/") else {
        return Ok(());
    };
    let parts: Vec<&str> = rest.splitn(3, '/').collect();
    let [within, _, _] = parts[..] else {
        return Err(ApiError::invalid(format!(
            "invalid PipelineName for namespaced pipelines, need to follow \
             'namespace/${{namespace}}/pipeline/${{pipelineName}}': {pipeline}"
        )));
    };
    if !namespace.is_empty() && namespace != within {
        return Err(ApiError::invalid(format!(
            "the namespace {within} extracted from pipelineName is not equal to the namespace {namespace} in task"
        )));
    }
    Ok(())
}

impl Task {
    /// The task to make, in the namespace of its run.
    fn of(
        connection: &Connection,
        wanted: &Map<String, Value>,
        multi_user: bool,
    ) -> Result<Self, ApiError> {
        let run_id = text(wanted, "runId").to_owned();
        let experiment_id = runs::experiment_of(connection, &run_id)
            .map_err(|error| error.wrap(format!("Failed to create a task for run {run_id}")))?;
        let failed =
            |error: ApiError| error.wrap(format!("Failed to create a task in run {run_id}"));
        let own = experiments::find(connection, &experiment_id)
            .map_err(|error| {
                failed(error.wrap(format!(
                    "Failed to fetch namespace from experiment {experiment_id}"
                )))
            })?
            .namespace;
        let given = text(wanted, "namespace");
        if given.is_empty() && own.is_empty() && multi_user {
            return Err(ApiError::invalid(
                "Task cannot have an empty namespace in multi-user mode",
            )
            .into_internal(&format!("Failed to create a task in run {run_id}")));
        }
        if !given.is_empty() && !own.is_empty() && given != own {
            return Err(failed(ApiError::invalid(format!(
                "Failed to validate the namespace of experiment: experiment {experiment_id} belongs to namespace \
                 '{own}' (claimed a different namespace '{given}')"
            ))));
        }
        let namespace = if given.is_empty() {
            own
        } else {
            given.to_owned()
        };
        let seconds = |key: &str| {
            OffsetDateTime::parse(text(wanted, key), &Rfc3339)
                .map_or(0, OffsetDateTime::unix_timestamp)
        };
        Ok(Self {
            id: Uuid::new_v4().to_string(),
            namespace,
            pipeline_name: text(wanted, "pipelineName").to_owned(),
            execution_id: text(wanted, "mlmdExecutionID").to_owned(),
            created_at: seconds("created_at"),
            finished_at: seconds("finished_at"),
            fingerprint: text(wanted, "fingerprint").to_owned(),
            run_id,
        })
    }

    fn read(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            id: row.get(0)?,
            namespace: row.get(1)?,
            pipeline_name: row.get(2)?,
            run_id: row.get(3)?,
            execution_id: row.get(4)?,
            created_at: row.get(5)?,
            finished_at: row.get(6)?,
            fingerprint: row.get(7)?,
        })
    }

    fn to_json(&self) -> String {
        ObjectWriter::new()
            .text("id", &self.id)
            .text("namespace", &self.namespace)
            .text("pipelineName", &self.pipeline_name)
            .text("runId", &self.run_id)
            .text("mlmdExecutionID", &self.execution_id)
            .seconds("created_at", self.created_at)
            .seconds("finished_at", self.finished_at)
            .text("fingerprint", &self.fingerprint)
            .finish()
    }

    fn insert(&self, transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        transaction
            .prepare_cached(
                "INSERT INTO tasks (run_uuid, uuid, detail, made) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![self.run_id, self.id, self.detail(), self.to_json()])?;
        Ok(())
    }

    /// What v2beta1 shows of it among the rows of its run.
    fn detail(&self) -> String {
        let execution = self.execution_id.parse::<i64>().unwrap_or_default();
        let execution = if execution == 0 {
            String::new()
        } else {
            execution.to_string()
        };
        let created_at = format_seconds(self.created_at);
        ObjectWriter::new()
            .text("run_id", &self.run_id)
            .text("task_id", &self.id)
            .text("create_time", &created_at)
            .text("start_time", &created_at)
            .seconds("end_time", self.finished_at)
            .text("execution_id", &execution)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipelines_name_may_hold_its_namespace() {
        assert!(check_namespaced("train", "team-a").is_ok());
        assert!(check_namespaced("namespace/team-a/pipeline/train", "team-a").is_ok());
        assert!(check_namespaced("namespace/team-a/pipeline/train", "").is_ok());
        let other = check_namespaced("namespace/team-b/pipeline/train", "team-a").unwrap_err();
        assert!(
            other
                .message()
                .contains("is not equal to the namespace team-a")
        );
        assert!(check_namespaced("namespace/team-a", "").is_err());
    }
}
