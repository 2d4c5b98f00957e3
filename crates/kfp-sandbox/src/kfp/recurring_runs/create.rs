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
use crate::kfp::limits::ColumnText;
use crate::kfp::messages::RECURRING_RUN;
use crate::kfp::pipelines;
use crate::kfp::runs;
use crate::kfp::spec::{Template, check_parameters};

/// Longest name and description in characters.
const MAX_TEXT: usize = 255;

/// `POST /apis/v2beta1/recurringruns`.
pub(in crate::kfp) async fn create(call: Call) -> Result<String, ApiError> {
    let message = call.message(&RECURRING_RUN)?;
    let wanted = Wanted::of(message)
        .map_err(|error| error.wrap("Failed to create a recurring run due to conversion error"))?;
    let pinned = !text(&wanted.reference, "pipeline_version_id").is_empty()
        || wanted.message.contains_key("pipeline_spec");
    let has_pipeline = !text(&wanted.reference, "pipeline_id").is_empty();
    let place = place(&call, &wanted.message).await.map_err(failed)?;
    if !pinned && !has_pipeline {
        return Err(ApiError::plain(
            "Internal error: Cannot create a job with an empty pipeline ID",
            "Failed to create a recurring run",
        ));
    }
    let now = call.now();
    let default_account = runs::default_account(call.multi_user());
    let made = call
        .cluster
        .database()
        .write(move |transaction| {
            let source = if pinned {
                Source::pinned(transaction, &wanted)?
            } else {
                Source::latest(transaction, &wanted)?
            };
            let recurring_run = wanted.build(source, place, default_account, now);
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
    reference: Map<String, Value>,
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
        let reference = message
            .get("pipeline_version_reference")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        Ok(Self {
            message,
            reference,
            trigger,
            max_concurrency,
        })
    }

    fn document(&self, key: &str) -> String {
        match self.message.get(key) {
            Some(Value::Object(map)) if !map.is_empty() => Value::Object(map.clone()).to_string(),
            _ => String::new(),
        }
    }

    fn check_inputs(&self, template: &Template) -> Result<(), ApiError> {
        let Some(inputs) = &template.inputs else {
            return Ok(());
        };
        let nothing = Map::new();
        let given = self
            .message
            .get("runtime_config")
            .and_then(|config| config.get("parameters"))
            .and_then(Value::as_object)
            .unwrap_or(&nothing);
        check_parameters(inputs, given)
    }

    fn build(
        &self,
        source: Source,
        (experiment_id, namespace): (String, String),
        default_account: &str,
        now: i64,
    ) -> RecurringRun {
        let display_name = text(&self.message, "display_name").to_owned();
        let account = text(&self.message, "service_account");
        let service_account = if account.is_empty() && !source.compiled_spec.is_empty() {
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
            pipeline_id: source.pipeline_id,
            pipeline_version_id: source.version_id,
            pipeline_spec: source.inline,
            runtime_config: self.document("runtime_config"),
            plugins_input: self.document("plugins_input"),
            max_concurrency: self.max_concurrency,
            no_catchup: self.message.get("no_catchup") == Some(&Value::Bool(true)),
            enabled: text(&self.message, "mode") == "ENABLE",
            trigger: self.trigger.clone(),
            created_at: now,
            updated_at: now,
            schedule_name: schedule_name(&display_name),
            compiled_spec: source.compiled_spec,
            reported: false,
            last_index: 0,
            last_triggered_at: None,
            display_name,
        }
    }
}

/// The experiment and the namespace, if the caller may make recurring runs there.
async fn place(call: &Call, message: &Map<String, Value>) -> Result<(String, String), ApiError> {
    let misplaced = |error: ApiError| {
        error.wrap("Failed to create a recurring run due to invalid experimentId and namespace combination")
    };
    let mut experiment_id = text(message, "experiment_id").to_owned();
    let mut namespace = text(message, "namespace").to_owned();
    if !experiment_id.is_empty() {
        let own = experiments::namespace_of(call, &experiment_id)
            .await
            .map_err(|error| {
                misplaced(error.wrap(format!(
                    "Failed to fetch namespace for experiment {experiment_id}"
                )))
            })?;
        if !namespace.is_empty() && namespace != own {
            return Err(misplaced(ApiError::invalid(format!(
                "Experiment {experiment_id} belongs to namespace '{own}' instead of '{namespace}'"
            ))));
        }
        namespace = own;
    } else if call.multi_user() {
        return Err(misplaced(ApiError::invalid(
            "Experiment id can not be empty in multi-user mode",
        )));
    } else {
        experiment_id = experiments::default_id(call, call.now()).await?;
    }
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

/// Where the spec of its runs comes from.
struct Source {
    pipeline_id: String,
    /// Empty: the latest at each firing.
    version_id: String,
    /// The inline spec as it was given.
    inline: String,
    /// Empty: looked up at each firing.
    compiled_spec: String,
}

impl Source {
    /// A version or an inline spec: compiled now, for all its runs.
    fn pinned(transaction: &Transaction<'_>, wanted: &Wanted) -> Result<Self, ApiError> {
        let invalid = |error: ApiError| {
            error.into_internal(
                "Failed to create a recurring run with an invalid pipeline spec manifest",
            )
        };
        let source = if let Some(spec) = wanted.message.get("pipeline_spec") {
            let template = Template::from_inline(spec).map_err(|error| {
                invalid(
                    error.wrap("Failed to fetch a template with an invalid pipeline spec manifest"),
                )
            })?;
            let inline = Self {
                pipeline_id: String::new(),
                version_id: String::new(),
                inline: spec.to_string(),
                compiled_spec: template.json.clone(),
            };
            (template, inline)
        } else {
            let reference = &wanted.reference;
            let version =
                pipelines::find_referenced(
                    transaction,
                    text(reference, "pipeline_id"),
                    text(reference, "pipeline_version_id"),
                )
                .map_err(|error| {
                    invalid(error.wrap(
                        "Failed to fetch a template due to error retrieving pipeline version",
                    ))
                })?;
            let template = version.template()?;
            let pinned = Self {
                pipeline_id: version.pipeline_id,
                version_id: version.id,
                inline: String::new(),
                compiled_spec: template.json.clone(),
            };
            (template, pinned)
        };
        wanted.check_inputs(&source.0).map_err(|error| {
            error
                .wrap("invalid pipeline job inputs")
                .wrap("Failed to create a recurring run during scheduled workflow creation")
        })?;
        Ok(source.1)
    }

    /// The latest version at each firing; the caller's parameters must fit today's.
    fn latest(transaction: &Transaction<'_>, wanted: &Wanted) -> Result<Self, ApiError> {
        let pipeline_id = text(&wanted.reference, "pipeline_id").to_owned();
        let checked = pipelines::find_latest_of(transaction, &pipeline_id)
            .and_then(|version| version.template())
            .and_then(|template| wanted.check_inputs(&template));
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
        ("DisplayName", display_name, MAX_TEXT),
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
    for (column, text, limit) in columns {
        let column = ColumnText {
            table: "jobs",
            column,
            text,
            limit,
        };
        if let Some(error) = column.refusal() {
            return Err(ApiError::internal(format!(
                "Failed to store job {display_name} to table: {error}"
            )));
        }
    }
    Ok(())
}

/// The name of its `ScheduledWorkflow`: what Kubernetes takes of the display name, cut, with five random characters.
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

/// Five random characters of those in which Kubernetes generates names.
fn random_ending() -> String {
    const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";
    let random = Uuid::new_v4();
    random
        .as_bytes()
        .iter()
        .take(5)
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % 27]))
        .collect()
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
