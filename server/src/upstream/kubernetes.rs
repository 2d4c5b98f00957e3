//! The Kubernetes API: access reviews and the profile namespaces.

use std::time::Duration;

use console_api::DeniedAccess;
use http::StatusCode;
use http_body_util::{BodyExt as _, Limited};
use k8s_openapi::api::authorization::v1::{
    ResourceAttributes, SubjectAccessReview, SubjectAccessReviewSpec,
};
use k8s_openapi::api::core::v1::Namespace;
use kube::Resource as _;
use kube::api::{ListParams, ObjectList, PartialObjectMeta, PostParams};
use kube::client::Body;
use kube::core::Request;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::access::Ask;
use crate::config::KubernetesConfig;
use crate::identity::UserId;
use crate::layers::known_method;
use crate::telemetry::{Course, Ended, Step, Tracer};

/// The group of all of KFP's resources.
const GROUP: &str = "pipelines.kubeflow.org";
/// The version that KFP itself asks about, for calls of its newer API too.
const VERSION: &str = "v1beta1";
/// Longer answers are not read: five hundred namespaces with what was applied to them are some megabytes.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// More profile namespaces than these are not offered; the session document says that it is not complete.
const MOST_NAMESPACES: u32 = 500;

/// What is asked of Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    /// The user, and never a group: KFP asks about users alone.
    pub(crate) user: String,
    /// The verb, such as `list`.
    pub(crate) verb: &'static str,
    /// The resource in KFP's group, such as `runs`.
    pub(crate) resource: &'static str,
    /// The namespace.
    pub(crate) namespace: String,
}

impl Question {
    /// Puts a question about a user.
    pub(crate) fn new(user: &UserId, ask: Ask, namespace: &str) -> Self {
        Self {
            user: user.as_str().to_owned(),
            verb: ask.verb,
            resource: ask.resource,
            namespace: namespace.to_owned(),
        }
    }

    /// The question as it is shown to a user who was refused.
    pub(crate) fn denied(self) -> DeniedAccess {
        DeniedAccess {
            user: self.user,
            verb: self.verb.to_owned(),
            resource: self.resource.to_owned(),
            namespace: self.namespace,
        }
    }
}

/// A profile namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProfileNamespace {
    /// Its name.
    pub(crate) name: String,
    /// The user who owns the profile, where the namespace says so.
    pub(crate) owner: Option<String>,
}

/// Why Kubernetes gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KubernetesError {
    /// The configuration of the client cannot be used.
    #[error("the Kubernetes client cannot be set up")]
    Setup(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No answer in time.
    #[error("Kubernetes did not answer within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// No answer.
    #[error("Kubernetes did not answer the question")]
    Call(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An error instead of an answer, by the status and Kubernetes' word for it.
    #[error("Kubernetes answered {status}{}", .reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default())]
    Refused {
        /// The status.
        status: StatusCode,
        /// Kubernetes' one word for the reason.
        reason: Option<String>,
    },
    /// Something that Kubernetes did not write.
    #[error("what answered {0} in place of Kubernetes is not it")]
    NotUnderstood(StatusCode),
    /// An answer without a decision.
    #[error("Kubernetes answered without a decision")]
    NoDecision,
}

impl KubernetesError {
    /// One word for it, for traces.
    fn word(&self) -> &'static str {
        match self {
            Self::Setup(_) => "setup",
            Self::Timeout(_) => "timeout",
            Self::Call(_) => "call",
            Self::Refused { .. } => "refused",
            Self::NotUnderstood(_) => "not_understood",
            Self::NoDecision => "no_decision",
        }
    }
}

/// A client of the Kubernetes API with a deadline.
#[derive(Clone)]
pub(crate) struct Kubernetes {
    client: kube::Client,
    deadline: Duration,
    selector: String,
    tracer: Tracer,
}

impl std::fmt::Debug for Kubernetes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kubernetes")
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl Kubernetes {
    /// Sets the client up; calls nobody.
    ///
    /// # Errors
    /// [`KubernetesError::Setup`] if neither the flags, nor the pod, nor a kubeconfig name an API.
    pub(crate) async fn new(
        config: &KubernetesConfig,
        tracer: Tracer,
    ) -> Result<Self, KubernetesError> {
        let mut client = match &config.kubernetes_url {
            Some(url) => explicit(url, config)?,
            None => kube::Config::infer()
                .await
                .map_err(|error| KubernetesError::Setup(error.into()))?,
        };
        client.connect_timeout = Some(config.review_timeout);
        // Every call has its deadline. One on reading would end a connection that only rests, and with it the review that
        // is just then sent on it.
        client.read_timeout = None;
        let client =
            kube::Client::try_from(client).map_err(|error| KubernetesError::Setup(error.into()))?;
        Ok(Self {
            client,
            deadline: config.review_timeout,
            selector: config.profile_selector.clone(),
            tracer,
        })
    }

    /// Asks whether a user may do something.
    ///
    /// # Errors
    /// Whatever keeps Kubernetes from deciding; the caller must then refuse.
    pub(crate) async fn review(&self, question: &Question) -> Result<bool, KubernetesError> {
        let review = SubjectAccessReview {
            spec: SubjectAccessReviewSpec {
                user: Some(question.user.clone()),
                resource_attributes: Some(ResourceAttributes {
                    group: Some(GROUP.to_owned()),
                    version: Some(VERSION.to_owned()),
                    resource: Some(question.resource.to_owned()),
                    verb: Some(question.verb.to_owned()),
                    namespace: Some(question.namespace.clone()),
                    ..Default::default()
                }),
                ..Default::default()
            },
            ..Default::default()
        };
        let written = serde_json::to_vec(&review).map_err(|error| failed(error.into()))?;
        let request = Request::new(SubjectAccessReview::url_path(&(), None))
            .create(&PostParams::default(), written)
            .map_err(|error| failed(error.into()))?;
        let answer: SubjectAccessReview = self.ask("subjectaccessreviews", request).await?;
        let status = answer.status.ok_or(KubernetesError::NoDecision)?;
        Ok(status.allowed && status.denied != Some(true))
    }

    /// The profile namespaces, sorted by name, and whether these are all.
    ///
    /// # Errors
    /// Whatever keeps Kubernetes from answering, the console's own rights included.
    pub(crate) async fn profile_namespaces(
        &self,
    ) -> Result<(Vec<ProfileNamespace>, bool), KubernetesError> {
        let params = ListParams::default()
            .labels(&self.selector)
            .limit(MOST_NAMESPACES);
        let request = Request::new(Namespace::url_path(&(), None))
            .list_metadata(&params)
            .map_err(|error| failed(error.into()))?;
        let list: ObjectList<PartialObjectMeta<Namespace>> =
            self.ask("namespaces", request).await?;
        let complete = list.metadata.continue_.is_none_or(|token| token.is_empty());
        let mut namespaces: Vec<_> = list
            .items
            .into_iter()
            .filter_map(|item| {
                let owner = item
                    .metadata
                    .annotations
                    .and_then(|mut all| all.remove("owner"));
                item.metadata
                    .name
                    .map(|name| ProfileNamespace { name, owner })
            })
            .collect();
        namespaces.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((namespaces, complete))
    }

    /// Sends a request and reads the answer. Not by the client's own reading: it writes what it cannot read into the log.
    async fn ask<T: DeserializeOwned>(
        &self,
        collection: &'static str,
        request: http::Request<Vec<u8>>,
    ) -> Result<T, KubernetesError> {
        let method = known_method(request.method());
        let place = Course::current().parent();
        let step = self.tracer.begin(Step::Kubernetes, place);
        let asked = async {
            let sent = self.client.send(request.map(Body::from)).await;
            let response = sent.map_err(|error| failed(error.into()))?;
            let status = response.status();
            let body = Limited::new(response.into_body(), MOST_BYTES).collect();
            let body = body.await.map_err(failed)?.to_bytes();
            if status.is_success() {
                serde_json::from_slice(&body).map_err(|_| KubernetesError::NotUnderstood(status))
            } else {
                Err(refused(status, &body))
            }
        };
        let answer = match tokio::time::timeout(self.deadline, asked).await {
            Ok(answer) => answer,
            Err(_) => Err(KubernetesError::Timeout(self.deadline)),
        };
        step.end(Ended {
            request: Some((method, collection)),
            status: None,
            problem: answer.as_ref().err().map(KubernetesError::word),
        });
        answer
    }
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> KubernetesError {
    KubernetesError::Call(error)
}

/// What a refusal says of itself: the one word for the reason, and nothing that anybody could have written at will.
fn refused(status: StatusCode, body: &[u8]) -> KubernetesError {
    #[derive(Deserialize)]
    struct Said {
        kind: String,
        reason: Option<String>,
    }
    let said: Option<Said> = serde_json::from_slice(body).ok();
    let is_word = |reason: &String| {
        reason.len() <= 40 && reason.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let reason = said
        .filter(|said| said.kind == "Status")
        .and_then(|said| said.reason)
        .filter(is_word);
    KubernetesError::Refused { status, reason }
}

fn explicit(url: &str, config: &KubernetesConfig) -> Result<kube::Config, KubernetesError> {
    let url = url
        .parse()
        .map_err(|error: http::uri::InvalidUri| KubernetesError::Setup(error.into()))?;
    let mut client = kube::Config::new(url);
    client.auth_info.token_file = config
        .kubernetes_token_file
        .as_ref()
        .map(|path| path.display().to_string());
    client.root_cert_file.clone_from(&config.kubernetes_ca_file);
    if client.cluster_url.scheme_str() == Some("http") {
        // Else the system's authorities would be read for nothing, and an image of one program has none to read.
        client.root_cert = Some(Vec::new());
    }
    Ok(client)
}
