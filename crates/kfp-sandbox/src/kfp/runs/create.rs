//! Making a run.

use rusqlite::Transaction;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::handlers::permit;
use super::macros::Macros;
use super::store::{self, Run};
use super::wanted::{MAX_TEXT, Source, check_inputs, document, given};
use crate::engine::{Submission, SubmitError};
use crate::fault::Switch;
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::experiments;
use crate::kfp::generated_name::random_ending;
use crate::kfp::limits::refused;
use crate::kfp::messages::RUN;
use crate::kfp::recurring_runs;
use crate::wire::format_seconds;
use crate::workloads::{self, Desk};

/// `POST /apis/v2beta1/runs`.
pub(in crate::kfp) async fn create(call: Call) -> Result<String, ApiError> {
    call.query.text("experiment_id")?;
    let message = call.message(&RUN)?;
    if text(&message, "display_name").is_empty() {
        return Err(ApiError::invalid("Run name cannot be empty")
            .into_internal("Failed to convert a API run detail to its internal representation")
            .wrap("CreateJob(job.ToV2())Failed to create a run due to conversion error"));
    }
    if message.contains_key("plugins_output") {
        return Err(ApiError::bad_request(
            "plugins_output is server-owned and populated exclusively via plugin lifecycle hooks",
            "plugins_output must not be set by the client",
        ));
    }
    create_named(&call, message).await
}

/// Makes the run that a message with a name asks for.
///
/// # Errors
/// Those of the real server behind its reading of the message.
pub(in crate::kfp) async fn create_named(
    call: &Call,
    message: Map<String, Value>,
) -> Result<String, ApiError> {
    create_checked(call, message)
        .await
        .map_err(|error| error.wrap("Failed to create a new run"))
}

async fn create_checked(call: &Call, message: Map<String, Value>) -> Result<String, ApiError> {
    let (experiment_id, namespace) = experiments::place(call, &message).await.map_err(|error| {
        error.wrap("Failed to create a run due to invalid experimentId and namespace combination")
    })?;
    permit(call, &namespace, "create", "", "").await.map_err(|error| {
        error.wrap(format!(
            "Failed to create a run due to authorization error. Check if you have write permissions to namespace \
             {namespace}"
        ))
    })?;
    let default_account = default_account(call.multi_user());
    let switches = call.cluster.switches();
    let runs_first_version = switches.is_on(Switch::KfpRunsFirstVersion);
    call.cluster
        .workloads()
        .write(move |desk| {
            let new = NewRun {
                message: &message,
                experiment_id,
                namespace,
                default_account,
                by: None,
                runs_first_version,
            };
            Ok(make(desk, new)?.to_json(&[]))
        })
        .await
}

/// Whose pods run unless a call says (`DEFAULTPIPELINERUNNERSERVICEACCOUNT`).
pub(in crate::kfp) fn default_account(multi_user: bool) -> &'static str {
    if multi_user {
        "default-editor"
    } else {
        "pipeline-runner"
    }
}

/// A run to make, whoever asks for it. Whether they may is settled before.
#[derive(Debug)]
pub(in crate::kfp) struct NewRun<'a> {
    /// The API's `Run`: name, pipeline, runtime configuration and so on.
    pub(in crate::kfp) message: &'a Map<String, Value>,
    pub(in crate::kfp) experiment_id: String,
    /// Of the experiment.
    pub(in crate::kfp) namespace: String,
    /// Whose pods run unless the message says.
    pub(in crate::kfp) default_account: &'a str,
    /// What makes it, if not a person.
    pub(in crate::kfp) by: Option<Recurrence>,
    /// Whether it does what the pipeline's first version says, whichever it names.
    pub(in crate::kfp) runs_first_version: bool,
}

/// The recurring run that makes a run.
#[derive(Clone, Debug)]
pub(in crate::kfp) struct Recurrence {
    /// Its id.
    pub(in crate::kfp) id: String,
    /// What the run's workflow is called; as those of other runs if `None`.
    pub(in crate::kfp) workflow_name: Option<String>,
    /// The time that the run was planned for, in unix seconds.
    pub(in crate::kfp) scheduled_at: i64,
    /// When it is made.
    pub(in crate::kfp) at: OffsetDateTime,
}

/// Makes a run: its row, and its workflow unless it is one of Argo's own, which the engine cannot walk.
///
/// # Errors
/// As the real server after its checks of identity and experiment.
pub(in crate::kfp) fn make(desk: &mut Desk<'_>, new: NewRun<'_>) -> Result<Run, ApiError> {
    let at = new.by.as_ref().map_or_else(|| desk.now(), |by| by.at);
    let now = at.unix_timestamp();
    let message = new.message;
    if let Some(earlier) = earlier(desk.transaction, &new)? {
        return Ok(earlier);
    }
    let mut source = Source::find(desk.transaction, message).map_err(|error| {
        error.into_internal("Failed to create a run due to error fetching manifest")
    })?;
    if new.runs_first_version && !source.pipeline_id.is_empty() {
        source.take_first_version(desk.transaction)?;
    }
    check_inputs(&source.template, message).map_err(|error| {
        error
            .wrap("invalid pipeline job inputs")
            .wrap("Failed to generate the ExecutionSpec")
    })?;
    let is_walked = source.template.inputs.is_some();
    let spec: Value = serde_json::from_str(&source.template.json).unwrap_or_default();
    let by = new.by.as_ref();
    let is_pinned = by.is_some_and(|by| by.workflow_name.is_some());
    let run = build(new, source, &spec, now)?;
    run.insert(desk.transaction)
        .map_err(|error| error.wrap("Failed to create a run"))?;
    experiments::touch(desk.transaction, &run.experiment_id, now)?;
    if is_walked {
        let parameters = workflow_parameters(message, &run.id, at, is_pinned);
        submit(desk, at, &run, spec, parameters)?;
    }
    Ok(run)
}

/// The run of that name which the named recurring run has already: it is answered instead of another one.
fn earlier(transaction: &Transaction<'_>, new: &NewRun<'_>) -> Result<Option<Run>, ApiError> {
    let recurring_run = text(new.message, "recurring_run_id");
    if recurring_run.is_empty() || new.by.is_some() {
        return Ok(None);
    }
    if !recurring_runs::exists(transaction, recurring_run)? {
        return Err(ApiError::internal(format!(
            "Failed to create a run due to invalid recurring run id: Invalid input error: RecurringRunId doesn't \
             exist: {recurring_run}"
        )));
    }
    let name = text(new.message, "display_name");
    Ok(store::find_of_recurring_run(
        transaction,
        recurring_run,
        name,
    )?)
}

/// What the workflow of a run is given.
fn workflow_parameters(
    message: &Map<String, Value>,
    run_id: &str,
    current: OffsetDateTime,
    is_pinned: bool,
) -> Map<String, Value> {
    // The workflow of a pinned recurring run was made with it, and has the words as they were.
    if is_pinned {
        return given(message);
    }
    let scheduled = seconds(message, "scheduled_at");
    let macros = Macros {
        run_id,
        current,
        scheduled: scheduled.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()),
    };
    macros.expand(given(message))
}

fn submit(
    desk: &mut Desk<'_>,
    at: OffsetDateTime,
    run: &Run,
    spec: Value,
    parameters: Map<String, Value>,
) -> Result<(), ApiError> {
    let submission = Submission {
        run_id: run.id.clone(),
        display_name: run.display_name.clone(),
        namespace: workloads::namespace(&run.namespace),
        service_account: run.service_account.clone(),
        spec,
        parameters,
        workflow_name: Some(run.workflow_name.clone()),
        directives: None,
        first_pass_at: None,
        report_at: None,
        pace: 1,
    };
    desk.submit_at(submission, at).map_err(|error| match error {
        SubmitError::Directive { source } => ApiError::invalid(source.to_string()),
        SubmitError::Spec { source } => {
            ApiError::internal(format!("Failed to generate the ExecutionSpec: {source}"))
        }
    })
}

fn build(new: NewRun<'_>, source: Source, spec: &Value, now: i64) -> Result<Run, ApiError> {
    let message = new.message;
    let or = |key: &str, otherwise: &str| {
        let text = text(message, key);
        if text.is_empty() {
            otherwise.to_owned()
        } else {
            text.to_owned()
        }
    };
    let recurring_run_id = text(message, "recurring_run_id").to_owned();
    let display_name = text(message, "display_name").to_owned();
    let description = text(message, "description").to_owned();
    let service_account = or("service_account", new.default_account);
    let manifest = manifest(spec, message);
    let columns = [
        ("DisplayName", display_name.as_str(), MAX_TEXT),
        ("Description", &description, MAX_TEXT),
        ("ServiceAccount", &service_account, MAX_TEXT),
        ("PipelineRuntimeManifest", &manifest, usize::MAX),
    ];
    if let Some(error) = refused("run_details", &columns) {
        let error = ApiError::internal(format!(
            "Failed to store run {display_name} to table: {error}"
        ));
        return Err(error.wrap("Failed to create a run"));
    }
    let name = if source.template.name.is_empty() {
        "workflow"
    } else {
        &source.template.name
    };
    Ok(Run {
        id: or("run_id", &Uuid::new_v4().to_string()),
        experiment_id: new.experiment_id,
        namespace: new.namespace,
        workflow_name: match &new.by {
            Some(Recurrence {
                workflow_name: Some(name),
                ..
            }) => name.clone(),
            _ => workflow_name(name),
        },
        display_name,
        description,
        service_account,
        recurring_run_id: match &new.by {
            Some(by) => by.id.clone(),
            None => recurring_run_id,
        },
        storage_state: or("storage_state", "AVAILABLE"),
        state: "PENDING".to_owned(),
        state_history: history(message, now),
        created_at: now,
        scheduled_at: match &new.by {
            Some(by) => by.scheduled_at,
            None => seconds(message, "scheduled_at").unwrap_or(now),
        },
        finished_at: seconds(message, "finished_at").unwrap_or_default(),
        pipeline_id: source.pipeline_id,
        pipeline_version_id: source.version_id,
        pipeline_spec: source.inline,
        runtime_config: document(message, "runtime_config"),
        plugins_input: document(message, "plugins_input"),
    })
}

/// What a run's workflow takes of its spec, which is all but the words about the pipeline, and its parameters: JSON
/// within JSON.
fn manifest(spec: &Value, message: &Map<String, Value>) -> String {
    let mut spec = spec.clone();
    for path in ["", "/pipeline_spec"] {
        if let Some(Value::Object(members)) = spec.pointer_mut(path) {
            members.remove("pipelineInfo");
        }
    }
    let parameters = Value::Object(given(message));
    Value::from(format!("{spec}{parameters}")).to_string()
}

/// A history that was sent is kept; the new state follows it.
fn history(message: &Map<String, Value>, now: i64) -> String {
    let mut history = message
        .get("state_history")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    history.push(json!({"update_time": format_seconds(now), "state": "PENDING"}));
    Value::Array(history).to_string()
}

fn seconds(message: &Map<String, Value>, key: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(message.get(key)?.as_str()?, &Rfc3339).ok()?;
    Some(time.unix_timestamp())
}

/// A workflow's name: the pipeline's, cut, with a random ending.
fn workflow_name(pipeline: &str) -> String {
    let stem: String = pipeline.chars().take(57).collect();
    format!("{stem}-{}", random_ending())
}
