//! Where a websocket gets what it watches.

use console_api::Problem;
use console_api::live::{Position, Topic};

use crate::app::App;
use crate::feed::{self, Watch};
use crate::identity::UserId;
use crate::problem::{Failure, document};

/// Whoever lets a user watch.
pub(super) trait Desk: Send + Sync {
    /// Asks whether the user may watch this, and begins.
    ///
    /// # Errors
    /// The refusal.
    fn watch(
        &self,
        topic: &Topic,
        after: Option<Position>,
    ) -> impl Future<Output = Result<Watch, Failure>> + Send;

    /// Asks whether the user may still watch this.
    ///
    /// # Errors
    /// The refusal.
    fn review(&self, topic: &Topic) -> impl Future<Output = Result<(), Failure>> + Send;

    /// The document of a failure.
    fn document(&self, failure: &Failure) -> Problem;

    /// Messages were sent.
    fn sent(&self, count: usize);
}

/// The feed, for one user.
#[derive(Clone, Debug)]
pub(super) struct OfUser {
    pub(super) app: App,
    pub(super) user: UserId,
}

impl Desk for OfUser {
    async fn watch(&self, topic: &Topic, after: Option<Position>) -> Result<Watch, Failure> {
        self.review(topic).await?;
        self.app.feed().watch(&self.user, topic, after)
    }

    async fn review(&self, topic: &Topic) -> Result<(), Failure> {
        feed::may_watch(self.app.reviewer(), &self.user, topic).await
    }

    fn document(&self, failure: &Failure) -> Problem {
        document(failure, self.app.config().app.prefix.as_str())
    }

    fn sent(&self, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.app.metrics().live().sent(count);
    }
}
