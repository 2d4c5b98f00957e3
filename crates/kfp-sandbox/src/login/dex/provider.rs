//! The identity provider: hops of a login, codes and id tokens.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use super::pages;
use crate::directory::Person;
use crate::error::SandboxError;
use crate::login::call::Call;
use crate::login::go_http::{self, Answer};
use crate::login::pending::Pending;
use crate::login::seal::Seal;
use crate::login::sessions::{Identity, Sessions};
use crate::tokens::SigningKey;

/// The `iss` claim of every id token: the address under which the cluster's own programs know Dex.
pub(crate) const ISSUER: &str = "http://dex.auth.svc.cluster.local:5556/dex";
/// The one client that Kubeflow's manifests register, whatever the login service.
pub(crate) const CLIENT_ID: &str = "kubeflow-oidc-authservice";
/// Where a login may return to: the callbacks of the login services.
const REDIRECT_URIS: [&str; 3] = [
    "/oauth2/callback",
    "/authservice/oidc/callback",
    "/login/oidc",
];
/// How long an id token is good, Dex's default.
const TOKEN_LIFE: Duration = Duration::from_hours(24);
/// How far in the past the life of a run-out token lies. The gateway forgives a clock that is a minute slow.
const RUN_OUT_FOR: Duration = Duration::from_mins(10);

/// What a client asked for at `/dex/auth`.
#[derive(Clone, Debug)]
struct AuthRequest {
    redirect_uri: String,
    state: String,
    code_challenge: Option<String>,
    /// Whether the person is asked to agree at every login.
    asks_approval: bool,
}

/// A login that waits for the person to agree.
#[derive(Clone, Debug)]
struct Approval {
    request: AuthRequest,
    identity: Identity,
    /// What else the address of the page must hold.
    proof: String,
}

/// What a code stands for until the client redeems it.
#[derive(Clone, Debug)]
struct Grant {
    identity: Identity,
    code_challenge: Option<String>,
}

/// The provider with its accounts.
#[derive(Debug)]
pub(crate) struct Dex {
    people: Vec<Person>,
    key: SigningKey,
    seal: Arc<Seal>,
    sessions: Arc<Sessions>,
    requests: Pending<AuthRequest>,
    approvals: Pending<Approval>,
    codes: Pending<Grant>,
}

impl Dex {
    /// # Errors
    /// [`SandboxError::SigningKey`] when the system gives no randomness.
    pub(crate) fn new(
        people: &[Person],
        seal: Arc<Seal>,
        sessions: Arc<Sessions>,
    ) -> Result<Self, SandboxError> {
        Ok(Self {
            people: people.to_vec(),
            key: SigningKey::generate()?,
            seal,
            sessions,
            requests: Pending::new(Duration::from_hours(24)),
            approvals: Pending::new(Duration::from_hours(24)),
            codes: Pending::new(Duration::from_mins(30)),
        })
    }

    /// Answers one request below `/dex`.
    pub(crate) fn handle(&self, call: Call<'_>) -> Answer {
        match (call.method, call.path()) {
            (&Method::GET | &Method::HEAD, "/dex/auth") => Self::choose_connector(call),
            (&Method::GET | &Method::HEAD, "/dex/auth/local") => self.begin(call),
            (&Method::GET | &Method::HEAD, "/dex/auth/local/login") => self.form(call),
            (&Method::POST, "/dex/auth/local/login") => self.sign_in(call),
            (&Method::GET | &Method::HEAD, "/dex/approval") => self.ask_approval(call),
            (&Method::POST, "/dex/approval") => self.approve(call),
            (_, "/dex/healthz") => go_http::with_body(
                StatusCode::OK,
                Some("text/plain; charset=utf-8"),
                "Health check passed".to_owned(),
            ),
            (_, "/dex/keys") => json_answer(&self.key.jwks()),
            (_, "/dex/.well-known/openid-configuration") => json_answer(&discovery()),
            _ => go_http::not_found(),
        }
    }

    /// The one connector is chosen for the person, with everything the client asked for carried along.
    fn choose_connector(call: Call<'_>) -> Answer {
        let location = call.target.replacen("/dex/auth", "/dex/auth/local", 1);
        go_http::redirect(call.method, StatusCode::FOUND, &location)
    }

    fn begin(&self, call: Call<'_>) -> Answer {
        let required = |name| call.query(name).unwrap_or_default();
        if required("client_id") != CLIENT_ID {
            return pages::bad_request("Invalid client_id (\"\").");
        }
        let redirect_uri = required("redirect_uri");
        if !REDIRECT_URIS.contains(&redirect_uri.as_str()) {
            return pages::bad_request("Unregistered redirect_uri.");
        }
        if required("response_type") != "code"
            || !required("scope").split(' ').any(|scope| scope == "openid")
        {
            return pages::bad_request("Only the code flow with the scope openid is offered.");
        }
        let request = AuthRequest {
            redirect_uri,
            state: required("state"),
            code_challenge: call.query("code_challenge"),
            asks_approval: required("approval_prompt") == "force",
        };
        let id = self.new_id();
        self.requests.put(id.clone(), request, self.sessions.now());
        go_http::redirect(
            call.method,
            StatusCode::FOUND,
            &format!("/dex/auth/local/login?back=&state={id}"),
        )
    }

    fn form(&self, call: Call<'_>) -> Answer {
        let id = call.query("state").unwrap_or_default();
        if self.requests.get(&id, self.sessions.now()).is_none() {
            return too_old();
        }
        pages::password_form(&id, &self.people, None)
    }

    fn sign_in(&self, call: Call<'_>) -> Answer {
        let id = call.query("state").unwrap_or_default();
        let now = self.sessions.now();
        let Some(request) = self.requests.get(&id, now) else {
            return too_old();
        };
        let (login, password) = (field(call, "login"), field(call, "password"));
        let Some(identity) = self.check_password(&login, &password) else {
            return pages::password_form(&id, &self.people, Some(&login));
        };
        self.requests.take(&id, now);
        if !request.asks_approval {
            return self.grant(call, request, identity);
        }
        let proof = self.new_id();
        let location = format!("/dex/approval?req={id}&hmac={proof}");
        let approval = Approval {
            request,
            identity,
            proof,
        };
        self.approvals.put(id, approval, now);
        go_http::redirect(call.method, StatusCode::SEE_OTHER, &location)
    }

    fn ask_approval(&self, call: Call<'_>) -> Answer {
        match self.waiting(call) {
            Some(id) => pages::approval_form(&id),
            None => too_old(),
        }
    }

    fn approve(&self, call: Call<'_>) -> Answer {
        let approval = self
            .waiting(call)
            .and_then(|id| self.approvals.take(&id, self.sessions.now()));
        let Some(approval) = approval else {
            return too_old();
        };
        if field(call, "approval") != "approve" {
            return pages::refusal(StatusCode::INTERNAL_SERVER_ERROR, "Approval rejected.");
        }
        self.grant(call, approval.request, approval.identity)
    }

    /// The id of the login that waits at this address.
    fn waiting(&self, call: Call<'_>) -> Option<String> {
        let id = call.query("req")?;
        let approval = self.approvals.get(&id, self.sessions.now())?;
        (call.query("hmac")? == approval.proof).then_some(id)
    }

    /// Back to whoever asked, with a code.
    fn grant(&self, call: Call<'_>, request: AuthRequest, identity: Identity) -> Answer {
        let code = self.new_id();
        let grant = Grant {
            identity,
            code_challenge: request.code_challenge,
        };
        self.codes.put(code.clone(), grant, self.sessions.now());
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("state", &request.state)
            .finish();
        go_http::redirect(
            call.method,
            StatusCode::SEE_OTHER,
            &format!("{}?{query}", request.redirect_uri),
        )
    }

    fn check_password(&self, login: &str, password: &str) -> Option<Identity> {
        let person = self
            .people
            .iter()
            .find(|person| person.user.eq_ignore_ascii_case(login))?;
        (person.password == password).then(|| Identity {
            email: person.user.clone(),
            subject: subject_of(&person.user),
        })
    }

    /// The person and the id token behind a code. A code works once, and only for who began the login: the
    /// verifier must fit the challenge of `/dex/auth`.
    pub(crate) fn redeem(&self, code: &str, verifier: Option<&str>) -> Option<(Identity, String)> {
        let grant = self.codes.take(code, self.sessions.now())?;
        let challenge =
            verifier.map(|verifier| URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())));
        if grant.code_challenge != challenge {
            return None;
        }
        let token = self.issue(&grant.identity, Duration::ZERO);
        Some((grant.identity, token))
    }

    /// The person of an id token that is good.
    pub(crate) fn person_of(&self, token: &str) -> Option<Identity> {
        let claims = self.key.verify(token)?;
        let text = |claim: &str| claims.get(claim).and_then(Value::as_str).map(str::to_owned);
        let expires = claims.get("exp").and_then(Value::as_i64)?;
        if text("iss")? != ISSUER || expires <= self.sessions.now().unix_timestamp() {
            return None;
        }
        Some(Identity {
            email: text("email")?,
            subject: text("sub")?,
        })
    }

    /// An id token of this person whose life is over.
    pub(crate) fn run_out_token(&self, identity: &Identity) -> String {
        self.issue(identity, TOKEN_LIFE + RUN_OUT_FOR)
    }

    fn issue(&self, identity: &Identity, age: Duration) -> String {
        let issued_at = (self.sessions.now() - age).unix_timestamp();
        let name = identity.email.split('@').next().unwrap_or_default();
        self.key.sign(&json!({
            "iss": ISSUER,
            "sub": identity.subject,
            "aud": CLIENT_ID,
            "exp": issued_at + i64::try_from(TOKEN_LIFE.as_secs()).unwrap_or(i64::MAX),
            "iat": issued_at,
            "email": identity.email,
            "email_verified": true,
            "name": name,
        }))
    }

    /// The key behind the id tokens.
    pub(crate) fn key(&self) -> &SigningKey {
        &self.key
    }

    /// 25 characters, as Dex's own ids.
    fn new_id(&self) -> String {
        const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let bytes: [u8; 25] = self.seal.random_bytes();
        bytes
            .iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
            .collect()
    }
}

/// A field of a form; empty if there is none.
fn field(call: Call<'_>, name: &str) -> String {
    let mut fields = form_urlencoded::parse(call.body);
    let found = fields.find(|(found, _)| found == name);
    found.map_or_else(String::new, |(_, value)| value.into_owned())
}

fn too_old() -> Answer {
    pages::bad_request("The login is unknown or too old. Please begin again.")
}

/// Dex's subject: a protobuf message of the user's id and the connector's, in base64.
fn subject_of(user: &str) -> String {
    let id: String = digest(&SHA256, user.as_bytes())
        .as_ref()
        .iter()
        .take(14)
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    let mut message = vec![0x0a, 14];
    message.extend_from_slice(id.as_bytes());
    message.extend_from_slice(&[0x12, 5]);
    message.extend_from_slice(b"local");
    URL_SAFE_NO_PAD.encode(message)
}

fn discovery() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "/dex/auth",
        "jwks_uri": format!("{ISSUER}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "email", "groups", "profile"],
        "claims_supported": ["iss", "sub", "aud", "iat", "exp", "email", "email_verified", "name"],
    })
}

fn json_answer(value: &Value) -> Answer {
    go_http::with_body(StatusCode::OK, Some("application/json"), value.to_string())
}
