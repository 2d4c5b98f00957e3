//! The way out: the browser's `fetch`. The only file here that knows the target.

#[cfg(target_arch = "wasm32")]
pub(super) use kfp_core::transport::fetch::FetchTransport as Browser;

#[cfg(not(target_arch = "wasm32"))]
pub(super) use outside::Browser;

/// Outside of a browser there is no way out. The crate compiles there for its unit tests, which make no calls.
#[cfg(not(target_arch = "wasm32"))]
mod outside {
    use kfp_core::{
        error::{TransportError, TransportFault},
        transport::{Body, Transport},
    };

    /// Sends nothing.
    #[derive(Clone, Debug, Default)]
    pub(in crate::data) struct Browser;

    impl Browser {
        /// The same as in a browser.
        pub(in crate::data) fn new() -> Self {
            Self
        }
    }

    impl Transport for Browser {
        async fn send(
            &self,
            _request: http::Request<bytes::Bytes>,
        ) -> Result<http::Response<Body>, TransportError> {
            Err(TransportError::unsent(TransportFault::Unsendable))
        }
    }
}
