//! Where a reader reads.

use std::sync::Arc;

use http::Method;
use kfp_core::model::Namespace;

use super::page::Page;
use super::read::Read;
use crate::identity::UserId;
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
}

/// KFP, asked about one namespace.
#[derive(Clone, Debug)]
pub(super) struct FromKfp {
    pub(super) kfp: Kfp,
    pub(super) metrics: Arc<Metrics>,
    pub(super) namespace: Namespace,
    /// As whom, where the console has no identity of its own towards KFP.
    pub(super) caller: UserId,
}

impl Source for FromKfp {
    async fn read(&self, read: Read, urgency: Urgency) -> Result<Page, Failure> {
        let kind = read.kind();
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
        Page::read(kind, &answer.body).ok_or_else(|| {
            Failure::new(
                ProblemCode::KfpAnswer,
                "The answer is no list, though its status says so.",
            )
        })
    }
}
