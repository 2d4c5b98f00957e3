//! What an examination found, as data.

use serde::{Deserialize, Serialize};

use super::remedy::Remedy;
use super::signature::{Diagnosis, Fit};

/// The steps of an examination, in the order of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Step {
    /// Name resolution, connection and TLS, as far as the first byte of an answer.
    Connection,
    /// What answers without any credential: KFP, or the gateway before it.
    Gateway,
    /// The credential that would be sent.
    Credential,
    /// KFP's health, with the credential.
    Health,
    /// One authorised call: only this proves an identity.
    Identity,
    /// Reading each kind of object in the namespace.
    Rights,
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// In order.
    Works,
    /// It works, but somebody should look.
    Warning,
    /// Not in order.
    Fails,
    /// Not tried, since an earlier step fails or nothing was named to try it on.
    NotTried,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Which step.
    pub step: Step,
    /// How it went.
    pub verdict: Verdict,
    /// What was seen, in words: of an answer no more than status, media type and KFP's release, of a token no more than
    /// whose it is and for whom.
    pub evidence: Vec<String>,
    /// What it may be, the most likely first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
}

/// A cause that has no row, since it lies on the caller's side of everything that the rows are about or is told from more
/// than one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Finding {
    /// A port of plain http sends to https on itself.
    TlsOnThePlainPort,
    /// A login that goes in a circle, as its cookie is Secure on a page of plain http.
    SecureCookieOnPlainHttp,
    /// The session is good, and no user name comes with it.
    NoUserName,
    /// The session is good, and the user name that comes with it may be empty.
    EmptyUserName,
    /// The name of the proxy does not resolve.
    ProxyNameNotFound,
    /// The proxy does not answer.
    ProxyUnreachable,
    /// No TLS with the proxy itself.
    ProxyTls,
    /// The proxy wants a login and was given none.
    ProxyLogin,
    /// The proxy does not accept the login.
    ProxyLoginRefused,
    /// The proxy does not open a way to the host.
    ProxyRefused,
    /// The name of the host does not resolve.
    NameNotFound,
    /// Nothing listens at the address.
    ConnectionRefused,
    /// No connection comes about.
    NoConnection,
    /// The connection is closed before an answer.
    Closed,
    /// What answers does not speak HTTP.
    NotHttp,
    /// Nothing answers in time.
    Silence,
    /// The certificate is of an authority that is not trusted here.
    UntrustedAuthority,
    /// The certificate is for other names.
    WrongName,
    /// The certificate has expired, or is not valid yet.
    OutOfDate,
    /// What answers does not speak TLS.
    NotTls,
    /// The handshake fails for another reason.
    TlsFailed,
}

/// What a failure may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The row of [`SIGNATURES`](super::SIGNATURES); absent for what has no row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is where it has no row but a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// How sure it is.
    pub fit: Fit,
    /// Why.
    pub cause: String,
    /// What mends it.
    pub fix: String,
    /// Who can.
    pub mender: String,
    /// What to try next, where several look the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_probe: Option<String>,
    /// What the fix is made with, for the place that was examined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
}

impl From<&Diagnosis> for Cause {
    fn from(diagnosis: &Diagnosis) -> Self {
        let row = diagnosis.signature;
        Self {
            id: Some(row.id.to_owned()),
            finding: None,
            fit: diagnosis.fit,
            cause: row.cause.to_owned(),
            fix: row.fix.to_owned(),
            mender: row.mender.to_string(),
            next_probe: row.next_probe.map(str::to_owned),
            remedies: Vec::new(),
        }
    }
}

/// What was found. Holds no secret: it may be pasted into an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The address that was examined.
    pub address: String,
    /// The namespace that was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The steps, in order.
    pub checks: Vec<Check>,
}

impl Report {
    /// The first step that fails.
    pub fn first_failure(&self) -> Option<&Check> {
        self.checks
            .iter()
            .find(|check| check.verdict == Verdict::Fails)
    }

    /// Whether every step that was tried is in order.
    pub fn is_healthy(&self) -> bool {
        self.first_failure().is_none()
    }
}
