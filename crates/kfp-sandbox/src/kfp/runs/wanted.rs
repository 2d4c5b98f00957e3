//! What a message asks to run: the members that runs and recurring runs have in common.

use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::kfp::call::text;
use crate::kfp::error::ApiError;
use crate::kfp::pipelines;
use crate::kfp::spec::{Template, check_parameters, parse};

/// Longest name and description in characters.
pub(in crate::kfp) const MAX_TEXT: usize = 255;

/// Where the spec of a run comes from.
#[derive(Debug)]
pub(in crate::kfp) struct Source {
    pub(in crate::kfp) template: Template,
    /// Empty for an inline spec, as is the next.
    pub(in crate::kfp) pipeline_id: String,
    pub(in crate::kfp) version_id: String,
    /// The inline spec as it was given; empty for a version.
    pub(in crate::kfp) inline: String,
}

impl Source {
    /// The source that a message names: an inline spec (of a message of v1beta1 the text of its manifest), or a
    /// pipeline's version.
    ///
    /// # Errors
    /// 400, 404.
    pub(in crate::kfp) fn find(
        connection: &Connection,
        message: &Map<String, Value>,
    ) -> Result<Self, ApiError> {
        if let Some(spec) = message.get("pipeline_spec") {
            return Self::inline(spec).map_err(|error| {
                error.wrap("Failed to fetch a template with an invalid pipeline spec manifest")
            });
        }
        let Some(reference) = reference(message) else {
            return Err(ApiError::invalid(
                "Failed to fetch a template with an empty pipeline spec manifest",
            ));
        };
        let version = pipelines::find_referenced(
            connection,
            text(reference, "pipeline_id"),
            text(reference, "pipeline_version_id"),
        )
        .map_err(|error| {
            error.wrap("Failed to fetch a template due to error retrieving pipeline version")
        })?;
        Ok(Self {
            template: version.template()?,
            pipeline_id: version.pipeline_id,
            version_id: version.id,
            inline: String::new(),
        })
    }

    /// Puts the spec of the pipeline's first version in the place of the one that was asked for.
    ///
    /// # Errors
    /// The crash of the real server where that version was deleted.
    pub(super) fn take_first_version(&mut self, connection: &Connection) -> Result<(), ApiError> {
        let Some(first) = pipelines::find_first(connection, &self.pipeline_id)? else {
            tracing::error!(
                "simulated crash: the version that every run of this pipeline takes was deleted; the sandbox closes \
                 the connection"
            );
            return Err(ApiError::Crash);
        };
        self.template = first.template()?;
        Ok(())
    }

    fn inline(spec: &Value) -> Result<Self, ApiError> {
        let (template, inline) = match spec {
            Value::String(manifest) => {
                let template = parse(manifest.as_bytes())?;
                let inline = template.json.clone();
                (template, inline)
            }
            spec => (Template::from_inline(spec)?, spec.to_string()),
        };
        Ok(Self {
            template,
            pipeline_id: String::new(),
            version_id: String::new(),
            inline,
        })
    }
}

/// The pipeline or version that a message names, if it names one.
pub(in crate::kfp) fn reference(message: &Map<String, Value>) -> Option<&Map<String, Value>> {
    message
        .get("pipeline_version_reference")?
        .as_object()
        .filter(|reference| !reference.is_empty())
}

/// The parameters that a message gives.
pub(in crate::kfp) fn given(message: &Map<String, Value>) -> Map<String, Value> {
    message
        .get("runtime_config")
        .and_then(|config| config.get("parameters"))
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

/// Checks the parameters that a message gives; those of Argo's own workflows are not checked.
///
/// # Errors
/// As [`check_parameters`].
pub(in crate::kfp) fn check_inputs(
    template: &Template,
    message: &Map<String, Value>,
) -> Result<(), ApiError> {
    match &template.inputs {
        Some(inputs) => check_parameters(inputs, &given(message)),
        None => Ok(()),
    }
}

/// The text of a member that is an object; empty if it has none.
pub(in crate::kfp) fn document(message: &Map<String, Value>, key: &str) -> String {
    match message.get(key) {
        Some(Value::Object(map)) if !map.is_empty() => Value::Object(map.clone()).to_string(),
        _ => String::new(),
    }
}
