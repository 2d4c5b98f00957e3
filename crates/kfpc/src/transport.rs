//! HTTP with TLS and proxies: what a laptop needs and a pod does not.

use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures::Stream;
use http::{Request, Response, StatusCode, header};
use http_body::{Frame, SizeHint};
use kfp_core::Origin;
use kfp_core::error::{TransportError, TransportFault};
use kfp_core::transport::native::{answer_fault, connect_fault};
use kfp_core::transport::{Body, Streaming, Timer, Transport, unless_stalled};
use time::OffsetDateTime;
use tokio::time::{Instant, Sleep};

use crate::connection::at_most;
use crate::failure::{Chain, Failure};
use crate::login::Renewal;
use crate::proxy::Passed;
use crate::words::{Both, both};

/// For a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Without a byte. A list of a large namespace can take seconds to begin.
const SILENCE: Duration = Duration::from_mins(1);
/// Of a file of certificates. All public authorities together take a quarter of a MiB.
const MOST_OF_AUTHORITIES: u64 = 16 * 1024 * 1024;
/// No redirect is followed, so nothing is sent twice.
const EXCHANGE: Duration = Duration::from_mins(10);

/// HTTP/1.1 and 2 over rustls, through the proxies of the environment.
#[derive(Clone, Debug)]
pub(crate) struct HttpTransport {
    client: reqwest::Client,
    /// For uploads, which only [`unless_stalled`] ends.
    patient: Arc<OnceLock<reqwest::Client>>,
    certificates: Vec<reqwest::Certificate>,
    reach: Reach,
    renewal: Renewal,
    made: Instant,
}

/// How far calls go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To what is near, in plain HTTP: nobody is asked to vouch for anything.
    NearInPlain,
    /// To what is near.
    Near,
    /// Anywhere, through a proxy where one is set.
    Far,
}

impl Reach {
    /// That of calls to one origin and no other.
    pub(crate) fn of(origin: Option<&Origin>) -> Self {
        match origin {
            Some(origin) if origin.is_near() && !origin.is_https() => Self::NearInPlain,
            Some(origin) if origin.is_near() => Self::Near,
            _ => Self::Far,
        }
    }
}

impl HttpTransport {
    /// Trusts what the system trusts and the certificates of a file besides. What is near is never asked of a
    /// proxy: see [`Origin::is_near`].
    pub(crate) fn new(ca_file: Option<&Path>, reach: Reach) -> Result<Self, Failure> {
        let certificates = ca_file.map_or_else(|| Ok(Vec::new()), certificates)?;
        // Fails only when one is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = builder(&certificates, reach);
        let builder = builder.read_timeout(SILENCE).timeout(EXCHANGE);
        let client = builder.build().map_err(|error| Failure::Usage {
            problem: both!(
                "no HTTP client can be made: {why}",
                "HTTP 클라이언트를 만들 수 없어요: {why}",
                why = Chain(&error)
            ),
            hint: both!(
                "Check the proxy variables and the certificates.",
                "프록시 변수와 인증서를 확인하세요."
            ),
        })?;
        Ok(Self {
            client,
            patient: Arc::default(),
            certificates,
            reach,
            renewal: Renewal::default(),
            made: Instant::now(),
        })
    }

    /// What became of the session that was sent.
    pub(crate) fn renewal(&self) -> &Renewal {
        &self.renewal
    }

    /// The session as it is now.
    fn with_session<B>(&self, mut request: Request<B>) -> Request<B> {
        if let Some(cookie) = self.renewal.before(request.headers()) {
            request.headers_mut().insert(header::COOKIE, cookie);
        }
        request
    }

    /// The same for another session: what was renewed was not this one.
    pub(crate) fn afresh(self) -> Self {
        Self {
            renewal: Renewal::default(),
            ..self
        }
    }

    fn received(
        &self,
        answer: reqwest::Response,
        silence: Option<Duration>,
    ) -> Result<Response<Body>, TransportError> {
        self.renewal
            .take(answer.headers(), OffsetDateTime::now_utc());
        received(answer, silence)
    }
}

/// What every client of this program is.
pub(crate) fn builder(
    certificates: &[reqwest::Certificate],
    reach: Reach,
) -> reqwest::ClientBuilder {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .pool_idle_timeout(Duration::from_secs(30))
        .user_agent(concat!("kfpc/", env!("CARGO_PKG_VERSION")));
    if reach != Reach::Far {
        builder = builder.no_proxy();
    }
    if reach == Reach::NearInPlain {
        // Reading the system's certificates takes longer than such a call, and more memory than a list.
        builder = builder.tls_certs_only(certificates.iter().cloned());
    } else if !certificates.is_empty() {
        builder = builder.tls_certs_merge(certificates.iter().cloned());
    }
    builder
}

fn no_certificates() -> Both {
    both!(
        "it holds no certificates in PEM",
        "PEM 형식의 인증서가 없어요"
    )
}

fn certificates(path: &Path) -> Result<Vec<reqwest::Certificate>, Failure> {
    let fail = |problem: Both| Failure::File {
        what: both!(
            "the file of certificates {path}",
            "인증서 파일 {path}",
            path = path.display()
        ),
        problem,
    };
    let read = std::fs::File::open(path).and_then(|file| at_most(MOST_OF_AUTHORITIES, file));
    let pem = read.map_err(|error| fail(Both::same(error)))?;
    let pem = pem.ok_or_else(|| {
        fail(both!(
            "it is larger than any file of certificates",
            "인증서 파일이라기에는 너무 커요"
        ))
    })?;
    let certificates =
        reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| fail(no_certificates()))?;
    if certificates.is_empty() {
        return Err(fail(no_certificates()));
    }
    Ok(certificates)
}

impl Transport for HttpTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let request = self.with_session(request);
        let again = request.method().is_safe().then(|| request.clone());
        let answer = match (self.execute(request).await, again) {
            // What was idle may be closed without notice, and reading twice does no harm.
            (Err(error), Some(again)) if error.fault() == TransportFault::Closed => {
                self.execute(again).await
            }
            (answer, _) => answer,
        };
        // This client has limits of its own, also for bodies.
        self.received(answer?, None)
    }
}

impl HttpTransport {
    async fn execute(&self, request: Request<Bytes>) -> Result<reqwest::Response, TransportError> {
        execute(&self.client, self.reach, request.map(Into::into)).await
    }
}

impl Streaming for HttpTransport {
    async fn send_streaming(
        &self,
        request: Request<Body>,
    ) -> Result<Response<Body>, TransportError> {
        let client = if let Some(client) = self.patient.get() {
            client
        } else {
            let built = builder(&self.certificates, self.reach).build();
            let built = built.map_err(|_| unsendable())?;
            self.patient.get_or_init(|| built)
        };
        let request = self.with_session(request);
        let sent = unless_stalled(request, SILENCE, |request| {
            let request = request.map(|body| reqwest::Body::wrap(Outgoing(Mutex::new(body))));
            execute(client, self.reach, request)
        });
        self.received(sent.await??, Some(SILENCE))
    }
}

async fn execute(
    client: &reqwest::Client,
    reach: Reach,
    request: Request<reqwest::Body>,
) -> Result<reqwest::Response, TransportError> {
    let to = request.uri().clone();
    let passed = || {
        if reach == Reach::Far {
            Passed::on_the_way_to(&to)
        } else {
            None
        }
    };
    let request = reqwest::Request::try_from(request).map_err(|_| unsendable())?;
    let answer = client.execute(request).await;
    let answer = answer.map_err(|error| {
        let error = fault(&error);
        passed().map_or(error, |proxy| proxy.tell(error))
    })?;
    // None but a proxy says so, and none that a tunnel has opened is heard any more.
    if answer.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED
        && let Some(proxy) = passed()
    {
        return Err(proxy.tell(TransportError::unsent(TransportFault::ProxyLogin)));
    }
    Ok(answer)
}

fn unsendable() -> TransportError {
    TransportError::unsent(TransportFault::Unsendable)
}

fn received(
    answer: reqwest::Response,
    silence: Option<Duration>,
) -> Result<Response<Body>, TransportError> {
    let mut head = Response::builder()
        .status(answer.status())
        .version(answer.version());
    if let Some(headers) = head.headers_mut() {
        headers.clone_from(answer.headers());
    }
    let length = answer.content_length();
    let body = Body::new(Incoming {
        bytes: Box::pin(answer.bytes_stream()),
        length,
        silence: silence.map(|silence| Box::pin(tokio::time::sleep(silence))),
    });
    head.body(body)
        .map_err(|_| TransportError::new(TransportFault::NotHttp))
}

/// What goes out. The lock is never waited for: it only makes the body what reqwest asks of one.
struct Outgoing(Mutex<Body>);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(body).poll_frame(context)
    }

    fn size_hint(&self) -> SizeHint {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        body.size_hint()
    }
}

impl Timer for HttpTransport {
    fn now(&self) -> Duration {
        self.made.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

type BytesStream = Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>;

struct Incoming {
    bytes: BytesStream,
    length: Option<u64>,
    /// Begins anew with each piece; only where the client has no such limit of its own.
    silence: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for Incoming {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let Poll::Ready(next) = self.bytes.as_mut().poll_next(context) else {
            let Some(silence) = &mut self.silence else {
                return Poll::Pending;
            };
            let ended = silence.as_mut().poll(context);
            return ended.map(|()| Some(Err(TransportError::timeout(SILENCE))));
        };
        if let Some(silence) = &mut self.silence {
            silence.as_mut().reset(Instant::now() + SILENCE);
        }
        let next = next.map(|bytes| bytes.map(Frame::data));
        Poll::Ready(next.map(|bytes| bytes.map_err(|error| fault(&error))))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

fn fault(error: &reqwest::Error) -> TransportError {
    if error.is_timeout() && !error.is_connect() {
        return TransportError::timeout(SILENCE);
    }
    if error.is_builder() {
        return TransportError::unsent(TransportFault::Unsendable);
    }
    // What our own body says comes back in reqwest's error.
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if let Some(ours) = inner.downcast_ref::<TransportError>() {
            return *ours;
        }
        cause = inner.source();
    }
    if !error.is_connect() {
        return TransportError::new(answer_fault(error));
    }
    TransportError::unsent(connect_fault(error))
}

#[cfg(test)]
mod tests {
    use futures::StreamExt as _;
    use futures::stream;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_stands_still_after_its_head_ends() {
        let begins = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{"))]);
        let stands = reqwest::Body::wrap_stream(begins.chain(stream::pending()));
        let answer = received(Response::new(stands).into(), Some(SILENCE)).unwrap();
        let read = answer.into_body().collect(100);
        let read = tokio::time::timeout(2 * SILENCE, read).await;
        assert_eq!(read, Ok(Err(TransportError::timeout(SILENCE))));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_moves_may_take_its_time() {
        let pieces = stream::iter(0..100).then(|_| async {
            tokio::time::sleep(SILENCE / 2).await;
            Ok::<_, std::io::Error>(Bytes::from_static(b"x"))
        });
        let moves = reqwest::Body::wrap_stream(Box::pin(pieces));
        let answer = received(Response::new(moves).into(), Some(SILENCE)).unwrap();
        let read = answer.into_body().collect(100).await;
        assert_eq!(read.map(|read| read.len()), Ok(100));
    }
}
