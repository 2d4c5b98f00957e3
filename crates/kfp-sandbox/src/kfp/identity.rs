//! Who calls: the identity header first, then a bearer token.

use http::HeaderMap;

use super::call::Call;
use super::error::ApiError;
use crate::fault::Switch;

/// In which header the platform says who calls, and what stands before the name.
#[derive(Clone, Copy, Debug)]
struct UserHeader {
    name: &'static str,
    prefix: &'static str,
}

/// `KUBEFLOW_USERID_HEADER` and `KUBEFLOW_USERID_PREFIX` of the Kubeflow manifests.
const OF_KUBEFLOW: UserHeader = UserHeader {
    name: "kubeflow-userid",
    prefix: "",
};
/// What KFP expects where nothing names another header.
const OF_NOBODY: UserHeader = UserHeader {
    name: "x-goog-authenticated-user-email",
    prefix: "accounts.google.com:",
};
/// `TOKEN_REVIEW_AUDIENCE`.
const AUDIENCE: &str = "pipelines.kubeflow.org";

/// What one authenticator made of a call.
enum Attempt {
    User(String),
    Failed(String),
}

/// The caller's name.
///
/// # Errors
/// 401 in the words of both authenticators; [`ApiError::Crash`] for an identity header that is there but blank, of
/// which the real process dies.
pub(super) async fn authenticate(call: &Call) -> Result<String, ApiError> {
    let expected = if call.cluster.switches().is_on(Switch::KfpForeignUserHeader) {
        OF_NOBODY
    } else {
        OF_KUBEFLOW
    };
    let by_header = match by_header(&call.headers, expected) {
        Attempt::User(user) if user.is_empty() => {
            tracing::error!(
                "simulated crash: a call carried an empty {} header, of which the real KFP API server panics and \
                 exits; the sandbox closes the connection instead",
                expected.name
            );
            return Err(ApiError::Crash);
        }
        Attempt::User(user) => return Ok(user),
        Attempt::Failed(why) => why,
    };
    let by_token = match by_token(call).await? {
        Attempt::User(user) => return Ok(user),
        Attempt::Failed(why) => why,
    };
    let why = if by_header == by_token {
        by_header
    } else {
        format!("[{by_header}, {by_token}]")
    };
    Err(ApiError::unauthenticated(
        "Failed to check authorization. User identity is empty in the request header",
        &why,
    ))
}

/// The values of a header as they reach the service: those that are not plain ASCII are lost on the way.
fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .map(str::trim)
        .collect()
}

/// What is said of a call without any identity.
pub(super) const NOBODY: &str = "Unauthenticated: Request header error: there is no user identity header.: Request \
     header error: there is no user identity header.";

fn no_identity() -> String {
    NOBODY.to_owned()
}

fn bad_request(text: &str) -> String {
    format!("BadRequestError: {text}: {text}")
}

fn by_header(headers: &HeaderMap, UserHeader { name, prefix }: UserHeader) -> Attempt {
    match values(headers, name)[..] {
        [] => Attempt::Failed(no_identity()),
        [value] => match value.strip_prefix(prefix) {
            Some(user) => Attempt::User(user.to_owned()),
            None => Attempt::Failed(bad_request(&format!(
                "Header '{name}' is incorrectly formatted. Expected prefix '{prefix}'"
            ))),
        },
        ref several => Attempt::Failed(bad_request(&too_many(name, several.len()))),
    }
}

fn too_many(header: &str, count: usize) -> String {
    format!("Request header error: unexpected number of '{header}' headers. Expect 1 got {count}")
}

async fn by_token(call: &Call) -> Result<Attempt, ApiError> {
    let value = match values(&call.headers, "authorization")[..] {
        [] => return Ok(Attempt::Failed(no_identity())),
        [value] => value,
        ref several => {
            return Ok(Attempt::Failed(bad_request(&too_many(
                "Authorization",
                several.len(),
            ))));
        }
    };
    let Some(token) = value.strip_prefix("Bearer ") else {
        let text = "Header 'Authorization' is incorrectly formatted. Expected prefix 'Bearer '";
        return Ok(Attempt::Failed(bad_request(text)));
    };
    let cluster = &call.cluster;
    cluster.reviews().token().await;
    let review = cluster.directory().review_token(
        cluster.issuer(),
        cluster.clock(),
        token,
        &[AUDIENCE.to_owned()],
    );
    Ok(match review {
        Ok(authenticated) => Attempt::User(authenticated.subject.user),
        Err(rejected) => Attempt::Failed(format!(
            "Authentication failure: Unauthenticated: Review.Status.Authenticated is false. Error {}: \
             Failed to authenticate token review",
            rejected.0
        )),
    })
}
