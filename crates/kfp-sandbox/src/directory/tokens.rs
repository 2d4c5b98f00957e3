//! Reviews of bearer tokens, as the Kubernetes API server makes them.

use super::{Collection, Directory, Key, Subject, account_groups, account_user};
use crate::clock::Clock;
use crate::tokens::{ISSUER, ServiceAccountClaims, TokenFault, TokenIssuer};

/// An accepted token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authenticated {
    pub(crate) subject: Subject,
    /// Uid of the service account; empty for the anonymous user.
    pub(crate) uid: String,
    /// `jti` of the token; empty for the anonymous user.
    pub(crate) token_id: String,
    /// The audiences both asked for and carried.
    pub(crate) audiences: Vec<String>,
}

impl Authenticated {
    fn anonymous(audiences: Vec<String>) -> Self {
        Self {
            subject: Subject {
                user: "system:anonymous".to_owned(),
                groups: vec!["system:unauthenticated".to_owned()],
            },
            uid: String::new(),
            token_id: String::new(),
            audiences,
        }
    }
}

/// Whom a token stands for that is no service account's: a line of the API server's token file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StaticToken {
    pub(crate) user: String,
    pub(crate) uid: String,
    /// Beside `system:authenticated`.
    pub(crate) groups: Vec<String>,
}

impl StaticToken {
    fn authenticated(self) -> Authenticated {
        let mut groups = self.groups;
        groups.push("system:authenticated".to_owned());
        Authenticated {
            subject: Subject {
                user: self.user,
                groups,
            },
            uid: self.uid,
            token_id: String::new(),
            audiences: vec![ISSUER.to_owned()],
        }
    }
}

/// Why a token is not accepted: the text that stands in a `TokenReview`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejected(pub(crate) String);

impl Directory {
    /// Reviews `token` for any of `audiences` (none: the cluster's own).
    pub(crate) fn review_token(
        &self,
        issuer: &TokenIssuer,
        clock: &Clock,
        token: &str,
        audiences: &[String],
    ) -> Result<Authenticated, Rejected> {
        let wanted: Vec<String> = if audiences.is_empty() {
            vec![ISSUER.to_owned()]
        } else {
            audiences.to_vec()
        };
        if token.starts_with(' ') {
            // Kubernetes splits the header at spaces, finds no token and falls through to the anonymous user.
            return Ok(Authenticated::anonymous(wanted));
        }
        if let Some(user) = self.static_token(token) {
            // A static token is one for the cluster itself.
            if !wanted.iter().any(|audience| audience == ISSUER) {
                return Err(Rejected("invalid bearer token".to_owned()));
            }
            return Ok(user.authenticated());
        }
        let claims = issuer.check(token, clock.now()).map_err(|fault| {
            Rejected(match fault {
                TokenFault::Foreign => "invalid bearer token".to_owned(),
                TokenFault::Expired => {
                    "[invalid bearer token, service account token has expired]".to_owned()
                }
            })
        })?;
        let audiences: Vec<String> = wanted
            .iter()
            .filter(|audience| claims.audiences.contains(audience))
            .cloned()
            .collect();
        if audiences.is_empty() {
            return Err(Rejected(format!(
                "[invalid bearer token, token audiences {} is invalid for the target audiences {}]",
                go_list(&claims.audiences),
                go_list(&wanted)
            )));
        }
        self.check_account(&claims)?;
        let mut groups = account_groups(&claims.namespace);
        groups.push("system:authenticated".to_owned());
        Ok(Authenticated {
            subject: Subject {
                user: account_user(&claims.namespace, &claims.service_account),
                groups,
            },
            uid: claims.service_account_uid,
            token_id: claims.token_id,
            audiences,
        })
    }

    /// The uid of a service account, if there is one.
    pub(crate) fn account_uid(&self, namespace: &str, name: &str) -> Option<String> {
        let key = Key::new(Collection::SERVICE_ACCOUNTS, namespace, name);
        Some(self.objects.get(&key)?.uid().to_owned())
    }

    fn check_account(&self, claims: &ServiceAccountClaims) -> Result<(), Rejected> {
        let (namespace, name) = (&claims.namespace, &claims.service_account);
        match self.account_uid(namespace, name) {
            None => Err(Rejected(format!(
                "[invalid bearer token, serviceaccounts \"{name}\" not found]"
            ))),
            Some(uid) if uid != claims.service_account_uid => Err(Rejected(format!(
                "[invalid bearer token, service account UID ({uid}) does not match claim ({})]",
                claims.service_account_uid
            ))),
            Some(_) => Ok(()),
        }
    }
}

/// A list of texts as Go's `%q` prints it.
pub(super) fn go_list(items: &[String]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", quoted.join(" "))
}
