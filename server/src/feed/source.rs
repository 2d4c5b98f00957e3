//! Where a reader reads.

use std::sync::Arc;

use console_api::live::{RunCounts, TopicKind};
use console_api::overview::GroupKind;
use http::Method;
use kfp_core::model::Namespace;
use serde_json::value::RawValue;
use time::OffsetDateTime;

use super::page::Page;
use super::read::Read;
use crate::identity::UserId;
use crate::index::{Brought, Index, Key};
use crate::problem::{Failure, ProblemCode};
use crate::telemetry::Metrics;
use crate::upstream::{Call, Kfp};

/// Whether somebody waits for what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urgency {
    /// Nobody: it is time again.
    Routine,
    /// Somebody has just begun to watch, or has changed something.
    Awaited,
}

/// Whoever answers the questions of a reader.
pub(super) trait Source: Send + Sync + 'static {
    /// Asks.
    ///
    /// # Errors
    /// If nobody answers, or something that is no list.
    fn read(
        &self,
        read: Read,
        urgency: Urgency,
    ) -> impl Future<Output = Result<Page, Failure>> + Send;

    /// How many runs there are, by what was read of them so far; `None` while that is not all.
    fn counts(&self) -> impl Future<Output = Option<RunCounts>> + Send {
        std::future::ready(None)
    }
}

/// KFP, asked about one namespace.
#[derive(Clone, Debug)]
pub(super) struct FromKfp {
    pub(super) kfp: Kfp,
    pub(super) index: Index,
    pub(super) metrics: Arc<Metrics>,
    pub(super) namespace: Namespace,
    /// As whom, where the console has no identity of its own towards KFP.
    pub(super) caller: UserId,
}

impl Source for FromKfp {
    async fn read(&self, read: Read, urgency: Urgency) -> Result<Page, Failure> {
        let address = read.address(&self.namespace).map_err(|error| {
            Failure::new(
                ProblemCode::Internal,
                format!("A list cannot be asked for: {error}."),
            )
        })?;
        // Each namespace takes its turn, and not each user who looks at it.
        let turn = format!("feed {}", self.namespace);
        let call = Call::new(Method::GET, address, &self.caller);
        let call = match urgency {
            Urgency::Routine => call.in_background(turn),
            Urgency::Awaited => call.in_turn_of(turn),
        };
        let answer = self.kfp.call(call).await;
        let outcome = match &answer {
            Ok(answer) => answer.status.as_str().to_owned(),
            Err(failure) => failure.code.slug().to_owned(),
        };
        self.metrics.live().read(read.word(), outcome);
        let answer = answer?;
        if !answer.status.is_success() {
            return Err(Failure::new(
                ProblemCode::KfpAnswer,
                format!(
                    "KFP answered {} where the console asked for a list.",
                    answer.status
                ),
            ));
        }
        let (id, body) = (read.id_member(), answer.body.clone());
        // Megabytes of tasks are counted where others need not wait for it.
        let page = tokio::task::spawn_blocking(move || Page::read(id, &body)).await;
        let page = page.ok().flatten().ok_or_else(|| {
            Failure::new(
                ProblemCode::KfpAnswer,
                "The answer is no list, though its status says so.",
            )
        })?;
        let key = read.kept_under(&self.key());
        let objects: Vec<&RawValue> = page.objects.iter().map(|object| &*object.text).collect();
        self.index.took(&key, brought(&read, &page), &objects).await;
        Ok(page)
    }

    async fn counts(&self) -> Option<RunCounts> {
        self.index.counts(&self.key()).await
    }
}

impl FromKfp {
    fn key(&self) -> Key {
        Key {
            decides_by: self.kfp.decides_by(&self.caller).to_owned(),
            namespace: self.namespace.to_string(),
        }
    }
}

/// What a reading brings to the index.
pub(super) fn brought(read: &Read, page: &Page) -> Brought {
    match read {
        Read::NewestRuns | Read::Newest(TopicKind::Runs) => Brought::Newest {
            goes_on: page.goes_on,
            total: page.total,
        },
        Read::UnfinishedRuns if !page.goes_on => Brought::Unfinished,
        Read::UnfinishedRuns | Read::UnfinishedCount | Read::EndedRuns(_) => Brought::Some,
        Read::Runs(ids) => Brought::Named(ids.clone()),
        Read::MadeWithin { since, before } => Brought::Span {
            since: since.map(millis),
            before: millis(*before),
            goes_on: page.goes_on,
        },
        Read::Second(crowd) => Brought::Second {
            second: crowd.second.saturating_mul(1000),
            earlier: crowd.earlier.clone(),
            rest: crowd.rest(page),
        },
        Read::Newest(TopicKind::Pipelines) | Read::SharedPipelines => {
            Brought::Names(GroupKind::Pipelines)
        }
        Read::Versions { ids, .. } => Brought::Versions(ids.clone()),
        Read::Newest(TopicKind::Experiments) => Brought::Names(GroupKind::Experiments),
        Read::Newest(TopicKind::RecurringRuns) => Brought::Names(GroupKind::RecurringRuns),
    }
}

fn millis(time: OffsetDateTime) -> i64 {
    time.unix_timestamp().saturating_mul(1000)
}
