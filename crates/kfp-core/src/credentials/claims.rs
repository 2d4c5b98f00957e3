//! What a token says of itself. Nothing is verified here; that is for Kubernetes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// The claims that decide whether KFP accepts a token.
///
/// They are no secret: without the signature beside them they prove nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// Whom the token is for; for KFP [`TOKEN_AUDIENCE`](super::TOKEN_AUDIENCE) must be among them.
    #[serde(default, rename = "aud", deserialize_with = "one_or_more")]
    pub audiences: Vec<String>,
    /// When it ends, in seconds since 1970.
    #[serde(rename = "exp")]
    pub expires: Option<i64>,
    /// Who made it, such as `https://kubernetes.default.svc.cluster.local`.
    #[serde(default, rename = "iss")]
    pub issuer: String,
    /// Whose it is, such as `system:serviceaccount:kubeflow:kfp-console`.
    #[serde(default, rename = "sub")]
    pub subject: String,
}

impl Claims {
    /// Whether it is for an audience.
    pub fn is_for(&self, audience: &str) -> bool {
        self.audiences.iter().any(|one| one == audience)
    }

    /// Reads the claims; `None` if the token is no JWT with claims.
    pub fn read(token: &str) -> Option<Self> {
        let payload = token.split('.').nth(1)?;
        let json = URL_SAFE_NO_PAD.decode(payload).ok()?;
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
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn reads_one_and_more_audiences() {
        let one = Claims::read(&token(r#"{"aud":"a","exp":7,"sub":"s","iss":"i"}"#)).unwrap();
        assert_eq!(
            (one.audiences, one.expires),
            (vec!["a".to_owned()], Some(7))
        );
        assert_eq!((one.subject.as_str(), one.issuer.as_str()), ("s", "i"));
        let more = Claims::read(&token(r#"{"aud":["a","b"]}"#)).unwrap();
        assert_eq!((more.audiences.len(), more.expires), (2, None));
    }

    #[test]
    fn what_is_no_token_has_no_claims() {
        for bad in ["", "a", "a.b", "a.%.c", &token("[]"), &token("{\"aud\":1}")] {
            assert_eq!(Claims::read(bad), None, "{bad}");
        }
    }
}
