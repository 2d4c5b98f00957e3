//! Access reviews, shared and kept for a moment.

use std::sync::Arc;

use moka::future::Cache;

use crate::config::KubernetesConfig;
use crate::problem::{Failure, ProblemCode};
use crate::telemetry::Metrics;
use crate::upstream::{Kubernetes, Question};

/// Decisions that are kept at most: some megabytes.
const MOST_DECISIONS: u64 = 50_000;

/// Puts questions to Kubernetes: equal ones that come together once, and again only after some seconds.
#[derive(Clone, Debug)]
pub(crate) struct Reviewer {
    kubernetes: Kubernetes,
    decisions: Cache<Question, bool>,
    metrics: Arc<Metrics>,
}

impl Reviewer {
    pub(crate) fn new(
        kubernetes: Kubernetes,
        config: &KubernetesConfig,
        metrics: Arc<Metrics>,
    ) -> Self {
        let decisions = Cache::builder()
            .max_capacity(MOST_DECISIONS)
            .time_to_live(config.review_cache)
            .build();
        Self {
            kubernetes,
            decisions,
            metrics,
        }
    }

    /// Whether the user may do this. A refusal is kept as long as a permission; a failure is not kept at all.
    ///
    /// # Errors
    /// A 503 if Kubernetes did not decide in time. Whoever asks must then refuse.
    pub(crate) async fn allows(&self, question: Question) -> Result<bool, Failure> {
        if let Some(decision) = self.decisions.get(&question).await {
            self.metrics.review("kept");
            return Ok(decision);
        }
        let asked = question.clone();
        let ask = async {
            let decision = self.kubernetes.review(&asked).await;
            match &decision {
                Ok(true) => self.metrics.review("allowed"),
                Ok(false) => self.metrics.review("refused"),
                Err(error) => {
                    self.metrics.review("failed");
                    tracing::warn!(
                        error = crate::telemetry::chain(error),
                        verb = asked.verb,
                        resource = asked.resource,
                        namespace = asked.namespace,
                        "no access review"
                    );
                }
            }
            decision
        };
        self.decisions
            .try_get_with(question, ask)
            .await
            .map_err(|error| {
                Failure::new(
                    ProblemCode::ReviewUnavailable,
                    format!("Access was not granted, because {error}."),
                )
            })
    }
}
