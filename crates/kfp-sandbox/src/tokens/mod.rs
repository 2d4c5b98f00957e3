//! Signed tokens: the key, service-account tokens as Kubernetes writes them, and projected token files.

mod key;
mod projection;
mod service_account;

pub(crate) use key::SigningKey;
pub use projection::ProjectedToken;
pub use service_account::TokenRequest;
pub(crate) use service_account::{ISSUER, ServiceAccountClaims, TokenFault, TokenIssuer};
