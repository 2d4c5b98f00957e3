//! What a server says of itself.

use serde::{Deserialize, Deserializer};

use super::open_enum::open_enum;

open_enum! {
    /// Where KFP keeps pipelines and versions.
    PipelineStore, "" {
        /// In its database.
        Database = "database",
        /// In Kubernetes objects: names are DNS names, and there is no v1 API for pipelines.
        Kubernetes = "kubernetes",
    }
}

/// Which of KFP's two servers answered. Both answer on the same path, each in its own shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnsweredBy {
    /// `ml-pipeline`, the API server.
    ApiServer,
    /// `ml-pipeline-ui`, which answers for the API server and says whether that one did.
    UiServer,
}

/// The answer of `GET /apis/v2beta1/healthz`, from the API server or from the UI server.
///
/// Needs no identity, so it proves none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Healthz {
    /// Who answered.
    pub answered_by: AnsweredBy,
    /// The commit of the API server; `None` where the build does not say.
    pub commit: Option<String>,
    /// The release of the API server, free text such as `2.17.0`; `None` where the build does not say.
    pub tag: Option<String>,
    /// Whether KFP tells users apart; `None` when the UI server has never reached the API server.
    pub multi_user: Option<bool>,
    /// Where pipelines are kept; unspecified before KFP 2.14.
    pub pipeline_store: PipelineStore,
    /// Whether the UI server reached the API server just now; `None` when the API server answered itself.
    pub api_server_ready: Option<bool>,
    /// The commit of the UI server, when that one answered.
    pub ui_commit: Option<String>,
    /// The release of the UI server, when that one answered.
    pub ui_tag: Option<String>,
}

#[derive(Deserialize)]
struct Wire {
    commit_sha: Option<String>,
    tag_name: Option<String>,
    multi_user: Option<bool>,
    #[serde(default, alias = "pipelineStore")]
    pipeline_store: PipelineStore,
    #[serde(rename = "apiServerReady")]
    api_server_ready: Option<bool>,
    #[serde(rename = "apiServerCommitHash")]
    api_server_commit: Option<String>,
    #[serde(rename = "apiServerTagName")]
    api_server_tag: Option<String>,
    #[serde(rename = "apiServerMultiUser")]
    api_server_multi_user: Option<bool>,
    #[serde(rename = "frontendCommitHash")]
    ui_commit: Option<String>,
    #[serde(rename = "frontendTagName")]
    ui_tag: Option<String>,
}

/// `unknown` is what a build without the information says.
fn known(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty() && text != "unknown")
}

/// Fails on an object that is neither shape: any JSON server could answer on this path.
impl<'de> Deserialize<'de> for Healthz {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(deserializer)?;
        let answered_by = if wire.api_server_ready.is_some()
            || wire.ui_commit.is_some()
            || wire.ui_tag.is_some()
        {
            AnsweredBy::UiServer
        } else if wire.multi_user.is_some() || wire.commit_sha.is_some() || wire.tag_name.is_some()
        {
            AnsweredBy::ApiServer
        } else {
            return Err(serde::de::Error::custom(
                "none of the fields of a KFP health answer is there",
            ));
        };
        Ok(Self {
            answered_by,
            commit: known(wire.commit_sha.or(wire.api_server_commit)),
            tag: known(wire.tag_name.or(wire.api_server_tag)),
            multi_user: wire.multi_user.or(wire.api_server_multi_user),
            pipeline_store: wire.pipeline_store,
            api_server_ready: wire.api_server_ready,
            ui_commit: known(wire.ui_commit),
            ui_tag: known(wire.ui_tag),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_api_server() {
        let text = r#"{"commit_sha":"7b70c7b","tag_name":"2.17.0","multi_user":true,"pipeline_store":"database"}"#;
        let healthz: Healthz = serde_json::from_str(text).unwrap();
        assert_eq!(healthz.answered_by, AnsweredBy::ApiServer);
        assert_eq!(healthz.tag.as_deref(), Some("2.17.0"));
        assert_eq!(healthz.multi_user, Some(true));
        assert_eq!(healthz.pipeline_store, PipelineStore::Database);
        assert_eq!(healthz.api_server_ready, None);
    }

    #[test]
    fn reads_a_build_that_does_not_know_itself() {
        let text = r#"{"commit_sha":"unknown","tag_name":"unknown","multi_user":false}"#;
        let healthz: Healthz = serde_json::from_str(text).unwrap();
        assert_eq!(
            (healthz.commit, healthz.tag, healthz.multi_user),
            (None, None, Some(false))
        );
    }

    #[test]
    fn reads_the_ui_server() {
        let text = r#"{"apiServerReady":true,"apiServerCommitHash":"7b70c7b","apiServerTagName":"2.17.0",
            "apiServerMultiUser":true,"multi_user":true,"pipelineStore":"kubernetes","buildDate":"x",
            "frontendCommitHash":"abc","frontendTagName":"2.17.0"}"#;
        let healthz: Healthz = serde_json::from_str(text).unwrap();
        assert_eq!(healthz.answered_by, AnsweredBy::UiServer);
        assert_eq!(healthz.commit.as_deref(), Some("7b70c7b"));
        assert_eq!(healthz.api_server_ready, Some(true));
        assert_eq!(healthz.pipeline_store, PipelineStore::Kubernetes);
    }

    #[test]
    fn a_ui_server_that_never_reached_the_api_server_is_read() {
        let healthz: Healthz =
            serde_json::from_str(r#"{"apiServerReady":false,"buildDate":"x"}"#).unwrap();
        assert_eq!(
            (healthz.api_server_ready, healthz.multi_user, healthz.tag),
            (Some(false), None, None)
        );
    }

    #[test]
    fn another_application_is_not_taken_for_kfp() {
        for text in ["{}", r#"{"status":"ok"}"#, r#""ok""#] {
            assert!(serde_json::from_str::<Healthz>(text).is_err(), "{text}");
        }
    }
}
