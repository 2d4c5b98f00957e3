//! Making a recurring run.

use rusqlite::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::handlers::permit;
use super::store::RecurringRun;
use super::trigger::Trigger;
use crate::kfp::authorization::INSTALL_NAMESPACE;
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::experiments;
use crate::kfp::generated_name::random_ending;
use crate::kfp::limits::refused;
use crate::kfp::messages::RECURRING_RUN;
use crate::kfp::pipelines;
use crate::kfp::runs::{self, MAX_TEXT, Source};

/// `POST /apis/v2beta1/recurringruns`.
pub(in crate::kfp) async fn create(call: Call) -> Result<String, ApiError> {
    let message = call.message(&RECURRING_RUN)?;
    make(&call, read(message)?).await
}

/// Makes the recurring run that a message asks for; one of a pipeline runs the version that is the latest now.
///
/// # Errors
/// As [`create`], and 404 for a pipeline without versions.
pub(in crate::kfp) async fn create_pinned(
    call: &Call,
    message: Map<String, Value>,
) -> Result<String, ApiError> {
    let mut wanted = read(message)?;
    let id = wanted.referenced("pipeline_id").to_owned();
    if !id.is_empty() && !wanted.is_pinned() {
        let wanted_id = id.clone();
        let latest = call
            .cluster
            .database()
            .read(move |connection| pipelines::find_referenced(connection, &wanted_id, ""))
            .await;
        let latest = latest.map_err(|error| {
            error.reworded(
                "Failed to fetch a pipeline version and its manifest from pipeline",
                "Failed to fetch a pipeline version from pipeline",
            )
        })?;
        let reference = wanted.message.get_mut("pipeline_version_reference");
        if let Some(reference) = reference.and_then(Value::as_object_mut) {
            reference.insert("pipeline_version_id".to_owned(), latest.id.into());
        }
    }
    make(call, wanted).await
}

fn read(message: Map<String, Value>) -> Result<Wanted, ApiError> {
    Wanted::of(message)
        .map_err(|error| error.wrap("Failed to create a recurring run due to conversion error"))
}

async fn make(call: &Call, wanted: Wanted) -> Result<String, ApiError> {
    let is_pinned = wanted.is_pinned();
    let has_pipeline = !wanted.referenced("pipeline_id").is_empty();
    let place = place(call, &wanted.message).await.map_err(failed)?;
    if !is_pinned && !has_pipeline {
        return Err(ApiError::plain(
            "Internal error: Cannot create a job with an empty pipeline ID",
            &["Failed to create a recurring run"],
        ));
    }
    let now = call.now();
    let default_account = runs::default_account(call.multi_user());
    let made = call
        .cluster
        .database()
        .write(move |transaction| {
            let subject = if is_pinned {
                Subject::pinned(transaction, &wanted)?
            } else {
                Subject::latest(transaction, &wanted)?
            };
            let recurring_run = wanted.build(subject, place, default_account, now);
            check_columns(&recurring_run)?;
            recurring_run.insert(transaction)?;
            Ok(recurring_run.to_json())
        })
        .await
        .map_err(failed)?;
    call.cluster.workloads().wake();
    Ok(made)
}

fn failed(error: ApiError) -> ApiError {
    error.wrap("Failed to create a recurring run")
}

/// What the caller asks for, as far as it can be judged by itself.
struct Wanted {
    message: Map<String, Value>,
    trigger: Trigger,
    max_concurrency: i64,
}

impl Wanted {
    fn of(message: Map<String, Value>) -> Result<Self, ApiError> {
        if text(&message, "display_name").is_empty() {
            return Err(
                ApiError::invalid("Recurring run's name cannot be empty").into_internal(
                    "Failed to convert a API recurring run to its internal representation",
                ),
            );
        }
        let max_concurrency = text(&message, "max_concurrency")
            .parse()
            .unwrap_or_default();
        if !(1..=10).contains(&max_concurrency) {
            return Err(ApiError::invalid(format!(
                "Max concurrency of a recurring run must be at least 1 and at most 10. Received {max_concurrency}"
            )));
        }
        let trigger = Trigger::of_message(&message)?;
        Ok(Self {
            message,
            trigger,
            max_concurrency,
        })
    }

    /// A member of the reference to its pipeline; empty if there is none.
    fn referenced(&self, key: &str) -> &str {
        runs::reference(&self.message).map_or("", |reference| text(reference, key))
    }

    /// Whether it runs the same spec for ever.
    fn is_pinned(&self) -> bool {
        !self.referenced("pipeline_version_id").is_empty()
            || self.message.contains_key("pipeline_spec")
    }

    fn build(
        &self,
        subject: Subject,
        (experiment_id, namespace): (String, String),
        default_account: &str,
        now: i64,
    ) -> RecurringRun {
        let display_name = text(&self.message, "display_name").to_owned();
        let account = text(&self.message, "service_account");
        let service_account = if account.is_empty() && !subject.compiled_spec.is_empty() {
            default_account
        } else {
            account
        };
        RecurringRun {
            id: Uuid::new_v4().to_string(),
            experiment_id,
            namespace,
            description: text(&self.message, "description").to_owned(),
            service_account: service_account.to_owned(),
            pipeline_id: subject.pipeline_id,
            pipeline_version_id: subject.version_id,
            pipeline_spec: subject.inline,
            runtime_config: runs::document(&self.message, "runtime_config"),
            plugins_input: runs::document(&self.message, "plugins_input"),
            max_concurrency: self.max_concurrency,
            no_catchup: self.message.get("no_catchup") == Some(&Value::Bool(true)),
            enabled: text(&self.message, "mode") == "ENABLE",
            trigger: self.trigger.clone(),
            created_at: now,
            updated_at: now,
            schedule_name: schedule_name(&display_name),
            compiled_spec: subject.compiled_spec,
            reported: false,
            last_index: 0,
            last_triggered_at: None,
            display_name,
        }
    }
}

/// The experiment and the namespace, if the caller may make recurring runs there.
async fn place(call: &Call, message: &Map<String, Value>) -> Result<(String, String), ApiError> {
    let (experiment_id, mut namespace) = experiments::place(call, message).await.map_err(|error| {
        error.wrap("Failed to create a recurring run due to invalid experimentId and namespace combination")
    })?;
    permit(call, &namespace, "create", text(message, "display_name"))
        .await
        .map_err(|error| {
            error.wrap(format!(
                "Failed to create a recurring run due to authorization error. Check if you have write permission to \
                 namespace {namespace}"
            ))
        })?;
    if namespace.is_empty() {
        INSTALL_NAMESPACE.clone_into(&mut namespace);
    }
    Ok((experiment_id, namespace))
}

/// What its runs run.
struct Subject {
    pipeline_id: String,
    /// Empty: the latest at each firing.
    version_id: String,
    /// The inline spec as it was given.
    inline: String,
    /// Empty: looked up at each firing.
    compiled_spec: String,
}

impl Subject {
    /// A version or an inline spec: compiled now, for all its runs.
    fn pinned(transaction: &Transaction<'_>, wanted: &Wanted) -> Result<Self, ApiError> {
        let source = Source::find(transaction, &wanted.message).map_err(|error| {
            error.into_internal(
                "Failed to create a recurring run with an invalid pipeline spec manifest",
            )
        })?;
        runs::check_inputs(&source.template, &wanted.message).map_err(|error| {
            error
                .wrap("invalid pipeline job inputs")
                .wrap("Failed to create a recurring run during scheduled workflow creation")
        })?;
        Ok(Self {
            pipeline_id: source.pipeline_id,
            version_id: source.version_id,
            inline: source.inline,
            compiled_spec: source.template.json,
        })
    }

    /// The latest version at each firing; the caller's parameters must fit today's.
    fn latest(transaction: &Transaction<'_>, wanted: &Wanted) -> Result<Self, ApiError> {
        let pipeline_id = wanted.referenced("pipeline_id").to_owned();
        let checked = pipelines::find_latest_of(transaction, &pipeline_id)
            .and_then(|version| version.template())
            .and_then(|template| runs::check_inputs(&template, &wanted.message));
        checked.map_err(|error| {
            error.wrap("Failed to validate the input parameters on the latest pipeline version")
        })?;
        Ok(Self {
            pipeline_id,
            version_id: String::new(),
            inline: String::new(),
            compiled_spec: String::new(),
        })
    }
}

/// Refuses what KFP's database would.
fn check_columns(recurring_run: &RecurringRun) -> Result<(), ApiError> {
    let display_name = &recurring_run.display_name;
    let columns = [
        ("DisplayName", display_name.as_str(), MAX_TEXT),
        ("Description", &recurring_run.description, MAX_TEXT),
        (
            "PipelineSpecManifest",
            &recurring_run.compiled_spec,
            usize::MAX,
        ),
        (
            "RuntimeParameters",
            &recurring_run.runtime_config,
            usize::MAX,
        ),
    ];
    match refused("jobs", &columns) {
        Some(error) => Err(ApiError::internal(format!(
            "Failed to store job {display_name} to table: {error}"
        ))),
        None => Ok(()),
    }
}

/// The name of its `ScheduledWorkflow`: what Kubernetes takes of the display name, cut, with a random ending.
fn schedule_name(display_name: &str) -> String {
    let kept: String = display_name
        .to_lowercase()
        .chars()
        .filter(|character| matches!(character, 'a'..='z' | '0'..='9' | '-'))
        .take(25)
        .collect();
    let stem = if kept.is_empty() { "job-" } else { &kept };
    format!("{stem}{}", random_ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_named_after_what_kubernetes_takes_of_its_name() {
        let stem = |name: &str| {
            let name = schedule_name(name);
            name[..name.len() - 5].to_owned()
        };
        assert_eq!(stem("fire-cron"), "fire-cron");
        assert_eq!(stem("Nightly Training, v2"), "nightlytrainingv2");
        assert_eq!(stem("!!! 漢字"), "job-");
        assert_eq!(stem(&"r".repeat(255)), "r".repeat(25));
    }
}
