//! Lists, in pages.

use std::sync::Arc;

use axum::response::Response;
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD, URL_SAFE_NO_PAD};
use http::StatusCode;
use serde_json::{Value, json};

use crate::directory::{Collection, Object};
use crate::kubernetes::body::go_quoted;
use crate::kubernetes::mirror::Mirror;
use crate::kubernetes::options::ListOptions;
use crate::kubernetes::render::{self, ListMetadata, Rendition};
use crate::kubernetes::router::Call;
use crate::kubernetes::status::{Status, object};

/// Go's reader does not mind bits that are left over at the end.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));

/// The label by which a run's pods and workflow are found.
const RUN_ID: &str = "pipeline/runid";

/// Where a page starts.
#[derive(Debug)]
struct Continue {
    revision: u64,
    /// Namespace and name of the first object that it may hold.
    start: (String, String),
}

pub(super) async fn list(call: &Call, collection: Collection) -> Result<Response, Status> {
    let options = ListOptions::read(&call.query, collection)?;
    let rendition = Rendition::negotiate(&call.headers, &call.query)?;
    let store = call.cluster.directory().objects();
    let start = match options.start.as_str() {
        "" => None,
        token => Some(Continue::read(token, &call.request.namespace)?),
    };
    if let Some(start) = &start
        && start.revision < store.oldest_revision()
    {
        return Err(Status::expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new \
             list without the continue parameter.",
        ));
    }
    let (revision, mut objects) = store.list(collection, &call.request.namespace);
    if Mirror::holds(collection)
        && let Some(run_id) = options.selector.label(RUN_ID)
        && let Some(of_run) = call.mirror.of_run(collection, run_id.to_owned()).await?
    {
        let namespace = &call.request.namespace;
        objects = of_run;
        objects.retain(|object| namespace.is_empty() || object.key.namespace == *namespace);
    }
    let revision = start.as_ref().map_or(revision, |start| start.revision);
    objects.retain(|object| {
        options.selector.selects(object)
            && start.as_ref().is_none_or(|start| start.is_before(object))
    });
    let mut metadata = ListMetadata {
        revision,
        ..ListMetadata::default()
    };
    if options.limit > 0 && objects.len() > options.limit {
        let left = objects.split_off(options.limit);
        metadata.next = Continue::after(&objects, revision, &call.request.namespace);
        // With a selector the real server does not count what is left.
        metadata.remaining = options.selector.is_empty().then_some(left.len());
    }
    let objects: Vec<&Object> = objects.iter().map(Arc::as_ref).collect();
    let now = call.cluster.clock().now();
    let body = render::list(call.resource, &objects, &metadata, rendition, now);
    Ok(object(StatusCode::OK, &body))
}

impl Continue {
    /// The token of the page after `page`. Its start is the last key with a zero byte: the next possible one.
    fn after(page: &[Arc<Object>], revision: u64, namespace: &str) -> String {
        let key = page.last().map(|last| {
            if namespace.is_empty() && !last.key.namespace.is_empty() {
                format!("{}/{}\0", last.key.namespace, last.key.name)
            } else {
                format!("{}\0", last.key.name)
            }
        });
        let token = json!({"v": "meta.k8s.io/v1", "rv": revision, "start": key});
        URL_SAFE_NO_PAD.encode(token.to_string())
    }

    fn read(token: &str, namespace: &str) -> Result<Self, Status> {
        let invalid = |why: &str| {
            Status::bad_request(format!(
                "invalid continue token: continue key is not valid: {why}"
            ))
        };
        let bytes = LENIENT
            .decode(token)
            .map_err(|_| invalid("illegal base64 data"))?;
        let token: Value = serde_json::from_slice(&bytes).map_err(|_| match bytes.first() {
            None => invalid("unexpected end of JSON input"),
            Some(byte) => invalid(&format!(
                "invalid character {} looking for beginning of value",
                go_quoted(*byte)
            )),
        })?;
        if token["v"] != "meta.k8s.io/v1" {
            return Err(invalid("server does not recognize this encoded version"));
        }
        let (Some(revision), Some(start)) = (token["rv"].as_u64(), token["start"].as_str()) else {
            return Err(invalid("encoded start key is not valid"));
        };
        let start = match start.split_once('/') {
            Some((namespace, name)) => (namespace.to_owned(), name.to_owned()),
            None => (namespace.to_owned(), start.to_owned()),
        };
        Ok(Self { revision, start })
    }

    fn is_before(&self, object: &Object) -> bool {
        (&object.key.namespace, &object.key.name) >= (&self.start.0, &self.start.1)
    }
}
