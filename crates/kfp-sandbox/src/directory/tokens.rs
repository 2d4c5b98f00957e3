//! Reviews of bearer tokens, as the Kubernetes API server makes them.

use rusqlite::OptionalExtension;

use super::Directory;
use super::access::Subject;
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

/// Why a token is not accepted: the text that stands in a `TokenReview`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejected(pub(crate) String);

impl Directory {
    /// Reviews `token` for any of `audiences` (none: the cluster's own).
    pub(crate) async fn review_token(
        &self,
        issuer: &TokenIssuer,
        clock: &Clock,
        token: &str,
        audiences: &[String],
    ) -> Result<Result<Authenticated, Rejected>, rusqlite::Error> {
        let wanted: Vec<String> = if audiences.is_empty() {
            vec![ISSUER.to_owned()]
        } else {
            audiences.to_vec()
        };
        if token.starts_with(' ') {
            // Kubernetes splits the header at spaces, finds no token and falls through to the anonymous user.
            return Ok(Ok(Authenticated {
                subject: Subject {
                    user: "system:anonymous".to_owned(),
                    groups: vec!["system:unauthenticated".to_owned()],
                },
                uid: String::new(),
                token_id: String::new(),
                audiences: wanted,
            }));
        }
        let claims = match issuer.check(token, clock.now()) {
            Ok(claims) => claims,
            Err(TokenFault::Foreign) => {
                return Ok(Err(Rejected("invalid bearer token".to_owned())));
            }
            Err(TokenFault::Expired) => {
                let text = "[invalid bearer token, service account token has expired]";
                return Ok(Err(Rejected(text.to_owned())));
            }
        };
        let audiences: Vec<String> = wanted
            .iter()
            .filter(|audience| claims.audiences.contains(audience))
            .cloned()
            .collect();
        if audiences.is_empty() {
            return Ok(Err(Rejected(format!(
                "[invalid bearer token, token audiences {} is invalid for the target audiences {}]",
                go_list(&claims.audiences),
                go_list(&wanted)
            ))));
        }
        if !self.has_account(&claims).await? {
            let name = &claims.service_account;
            return Ok(Err(Rejected(format!(
                "[invalid bearer token, serviceaccounts \"{name}\" not found]"
            ))));
        }
        Ok(Ok(Authenticated {
            subject: Subject {
                user: format!(
                    "system:serviceaccount:{}:{}",
                    claims.namespace, claims.service_account
                ),
                groups: vec![
                    "system:serviceaccounts".to_owned(),
                    format!("system:serviceaccounts:{}", claims.namespace),
                    "system:authenticated".to_owned(),
                ],
            },
            uid: claims.service_account_uid,
            token_id: claims.token_id,
            audiences,
        }))
    }

    async fn has_account(&self, claims: &ServiceAccountClaims) -> Result<bool, rusqlite::Error> {
        let (namespace, name) = (claims.namespace.clone(), claims.service_account.clone());
        let uid = self
            .database
            .read(move |connection| {
                connection
                    .prepare_cached(
                        "SELECT uid FROM service_accounts WHERE namespace = ?1 AND name = ?2",
                    )?
                    .query_row((namespace, name), |row| row.get::<_, String>(0))
                    .optional()
            })
            .await?;
        Ok(uid.is_some_and(|uid| uid == claims.service_account_uid))
    }
}

/// A list of texts as Go's `%q` prints it.
fn go_list(items: &[String]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", quoted.join(" "))
}
