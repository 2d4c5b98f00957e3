//! Watches: changes as they happen, one JSON document a line.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;

use crate::cluster::Cluster;
use crate::directory::{Change, Collection, Object};
use crate::kubernetes::mirror::Mirror;
use crate::kubernetes::options::ListOptions;
use crate::kubernetes::render::{self, Headings, Rendition, table_event};
use crate::kubernetes::resources::Resource;
use crate::kubernetes::router::Call;
use crate::kubernetes::status::Status;

/// How long a watch lives that asks for no time; the real server draws between 30 and 60 minutes.
const DEFAULT_LIFE: Duration = Duration::from_mins(45);
/// How often a quiet watch that takes bookmarks gets one.
const BOOKMARK_EVERY: Duration = Duration::from_mins(1);

pub(super) fn watch(call: &Call, collection: Collection) -> Result<Response, Status> {
    let mut options = ListOptions::read(&call.query, collection)?;
    let rendition = Rendition::negotiate(&call.headers, &call.query)?;
    let revision = match options.resource_version.as_str() {
        "" => 0,
        text => text.parse().map_err(|_| {
            Status::bad_request(format!(
                "resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax"
            ))
        })?,
    };
    let Ok(permit) = Arc::clone(&call.watches).try_acquire_owned() else {
        return Err(Status::too_many_requests());
    };
    let life = options.timeout.take().unwrap_or(DEFAULT_LIFE);
    let mut watch = Watch {
        revisions: call.cluster.directory().objects().subscribe(),
        mirror: call.mirror.clone(),
        workloads: Mirror::holds(collection).then(|| call.cluster.workloads().changes()),
        stop: call.stop.clone(),
        cluster: call.cluster.clone(),
        resource: call.resource,
        collection,
        namespace: call.request.namespace.clone(),
        rendition,
        headings: Headings::Named,
        revision,
        until: Instant::now() + life,
        bookmark_at: Instant::now() + BOOKMARK_EVERY,
        waiting: VecDeque::new(),
        is_over: false,
        _permit: permit,
        options,
    };
    if let Some(workloads) = &mut watch.workloads {
        // What changed since the objects were brought up to date is looked for at once.
        workloads.mark_changed();
    }
    if revision == 0 || watch.options.wants_initial_events {
        watch.start_with_all();
    }
    let lines = stream::unfold(watch, |mut watch| async move {
        let event = watch.next().await?;
        Some((Ok::<_, Infallible>(event), watch))
    });
    let headers = [
        (CACHE_CONTROL, "no-cache, private"),
        (CONTENT_TYPE, "application/json"),
    ];
    Ok((StatusCode::OK, headers, Body::from_stream(lines)).into_response())
}

struct Watch {
    cluster: Cluster,
    resource: &'static Resource,
    collection: Collection,
    /// Empty: all.
    namespace: String,
    options: ListOptions,
    rendition: Rendition,
    headings: Headings,
    /// Every change up to here is told or waits to be.
    revision: u64,
    revisions: watch::Receiver<u64>,
    mirror: Mirror,
    /// For what is the engine's.
    workloads: Option<watch::Receiver<u64>>,
    stop: tokio_util::sync::CancellationToken,
    until: Instant,
    /// When it is told its revision, if no line comes before.
    bookmark_at: Instant,
    waiting: VecDeque<Bytes>,
    is_over: bool,
    _permit: OwnedSemaphorePermit,
}

/// Waits until the engine has changed something.
async fn moved(workloads: &mut Option<watch::Receiver<u64>>) {
    if let Some(workloads) = workloads
        && workloads.changed().await.is_ok()
    {
        return;
    }
    std::future::pending::<()>().await;
}

impl Watch {
    /// The next line; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(line) = self.waiting.pop_front() {
                return Some(line);
            }
            if self.is_over {
                return None;
            }
            self.revisions.mark_unchanged();
            self.take_changes();
            if !self.waiting.is_empty() || self.is_over {
                continue;
            }
            tokio::select! {
                changed = self.revisions.changed() => self.is_over |= changed.is_err(),
                () = moved(&mut self.workloads) => {
                    if self.mirror.refresh().await.is_err() {
                        self.is_over = true;
                    }
                }
                () = self.stop.cancelled() => self.is_over = true,
                () = tokio::time::sleep_until(self.until.min(self.bookmark_at)) => {
                    self.is_over = Instant::now() >= self.until;
                    self.bookmark_at = Instant::now() + BOOKMARK_EVERY;
                    if self.options.wants_bookmarks {
                        self.bookmark(json!({}));
                    }
                }
            }
        }
    }

    /// What there is, as if it had just been added.
    fn start_with_all(&mut self) {
        let (revision, objects) = self
            .cluster
            .directory()
            .objects()
            .list(self.collection, &self.namespace);
        for object in objects {
            if self.options.selector.selects(&object) {
                self.push("ADDED", &object);
            }
        }
        self.revision = revision;
        if self.options.wants_initial_events && self.options.wants_bookmarks {
            self.bookmark(json!({"annotations": {"k8s.io/initial-events-end": "true"}}));
        }
    }

    fn take_changes(&mut self) {
        let store = self.cluster.directory().objects();
        match store.changes_since(self.collection, self.revision) {
            Ok((revision, changes)) => {
                for change in changes {
                    self.tell(&change);
                }
                self.revision = revision;
            }
            Err(forgotten) => {
                let status = Status::expired(format!(
                    "too old resource version: {} ({})",
                    self.revision, forgotten.oldest
                ));
                self.push_line("ERROR", &status.to_json());
                self.is_over = true;
            }
        }
    }

    fn tell(&mut self, change: &Change) {
        let of_namespace = |object: &&Arc<Object>| {
            self.namespace.is_empty() || object.key.namespace == self.namespace
        };
        let selected =
            |object: &Arc<Object>| of_namespace(&object) && self.options.selector.selects(object);
        let before = change.previous.as_ref().filter(|object| selected(object));
        let after = change.current.as_ref().filter(|object| selected(object));
        match (before, after) {
            (None, Some(object)) => self.push("ADDED", object),
            (Some(_), Some(object)) => self.push("MODIFIED", object),
            // What is gone, or no longer selected, is told as it was, at the revision of the change.
            (Some(object), None) => {
                let gone = object.at(change.revision);
                self.push("DELETED", &gone);
            }
            (None, None) => {}
        }
    }

    fn push(&mut self, event: &str, object: &Object) {
        let now = self.cluster.clock().now();
        let document = match self.rendition {
            Rendition::Table(included) => {
                let headings = std::mem::replace(&mut self.headings, Headings::Left);
                table_event(self.resource, object, included, headings, now)
            }
            rendition => render::object(self.resource, object, rendition, now),
        };
        self.push_line(event, &document);
    }

    /// Tells the revision alone.
    fn bookmark(&mut self, metadata: Value) {
        let mut metadata = metadata;
        metadata["resourceVersion"] = self.revision.to_string().into();
        metadata["creationTimestamp"] = Value::Null;
        let document = match self.rendition {
            Rendition::Table(_) => json!({
                "kind": "Table",
                "apiVersion": "meta.k8s.io/v1",
                "metadata": metadata,
                "columnDefinitions": [],
                "rows": [],
            }),
            _ => render::typed(self.resource, &json!({"metadata": metadata})),
        };
        self.push_line("BOOKMARK", &document);
    }

    fn push_line(&mut self, event: &str, document: &Value) {
        let mut line = json!({"type": event, "object": document}).to_string();
        line.push('\n');
        self.bookmark_at = Instant::now() + BOOKMARK_EVERY;
        self.waiting.push_back(line.into());
    }
}

#[cfg(test)]
mod tests {
    use futures::StreamExt;
    use http::{HeaderMap, Method};
    use tokio::sync::Semaphore;

    use super::*;
    use crate::clock::Clock;
    use crate::config::{SandboxConfig, Storage};
    use crate::directory::{Authenticated, Directory, Key, Subject};
    use crate::engine::EngineOptions;
    use crate::kubernetes::request::ResourceRequest;
    use crate::storage::Database;
    use crate::tokens::{SigningKey, TokenIssuer};
    use crate::workloads::Workloads;

    fn cluster() -> Cluster {
        let database = Database::open(&Storage::Memory).unwrap();
        let directory = Directory::open(database.clone(), Vec::new(), 1).unwrap();
        let options = EngineOptions::default();
        let workloads = Workloads::open(database.clone(), Clock::system(), options).unwrap();
        let issuer = TokenIssuer::new(SigningKey::generate().unwrap());
        Cluster::new(
            SandboxConfig::default(),
            database,
            directory,
            issuer,
            workloads,
        )
    }

    fn call(cluster: &Cluster, query: &str) -> Call {
        let request =
            ResourceRequest::read(&Method::GET, "/api/v1/namespaces/a/configmaps", query).unwrap();
        let subject = Subject::default();
        Call {
            cluster: cluster.clone(),
            caller: Authenticated {
                subject,
                uid: String::new(),
                token_id: String::new(),
                audiences: Vec::new(),
            },
            request,
            resource: Resource::find("", "v1", "configmaps").unwrap(),
            query: query.to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            mirror: Mirror::new(cluster.clone()),
            watches: Arc::new(Semaphore::new(1)),
            stop: tokio_util::sync::CancellationToken::new(),
        }
    }

    /// Changes an object of another namespace every twenty seconds.
    async fn busy_neighbour(cluster: &Cluster) {
        for turn in 0..10 {
            tokio::time::sleep(Duration::from_secs(20)).await;
            let written = cluster.directory().objects().write_now(|batch| {
                let key = Key::new(Collection::CONFIG_MAPS, "b", "busy");
                batch.put(key, json!({"metadata": {}, "data": {"turn": turn}}));
                Ok::<_, rusqlite::Error>(())
            });
            written.unwrap();
        }
    }

    async fn first_line(query: &str) -> Option<String> {
        let cluster = cluster();
        let answer = watch(&call(&cluster, query), Collection::CONFIG_MAPS).unwrap();
        let mut lines = answer.into_body().into_data_stream();
        tokio::select! {
            line = lines.next() => Some(String::from_utf8(line?.unwrap().to_vec()).unwrap()),
            () = busy_neighbour(&cluster) => None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_neighbour_keeps_no_bookmark_away() {
        let query = "watch=1&resourceVersion=1&allowWatchBookmarks=true";
        let line = first_line(query).await.unwrap();
        assert!(line.contains("BOOKMARK"), "{line}");
        // Who takes no bookmarks is told nothing.
        assert_eq!(first_line("watch=1&resourceVersion=1").await, None);
    }
}
