//! Steps as spans, sent to a collector by OTLP over HTTP.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt as _,
    TraceFlags, TraceId, TraceState, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider, Span as SdkSpan};
use tokio::runtime::Handle;

use super::{Ended, Step, TraceParent};
use crate::config::TracesConfig;

/// Longest wait for the collector to take what was gathered.
const SENDING: Duration = Duration::from_secs(5);
/// The largest answer of the collector that is read, in bytes: it says little.
const ANSWER: usize = 64 * 1024;

/// Makes steps, if a collector is named. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Tracer(Option<Arc<On>>);

#[derive(Debug)]
struct On {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// A step that is under way. One that is dropped without its end is sent without an outcome: its client has left.
#[derive(Debug)]
pub(crate) struct Span {
    inner: Option<SdkSpan>,
    given: Option<TraceParent>,
}

impl Tracer {
    /// Sets the sending up; calls nobody. Must be called in the runtime that shall send.
    ///
    /// # Errors
    /// If the address of the collector cannot be used.
    pub(crate) fn new(config: &TracesConfig) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let Some(endpoint) = &config.otlp_endpoint else {
            return Ok(Self(None));
        };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Post::new())
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
            .with_timeout(SENDING)
            .build()?;
        // What the gateway decided holds; of requests without its word a share is kept.
        let share = Sampler::TraceIdRatioBased(config.otlp_share);
        let resource = Resource::builder()
            .with_service_name("kfp-console")
            .with_attribute(KeyValue::new("service.version", crate::VERSION))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::ParentBased(Box::new(share)))
            .with_resource(resource)
            .build();
        let tracer = provider.tracer("kfp-console");
        Ok(Self(Some(Arc::new(On { provider, tracer }))))
    }

    /// Begins a step.
    pub(crate) fn begin(&self, step: Step, parent: Option<TraceParent>) -> Span {
        let inner = self.0.as_ref().map(|on| {
            let (name, kind) = match step {
                Step::Request => ("request", SpanKind::Server),
                Step::Line => ("wait for a turn", SpanKind::Internal),
                Step::Kfp => ("call of KFP", SpanKind::Client),
                Step::Kubernetes => ("question to Kubernetes", SpanKind::Client),
            };
            SpanBuilder::from_name(name)
                .with_kind(kind)
                .start_with_context(&on.tracer, &context(parent))
        });
        Span {
            inner,
            given: parent,
        }
    }

    /// Sends what was gathered and ends the sending.
    pub(crate) async fn shutdown(&self) {
        let Some(on) = self.0.clone() else {
            return;
        };
        // It waits for a thread of its own, which in turn waits for this runtime.
        let sent = tokio::task::spawn_blocking(move || on.provider.shutdown_with_timeout(SENDING));
        if let Ok(Err(error)) = sent.await {
            tracing::warn!(
                error = crate::telemetry::chain(&error),
                "the last traces were not sent"
            );
        }
    }
}

impl Span {
    /// The place in the trace to name in calls: this step, or that of the request as it came if no steps are made.
    pub(crate) fn place(&self) -> Option<TraceParent> {
        let Some(span) = &self.inner else {
            return self.given;
        };
        let context = span.span_context();
        context.is_valid().then(|| TraceParent {
            trace: u128::from_be_bytes(context.trace_id().to_bytes()),
            span: u64::from_be_bytes(context.span_id().to_bytes()),
            is_sampled: context.is_sampled(),
        })
    }

    /// Ends the step.
    pub(crate) fn end(self, ended: Ended<'_>) {
        let Some(mut span) = self.inner.filter(SdkSpan::is_recording) else {
            return;
        };
        if let Some((method, route)) = ended.request {
            span.update_name(format!("{method} {route}"));
            span.set_attribute(KeyValue::new("http.request.method", method));
            span.set_attribute(KeyValue::new("http.route", route));
        }
        if let Some(status) = ended.status {
            let status = i64::from(status.as_u16());
            span.set_attribute(KeyValue::new("http.response.status_code", status));
        }
        if let Some(problem) = ended.problem {
            span.set_attribute(KeyValue::new("error.type", problem.to_owned()));
        }
        let is_fault = ended
            .status
            .map_or(ended.problem.is_some(), |status| status.is_server_error());
        if is_fault {
            span.set_status(Status::error(""));
        }
        span.end();
    }
}

fn context(parent: Option<TraceParent>) -> Context {
    let Some(parent) = parent else {
        return Context::new();
    };
    Context::new().with_remote_span_context(SpanContext::new(
        TraceId::from_bytes(parent.trace.to_be_bytes()),
        SpanId::from_bytes(parent.span.to_be_bytes()),
        TraceFlags::default().with_sampled(parent.is_sampled),
        true,
        TraceState::default(),
    ))
}

/// The client of the collector. Whoever gathers the spans does it in a thread without a runtime, so the sending is done in
/// the console's.
#[derive(Debug)]
struct Post {
    client: Client<HttpConnector, Full<Bytes>>,
    runtime: Handle,
}

impl Post {
    fn new() -> Self {
        Self {
            client: Client::builder(TokioExecutor::new()).build_http(),
            runtime: Handle::current(),
        }
    }
}

#[async_trait]
impl HttpClient for Post {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sent = self.client.request(request.map(Full::new));
        let sending = async move {
            let (head, body) = sent.await?.into_parts();
            let body = Limited::new(body, ANSWER).collect().await?.to_bytes();
            Ok(Response::from_parts(head, body))
        };
        // The clock is the runtime's too, so it is set inside.
        self.runtime
            .spawn(async move { tokio::time::timeout(SENDING, sending).await })
            .await??
    }
}
