use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use kfp_console::config::Defence;
use kfp_console::{Config, Console};
use tempfile::TempDir;

use super::{Answer, Policy, ScriptedKfp, ScriptedKubernetes, flags, token_file};

/// What the sidecar writes for a request of the gateway.
pub(crate) const GATEWAY: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=0a;Subject=\"\";\
    URI=spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";

/// Who asks, if nothing else is said.
const USER: &str = "a@example.com";

/// A console with scripted surroundings.
pub(crate) struct TestApp {
    pub(crate) kfp: ScriptedKfp,
    pub(crate) kubernetes: ScriptedKubernetes,
    pub(crate) folder: TempDir,
    pub(crate) console: Console,
    client: Client<HttpConnector, Full<Bytes>>,
}

/// A request to be sent.
pub(crate) struct Request<'app> {
    app: &'app TestApp,
    ops: bool,
    method: Method,
    path: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl TestApp {
    pub(crate) async fn start(policy: Policy) -> Self {
        Self::with(policy, &[]).await
    }

    /// Flags come after the usual ones, and the last one of a name wins.
    pub(crate) async fn with(policy: Policy, flags: &[&str]) -> Self {
        let kfp = ScriptedKfp::start().await;
        let address = kfp.address;
        Self::before(kfp, address, policy, flags).await
    }

    /// A console that calls another address than the scripted KFP's.
    pub(crate) async fn calling(kfp_address: SocketAddr, flags: &[&str]) -> Self {
        Self::before(
            ScriptedKfp::start().await,
            kfp_address,
            Policy::AllowAll,
            flags,
        )
        .await
    }

    async fn before(
        kfp: ScriptedKfp,
        kfp_address: SocketAddr,
        policy: Policy,
        flags: &[&str],
    ) -> Self {
        Self::made(kfp, kfp_address, policy, flags, None).await
    }

    /// A console that may leave one defence out.
    pub(crate) async fn made(
        kfp: ScriptedKfp,
        kfp_address: SocketAddr,
        policy: Policy,
        flags: &[&str],
        without: Option<Defence>,
    ) -> Self {
        let kubernetes = ScriptedKubernetes::start(policy).await;
        let folder = tempfile::tempdir().expect("a folder");
        let mut all = vec![
            "--listen=127.0.0.1:0".to_owned(),
            "--ops-listen=127.0.0.1:0".to_owned(),
            format!("--kfp-url=http://{kfp_address}"),
            format!("--kfp-token-file={}", token_file(&folder).display()),
            format!("--kubernetes-url=http://{}", kubernetes.address),
            // Tests that look at the line and at shared reads set their own.
            "--kfp-rate=1000".to_owned(),
            "--kfp-burst=1000".to_owned(),
            "--read-cache=0s".to_owned(),
            // And so do tests of what is made again.
            "--kfp-retries=0".to_owned(),
            "--drain-delay=0s".to_owned(),
            "--drain-timeout=2s".to_owned(),
        ];
        flags::set(&mut all, flags);
        let config = Config::from_flags(all).expect("flags");
        #[cfg(debug_assertions)]
        let config = Config { without, ..config };
        #[cfg(not(debug_assertions))]
        assert_eq!(without, None, "a release build has every defence");
        let console = Console::start(config).await.expect("a console");
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self {
            kfp,
            kubernetes,
            folder,
            console,
            client,
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> Request<'_> {
        Request {
            app: self,
            ops: false,
            method,
            path: path.to_owned(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
        .header("kubeflow-userid", USER)
        .header("x-forwarded-client-cert", GATEWAY)
    }

    pub(crate) fn get(&self, path: &str) -> Request<'_> {
        self.request(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str, json: &str) -> Request<'_> {
        self.request(Method::POST, path)
            .header("content-type", "application/json")
            .body(json.to_owned())
    }

    /// A request to the second port.
    pub(crate) fn ops(&self, path: &str) -> Request<'_> {
        Request {
            ops: true,
            ..self.request(Method::GET, path)
        }
    }
}

impl Request<'_> {
    /// Adds a header line; those of who asks are replaced.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((
            HeaderName::from_static(name),
            HeaderValue::from_bytes(value.as_bytes()).expect("a header value"),
        ));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn of_user(self, user: &str) -> Self {
        self.without("kubeflow-userid")
            .header("kubeflow-userid", user)
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) async fn send(self) -> Answer {
        let address = if self.ops {
            self.app.console.ops_address()
        } else {
            self.app.console.address()
        };
        let mut request = http::Request::builder()
            .method(self.method)
            .uri(format!("http://{address}{}", self.path));
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(self.body)).expect("a request");
        let response = self.app.client.request(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        assert!(head.headers.contains_key(header::DATE));
        Answer {
            status: head.status,
            headers: head.headers,
            body,
        }
    }
}
