//! What a service-account token says of itself. Nothing is verified here; that is for Kubernetes.

use base64::Engine as _;
use serde::Deserialize;

/// The claims that decide whether KFP accepts a token.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Claims {
    /// Whom the token is for; `pipelines.kubeflow.org` must be among them.
    #[serde(default, deserialize_with = "one_or_more")]
    pub(super) aud: Vec<String>,
    /// When it ends, in seconds since 1970.
    pub(super) exp: Option<i64>,
    /// Whose it is, such as `system:serviceaccount:kubeflow:kfp-console`.
    #[serde(default)]
    pub(super) sub: String,
}

impl Claims {
    /// Reads the claims; `None` if the token is no JWT with claims.
    pub(super) fn read(token: &str) -> Option<Self> {
        let payload = token.split('.').nth(1)?;
        let json = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(payload)
            .ok()?;
        serde_json::from_slice(&json).ok()
    }
}

fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(one) => vec![one],
        OneOrMore::More(more) => more,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> String {
        format!(
            "e30.{}.c2ln",
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(payload)
        )
    }

    #[test]
    fn reads_one_and_more_audiences() {
        let one =
            Claims::read(&token(r#"{"aud":"a","exp":7,"sub":"s","iss":"i"}"#)).expect("claims");
        assert_eq!(
            (one.aud, one.exp, one.sub),
            (vec!["a".to_owned()], Some(7), "s".to_owned())
        );
        let more = Claims::read(&token(r#"{"aud":["a","b"]}"#)).expect("claims");
        assert_eq!((more.aud.len(), more.exp), (2, None));
    }

    #[test]
    fn what_is_no_token_has_no_claims() {
        for bad in ["", "a", "a.b", "a.%.c", &token("[]"), &token("{\"aud\":1}")] {
            assert_eq!(Claims::read(bad), None, "{bad}");
        }
    }
}
