//! The one effect: a request goes out, an answer comes in.
//!
//! | Target | Feature | Transport |
//! |---|---|---|
//! | native | `native` | [`native::NativeTransport`], on hyper |
//! | wasm32 | `fetch` | `fetch::FetchTransport`, on the browser's `fetch` |
//!
//! Both never follow a redirect, keep a deadline for the whole exchange, and end it when it is dropped. These are the
//! only files that know the target.

mod body;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub mod fetch;
#[cfg(feature = "native")]
pub mod native;
mod outgoing;
#[cfg(feature = "native")]
mod stall;
mod timer;
#[cfg(feature = "tls")]
pub mod tls;

#[cfg(all(feature = "native", target_arch = "wasm32"))]
compile_error!("the feature `native` needs sockets and files: use `fetch` in the browser");

use bytes::Bytes;
use http::{Request, Response};

pub use body::Body;
#[cfg(feature = "native")]
pub use stall::unless_stalled;
pub use timer::Timer;

use crate::error::TransportError;

/// `Send` where there are threads, nothing in the browser.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}
/// `Send` where there are threads, nothing in the browser.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync` where there are threads, nothing in the browser.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}
/// `Sync` where there are threads, nothing in the browser.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}

/// Sends one request and gives back the answer as soon as its head is there.
///
/// The address is absolute, or in the browser may be a path on the page's own origin. An implementation
/// - follows no redirect: a 302 is an answer;
/// - where it is not shown the redirect, answers 302 with [`OpaqueRedirect`](crate::response::OpaqueRedirect) among the
///   extensions;
/// - keeps its deadline also while the body is read;
/// - ends the exchange when the future or the body is dropped.
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends a request.
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + MaybeSend;
}

/// A transport that sends a body as it is read, so that a package of any size takes little memory.
///
/// As for [`Transport::send`], but the deadline: an upload may take as long as it moves.
pub trait Streaming: Transport {
    /// Sends a request whose body comes in pieces. It cannot be sent twice.
    fn send_streaming(
        &self,
        request: Request<Body>,
    ) -> impl Future<Output = Result<Response<Body>, TransportError>> + MaybeSend;
}
