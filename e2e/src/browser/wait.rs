//! Waiting for a condition, never for a time.

use std::time::Duration;

use anyhow::{Result, anyhow};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use tokio::time::{Instant, sleep};

/// How long a condition may take to come true before the test fails: far more than it ever needs.
pub const DEADLINE: Duration = Duration::from_secs(15);
/// How long to let the page work before looking again.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// Looks until `look` returns something.
///
/// What `look` finds under its hands while the page is being replaced (an element that has just gone) counts as
/// nothing found.
///
/// # Errors
/// Whatever `look` fails with, and the sentence `what` when it found nothing until the [`DEADLINE`].
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + DEADLINE;
    loop {
        match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => {}
            Err(error) if is_passing(&error) => {}
            Err(error) => return Err(error.context(what.to_owned())),
        }
        if Instant::now() >= deadline {
            return Err(anyhow!("{what}: not within {DEADLINE:?}"));
        }
        sleep(LOOK_AGAIN).await;
    }
}

fn is_passing(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<WebDriverError>().is_some_and(|error| {
            matches!(
                **error,
                WebDriverErrorInner::StaleElementReference(_)
                    | WebDriverErrorInner::NoSuchElement(_)
            )
        })
    })
}
