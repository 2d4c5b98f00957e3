//! What pods say.

use std::convert::Infallible;
use std::fmt::Write;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

use super::options::{is_true, last};
use super::router::Call;
use super::status::{InvalidField, Status};
use crate::cluster::Cluster;
use crate::engine::kubelet::LogLine;
use crate::storage::run_blocking;
use crate::workloads::{PodLog, Progress};

/// How often a followed log is looked at, beside every change of a run.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What of a log is asked for.
#[derive(Clone, Debug, Default)]
struct LogOptions {
    container: String,
    follow: bool,
    previous: bool,
    timestamps: bool,
    since: Option<OffsetDateTime>,
    tail_lines: Option<usize>,
    limit_bytes: Option<usize>,
}

/// `pods/log`.
pub(super) async fn answer(call: &Call) -> Result<Response, Status> {
    if call.request.verb != "get" {
        return Err(Status::method_not_allowed());
    }
    let mut options = LogOptions::read(call)?;
    let source = Source {
        cluster: call.cluster.clone(),
        namespace: call.request.namespace.clone(),
        pod: call.request.name.clone(),
    };
    let log = source
        .read()
        .await?
        .ok_or_else(|| Status::not_found("", "pods", &source.pod))?;
    options.container = container(&log, &source.pod, &options)?;
    if log.progress == Progress::Unscheduled {
        // The API server knows no kubelet that it could ask.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if options.previous {
        // A workflow's pods are never restarted: a retry is another pod.
        return Err(Status::bad_request(format!(
            "previous terminated container {:?} in pod {:?} not found",
            options.container, source.pod
        )));
    }
    if let Some(why) = waits_for(&log, &options.container) {
        return Err(Status::bad_request(format!(
            "container {:?} in pod {:?} is waiting to start: {why}",
            options.container, source.pod
        )));
    }
    let mut reader = Reader {
        told: 0,
        left_bytes: options.limit_bytes.unwrap_or(usize::MAX),
        options,
    };
    let start = reader.start(&log);
    let body = if reader.options.follow && log.is_open && reader.left_bytes > 0 {
        let permit = std::sync::Arc::clone(&call.watches)
            .try_acquire_owned()
            .map_err(|_| Status::too_many_requests())?;
        Body::from_stream(follow(source, reader, start, call.stop.clone(), permit))
    } else {
        Body::from(start)
    };
    let headers = [
        (CACHE_CONTROL, "no-cache, private"),
        (CONTENT_TYPE, "text/plain"),
    ];
    Ok((StatusCode::OK, headers, body).into_response())
}

impl LogOptions {
    fn read(call: &Call) -> Result<Self, Status> {
        let value = |key: &str| last(&call.query, key);
        let mut wrong = Vec::new();
        let mut count = |key: &str, least: i64| -> Option<i64> {
            let text = value(key);
            if text.is_empty() {
                return None;
            }
            let number = text.parse().ok().filter(|number| *number >= least);
            if number.is_none() {
                let why = match least {
                    0 => "must be greater than or equal to 0",
                    _ => "must be greater than 0",
                };
                wrong.push(InvalidField::invalid(key, &text, why));
            }
            number
        };
        let tail_lines = count("tailLines", 0);
        let limit_bytes = count("limitBytes", 1);
        let since_seconds = count("sinceSeconds", 1);
        let since_time = value("sinceTime");
        let mut since = since_seconds.map(|seconds| before(call.cluster.clock().now(), seconds));
        if !since_time.is_empty() {
            if since.is_some() {
                wrong.push(InvalidField {
                    reason: "FieldValueForbidden",
                    field: String::new(),
                    message:
                        "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"
                            .to_owned(),
                });
            }
            since = Some(OffsetDateTime::parse(&since_time, &Rfc3339).map_err(|_| {
                Status::bad_request(format!(
                    "sinceTime: Invalid value: {since_time:?}: must be an RFC3339 time"
                ))
            })?);
        }
        if !wrong.is_empty() {
            return Err(Status::invalid(
                "",
                "PodLogOptions",
                &call.request.name,
                &wrong,
            ));
        }
        let size = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
        Ok(Self {
            container: value("container"),
            follow: is_true(&value("follow")),
            previous: is_true(&value("previous")),
            timestamps: is_true(&value("timestamps")),
            since,
            tail_lines: size(tail_lines),
            limit_bytes: size(limit_bytes),
        })
    }
}

/// The time so many seconds before `now`, or the earliest one that is printed.
fn before(now: OffsetDateTime, seconds: i64) -> OffsetDateTime {
    now.checked_sub(time::Duration::seconds(seconds))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// The containers of a workflow's pod that are not init containers.
const OWN: [&str; 2] = ["wait", "main"];

/// The container that is meant.
fn container(log: &PodLog, pod: &str, options: &LogOptions) -> Result<String, Status> {
    let wanted = options.container.as_str();
    if log.containers.iter().any(|name| name == wanted) {
        return Ok(wanted.to_owned());
    }
    if !wanted.is_empty() {
        return Err(Status::bad_request(format!(
            "container {wanted} is not valid for pod {pod}"
        )));
    }
    let (own, init): (Vec<&str>, Vec<&str>) = log
        .containers
        .iter()
        .map(String::as_str)
        .partition(|name| OWN.contains(name));
    if let [only] = own[..] {
        return Ok(only.to_owned());
    }
    let mut message = format!(
        "a container name must be specified for pod {pod}, choose one of: [{}]",
        own.join(" ")
    );
    if !init.is_empty() {
        let init = init.join(" ");
        let _ = write!(message, " or one of the init containers: [{init}]");
    }
    Err(Status::bad_request(message))
}

/// What a container waits for before it starts, in the kubelet's words; `None` once it has started.
fn waits_for<'a>(log: &'a PodLog, container: &str) -> Option<&'a str> {
    let start = if OWN.contains(&container) {
        Progress::Started
    } else {
        Progress::Initialized
    };
    let reason = log.waits_for.as_deref().filter(|_| container == "main");
    (log.progress < start).then_some(match reason {
        Some("ErrImagePull") => "image can't be pulled",
        Some("ImagePullBackOff") => "trying and failing to pull image",
        Some(reason) => reason,
        None => "PodInitializing",
    })
}

/// Where a log is read.
struct Source {
    cluster: Cluster,
    namespace: String,
    pod: String,
}

impl Source {
    async fn read(&self) -> Result<Option<PodLog>, rusqlite::Error> {
        let workloads = self.cluster.workloads().clone();
        let (namespace, pod) = (self.namespace.clone(), self.pod.clone());
        run_blocking(move || workloads.pod_log(&namespace, &pod)).await
    }
}

/// Turns lines into bytes, as asked.
struct Reader {
    options: LogOptions,
    /// How many lines of the container were looked at.
    told: usize,
    left_bytes: usize,
}

impl Reader {
    /// What is there at first: the last lines, if only those are wanted.
    fn start(&mut self, log: &PodLog) -> Bytes {
        let lines: Vec<&LogLine> = self.lines(log).collect();
        let wanted: Vec<&LogLine> = lines
            .iter()
            .copied()
            .filter(|line| self.options.since.is_none_or(|since| line.at >= since))
            .collect();
        let skipped = self
            .options
            .tail_lines
            .map_or(0, |tail| wanted.len().saturating_sub(tail));
        self.told = lines.len();
        self.write(&wanted[skipped..])
    }

    /// What came since.
    fn more(&mut self, log: &PodLog) -> Bytes {
        let lines: Vec<&LogLine> = self.lines(log).skip(self.told).collect();
        self.told += lines.len();
        self.write(&lines)
    }

    fn lines<'a>(&self, log: &'a PodLog) -> impl Iterator<Item = &'a LogLine> {
        let container = self.options.container.clone();
        log.lines
            .iter()
            .filter(move |line| line.container == container)
    }

    fn write(&mut self, lines: &[&LogLine]) -> Bytes {
        let mut text = String::new();
        for line in lines {
            if self.options.timestamps {
                text += &line.at.format(&Rfc3339).unwrap_or_default();
                text.push(' ');
            }
            text += &line.text;
            text.push('\n');
        }
        let mut bytes = text.into_bytes();
        bytes.truncate(self.left_bytes);
        self.left_bytes -= bytes.len();
        bytes.into()
    }
}

/// The log from `start` on, until its containers have ended, the sandbox stops or the client leaves.
fn follow(
    source: Source,
    reader: Reader,
    start: Bytes,
    stop: CancellationToken,
    permit: OwnedSemaphorePermit,
) -> impl futures::Stream<Item = Result<Bytes, Infallible>> {
    let changes = source.cluster.workloads().changes();
    let state = (source, reader, Some(start), stop, changes, permit, false);
    stream::unfold(state, |state| async move {
        let (source, mut reader, start, stop, mut changes, permit, mut is_over) = state;
        if let Some(start) = start {
            let state = (source, reader, None, stop, changes, permit, is_over);
            return Some((Ok(start), state));
        }
        while !is_over {
            tokio::select! {
                () = stop.cancelled() => return None,
                _ = changes.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            let log = source.read().await.ok().flatten();
            let more = log.as_ref().map(|log| reader.more(log)).unwrap_or_default();
            is_over = log.is_none_or(|log| !log.is_open) || reader.left_bytes == 0;
            if !more.is_empty() {
                let state = (source, reader, None, stop, changes, permit, is_over);
                return Some((Ok(more), state));
            }
        }
        None
    })
}
