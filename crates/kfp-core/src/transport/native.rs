//! HTTP over sockets.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, uri};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{self, Client, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use super::{Body, Streaming, Timer, Transport, unless_stalled};
use crate::error::{TransportError, TransportFault};

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the whole exchange, from the first byte sent to the last received.
    pub exchange: Duration,
}

/// A list of a large namespace can take seconds; a server that is silent longer than this does not answer.
impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            exchange: Duration::from_secs(30),
        }
    }
}

/// HTTP/1.1 over pooled connections, on tokio.
///
/// Without TLS unless it is told whom to trust: inside the mesh the sidecar adds it. Without, an https address is refused
/// before anything is sent.
#[derive(Clone, Debug)]
pub struct NativeTransport {
    client: Client<HttpConnector, Body>,
    #[cfg(feature = "tls")]
    secure: Option<Client<hyper_rustls::HttpsConnector<HttpConnector>, Body>>,
    timeouts: Timeouts,
    made: Instant,
}

impl NativeTransport {
    /// A transport with the default timeouts.
    pub fn new() -> Self {
        Self::with_timeouts(Timeouts::default())
    }

    /// A transport with other timeouts.
    pub fn with_timeouts(timeouts: Timeouts) -> Self {
        Self {
            client: pool().build(connector(timeouts)),
            #[cfg(feature = "tls")]
            secure: None,
            timeouts,
            made: Instant::now(),
        }
    }

    /// The same, also for https addresses.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn trusting(mut self, trust: &super::tls::Trust) -> Self {
        let connector = trust.connector(connector(self.timeouts));
        self.secure = Some(pool().build(connector));
        self
    }
}

fn connector(timeouts: Timeouts) -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_connect_timeout(Some(timeouts.connect));
    connector.set_nodelay(true);
    connector
}

fn pool() -> legacy::Builder {
    let mut builder = Client::builder(TokioExecutor::new());
    builder
        .pool_timer(TokioTimer::new())
        // Below the idle timeout of Envoy and of KFP, so that it is us who close.
        .pool_idle_timeout(Duration::from_secs(30));
    builder
}

impl Default for NativeTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for NativeTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let answer = self.begin(request.map(Body::full))?;
        let waited = self.timeouts.exchange;
        let deadline = Instant::now() + waited;
        let answer = timeout_at(deadline, answer).await;
        let answer = answer.map_err(|_| TransportError::timeout(waited))?;
        let answer = answer.map_err(|error| of_client(&error))?;
        Ok(deadlined(answer, deadline, waited))
    }
}

impl Streaming for NativeTransport {
    async fn send_streaming(
        &self,
        request: Request<Body>,
    ) -> Result<Response<Body>, TransportError> {
        let waited = self.timeouts.exchange;
        let sent = unless_stalled(request, waited, |request| async {
            let answer = self.begin(request)?.await;
            answer.map_err(|error| of_client(&error))
        });
        Ok(deadlined(sent.await??, Instant::now() + waited, waited))
    }
}

fn deadlined(answer: Response<Incoming>, deadline: Instant, waited: Duration) -> Response<Body> {
    let sleep = Box::pin(sleep_until(deadline));
    answer.map(|incoming| {
        Body::new(Deadlined {
            incoming,
            sleep,
            waited,
        })
    })
}

impl NativeTransport {
    fn begin(&self, request: Request<Body>) -> Result<ResponseFuture, TransportError> {
        match request.uri().scheme() {
            Some(scheme) if *scheme == uri::Scheme::HTTP => Ok(self.client.request(request)),
            Some(scheme) if *scheme == uri::Scheme::HTTPS => self.secure(request),
            _ => Err(TransportError::unsent(TransportFault::Unsendable)),
        }
    }

    #[cfg(feature = "tls")]
    fn secure(&self, request: Request<Body>) -> Result<ResponseFuture, TransportError> {
        let no_tls = TransportError::unsent(TransportFault::NoTls);
        let client = self.secure.as_ref().ok_or(no_tls)?;
        Ok(client.request(request))
    }

    #[cfg(not(feature = "tls"))]
    #[expect(clippy::unused_self, reason = "with TLS there is a client for it")]
    fn secure(&self, _request: Request<Body>) -> Result<ResponseFuture, TransportError> {
        Err(TransportError::unsent(TransportFault::NoTls))
    }
}

/// The runtime's clock, so that a test that stops it waits for nothing.
impl Timer for NativeTransport {
    fn now(&self) -> Duration {
        self.made.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A body that ends with an error at the deadline.
struct Deadlined {
    incoming: Incoming,
    sleep: Pin<Box<Sleep>>,
    waited: Duration,
}

impl HttpBody for Deadlined {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if self.sleep.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(TransportError::timeout(self.waited))));
        }
        let frame = ready!(Pin::new(&mut self.incoming).poll_frame(context));
        Poll::Ready(frame.map(|frame| frame.map_err(|error| TransportError::new(of_hyper(&error)))))
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

fn of_client(error: &legacy::Error) -> TransportError {
    if !error.is_connect() {
        // What our own body says comes back in hyper's error.
        if let Some(ours) = causes(error).find_map(|cause| cause.downcast_ref::<TransportError>()) {
            return *ours;
        }
        return TransportError::new(answer_fault(error));
    }
    TransportError::unsent(connect_fault(error))
}

/// Why no whole answer came over a connection that did, from the error of a client that stands on hyper and all that caused
/// it. For other transports over it.
pub fn answer_fault(error: &(dyn StdError + 'static)) -> TransportFault {
    let of_hyper = |cause: &(dyn StdError + 'static)| cause.downcast_ref().map(of_hyper);
    causes(error)
        .find_map(of_hyper)
        .unwrap_or(TransportFault::Closed)
}

/// Why no connection came about, from the error of a client that stands on hyper-util's connectors and all that caused it.
/// For other transports over them.
pub fn connect_fault(error: &(dyn StdError + 'static)) -> TransportFault {
    // What happened to the proxy is told before what caused it: its name is not the host's.
    if let Some(fault) = causes(error).find_map(proxy_fault) {
        return fault;
    }
    #[cfg(feature = "tls")]
    if let Some(fault) = super::tls::handshake_fault(std::iter::once(error).chain(causes(error))) {
        return fault;
    }
    if causes(error).any(is_unresolved) {
        return TransportFault::NameNotFound;
    }
    let mut kinds = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>());
    match kinds.next().map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => TransportFault::ConnectionRefused,
        _ => TransportFault::Connect,
    }
}

/// hyper-util does not name the kind of its connector's error other than by this text, nor does reqwest before SOCKS.
fn is_unresolved(cause: &(dyn StdError + 'static)) -> bool {
    ["dns error", "error resolving for socks proxy"].contains(&cause.to_string().as_str())
}

/// Nor does it name what a proxy did: these are its words for a tunnel and for SOCKS.
fn proxy_fault(cause: &(dyn StdError + 'static)) -> Option<TransportFault> {
    const UNREACHABLE: &str = "failed to create underlying connection";
    let told = cause.to_string();
    let is_tunnel = told.starts_with("tunnel error: ");
    let why = told
        .strip_prefix("tunnel error: ")
        .or_else(|| told.strip_prefix("SOCKS error: "))?;
    Some(match why {
        UNREACHABLE if is_tunnel => unreachable_proxy(cause),
        // Of SOCKS the cause is not told but in this way.
        UNREACHABLE if format!("{cause:?}").contains("\"dns error\"") => {
            TransportFault::ProxyNameNotFound
        }
        UNREACHABLE => TransportFault::ProxyUnreachable,
        // The latter is said when nothing but a login is taken.
        "proxy authorization required" | "server does not support user/pass authentication" => {
            TransportFault::ProxyLogin
        }
        "credentials not accepted" => TransportFault::ProxyLoginRefused,
        _ => TransportFault::ProxyRefused,
    })
}

fn unreachable_proxy(error: &(dyn StdError + 'static)) -> TransportFault {
    #[cfg(feature = "tls")]
    if super::tls::handshake_fault(causes(error)).is_some() {
        return TransportFault::ProxyTls;
    }
    if causes(error).any(is_unresolved) {
        TransportFault::ProxyNameNotFound
    } else {
        TransportFault::ProxyUnreachable
    }
}

fn of_hyper(error: &hyper::Error) -> TransportFault {
    if error.is_parse_too_large() {
        TransportFault::TooLarge
    } else if error.is_parse() {
        TransportFault::NotHttp
    } else if error.is_user() {
        TransportFault::Unsendable
    } else {
        TransportFault::Closed
    }
}

fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}
