//! The filter chain from a client's request to its answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, COOKIE, HOST, HeaderName, HeaderValue, LOCATION,
};
use http::{Response, StatusCode, Uri};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::routes::{self, CONSOLE_PREFIX, Route};
use super::upstream::Upstream;
use super::{edge, ext_authz, jwt_authn, normalise, user_name};
use crate::config::LoginEra;
use crate::fault::{Place, Switch, Switchboard};
use crate::login::{self, Login};
use crate::mesh::{
    self, CONSOLE, DASHBOARD, GATEWAY, LocalReply, ML_PIPELINE_UI, Policy, Sidecar, settle,
};

const CONSOLE_SIDECAR: Sidecar = Sidecar {
    identity: CONSOLE,
    policy: Policy::OnlyFrom(GATEWAY),
};
const PIPELINE_UI_SIDECAR: Sidecar = Sidecar {
    identity: ML_PIPELINE_UI,
    policy: Policy::OnlyFrom(GATEWAY),
};
const DASHBOARD_SIDECAR: Sidecar = Sidecar {
    identity: DASHBOARD,
    policy: Policy::OnlyFrom(GATEWAY),
};
const ORIGINAL_PATH: HeaderName = HeaderName::from_static("x-envoy-original-path");
const FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");
/// The longest wait of the route `/pipeline`.
const PIPELINE_TIMEOUT: Duration = Duration::from_mins(5);

/// What the gateway stands in front of.
#[derive(Debug)]
pub(crate) struct Gateway {
    pub(crate) era: LoginEra,
    pub(crate) login: Arc<Login>,
    /// Base URL of the console, once it is there.
    pub(crate) console: watch::Receiver<Option<String>>,
    /// What goes wrong on the way to those behind.
    pub(crate) faults: Switchboard,
    pub(crate) dashboard: Router,
    pub(crate) pipeline_ui: Router,
}

struct Served {
    gateway: Gateway,
    upstream: Upstream,
}

/// The gateway's router. Websockets live in `tunnels` and end with `stop`.
pub(crate) fn router(gateway: Gateway, tunnels: TaskTracker, stop: CancellationToken) -> Router {
    let served = Served {
        gateway,
        upstream: Upstream::new(tunnels, stop),
    };
    Router::new().fallback(answer).with_state(Arc::new(served))
}

async fn answer(State(served): State<Arc<Served>>, request: Request) -> Response<Body> {
    let asked = request.headers().clone();
    let response = match Arc::clone(&served).filter(request).await {
        Ok(response) => response,
        Err(Refusal::Response(response)) => *response,
        Err(Refusal::Local(reply)) => reply.into_response(&asked),
    };
    mesh::from_envoy(response)
}

/// An answer that ends the chain early.
enum Refusal {
    Local(LocalReply),
    Response(Box<Response<Body>>),
}

impl From<LocalReply> for Refusal {
    fn from(reply: LocalReply) -> Self {
        Self::Local(reply)
    }
}

impl Served {
    async fn filter(self: Arc<Self>, mut request: Request) -> Result<Response<Body>, Refusal> {
        if edge::is_head_too_large(&request) {
            return Err(LocalReply::head_too_large().into());
        }
        let target = request
            .uri()
            .path_and_query()
            .map_or("*", |target| target.as_str());
        if !target.starts_with('/') {
            return Err(LocalReply::no_route().into());
        }
        let target = normalise::normalise(target).ok_or_else(LocalReply::bad_path)?;
        *request.uri_mut() = Uri::from(target);
        let websocket = edge::wants_websocket(request.headers());
        edge::clean_request(&mut request);
        self.authenticate(&mut request)?;
        user_name::alter(self.gateway.login.switches(), request.headers_mut());
        self.route(request, websocket).await
    }

    /// Login service, tokens and policies.
    fn authenticate(&self, request: &mut Request) -> Result<(), Refusal> {
        let Gateway { era, login, .. } = &self.gateway;
        if *era == LoginEra::Authservice {
            return ext_authz::check(login, *era, request).map_err(Refusal::Response);
        }
        let is_login_path = routes::is_login_path(request.uri().path());
        if self.is_on(Switch::Oauth2ProxyFirst) {
            self.ask_login_service(request)?;
            jwt_authn::check(login, request)?;
            return Ok(());
        }
        // A header of the client's own skips the login altogether; only a Dex token then leads any further.
        if !is_login_path && !request.headers().contains_key(AUTHORIZATION) {
            self.ask_login_service(request)?;
        }
        match jwt_authn::check(login, request)? {
            jwt_authn::Verdict::Missing if !is_login_path => Err(LocalReply::rbac_denied().into()),
            _ => Ok(()),
        }
    }

    fn ask_login_service(&self, request: &mut Request) -> Result<(), Refusal> {
        let Gateway { era, login, .. } = &self.gateway;
        ext_authz::check(login, *era, request).map_err(Refusal::Response)?;
        // The filter undoes nothing: what it made of the head may be too large for itself.
        if edge::is_head_too_large(request) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            return Err(Refusal::Response(Box::new(response)));
        }
        Ok(())
    }

    /// Through the place of the destination to whoever stands there.
    async fn route(
        self: Arc<Self>,
        request: Request,
        websocket: bool,
    ) -> Result<Response<Body>, Refusal> {
        let start = Instant::now();
        let asked = request.headers().clone();
        let route = self.destination(request.uri().path());
        let place = match route {
            Route::ConsoleRedirect => return Ok(redirect_to_console(&request)),
            Route::Console => Some(Place::Console),
            Route::PipelineUi => Some(Place::PipelineUi),
            Route::Dashboard => Some(Place::Dashboard),
            Route::AccessManagement | Route::Dex | Route::OAuth2Proxy => None,
        };
        let served = Arc::clone(&self);
        let behind = move |request| async move { served.upstream(route, request, websocket).await };
        let response = match place {
            Some(place) => self.gateway.faults.through(place, request, behind).await,
            None => behind(request).await,
        };
        Ok(mesh::answered(response, &asked, start))
    }

    fn destination(&self, path: &str) -> Route {
        match routes::find(self.gateway.era, path) {
            Route::Console | Route::ConsoleRedirect if self.is_on(Switch::ConsoleWithoutRoute) => {
                Route::Dashboard
            }
            route => route,
        }
    }

    fn is_on(&self, switch: Switch) -> bool {
        self.gateway.login.switches().is_on(switch)
    }

    async fn upstream(
        self: Arc<Self>,
        route: Route,
        request: Request,
        websocket: bool,
    ) -> Response<Body> {
        let asked = request.headers().clone();
        let gateway = &self.gateway;
        let caller = gateway.login.switches().seen_as(Some(GATEWAY));
        match route {
            Route::Console | Route::ConsoleRedirect => self
                .console(request, websocket)
                .await
                .unwrap_or_else(|reply| reply.into_response(&asked)),
            Route::PipelineUi => {
                let call = PIPELINE_UI_SIDECAR.call(gateway.pipeline_ui.clone(), caller, request);
                tokio::time::timeout(PIPELINE_TIMEOUT, call)
                    .await
                    .map_or_else(
                        |_elapsed| LocalReply::upstream_timeout().into_response(&asked),
                        settle,
                    )
            }
            Route::OAuth2Proxy if gateway.login.is_down(gateway.era) => {
                LocalReply::connection_refused().into_response(&asked)
            }
            Route::Dex | Route::OAuth2Proxy => {
                let (parts, body) = request.into_parts();
                let target = parts
                    .uri
                    .path_and_query()
                    .map_or("/", |target| target.as_str());
                login::page(&gateway.login, &parts.method, target, &parts.headers, body).await
            }
            Route::AccessManagement => settle(LocalReply::rbac_denied().into_response(&asked)),
            Route::Dashboard => {
                let mut request = request;
                if let Err(refusal) = DASHBOARD_SIDECAR.admit(caller, &mut request) {
                    return settle(refusal.into_response(&asked));
                }
                let Ok(response) = gateway.dashboard.clone().oneshot(request).await;
                response
            }
        }
    }

    /// To the console, as its VirtualService says: prefix rewritten and named, token and cookie of the session removed.
    async fn console(
        &self,
        mut request: Request,
        websocket: bool,
    ) -> Result<Response<Body>, LocalReply> {
        let base = self.gateway.console.borrow().clone();
        let Some(base) = base else {
            return Err(LocalReply::no_healthy_upstream());
        };
        let asked = request.headers().clone();
        let original = request
            .uri()
            .path_and_query()
            .map_or("/", |target| target.as_str())
            .to_owned();
        let rewritten = original.strip_prefix(CONSOLE_PREFIX).unwrap_or(&original);
        *request.uri_mut() = rewritten.parse().map_err(|_| LocalReply::bad_path())?;
        let headers = request.headers_mut();
        headers.remove(AUTHORIZATION);
        headers.remove(COOKIE);
        headers.insert(FORWARDED_PREFIX, HeaderValue::from_static(CONSOLE_PREFIX));
        if let Ok(original) = HeaderValue::from_str(&original) {
            headers.insert(ORIGINAL_PATH, original);
        }
        let caller = if self.is_on(Switch::ConsoleWithoutPolicy) {
            None
        } else {
            self.gateway.login.switches().seen_as(Some(GATEWAY))
        };
        // The address stands in the head twice by now, and the far sidecar counts anew.
        if edge::is_head_too_large(&request) {
            let refusal = LocalReply::head_too_large();
            return Ok(settle(refusal.into_response(&asked)));
        }
        if let Err(refusal) = CONSOLE_SIDECAR.admit(caller, &mut request) {
            // Refused by the far sidecar: for the gateway this is an answer like another.
            return Ok(settle(refusal.into_response(&asked)));
        }
        self.upstream.send(&base, request, websocket).await
    }
}

/// The gateway's own redirect is absolute and `http`, whatever stands in front of it.
fn redirect_to_console(request: &Request) -> Response<Body> {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let query = request
        .uri()
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
    if let Ok(location) = HeaderValue::from_str(&format!("http://{host}{CONSOLE_PREFIX}/{query}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}
