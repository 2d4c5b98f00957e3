//! The calls for pipelines and their versions.

use kfp_core::{
    model::{Namespace, Page, Pipeline, PipelineId, PipelineVersionId, timestamp},
    operation::Operation,
    request::{get_pipeline, list_pipeline_versions, list_pipelines},
};
use serde::Deserialize;
use time::OffsetDateTime;

use super::{Api, Failure, queries};
use crate::url_state::{PipelinesState, SomeRunsState};

/// A version as a list shows it. Its spec is skipped and not built.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct VersionRow {
    /// Its id.
    pub(crate) pipeline_version_id: PipelineVersionId,
    /// Its unchangeable name.
    #[serde(default)]
    name: String,
    #[serde(default)]
    display_name: String,
    /// Free text.
    #[serde(default)]
    pub(crate) description: String,
    /// When it was made.
    #[serde(default, deserialize_with = "timestamp::deserialize")]
    pub(crate) created_at: Option<OffsetDateTime>,
    /// Where its source is, as its author wrote it.
    #[serde(default)]
    code_source_url: String,
}

impl VersionRow {
    /// What it is called.
    pub(crate) fn title(&self) -> &str {
        [&self.display_name, &self.name]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or(self.pipeline_version_id.as_str(), String::as_str)
    }

    /// Where its source is, if a link can lead there: its author may have written anything.
    pub(crate) fn source(&self) -> Option<&str> {
        let url = self.code_source_url.trim();
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        is_web.then_some(url)
    }
}

impl Api {
    /// A page of the pipelines of a namespace, or of those that all namespaces share.
    pub(crate) async fn pipelines(
        self,
        namespace: Namespace,
        state: PipelinesState,
    ) -> Result<Page<Pipeline>, Failure> {
        let request = list_pipelines(&queries::pipelines(namespace, &state));
        self.page(Operation::ListPipelines, request).await
    }

    /// A pipeline.
    pub(crate) async fn pipeline(self, id: PipelineId) -> Result<Pipeline, Failure> {
        self.one(Operation::GetPipeline, Ok(get_pipeline(&id)))
            .await
    }

    /// A page of the versions of a pipeline, newest first.
    pub(crate) async fn versions(
        self,
        id: PipelineId,
        state: SomeRunsState,
    ) -> Result<Page<VersionRow>, Failure> {
        let request = list_pipeline_versions(&queries::versions(id, &state.page));
        self.page(Operation::ListPipelineVersions, request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(json: &str) -> VersionRow {
        serde_json::from_str(json).expect("a version")
    }

    #[test]
    fn a_version_is_called_by_the_best_name_it_has() {
        let of = |names: &str| {
            let text = format!(r#"{{"pipeline_version_id":"v-1"{names},"pipeline_spec":{{}}}}"#);
            version(&text).title().to_owned()
        };
        assert_eq!(of(r#","name":"a","display_name":"A""#), "A");
        assert_eq!(of(r#","name":"a""#), "a");
        assert_eq!(of(""), "v-1");
    }

    #[test]
    fn only_an_address_of_the_web_is_linked_to() {
        let of = |url: &str| {
            let text = format!(r#"{{"pipeline_version_id":"v-1","code_source_url":"{url}"}}"#);
            version(&text).source().is_some()
        };
        assert!(of("https://git.example.com/a") && of("http://git.example.com"));
        assert!(!of("javascript:alert(1)") && !of("//example.com") && !of(""));
    }
}
