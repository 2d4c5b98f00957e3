//! People.

use serde::Serialize;

/// Someone who can sign in at the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Person {
    /// The e-mail address: what the gateway puts into `kubeflow-userid`.
    pub user: String,
    /// The password at the sign-in page. The sample people's is no secret: it is printed by the demo.
    pub password: String,
    /// One line for the demo: who this is and what they may see.
    pub what: String,
}
