//! The time that passes.

use std::time::Duration;

use super::{MaybeSend, MaybeSync};

/// A clock to wait by. The transports of this crate have one; a test brings its own.
pub trait Timer: MaybeSend + MaybeSync + 'static {
    /// How long ago some fixed moment was. Never goes back by much; only differences mean something.
    fn now(&self) -> Duration;

    /// Waits. Dropping the future ends the wait.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + MaybeSend;
}
