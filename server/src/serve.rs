//! The server loop: what hyper must be told that no layer can do.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::config::LimitsConfig;

/// How much more than what is allowed is read of a head: it is refused in words then, and who is cut off while sending
/// never sees an answer.
const BEYOND: usize = 2;

/// As many header lines are read: more than the layer allows, for the same reason. hyper takes room for all of them with
/// every request, 64 bytes each, so that a larger number is paid for by everybody.
const HEADERS_READ: usize = 512;

/// Serves a port until it is told to stop, then waits for the requests that run.
///
/// `soft` ends accepting and keeps running requests; `hard`, or the drain timeout, ends these too.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: LimitsConfig,
    soft: CancellationToken,
    hard: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(limits.max_connections));
    let running = TaskTracker::new();
    let builder = connections(&limits);
    loop {
        let place = tokio::select! {
            () = soft.cancelled() => break,
            place = Arc::clone(&places).acquire_owned() => place.expect("the semaphore is never closed"),
        };
        let stream = tokio::select! {
            () = soft.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    after_failed_accept(&error).await;
                    continue;
                }
            },
        };
        let connection = connect(&builder, stream, router.clone());
        let (soft, hard) = (soft.clone(), hard.clone());
        running.spawn(async move {
            let _place = place;
            let ended = tokio::select! {
                () = hard.cancelled() => Ok(()),
                ended = to_its_end(connection, soft) => ended,
            };
            if let Err(error) = ended {
                // The client's doing: it hung up, or sent what is no HTTP. hyper has answered what can be answered.
                tracing::debug!(error = crate::telemetry::chain(&error), "connection ended");
            }
        });
    }
    drop(listener);
    running.close();
    tokio::select! {
        () = running.wait() => {}
        () = hard.cancelled() => {}
        () = tokio::time::sleep(limits.drain_timeout) => {
            tracing::warn!("requests still ran after the drain timeout and were ended");
            hard.cancel();
        }
    }
}

/// Serves a connection. Once no more are to come, it ends with the request that runs on it; one that has become a websocket
/// has ended here already.
async fn to_its_end<S>(
    connection: http1::UpgradeableConnection<TokioIo<TcpStream>, S>,
    soft: CancellationToken,
) -> hyper::Result<()>
where
    S: hyper::service::HttpService<Incoming, ResBody = Body, Error = std::convert::Infallible>,
{
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => return ended,
        () = soft.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    connection.await
}

fn connections(limits: &LimitsConfig) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(limits.max_header_bytes.saturating_mul(BEYOND))
        .max_headers(HEADERS_READ)
        .half_close(false);
    builder
}

fn connect(
    builder: &http1::Builder,
    stream: TcpStream,
    router: Router,
) -> http1::UpgradeableConnection<
    TokioIo<TcpStream>,
    impl hyper::service::HttpService<
        Incoming,
        ResBody = Body,
        Error = std::convert::Infallible,
        Future: Send,
    > + use<>,
> {
    // Answers are small and whole; waiting for more to send only adds latency.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(
        router.map_request(|request: Request<Incoming>| request.map(Body::new)),
    );
    builder
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
}

/// A connection that broke before it was accepted is no reason to wait; running out of files is.
async fn after_failed_accept(error: &io::Error) {
    let of_the_connection = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    );
    if !of_the_connection {
        tracing::error!(%error, "connections cannot be accepted");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
