//! Who serves logs, and how they are asked for.

use http::Response;
use kfp_core::Client;
use kfp_core::error::Error;
use kfp_core::model::{AnsweredBy, Namespace, Run};
use kfp_core::request::element;
use kfp_core::transport::{Body, Transport};
use time::macros::format_description;

/// Who serves logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// `ml-pipeline`, at an address of its first version that asks for no right. Errors come with status 200.
    ApiServer,
    /// `ml-pipeline-ui`, which asks whether the caller may view the namespace.
    UserInterface,
}

impl Source {
    /// Who answers at the address; the console answers as KFP does, and refuses the address of the logs later.
    pub(crate) async fn of<T: Transport>(client: &Client<T>) -> Result<Self, Error> {
        Ok(match client.healthz().await?.answered_by {
            AnsweredBy::ApiServer => Self::ApiServer,
            AnsweredBy::UiServer => Self::UserInterface,
        })
    }

    /// The run as version 1 of the API tells it, with its workflow.
    pub(crate) async fn ask_run<T: Transport>(
        client: &Client<T>,
        run: &Run,
    ) -> Result<Response<Body>, Error> {
        let id = element(run.run_id.as_str());
        client.visit(&format!("/apis/v1beta1/runs/{id}")).await
    }

    /// The log of a pod.
    pub(crate) async fn ask_log<T: Transport>(
        self,
        client: &Client<T>,
        run: &Run,
        namespace: Option<&Namespace>,
        pod: &str,
    ) -> Result<Response<Body>, Error> {
        client.visit(&self.address(run, namespace, pod)).await
    }

    fn address(self, run: &Run, namespace: Option<&Namespace>, pod: &str) -> String {
        match self {
            Self::ApiServer => {
                let (run, pod) = (element(run.run_id.as_str()), element(pod));
                format!("/apis/v1alpha1/runs/{run}/nodes/{pod}/log")
            }
            Self::UserInterface => {
                let day = format_description!("[year]-[month]-[day]");
                let created = run.created_at.and_then(|created| created.format(day).ok());
                let query = form_urlencoded::Serializer::new(String::new())
                    .append_pair("podname", pod)
                    .append_pair("podnamespace", namespace.map_or("", Namespace::as_str))
                    .append_pair("runid", run.run_id.as_str())
                    .append_pair("createdat", created.as_deref().unwrap_or_default())
                    .finish();
                format!("/k8s/pod/logs?{query}")
            }
        }
    }
}
