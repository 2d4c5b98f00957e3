//! KFP's own errors.

use std::fmt;

use crate::model::{Status, StatusDetail};

/// The class of an error, by gRPC's numbers.
///
/// # Spec
/// <https://github.com/grpc/grpc/blob/master/doc/statuscodes.md>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusCodeName {
    /// 1: the caller went away.
    Cancelled,
    /// 3: a bad filter, namespace or parameter.
    InvalidArgument,
    /// 4: a deadline inside KFP passed.
    DeadlineExceeded,
    /// 5: no such object.
    NotFound,
    /// 6: the name is taken.
    AlreadyExists,
    /// 7: no right to do this here.
    PermissionDenied,
    /// 8: a quota.
    ResourceExhausted,
    /// 9: the object is in a state that forbids it.
    FailedPrecondition,
    /// 10: KFP's "bad request", answered as 409.
    Aborted,
    /// 12: wrong method, or not supported by this server.
    Unimplemented,
    /// 13: KFP failed.
    Internal,
    /// 14: KFP or Kubernetes is not there for the moment.
    Unavailable,
    /// 16: no or bad identity.
    Unauthenticated,
    /// Any other number.
    Other,
}

impl StatusCodeName {
    fn from_number(number: i32) -> Self {
        match number {
            1 => Self::Cancelled,
            3 => Self::InvalidArgument,
            4 => Self::DeadlineExceeded,
            5 => Self::NotFound,
            6 => Self::AlreadyExists,
            7 => Self::PermissionDenied,
            8 => Self::ResourceExhausted,
            9 => Self::FailedPrecondition,
            10 => Self::Aborted,
            12 => Self::Unimplemented,
            13 => Self::Internal,
            14 => Self::Unavailable,
            16 => Self::Unauthenticated,
            _ => Self::Other,
        }
    }

    /// For answers that carry no number: the upload handler's.
    fn from_http(status: u16) -> Self {
        match status {
            400 => Self::InvalidArgument,
            401 => Self::Unauthenticated,
            403 => Self::PermissionDenied,
            404 => Self::NotFound,
            409 => Self::AlreadyExists,
            500 => Self::Internal,
            501 => Self::Unimplemented,
            503 => Self::Unavailable,
            504 => Self::DeadlineExceeded,
            _ => Self::Other,
        }
    }
}

/// An error that KFP wrote.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    code: StatusCodeName,
    status: Status,
}

impl ApiError {
    /// From `{"code", "message", "details"}`.
    pub(crate) fn from_status(status: Status) -> Self {
        let mut code = StatusCodeName::from_number(status.code);
        // KFP 2.0 alpha answers a missing or bad identity with 500 and code 13.
        if code == StatusCodeName::Internal
            && status
                .message
                .contains("Unauthenticated: Request header error")
        {
            code = StatusCodeName::Unauthenticated;
        }
        Self { code, status }
    }

    /// From `{"error_message", "error_details"}`, the shape of the upload handlers. The details may be a stack trace
    /// and are dropped.
    pub(crate) fn from_message(http_status: u16, message: String) -> Self {
        let code = StatusCodeName::from_http(http_status);
        // The text is meant for people as a whole, as details are, and is no chain to be taken apart.
        let detail = StatusDetail {
            message: message.clone(),
            ..StatusDetail::default()
        };
        let status = Status {
            code: 0,
            message,
            details: vec![detail],
        };
        Self { code, status }
    }

    /// The class.
    pub fn code(&self) -> StatusCodeName {
        self.code
    }

    /// The text for people, one line.
    pub fn summary(&self) -> &str {
        let text = self.status.summary();
        if text.is_empty() {
            "KFP gave no reason"
        } else {
            text
        }
    }

    /// KFP's whole chain, for a pane of details.
    pub fn chain(&self) -> &str {
        &self.status.message
    }

    /// Why, as a stable word to branch on; `None` from KFP itself, which writes none. This project's console does.
    pub fn reason(&self) -> Option<&str> {
        let mut reasons = self
            .status
            .details
            .iter()
            .map(|detail| detail.reason.as_str());
        reasons.find(|reason| !reason.is_empty())
    }

    /// Which access was denied, when this is a refusal of KFP's in its usual words.
    pub fn denied_access(&self) -> Option<DeniedAccess<'_>> {
        (self.code == StatusCodeName::PermissionDenied)
            .then(|| DeniedAccess::parse(self.summary()))?
    }
}

/// Not the chain: it is long and shown only where it is asked for.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .field("summary", &self.summary())
            .finish_non_exhaustive()
    }
}

/// What KFP's refusal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeniedAccess<'a> {
    /// Whom KFP took us for.
    pub user: &'a str,
    /// The namespace; empty when the request named none.
    pub namespace: &'a str,
    /// The verb, such as `list`.
    pub verb: &'a str,
    /// The resource of `pipelines.kubeflow.org`, such as `runs`. Recurring runs are `jobs`.
    pub resource: &'a str,
}

impl<'a> DeniedAccess<'a> {
    /// Reads `User 'X' is not authorized with reason: … (request: &ResourceAttributes{Namespace:…,Verb:…,…})`, by
    /// names, as older servers print fewer fields.
    fn parse(text: &'a str) -> Option<Self> {
        let (_, rest) = text.split_once("User '")?;
        let (user, rest) = rest.split_once("' is not authorized")?;
        let (_, attributes) = rest.split_once("ResourceAttributes{")?;
        let field = |name: &str| {
            attributes
                .split(',')
                .find_map(|part| part.strip_prefix(name)?.strip_prefix(':'))
                .unwrap_or_default()
        };
        Some(Self {
            user,
            namespace: field("Namespace"),
            verb: field("Verb"),
            resource: field("Resource"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENIAL: &str = "User 'carol@example.com' is not authorized with reason:  (request: \
        &ResourceAttributes{Namespace:team-b,Verb:list,Group:pipelines.kubeflow.org,Version:v1beta1,Resource:runs,\
        Subresource:,Name:,FieldSelector:nil,LabelSelector:nil,})";

    fn denial(text: &str) -> ApiError {
        of_code(7, text)
    }

    fn of_code(code: i32, text: &str) -> ApiError {
        let details = vec![StatusDetail {
            code,
            message: text.to_owned(),
            ..StatusDetail::default()
        }];
        ApiError::from_status(Status {
            code,
            message: format!("Failed: {text}"),
            details,
        })
    }

    #[test]
    fn a_workflow_that_the_cluster_does_not_keep_is_told_with_its_limit() {
        let hint = |text: &str| {
            let error = crate::error::Error::Api {
                operation: crate::operation::Operation::CreateRun,
                status: http::StatusCode::INTERNAL_SERVER_ERROR,
                error: Box::new(of_code(13, text)),
            };
            error
                .hint()
                .map(|hint| hint.to_string())
                .unwrap_or_default()
        };
        let words =
            "InternalServerError: Failed to create a workflow: etcdserver: request is too large";
        assert!(hint(words).contains("1.5 MiB"), "{}", hint(words));
        assert!(!hint("the database is gone").contains("1.5 MiB"));
    }

    /// K37: the words that it has for rubbish, too.
    #[test]
    fn a_template_that_the_server_does_not_know_is_told_with_what_it_may_be() {
        let hint = |text: &str| {
            let error = crate::error::Error::Api {
                operation: crate::operation::Operation::UploadPipeline,
                status: http::StatusCode::BAD_REQUEST,
                error: Box::new(of_code(3, text)),
            };
            error.hint().map(|hint| hint.to_string())
        };
        let told =
            hint("Failed to create a pipeline: unknown template format: pipeline spec is invalid");
        assert!(told.is_some_and(|told| told.contains("older than the compiler")));
        assert_eq!(hint("Failed to create a pipeline: the name is taken"), None);
    }

    #[test]
    fn a_denial_names_user_verb_resource_and_namespace() {
        let error = denial(DENIAL);
        let denied = error.denied_access().unwrap();
        assert_eq!(
            (denied.user, denied.namespace, denied.verb, denied.resource),
            ("carol@example.com", "team-b", "list", "runs")
        );
    }

    #[test]
    fn other_words_are_no_denial_that_can_be_read() {
        assert_eq!(denial("no").denied_access(), None);
    }

    #[test]
    fn an_alpha_server_without_identity_is_unauthenticated() {
        let message = "Internal error: Unauthenticated: Request header error: there is no user identity header.\nstack";
        let status = Status {
            code: 13,
            message: message.to_owned(),
            details: vec![],
        };
        assert_eq!(
            ApiError::from_status(status).code(),
            StatusCodeName::Unauthenticated
        );
    }
}
