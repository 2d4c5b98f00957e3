//! Asking until something changes.

use std::time::Duration;

use futures::future::{Either, select};

use super::pace::Pace;
use super::{Patience, WaitError};
use crate::client::Client;
use crate::error::Error;
use crate::model::{Run, RunId, RuntimeState};
use crate::transport::{Timer, Transport};

/// A run under observation.
pub(crate) struct Watch<'a, T> {
    client: &'a Client<T>,
    id: RunId,
    patience: Patience,
    pace: Pace,
    began: Duration,
    /// The state that was told last; `None` before the first.
    told: Option<RuntimeState>,
    failures: u32,
    ended: bool,
}

impl<'a, T: Transport + Timer> Watch<'a, T> {
    pub(crate) fn new(client: &'a Client<T>, id: RunId, patience: Patience) -> Self {
        Self {
            client,
            id,
            pace: Pace::new(&patience),
            patience,
            began: client.transport().now(),
            told: None,
            failures: 0,
            ended: false,
        }
    }

    /// The run as soon as its state is another than the one told last; `None` after its end, or after an error.
    pub(crate) async fn next(&mut self) -> Option<Result<Run, WaitError>> {
        if self.ended {
            return None;
        }
        let next = self.change().await;
        self.ended = next.as_ref().map_or(true, Run::is_finished);
        Some(next)
    }

    /// The run as soon as its state is another than the one told last.
    pub(crate) async fn change(&mut self) -> Result<Run, WaitError> {
        loop {
            let looked_before = self.told.is_some() || self.failures > 0;
            if looked_before {
                self.pause().await?;
            }
            let run = match self.look().await? {
                Ok(run) => run,
                Err(error) => {
                    self.failures += 1;
                    if error.is_retryable() && self.failures < self.patience.failures {
                        continue;
                    }
                    return Err(self.failed(error));
                }
            };
            self.failures = 0;
            if let Some(status) = &run.error {
                let summary = status.summary().into();
                return Err(WaitError::Unreadable { summary });
            }
            if self.told.as_ref() != Some(&run.state) {
                self.told = Some(run.state.clone());
                self.pace.reset();
                return Ok(run);
            }
        }
    }

    /// One call, given up at the deadline. The first is made whatever the deadline: a run that has ended is told also
    /// to somebody who has no time.
    async fn look(&self) -> Result<Result<Run, Error>, WaitError> {
        let runs = self.client.runs();
        let call = std::pin::pin!(runs.get(&self.id));
        let Some(left) = self.left().filter(|left| !left.is_zero()) else {
            return Ok(call.await);
        };
        let timer = std::pin::pin!(self.client.transport().sleep(left));
        match select(call, timer).await {
            Either::Left((answer, _)) => Ok(answer),
            Either::Right(_) => Err(self.too_late()),
        }
    }

    async fn pause(&mut self) -> Result<(), WaitError> {
        let transport = self.client.transport();
        let pause = self.pace.pause(transport.now());
        match self.left() {
            Some(left) if left.is_zero() => Err(self.too_late()),
            // Rather one more look at the deadline itself than none after a long pause.
            Some(left) => {
                transport.sleep(pause.min(left)).await;
                Ok(())
            }
            None => {
                transport.sleep(pause).await;
                Ok(())
            }
        }
    }

    fn elapsed(&self) -> Duration {
        self.client.transport().now().saturating_sub(self.began)
    }

    fn left(&self) -> Option<Duration> {
        let deadline = self.patience.deadline?;
        Some(deadline.saturating_sub(self.elapsed()))
    }

    fn too_late(&self) -> WaitError {
        WaitError::Deadline {
            after: self.patience.deadline.unwrap_or_default(),
            state: self.told.clone().unwrap_or_default(),
        }
    }

    fn failed(&self, source: Error) -> WaitError {
        WaitError::Call {
            failures: self.failures,
            elapsed: self.elapsed(),
            source,
        }
    }
}
