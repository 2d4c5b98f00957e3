//! What runs a leaf component.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

/// An executor.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Executor {
    /// A container with user code.
    Container(ContainerExecutor),
    /// Registers an artifact that exists already.
    Importer(ImporterExecutor),
    /// A kind that the open-source server does not run.
    Foreign,
}

/// A container with user code.
#[derive(Clone, Debug, Deserialize)]
pub struct ContainerExecutor {
    /// The image.
    #[serde(default)]
    pub image: String,
    /// The entry point.
    #[serde(default)]
    pub command: Vec<String>,
    /// Its arguments.
    #[serde(default)]
    pub args: Vec<String>,
    /// Environment variables.
    #[serde(default)]
    pub env: Vec<EnvironmentVariable>,
    /// Requests and limits, as they stand in the IR.
    #[serde(default)]
    pub resources: Json,
}

/// An environment variable.
#[derive(Clone, Debug, Deserialize)]
pub struct EnvironmentVariable {
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(default)]
    pub value: String,
}

/// Registers an artifact that exists already.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImporterExecutor {
    /// Where the artifact lies.
    pub artifact_uri: Value,
    /// Its type, as in a definition.
    #[serde(default)]
    pub type_schema: super::ArtifactType,
    /// Its properties, with placeholders.
    #[serde(default)]
    pub metadata: BTreeMap<String, Json>,
    /// Registers it anew each time.
    #[serde(default)]
    pub reimport: bool,
}

/// A value in an executor.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Value {
    /// Written down.
    #[serde(alias = "constantValue")]
    Constant(Json),
    /// An input of the component.
    RuntimeParameter(String),
}

/// Images that mark a task of Kubernetes settings, which its driver does alone.
const DRIVER_ONLY_IMAGES: [&str; 2] = ["argostub/createpvc", "argostub/deletepvc"];

impl ContainerExecutor {
    /// Whether the driver does all the work and no container runs.
    pub fn is_driver_only(&self) -> bool {
        DRIVER_ONLY_IMAGES.contains(&self.image.as_str())
    }
}

impl Executor {
    /// Reads an executor from its JSON.
    ///
    /// # Errors
    /// The decoder's, if a part has another shape than the schema says.
    pub fn from_json(json: &Json) -> Result<Self, serde_json::Error> {
        if let Some(container) = json.get("container") {
            return ContainerExecutor::deserialize(container).map(Self::Container);
        }
        if let Some(importer) = json.get("importer") {
            return ImporterExecutor::deserialize(importer).map(Self::Importer);
        }
        Ok(Self::Foreign)
    }
}
