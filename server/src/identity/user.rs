//! The name of a user.

use std::fmt;

use http::HeaderValue;
use sha2::{Digest, Sha256};

use crate::problem::{Failure, ProblemCode};

/// Longer names are refused: no identity provider makes them, and they are stored in caches.
const LONGEST: usize = 320;

/// The name of a user as the gateway gave it, without the configured prefix.
///
/// Printable ASCII, never empty. An empty one would end the process of the real API server if it were passed on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct UserId(String);

impl UserId {
    /// Judges the values of the identity header.
    ///
    /// # Errors
    /// A 401 when there is no value, more than one, or one that is no name.
    pub(super) fn from_claims(claims: &[HeaderValue], prefix: &str) -> Result<Self, Failure> {
        let invalid = |detail: &str| Failure::new(ProblemCode::IdentityInvalid, detail);
        let claim = match claims {
            [] => {
                return Err(Failure::new(
                    ProblemCode::IdentityMissing,
                    "The request carries no identity header.",
                ));
            }
            [claim] => claim,
            _ => return Err(invalid("The identity header came more than once.")),
        };
        let name = claim
            .to_str()
            .map_err(|_| invalid("The identity header holds characters that are not ASCII."))?
            .trim()
            .strip_prefix(prefix)
            .ok_or_else(|| invalid("The identity header lacks the configured prefix."))?;
        if name.is_empty() {
            return Err(invalid("The identity header is empty."));
        }
        if name.len() > LONGEST {
            return Err(invalid("The identity header is too long."));
        }
        // A comma is what proxies put between the values of a header that came twice.
        if name.contains(',') || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(invalid("The identity header does not hold one name."));
        }
        Ok(Self(name.to_owned()))
    }

    /// The console itself, for a question that is about nobody. Never sent to KFP.
    pub(crate) fn of_the_console() -> Self {
        Self("kfp-console".to_owned())
    }

    /// A name that no gateway gave.
    #[cfg(test)]
    pub(crate) fn for_test(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for the log: the same for the same user on every replica, and not the address of a person.
    pub(crate) fn hashed(&self) -> String {
        let digest = Sha256::digest(self.0.as_bytes());
        crate::random::digits(&digest[..6])
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(values: &[&[u8]], prefix: &str) -> Result<String, ProblemCode> {
        let values: Vec<_> = values
            .iter()
            .map(|value| HeaderValue::from_bytes(value).expect("a value"))
            .collect();
        UserId::from_claims(&values, prefix)
            .map(|user| user.0)
            .map_err(|failure| failure.code)
    }

    #[test]
    fn accepts_one_name() {
        assert_eq!(
            read(&[b"a@example.com"], ""),
            Ok("a@example.com".to_owned())
        );
        assert_eq!(
            read(&[b"accounts.google.com:a@b"], "accounts.google.com:"),
            Ok("a@b".to_owned())
        );
        assert_eq!(
            read(&[b"system:serviceaccount:team-a:default-editor"], ""),
            Ok("system:serviceaccount:team-a:default-editor".to_owned())
        );
    }

    #[test]
    fn refuses_everything_else() {
        assert_eq!(read(&[], ""), Err(ProblemCode::IdentityMissing));
        for values in [
            &[b"".as_slice()] as &[&[u8]],
            &[b"   "],
            &[b"a@b", b"a@b"],
            &[b"a@b", b""],
            &[b"a@b,c@d"],
            &[b"a b"],
            &[b"a\tb"],
            &["김@example.com".as_bytes()],
            &[b"a@b\xff"],
            &[[b'a'; 321].as_slice()],
        ] {
            assert_eq!(
                read(values, ""),
                Err(ProblemCode::IdentityInvalid),
                "{values:?}"
            );
        }
        assert_eq!(
            read(&[b"a@b"], "accounts.google.com:"),
            Err(ProblemCode::IdentityInvalid)
        );
        assert_eq!(
            read(&[b"accounts.google.com:"], "accounts.google.com:"),
            Err(ProblemCode::IdentityInvalid)
        );
    }

    #[test]
    fn hash_is_stable_and_says_nothing() {
        let hash = |name: &str| UserId(name.to_owned()).hashed();
        // echo -n a@example.com | sha256sum
        assert_eq!(hash("a@example.com"), "08168cd80dfd");
        assert_ne!(hash("a@example.com"), hash("b@example.com"));
    }

    proptest! {
        #[test]
        fn never_panics_and_never_yields_a_blank_name(value in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(value) = HeaderValue::from_bytes(&value)
                && let Ok(user) = UserId::from_claims(&[value], "")
            {
                prop_assert!(!user.as_str().trim().is_empty());
                prop_assert!(user.as_str().is_ascii());
            }
        }
    }
}
