//! Binding and serving: every part of the sandbox listens through these two functions.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use futures::future::Either;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::error::SandboxError;

mod words;

use words::{InWords, Words};

/// Request line plus headers may be this long (Go's default, which the real API server keeps); beyond it the
/// answer is 431.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// So many headers are read; who takes fewer says so in their own words.
const MAX_HEADERS: usize = 4096;

/// How long requests under way may take to end once the listener stops.
const DRAIN: Duration = Duration::from_secs(5);

/// Marks a response that must not be sent: the connection is closed without an answer instead, as when the real
/// process has died. In-process callers of a router look for it in the response's extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Abort;

impl Abort {
    /// A response that stands for "no answer".
    pub(crate) fn response() -> Response<Body> {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Self);
        response
    }

    /// A response that stands for "nothing listens": a proxy in front tells the two apart.
    pub(crate) fn refused() -> Response<Body> {
        let mut response = Self::response();
        response.extensions_mut().insert(Refused);
        response
    }

    /// Whether `response` stands for "nothing listens".
    pub(crate) fn is_refused(response: &Response<Body>) -> bool {
        response.extensions().get::<Refused>().is_some()
    }
}

/// Marks an [`Abort`] that is a refused connection.
#[derive(Clone, Copy, Debug)]
struct Refused;

/// Which call of its connection a request is, from 1 on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NthCall(pub(crate) u64);

/// Takes `address` for `part`.
///
/// # Errors
/// [`SandboxError::Bind`] when the address cannot be taken.
pub(crate) async fn bind(
    part: &'static str,
    address: SocketAddr,
) -> Result<(TcpListener, SocketAddr), SandboxError> {
    let at = |source| SandboxError::Bind {
        part,
        address,
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(at)?;
    let bound = listener.local_addr().map_err(at)?;
    Ok((listener, bound))
}

/// Serves `router` on `listener` until `shutdown`, then lets the requests under way end, for [`DRAIN`] at most.
///
/// Each request carries [`ConnectInfo<SocketAddr>`]; upgrades work; HTTP/1.1 and prior-knowledge HTTP/2.
pub(crate) async fn serve(listener: TcpListener, router: Router, shutdown: CancellationToken) {
    serve_either(listener, Talk::Plain, router, shutdown).await;
}

/// [`serve`] as Go's HTTP server does: HTTP/1.x alone, and its own words for requests that are none.
pub(crate) async fn serve_as_go(
    listener: TcpListener,
    router: Router,
    shutdown: CancellationToken,
) {
    serve_either(listener, Talk::Go, router, shutdown).await;
}

/// [`serve`] as an Envoy that calls itself `server`: its own words for requests that are none.
pub(crate) async fn serve_as_envoy(
    listener: TcpListener,
    server: &'static str,
    router: Router,
    shutdown: CancellationToken,
) {
    serve_either(listener, Talk::Envoy(server), router, shutdown).await;
}

/// [`serve`], over TLS for a client that begins with it; others are served plainly on the same port.
pub(crate) async fn serve_tls(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    router: Router,
    shutdown: CancellationToken,
) {
    let tls = TlsAcceptor::from(tls);
    serve_either(listener, Talk::Tls(tls), router, shutdown).await;
}

/// How a listener talks.
#[derive(Clone)]
enum Talk {
    Plain,
    /// Plainly as Go's server.
    Go,
    /// Plainly as an Envoy of that name.
    Envoy(&'static str),
    /// Over TLS, or plainly with a client that does.
    Tls(TlsAcceptor),
}

async fn serve_either(
    listener: TcpListener,
    talk: Talk,
    router: Router,
    shutdown: CancellationToken,
) {
    let graceful = GracefulShutdown::new();
    let overdue = CancellationToken::new();
    let connections = tokio_util::task::TaskTracker::new();
    loop {
        let (stream, peer) = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    continue;
                }
            },
        };
        // Small answers are written in one piece; waiting for more only adds latency.
        let _ = stream.set_nodelay(true);
        let (router, watcher) = (router.clone(), graceful.watcher());
        let (talk, overdue, shutdown) = (talk.clone(), overdue.clone(), shutdown.clone());
        connections.spawn(async move {
            let begun = Begun {
                peer,
                router,
                graceful: watcher,
                overdue,
            };
            let tls = match talk {
                Talk::Plain => return begun.serve(stream).await,
                Talk::Go => return begun.serve_as_go(stream).await,
                Talk::Envoy(server) => {
                    let stream = InWords::new(stream, Words::Envoy(server));
                    return begun.serve(stream).await;
                }
                Talk::Tls(tls) => tls,
            };
            let secured = tokio::select! {
                () = shutdown.cancelled() => return,
                secured = timeout(DRAIN, accept(stream, tls)) => secured,
            };
            match secured {
                Ok(Ok(Either::Left(stream))) => begun.serve(stream).await,
                Ok(Ok(Either::Right(stream))) => begun.serve(stream).await,
                Ok(Err(error)) => tracing::debug!(%error, %peer, "a TLS handshake failed"),
                Err(_) => tracing::debug!(%peer, "a client sent nothing"),
            }
        });
    }
    drop(listener);
    // A request whose head never ends would hold the listener for ever.
    if timeout(DRAIN, graceful.shutdown()).await.is_err() {
        overdue.cancel();
    }
    connections.close();
    connections.wait().await;
}

/// The first byte of a TLS handshake; no HTTP request begins so.
const TLS_HANDSHAKE: u8 = 0x16;

async fn accept(
    stream: TcpStream,
    tls: TlsAcceptor,
) -> io::Result<Either<TlsStream<TcpStream>, TcpStream>> {
    let mut first = [0];
    stream.peek(&mut first).await?;
    if first == [TLS_HANDSHAKE] {
        Ok(Either::Left(tls.accept(stream).await?))
    } else {
        Ok(Either::Right(stream))
    }
}

/// A connection that was accepted.
struct Begun {
    peer: SocketAddr,
    router: Router,
    graceful: hyper_util::server::graceful::Watcher,
    overdue: CancellationToken,
}

impl Begun {
    async fn serve<S>(self, stream: S)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let builder = auto::Builder::new(TokioExecutor::new());
        self.serve_by(builder, |_| None, stream).await;
    }

    async fn serve_as_go(self, mut stream: TcpStream) {
        let mut first = [0; words::PREFACE.len()];
        if stream.peek(&mut first).await.is_ok() && first == *words::PREFACE {
            // Whoever speaks HTTP/2 learns nothing more from a connection that breaks while it is told.
            let _ = stream.write_all(words::PREFACE_ANSWER).await;
            let _ = stream.shutdown().await;
            return;
        }
        let builder = auto::Builder::new(TokioExecutor::new()).http1_only();
        let refusal: Refusal = |request| words::refusal(request.version(), request.headers());
        self.serve_by(builder, refusal, InWords::new(stream, Words::Go))
            .await;
    }

    async fn serve_by<S>(
        self,
        mut builder: auto::Builder<TokioExecutor>,
        refusal: Refusal,
        stream: S,
    ) where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        builder
            .http1()
            .max_buf_size(MAX_HEAD_BYTES)
            .max_headers(MAX_HEADERS)
            .title_case_headers(true);
        let service = answering(self.router, self.peer, refusal);
        let connection = builder
            .serve_connection_with_upgrades(TokioIo::new(stream), service)
            .into_owned();
        let connection = self.graceful.watch(connection);
        until_overdue(connection, self.peer, self.overdue).await;
    }
}

/// What a request is answered before it reaches the router, if it is refused.
type Refusal = fn(&Request<Incoming>) -> Option<Response<Body>>;

/// `router` as a connection's service; what `refusal` refuses does not reach it.
fn answering(
    router: Router,
    peer: SocketAddr,
    refusal: Refusal,
) -> impl Service<
    Request<Incoming>,
    Response = Response<Body>,
    Error = io::Error,
    Future: Send + 'static,
> + Send
+ 'static {
    let calls = AtomicU64::new(0);
    service_fn(move |mut request: Request<Incoming>| {
        let router = router.clone();
        let nth = calls.fetch_add(1, Ordering::Relaxed) + 1;
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(NthCall(nth));
        async move {
            if let Some(refused) = refusal(&request) {
                return Ok(refused);
            }
            let Ok(response) = router.oneshot(request.map(Body::new)).await;
            if response.extensions().get::<Abort>().is_some() {
                return Err(io::Error::from(io::ErrorKind::ConnectionAborted));
            }
            Ok(response)
        }
    })
}

async fn until_overdue<E: std::fmt::Display>(
    connection: impl Future<Output = Result<(), E>>,
    peer: SocketAddr,
    overdue: CancellationToken,
) {
    tokio::select! {
        ended = connection => if let Err(error) = ended {
            tracing::debug!(%error, %peer, "a connection ended with an error");
        },
        () = overdue.cancelled() => tracing::debug!(%peer, "a connection was cut, as it did not end in time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_head_that_never_ends_does_not_hold_the_listener() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, Router::new(), shutdown.clone()));
        let mut client = TcpStream::connect(address).await.unwrap();
        client
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n")
            .await
            .unwrap();
        tokio::task::yield_now().await;
        shutdown.cancel();
        serving.await.unwrap();
    }
}
