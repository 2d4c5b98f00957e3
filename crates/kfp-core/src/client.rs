//! The client: credentials, limits, and the three steps of a call.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::address::BaseUrl;
use crate::api::{Experiments, PipelineVersions, Pipelines, RecurringRuns, Runs};
use crate::credentials::Credentials;
use crate::error::{CredentialsError, Error};
use crate::headers;
use crate::model::{Healthz, Namespace, Page};
use crate::operation::Operation;
use crate::request::ViewerVerb;
use crate::transport::{Body, Streaming, Transport};
use crate::{request, response};

/// How many bytes an answer may have if nothing else is said. A page of 200 runs with their tasks has about 2 MB.
const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// The headers of a request that is passed through. Everything else stays here, above all what tells who somebody is:
/// KFP believes an identity header more than a token.
const PASSED_HEADERS: [HeaderName; 7] = [
    header::ACCEPT,
    header::CONTENT_TYPE,
    header::USER_AGENT,
    headers::GRPC_TIMEOUT,
    headers::TRACE_PARENT,
    headers::TRACE_STATE,
    headers::REQUEST_ID,
];

/// A KFP API, reached over a transport with some credentials. Cheap to clone.
///
/// No call is repeated, but for one case: on 401 a token file is read once more, or a token command run once more, and if
/// that gives another token than the one that was sent, the call is sent once more. Dropping a call ends it.
///
#[cfg_attr(feature = "native", doc = "```no_run")]
#[cfg_attr(not(feature = "native"), doc = "```ignore")]
/// use kfp_core::credentials::{Credentials, TOKEN_PATH};
/// use kfp_core::query::{RunQuery, Sort};
/// use kfp_core::transport::native::NativeTransport;
/// use kfp_core::{BaseUrl, Client};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let base: BaseUrl = "http://ml-pipeline.kubeflow.svc.cluster.local:8888".parse()?;
/// let credentials = Credentials::token_file(base.origin().cloned().expect("it has a host"), TOKEN_PATH);
/// let client = Client::new(base, NativeTransport::new(), credentials);
/// let query = RunQuery::in_namespace("team-vision".parse()?).sort(Sort::newest_first());
/// for run in client.runs().list(&query).await?.items {
///     println!("{} {}", run.display_name, run.state);
/// }
/// # Ok(())
/// # }
/// ```
pub struct Client<T> {
    base: Arc<BaseUrl>,
    transport: Arc<T>,
    credentials: Credentials,
    max_answer_bytes: usize,
}

impl<T: Transport> Client<T> {
    /// A client. Does nothing yet: whether the credentials may be sent to this address is seen at the first call.
    pub fn new(base: BaseUrl, transport: T, credentials: Credentials) -> Self {
        Self {
            base: Arc::new(base),
            transport: Arc::new(transport),
            credentials,
            max_answer_bytes: MAX_ANSWER_BYTES,
        }
    }

    /// Sets how many bytes an answer may have; 8 MiB if not set.
    #[must_use]
    pub fn max_answer_bytes(mut self, limit: usize) -> Self {
        self.max_answer_bytes = limit;
        self
    }

    /// The same API and connections with other credentials.
    #[must_use]
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        Self {
            credentials,
            ..self.clone()
        }
    }

    /// The address.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The calls about experiments.
    pub fn experiments(&self) -> Experiments<'_, T> {
        Experiments::new(self)
    }

    /// The calls about runs.
    pub fn runs(&self) -> Runs<'_, T> {
        Runs::new(self)
    }

    /// The calls about pipelines.
    pub fn pipelines(&self) -> Pipelines<'_, T> {
        Pipelines::new(self)
    }

    /// The calls about versions of pipelines.
    pub fn pipeline_versions(&self) -> PipelineVersions<'_, T> {
        PipelineVersions::new(self)
    }

    /// The calls about recurring runs.
    pub fn recurring_runs(&self) -> RecurringRuns<'_, T> {
        RecurringRuns::new(self)
    }

    /// Asks the server what it is. Needs no identity and proves none; the credentials are sent all the same, so that
    /// the gateway lets the call pass.
    ///
    /// `GET /apis/v2beta1/healthz`
    ///
    /// # Errors
    /// As every call; [`Error::Decode`] when something answers that is not KFP.
    pub async fn healthz(&self) -> Result<Healthz, Error> {
        self.get(Operation::GetHealthz, request::get_healthz())
            .await
    }

    /// Asks KFP whether the caller may do something with the viewers of a namespace, which stand there for logs,
    /// artifacts and boards. The one question about rights that KFP answers itself.
    ///
    /// `GET /apis/v1beta1/auth` · needs the verb on `viewers.kubeflow.org` in the namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 403 when the caller may not, 401 when KFP does not know who it is.
    pub async fn authorize(&self, namespace: &Namespace, verb: ViewerVerb) -> Result<(), Error> {
        let request = request::authorize(namespace, verb)?;
        self.done(Operation::Authorize, request).await
    }

    /// Gets what stands at a path below the address, whoever answers: a page, a log. The credentials go along, no redirect
    /// is followed, and nothing is said about the answer, which comes as it is read.
    ///
    /// # Errors
    /// When there are no credentials that may be sent, no answer came, or the path is none.
    pub async fn visit(&self, path_and_query: &str) -> Result<Response<Body>, Error> {
        let operation = Operation::PassThrough { safe: true };
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = path_and_query.parse().map_err(|_| Error::InvalidRequest {
            operation,
            field: "the address",
            problem: "is not a path".into(),
        })?;
        self.address(operation, &mut request)?;
        if let Some((name, value)) = self.credential(operation, None).await? {
            request.headers_mut().insert(name, value);
        }
        let answer = self.transport.send(request).await;
        answer.map_err(|source| Error::from_transport(operation, source, self.max_answer_bytes))
    }

    /// Passes a request through: its method, path, query, body and harmless headers, with this client's credentials.
    ///
    /// Gives back what KFP answered, an error of KFP's included. For a server that offers KFP's own API.
    ///
    /// # Errors
    /// When no answer came, it was too large, or KFP did not write it.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
        let operation = pass_through(&request);
        let (parts, body) = self.send_unread(request).await?.into_parts();
        match response::check(operation, &parts, &body) {
            Ok(()) | Err(Error::Api { .. }) => Ok(Response::from_parts(parts, body)),
            Err(error) => Err(error),
        }
    }

    /// As [`Client::send`], whoever answered: for a caller that wants to know which failure an answer is that KFP did not
    /// write ([`diagnose`](crate::diagnose::diagnose)).
    ///
    /// # Errors
    /// When no answer came, or it was too large.
    pub async fn send_unread(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
        let operation = pass_through(&request);
        let (mut parts, body) = request.into_parts();
        let headers = std::mem::take(&mut parts.headers);
        for name in PASSED_HEADERS {
            if let Some(value) = headers.get(&name) {
                parts.headers.insert(name, value.clone());
            }
        }
        let (parts, body) = self
            .exchange(operation, Request::from_parts(parts, body))
            .await?;
        Ok(Response::from_parts(parts, body))
    }

    pub(crate) fn transport(&self) -> &T {
        &self.transport
    }

    pub(crate) async fn get<R: DeserializeOwned>(
        &self,
        operation: Operation,
        request: Request<Bytes>,
    ) -> Result<R, Error> {
        let (parts, body) = self.exchange(operation, request).await?;
        response::read(operation, &parts, &body)
    }

    /// A call whose answer says no more than that it is done.
    pub(crate) async fn done(
        &self,
        operation: Operation,
        request: Request<Bytes>,
    ) -> Result<(), Error> {
        let (parts, body) = self.exchange(operation, request).await?;
        response::read_nothing(operation, &parts, &body)
    }

    pub(crate) async fn data(
        &self,
        operation: Operation,
        request: Request<Bytes>,
    ) -> Result<Bytes, Error> {
        let (parts, body) = self.exchange(operation, request).await?;
        response::read_data(operation, &parts, &body)
    }

    pub(crate) async fn list<R: DeserializeOwned>(
        &self,
        operation: Operation,
        request: Request<Bytes>,
    ) -> Result<Page<R>, Error> {
        let (parts, body) = self.exchange(operation, request).await?;
        response::read_list(operation, &parts, &body)
    }

    /// Sends a request once, with or without credentials, and gives back whatever came: for [`diagnose`](crate::diagnose).
    pub(crate) async fn probe(
        &self,
        mut request: Request<Bytes>,
        with_credentials: bool,
    ) -> Result<(Parts, Bytes), Error> {
        let operation = Operation::PassThrough { safe: true };
        self.address(operation, &mut request)?;
        let credential = if with_credentials {
            self.credential(operation, None).await?
        } else {
            None
        };
        self.send_with(operation, request, credential.as_ref())
            .await
    }

    /// What would be sent to prove who we are.
    pub(crate) async fn credential_to_send(
        &self,
    ) -> Result<Option<(HeaderName, HeaderValue)>, CredentialsError> {
        self.credentials.header_for(self.base.origin(), None).await
    }

    /// Sends a request with credentials; once more if the answer is 401 and the token file holds another token now.
    async fn exchange(
        &self,
        operation: Operation,
        mut request: Request<Bytes>,
    ) -> Result<(Parts, Bytes), Error> {
        self.address(operation, &mut request)?;
        let credential = self.credential(operation, None).await?;
        let answer = self
            .send_with(operation, request.clone(), credential.as_ref())
            .await?;
        if answer.0.status != StatusCode::UNAUTHORIZED || !self.credentials.can_change() {
            return Ok(answer);
        }
        let refused = credential.as_ref().map(|(_, value)| value);
        match self.credential(operation, refused).await {
            Ok(fresh) if fresh != credential => {
                self.send_with(operation, request, fresh.as_ref()).await
            }
            // The refusal says more than that the file is gone meanwhile.
            _ => Ok(answer),
        }
    }

    async fn credential(
        &self,
        operation: Operation,
        refused: Option<&HeaderValue>,
    ) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        let origin = self.base.origin();
        let credential = self.credentials.header_for(origin, refused).await;
        credential.map_err(|source| Error::Credentials { operation, source })
    }

    async fn send_with(
        &self,
        operation: Operation,
        mut request: Request<Bytes>,
        credential: Option<&(HeaderName, HeaderValue)>,
    ) -> Result<(Parts, Bytes), Error> {
        if let Some((name, value)) = credential {
            request.headers_mut().insert(name, value.clone());
        }
        let limit = self.max_answer_bytes;
        let failed = |source| Error::from_transport(operation, source, limit);
        let (parts, body) = self
            .transport
            .send(request)
            .await
            .map_err(failed)?
            .into_parts();
        let body = body.collect(limit).await.map_err(failed)?;
        Ok((parts, body))
    }

    /// Sends a request whose body goes out as it is read: once, as it cannot be read again.
    pub(crate) async fn exchange_streamed<R: DeserializeOwned>(
        &self,
        operation: Operation,
        mut request: Request<Body>,
    ) -> Result<R, Error>
    where
        T: Streaming,
    {
        self.address(operation, &mut request)?;
        if let Some((name, value)) = self.credential(operation, None).await? {
            request.headers_mut().insert(name, value);
        }
        let limit = self.max_answer_bytes;
        let failed = |source| Error::from_transport(operation, source, limit);
        let answer = self.transport.send_streaming(request).await;
        let (parts, body) = answer.map_err(failed)?.into_parts();
        let body = body.collect(limit).await.map_err(failed)?;
        response::read(operation, &parts, &body)
    }

    /// Turns the path of a request into the address of this API.
    fn address<B>(&self, operation: Operation, request: &mut Request<B>) -> Result<(), Error> {
        let invalid = |problem: &str| Error::InvalidRequest {
            operation,
            field: "the address",
            problem: problem.into(),
        };
        let uri = request.uri();
        if uri.authority().is_some() {
            return Err(invalid("names a host; give the path alone"));
        }
        let path = uri.path_and_query().map_or("", |path| path.as_str());
        if !path.starts_with('/') {
            return Err(invalid("is not a path"));
        }
        *request.uri_mut() = self
            .base
            .join(path)
            .map_err(|_| invalid("is longer than an address may be"))?;
        Ok(())
    }
}

fn pass_through(request: &Request<Bytes>) -> Operation {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    Operation::PassThrough { safe }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            base: Arc::clone(&self.base),
            transport: Arc::clone(&self.transport),
            credentials: self.credentials.clone(),
            max_answer_bytes: self.max_answer_bytes,
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
