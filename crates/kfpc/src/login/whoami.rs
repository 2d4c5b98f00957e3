//! Who the gateway takes us for.

use bytes::Bytes;
use http::{Request, header};
use kfp_core::Client;
use kfp_core::error::{Error, ProxyReason};
use kfp_core::model::Namespace;
use kfp_core::transport::Transport;
use serde::Deserialize;

/// Where Kubeflow's dashboard tells its page who is signed in.
const ENV_INFO: &str = "/api/workgroup/env-info";

/// Somebody, and where they may work.
#[derive(Debug, Deserialize)]
pub(crate) struct Who {
    pub(crate) user: String,
    #[serde(default)]
    namespaces: Vec<Membership>,
}

#[derive(Debug, Deserialize)]
struct Membership {
    namespace: String,
    role: String,
}

impl Who {
    /// The namespaces, those of one's own first.
    pub(crate) fn namespaces(&self) -> Vec<&str> {
        let owned = self.namespaces.iter().filter(|it| it.role == "owner");
        let others = self.namespaces.iter().filter(|it| it.role != "owner");
        owned
            .chain(others)
            .map(|it| it.namespace.as_str())
            .collect()
    }

    /// The namespace that is meant when none is said: the only one of one's own, or the only one.
    pub(crate) fn only_namespace(&self) -> Option<Namespace> {
        let mut owned = self.namespaces.iter().filter(|it| it.role == "owner");
        match (owned.next(), owned.next(), self.namespaces.as_slice()) {
            (Some(one), None, _) | (None, None, [one]) => Namespace::new(&*one.namespace).ok(),
            _ => None,
        }
    }
}

/// Asks the dashboard behind the gateway; `None` when there is none that can say. The client's address is that of the
/// gateway alone.
///
/// # Errors
/// When the gateway does not take the credentials.
pub(crate) async fn who_am_i<T: Transport>(gateway: &Client<T>) -> Result<Option<Who>, Error> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = http::Uri::from_static(ENV_INFO);
    request.headers_mut().insert(
        header::ACCEPT,
        http::HeaderValue::from_static("application/json"),
    );
    match gateway.send(request).await {
        Ok(answer) if answer.status().is_success() => {
            Ok(serde_json::from_slice(answer.body()).ok())
        }
        Err(error) if error.is_signed_out() || is_refused(&error) => Err(error),
        _ => Ok(None),
    }
}

fn is_refused(error: &Error) -> bool {
    matches!(
        error,
        Error::Unexpected {
            reason: ProxyReason::TokenRefused { .. } | ProxyReason::EmptyUnauthorized,
            ..
        }
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_name_of_a_namespace_is_meant_unsaid() {
        let of = |name: &str| {
            let memberships = json!([{"namespace": name, "role": "owner"}]);
            let who = json!({"user": "a@example.com", "namespaces": memberships});
            let who: Who = serde_json::from_value(who).unwrap();
            who.only_namespace().map(|it| it.to_string())
        };
        assert_eq!(of("team-vision").as_deref(), Some("team-vision"));
        for none in ["", "Team Vision", "a/../b", "a\u{1b}[2J"] {
            assert_eq!(of(none), None, "{none:?}");
        }
    }
}
