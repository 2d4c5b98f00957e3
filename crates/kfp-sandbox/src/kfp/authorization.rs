//! Whether the caller may: a review of the user alone, never of groups.

use super::call::Call;
use super::error::ApiError;
use super::identity::authenticate;
use crate::directory::{Attributes, Subject};
use crate::fault::Switch;

/// Group and version of every review, whatever version the call has.
pub(super) const GROUP: &str = "pipelines.kubeflow.org";
const VERSION: &str = "v1beta1";

/// The namespace that shared pipelines are written under (`POD_NAMESPACE`).
pub(super) const INSTALL_NAMESPACE: &str = "kubeflow";

/// What a call asks to do to objects of KFP.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    pub(super) namespace: &'a str,
    pub(super) verb: &'a str,
    pub(super) resource: &'a str,
    pub(super) name: &'a str,
}

/// Refuses a caller without the right. In single-user mode everything is allowed.
///
/// # Errors
/// 401 or 403 without the words of the operation in front; the operation wraps them.
pub(super) async fn authorize(call: &Call, wish: Wish<'_>) -> Result<(), ApiError> {
    authorize_group(call, GROUP, wish).await
}

/// [`authorize`] for another API group.
pub(super) async fn authorize_group(
    call: &Call,
    group: &str,
    wish: Wish<'_>,
) -> Result<(), ApiError> {
    if !call.multi_user() || is_shared_read(call, wish.verb) {
        return Ok(());
    }
    let user = authenticate(call).await?;
    let Wish {
        namespace,
        verb,
        resource,
        name,
    } = wish;
    call.cluster.reviews().access().await;
    if call.cluster.switches().is_on(Switch::KfpWithoutReviews) {
        return Err(ApiError::internal(format!(
            "Failed to create SubjectAccessReview for user '{user}': subjectaccessreviews.authorization.k8s.io is \
             forbidden: User \"system:serviceaccount:kubeflow:ml-pipeline\" cannot create resource \
             \"subjectaccessreviews\" in API group \"authorization.k8s.io\" at the cluster scope"
        )));
    }
    let attributes = Attributes {
        namespace: namespace.to_owned(),
        verb: verb.to_owned(),
        group: group.to_owned(),
        resource: resource.to_owned(),
        subresource: String::new(),
        name: name.to_owned(),
    };
    let subject = Subject {
        user: user.clone(),
        groups: Vec::new(),
    };
    let decision = call.cluster.directory().review(&subject, &attributes);
    if decision.allowed {
        return Ok(());
    }
    Err(ApiError::permission_denied(format!(
        "User '{user}' is not authorized with reason: {} (request: &ResourceAttributes{{Namespace:{namespace},\
         Verb:{verb},Group:{group},Version:{VERSION},Resource:{resource},Subresource:,Name:{name},\
         FieldSelector:nil,LabelSelector:nil,}})",
        decision.reason
    )))
}

/// Whether this server lets everybody read, whoever they are.
fn is_shared_read(call: &Call, verb: &str) -> bool {
    ["get", "list"].contains(&verb) && call.cluster.switches().is_on(Switch::KfpSharedRead)
}
