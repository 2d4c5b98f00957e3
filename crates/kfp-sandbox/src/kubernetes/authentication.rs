//! Who calls: the token's account, or the anonymous user, or whom they act as.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::request::ResourceRequest;
use super::status::Status;
use crate::cluster::Cluster;
use crate::directory::{Authenticated, Subject, account_groups, account_of};

/// The caller.
///
/// # Errors
/// 401 for a token that is not accepted, 403 for acting as somebody else without the right.
pub(super) fn authenticate(
    cluster: &Cluster,
    headers: &HeaderMap,
) -> Result<Authenticated, Status> {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
        // Neither a token nor another credential: a leading space stands for the anonymous user.
        _ => " ",
    };
    let caller = cluster
        .directory()
        .review_token(cluster.issuer(), cluster.clock(), token, &[])
        .map_err(|_| Status::unauthorized())?;
    impersonate(cluster, headers, caller)
}

/// Refuses what `subject` may not ask for.
///
/// # Errors
/// 403 with the reason.
pub(super) fn authorize(
    cluster: &Cluster,
    subject: &Subject,
    request: &ResourceRequest,
) -> Result<(), Status> {
    let decision = cluster.directory().review(subject, &request.attributes());
    if decision.allowed {
        return Ok(());
    }
    Err(Status::forbidden(&subject.user, request, &decision.reason))
}

/// `Impersonate-User` and `Impersonate-Group`.
fn impersonate(
    cluster: &Cluster,
    headers: &HeaderMap,
    caller: Authenticated,
) -> Result<Authenticated, Status> {
    let text = |value: &http::HeaderValue| value.to_str().ok().map(str::to_owned);
    let user = headers.get("impersonate-user").and_then(text);
    let groups: Vec<String> = headers
        .get_all("impersonate-group")
        .iter()
        .filter_map(text)
        .collect();
    let Some(user) = user.filter(|user| !user.is_empty()) else {
        if groups.is_empty() {
            return Ok(caller);
        }
        return Err(Status::bad_request(
            "requested groups without impersonating a user",
        ));
    };
    let mut wanted = vec![match account_of(&user) {
        Some((namespace, name)) => ("serviceaccounts", namespace, name),
        None => ("users", "", user.as_str()),
    }];
    wanted.extend(groups.iter().map(|group| ("groups", "", group.as_str())));
    for (resource, namespace, name) in wanted {
        let request = ResourceRequest {
            version: "v1".to_owned(),
            namespace: namespace.to_owned(),
            resource: resource.to_owned(),
            name: name.to_owned(),
            verb: "impersonate".to_owned(),
            ..ResourceRequest::default()
        };
        authorize(cluster, &caller.subject, &request)?;
    }
    Ok(Authenticated {
        subject: Subject {
            groups: effective_groups(&user, groups),
            user,
        },
        uid: String::new(),
        token_id: String::new(),
        audiences: caller.audiences,
    })
}

fn effective_groups(user: &str, mut groups: Vec<String>) -> Vec<String> {
    if user == "system:anonymous" {
        return vec!["system:unauthenticated".to_owned()];
    }
    if groups.is_empty()
        && let Some((namespace, _)) = account_of(user)
    {
        groups = account_groups(namespace);
    }
    if !groups.iter().any(|group| group == "system:authenticated") {
        groups.push("system:authenticated".to_owned());
    }
    groups
}
