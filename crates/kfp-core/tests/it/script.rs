//! A transport that answers what it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use kfp_core::error::TransportError;
use kfp_core::transport::{Body, Transport};

type Answer = Result<(u16, &'static str), TransportError>;

/// Gives its answers in order and keeps the requests. A call without an answer left is a failure of the test.
#[derive(Clone, Default)]
pub(crate) struct Script {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = (u16, &'static str)>) -> Self {
        Self::with(answers.into_iter().map(Ok))
    }

    pub(crate) fn with(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            ..Self::default()
        }
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.requests.lock().unwrap().clone()
    }
}

impl Transport for Script {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.requests.lock().unwrap().push(request);
        let answer = self
            .answers
            .lock()
            .unwrap()
            .pop_front()
            .expect("no more calls than answers");
        let (status, body) = answer?;
        let content_type = if body.starts_with('<') {
            "text/html"
        } else {
            "application/json"
        };
        let response = Response::builder()
            .status(status)
            .header("content-type", content_type);
        Ok(response.body(Body::full(body)).expect("a status"))
    }
}
