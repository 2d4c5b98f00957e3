//! Every line of this process, at every level, of every crate.

use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

static LINES: OnceLock<Lines> = OnceLock::new();

/// Begins to keep lines, if nobody has yet.
pub(crate) fn keep() {
    LINES.get_or_init(|| {
        let lines = Lines::default();
        // The simulated surroundings write secrets of their own; what is looked at is the console's and its libraries'.
        tracing_subscriber::fmt()
            .with_env_filter("trace,kfp_sandbox=off")
            .with_ansi(false)
            .with_writer(lines.clone())
            .try_init()
            .expect("nobody else has a log here");
        lines
    });
}

/// What was written until now.
pub(crate) fn text() -> String {
    let lines = LINES.get().expect("lines are kept");
    let lines = lines.0.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&lines).into_owned()
}
