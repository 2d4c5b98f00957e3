//! The walk along the way of a call, as far as it goes.

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderValue, Request, Uri, header};

use super::causes::by_hint;
use super::credential::{judged, sent, token_of};
use super::evidence::{release, seen, taken_for, told};
use super::place::{Place, Subject};
use super::report::{Cause, Check, Report, Step, Verdict};
use super::signature::diagnose;
use super::symptom::{Answer, Sent, Symptom, Target, Vantage};
use super::{causes, place, remedy};
use crate::client::Client;
use crate::credentials::Claims;
use crate::error::{CredentialsError, Error, Hint};
use crate::kit::{Audience, ServiceAccount};
use crate::model::{AnsweredBy, Healthz, Namespace};
use crate::transport::Transport;

const NO_USERS: &str = "Leave the namespace out. Where people should be told apart, ask an administrator for KFP in multi-user mode.";
const HEALTHZ: &str = "/apis/v2beta1/healthz";
/// The kinds of object whose reading is tried, and the resource that KFP asks Kubernetes about.
const KINDS: [(&str, &str); 4] = [
    ("experiments", "experiments"),
    ("runs", "runs"),
    ("recurringruns", "jobs"),
    ("pipelines", "pipelines"),
];

/// What came back of one probe.
type Seen = Result<(Parts, Bytes), Error>;

/// A walk along the way of a call from here to KFP, which says of each step what was seen and what it means.
///
/// At most six calls, none of which changes anything. Nothing is repeated, and no redirect is followed. A credential is
/// looked at before it is sent, and is not sent where it must fail.
#[derive(Debug)]
pub struct Examination<'a, T> {
    client: &'a Client<T>,
    namespace: Option<&'a Namespace>,
    from: Vantage,
    place: Place,
}

impl<'a, T: Transport> Examination<'a, T> {
    /// Of a client's address and credentials, from a pod if the address is that of a service of the cluster.
    pub fn of(client: &'a Client<T>) -> Self {
        let from = match client.base().origin() {
            // A port-forward to the service itself is a pod's way; one to the gateway keeps its prefix.
            Some(origin)
                if origin.is_in_cluster()
                    || origin.is_near() && client.base().prefix().is_empty() =>
            {
                Vantage::Pod
            }
            Some(_) => Vantage::Program,
            None => Vantage::Browser,
        };
        Self {
            client,
            namespace: None,
            from,
            place: Place::default(),
        }
    }

    /// With authorised calls in a namespace: without them no identity is proven.
    #[must_use]
    pub fn namespace(mut self, namespace: &'a Namespace) -> Self {
        self.namespace = Some(namespace);
        self
    }

    /// From elsewhere than the address says.
    #[must_use]
    pub fn from(mut self, vantage: Vantage) -> Self {
        self.from = vantage;
        self
    }

    /// With remedies for this account, and not for that of the token or `default-editor`.
    #[must_use]
    pub fn service_account(mut self, account: ServiceAccount) -> Self {
        self.place.account = Some(account);
        self
    }

    /// Of a KFP that wants another audience than `pipelines.kubeflow.org`.
    #[must_use]
    pub fn audience(mut self, audience: Audience) -> Self {
        self.place.audience = Some(audience);
        self
    }

    /// Of a Kubeflow in this namespace, and not in that of the address or `kubeflow`.
    #[must_use]
    pub fn installed_in(mut self, namespace: Namespace) -> Self {
        self.place.installed_in = Some(namespace);
        self
    }

    /// Makes it.
    pub async fn run(self) -> Report {
        let mut walk = Walk {
            client: self.client,
            place: self.place,
            subject: None,
            from: self.from,
            sent: Sent::nothing(),
            credential: None,
            has_users: true,
            checks: Vec::new(),
        };
        walk.along(self.namespace).await;
        walk.add_remedies(self.namespace);
        Report {
            address: self.client.base().to_string(),
            namespace: self.namespace.map(ToString::to_string),
            checks: walk.checks,
        }
    }
}

struct Walk<'a, T> {
    client: &'a Client<T>,
    place: Place,
    /// Whose the token is.
    subject: Option<Subject>,
    from: Vantage,
    sent: Sent,
    /// What was sent, to be told from what is said of it.
    credential: Option<HeaderValue>,
    /// Whether KFP tells users apart: one that does not knows no namespaces.
    has_users: bool,
    checks: Vec<Check>,
}

impl<T: Transport> Walk<'_, T> {
    async fn along(&mut self, namespace: Option<&Namespace>) {
        let first = self.client.probe(get(HEALTHZ), false).await;
        if let Err(error) = &first {
            return self.fails(
                Step::Connection,
                told(error),
                Target::MlPipeline,
                Err(error),
            );
        }
        self.works(Step::Connection, "an HTTP answer came".to_owned());
        self.gateway(&first);
        if !self.credential().await {
            return;
        }
        let health = self.client.probe(get(HEALTHZ), true).await;
        if !self.health(&health, namespace) {
            return;
        }
        self.rights(namespace).await;
    }

    /// Without a credential a gateway refuses, and that is in order; KFP answers, and that proves nothing.
    fn gateway(&mut self, first: &Seen) {
        let Ok((parts, body)) = first else { return };
        let symptom = self.symptom(Target::MlPipeline, parts, body);
        let found = diagnose(&symptom);
        let refuses_politely = found
            .iter()
            .any(|found| ["D12", "D23", "D24"].contains(&found.signature.id));
        let status = parts.status.as_u16();
        if refuses_politely {
            let evidence = format!("{status}: a gateway wants a session here, as it should");
            self.works(Step::Gateway, evidence);
        } else if healthz(parts, body).is_some() {
            let evidence = format!(
                "{status}: KFP answers without a gateway in between, or behind an open one"
            );
            self.works(Step::Gateway, evidence);
        } else {
            // Some refuse whatever has no credential; the next step tells with one.
            self.checks.push(Check {
                step: Step::Gateway,
                verdict: Verdict::Warning,
                evidence: vec![seen(parts)],
                causes: found.iter().map(Cause::from).collect(),
            });
        }
    }

    async fn credential(&mut self) -> bool {
        let credential = match self.client.credential_to_send().await {
            Ok(credential) => credential,
            Err(error) => {
                self.unusable(&error);
                return false;
            }
        };
        let Some((name, value)) = credential else {
            let evidence = "none is configured: only what is public can be read".to_owned();
            self.push(Step::Credential, Verdict::Warning, evidence, Vec::new());
            return true;
        };
        self.sent = sent(&name, &value);
        self.credential = Some(value.clone());
        let claims = token_of(&value).and_then(Claims::read);
        self.subject = claims.as_ref().and_then(place::subject);
        let wanted = self.place.wanted_audience();
        let (verdict, evidence, causes) = judged(&name, &value, claims, self.from, wanted);
        self.push(Step::Credential, verdict, evidence, causes);
        verdict != Verdict::Fails
    }

    /// Adds what the fixes are made with.
    fn add_remedies(&mut self, namespace: Option<&Namespace>) {
        let connection = self.checks.iter().find(|it| it.step == Step::Connection);
        let answered = connection.is_some_and(|check| check.verdict == Verdict::Works);
        let address = answered.then(|| self.client.base());
        let Some(kit) = self.place.kit(namespace, self.subject.take(), address) else {
            return;
        };
        for cause in self.checks.iter_mut().flat_map(|check| &mut check.causes) {
            let id = cause.id.as_deref().unwrap_or_default();
            cause.remedies = remedy::of(id, &kit);
        }
    }

    fn unusable(&mut self, error: &CredentialsError) {
        let fault = match error {
            CredentialsError::TokenFile { fault, .. } => Some(*fault),
            _ => None,
        };
        let rows = fault
            .map(|fault| {
                diagnose(&Symptom::without_token(
                    self.from,
                    Target::MlPipeline,
                    fault,
                ))
            })
            .unwrap_or_default();
        let mut causes: Vec<Cause> = rows.iter().map(Cause::from).collect();
        if causes.is_empty() {
            causes.push(by_hint(error.to_string(), Some(error.hint())));
        }
        self.push(Step::Credential, Verdict::Fails, error.to_string(), causes);
    }

    fn health(&mut self, health: &Seen, namespace: Option<&Namespace>) -> bool {
        let (parts, body) = match health {
            Ok(answer) => answer,
            Err(error) => {
                self.fails(Step::Health, told(error), Target::MlPipeline, Err(error));
                return false;
            }
        };
        let Some(healthz) = healthz(parts, body) else {
            self.fails(
                Step::Health,
                seen(parts),
                Target::MlPipeline,
                Ok((parts, body)),
            );
            return false;
        };
        let release = healthz
            .tag
            .as_deref()
            .and_then(release)
            .unwrap_or("of an unknown release");
        let users = match healthz.multi_user {
            Some(true) => "tells users apart",
            Some(false) => "does not tell users apart: everybody sees everything",
            None => "does not say whether it tells users apart",
        };
        let evidence = format!("KFP {release} answers and {users}");
        if healthz.answered_by == AnsweredBy::UiServer && healthz.api_server_ready == Some(false) {
            let cause = by_hint(
                "The user interface answers in place of an API server that is not ready."
                    .to_owned(),
                None,
            );
            self.push(Step::Health, Verdict::Fails, evidence, vec![cause]);
            return false;
        }
        self.has_users = healthz.multi_user != Some(false);
        match namespace.filter(|_| !self.has_users) {
            Some(namespace) => {
                let cause = by_hint(
                    format!(
                        "A namespace says nothing to this KFP: it has no users, and pods run where it is installed, not in \
                         {namespace}."
                    ),
                    Some(Hint::fixed(NO_USERS)),
                );
                self.push(Step::Health, Verdict::Warning, evidence, vec![cause]);
            }
            None => self.works(Step::Health, evidence),
        }
        true
    }

    async fn rights(&mut self, namespace: Option<&Namespace>) {
        let Some(namespace) = namespace else {
            let evidence = "no namespace was named, so no authorised call was made".to_owned();
            self.push(Step::Identity, Verdict::NotTried, evidence, Vec::new());
            return;
        };
        for (position, (kind, resource)) in KINDS.iter().enumerate() {
            let (path, place) = if self.has_users {
                let path = format!("/apis/v2beta1/{kind}?page_size=1&namespace={namespace}");
                (path, format!(" in {namespace}"))
            } else {
                (format!("/apis/v2beta1/{kind}?page_size=1"), String::new())
            };
            let answer = self.client.probe(get(&path), true).await;
            let step = if position == 0 {
                Step::Identity
            } else {
                Step::Rights
            };
            match &answer {
                Ok((parts, _)) if parts.status.is_success() && is_json(parts) => {
                    self.works(step, format!("may list {resource}{place}"));
                }
                Ok((parts, body)) => {
                    let name = taken_for(parts, body, self.credential.as_ref());
                    let name = name.map(|name| format!("; KFP takes the caller for {name}"));
                    let name = name.unwrap_or_default();
                    let evidence = format!("list {resource}{place}: {}{name}", seen(parts));
                    self.fails(step, evidence, Target::MlPipeline, Ok((parts, body)));
                }
                Err(error) => self.fails(step, told(error), Target::MlPipeline, Err(error)),
            }
            if step == Step::Identity
                && self
                    .checks
                    .last()
                    .is_some_and(|check| check.verdict == Verdict::Fails)
            {
                return;
            }
        }
    }

    fn works(&mut self, step: Step, evidence: String) {
        self.push(step, Verdict::Works, evidence, Vec::new());
    }

    fn push(&mut self, step: Step, verdict: Verdict, evidence: String, causes: Vec<Cause>) {
        self.checks.push(Check {
            step,
            verdict,
            evidence: vec![evidence],
            causes,
        });
    }

    fn fails(
        &mut self,
        step: Step,
        evidence: String,
        to: Target,
        came: Result<(&Parts, &Bytes), &Error>,
    ) {
        let symptom = match came {
            Ok((parts, body)) => Some(self.symptom(to, parts, body)),
            Err(Error::Transport { source, .. }) => Some(Symptom::unanswered(
                self.from,
                to,
                self.sent,
                source.fault(),
            )),
            Err(_) => None,
        };
        let causes = causes::of(symptom.as_ref(), self.client.base(), came);
        self.push(step, Verdict::Fails, evidence, causes);
    }

    fn symptom<'s>(&self, to: Target, parts: &'s Parts, body: &'s [u8]) -> Symptom<'s> {
        let answer = Answer::new(parts.status, &parts.headers, body);
        Symptom::answered(self.from, to, self.sent, answer)
    }
}

fn get(path: &str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    // Built of constants and of a namespace, which is a label.
    *request.uri_mut() = path.parse().unwrap_or_else(|_| Uri::from_static("/"));
    request
}

fn healthz(parts: &Parts, body: &[u8]) -> Option<Healthz> {
    parts
        .status
        .is_success()
        .then(|| serde_json::from_slice(body).ok())?
}

fn is_json(parts: &Parts) -> bool {
    parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}
