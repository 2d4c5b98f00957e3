//! The Kubernetes API: access reviews and the profile namespaces.

use std::time::Duration;

use console_api::DeniedAccess;
use k8s_openapi::api::authorization::v1::{
    ResourceAttributes, SubjectAccessReview, SubjectAccessReviewSpec,
};
use k8s_openapi::api::core::v1::Namespace;
use kube::api::{Api, ListParams, PostParams};

use crate::access::Ask;
use crate::config::KubernetesConfig;
use crate::identity::UserId;

/// The group of all of KFP's resources.
const GROUP: &str = "pipelines.kubeflow.org";
/// The version that KFP itself asks about, for calls of its newer API too.
const VERSION: &str = "v1beta1";
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
    /// An error instead of an answer.
    #[error("Kubernetes did not answer the question")]
    Call(#[source] Box<kube::Error>),
    /// An answer without a decision.
    #[error("Kubernetes answered without a decision")]
    NoDecision,
}

/// A client of the Kubernetes API with a deadline.
#[derive(Clone)]
pub(crate) struct Kubernetes {
    client: kube::Client,
    deadline: Duration,
    selector: String,
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
    pub(crate) async fn new(config: &KubernetesConfig) -> Result<Self, KubernetesError> {
        let mut client = match &config.kubernetes_url {
            Some(url) => explicit(url, config)?,
            None => kube::Config::infer()
                .await
                .map_err(|error| KubernetesError::Setup(error.into()))?,
        };
        client.connect_timeout = Some(config.review_timeout);
        client.read_timeout = Some(config.review_timeout);
        let client =
            kube::Client::try_from(client).map_err(|error| KubernetesError::Setup(error.into()))?;
        Ok(Self {
            client,
            deadline: config.review_timeout,
            selector: config.profile_selector.clone(),
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
        let api: Api<SubjectAccessReview> = Api::all(self.client.clone());
        let answer = self
            .within(api.create(&PostParams::default(), &review))
            .await?;
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
        let api: Api<Namespace> = Api::all(self.client.clone());
        let params = ListParams::default()
            .labels(&self.selector)
            .limit(MOST_NAMESPACES);
        let list = self.within(api.list_metadata(&params)).await?;
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

    async fn within<T>(
        &self,
        call: impl Future<Output = kube::Result<T>>,
    ) -> Result<T, KubernetesError> {
        match tokio::time::timeout(self.deadline, call).await {
            Ok(answer) => answer.map_err(|error| KubernetesError::Call(error.into())),
            Err(_) => Err(KubernetesError::Timeout(self.deadline)),
        }
    }
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
    Ok(client)
}
