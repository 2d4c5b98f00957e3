//! How far something is that takes long: a line that moves on a terminal, a line for each change elsewhere.

use std::time::{Duration, Instant};

use super::{Meter, Terminal};

/// How often the line moves.
const TICK: Duration = Duration::from_millis(120);
const WHEEL: [char; 8] = ['⣾', '⣽', '⣻', '⢿', '⡿', '⣟', '⣯', '⣷'];

/// How far something is. What it says goes to stderr.
pub(crate) struct Progress<'t> {
    terminal: &'t mut Terminal,
    began: Instant,
    said: String,
    ticks: usize,
}

impl<'t> Progress<'t> {
    /// Begins; says nothing yet.
    pub(crate) fn new(terminal: &'t mut Terminal) -> Self {
        Self {
            terminal,
            began: Instant::now(),
            said: String::new(),
            ticks: 0,
        }
    }

    /// Says where it is, in a few words.
    pub(crate) fn say(&mut self, words: &str) {
        if self.said == words {
            return;
        }
        words.clone_into(&mut self.said);
        if self.terminal.words_redraw {
            self.draw();
        } else {
            self.terminal.say(words);
        }
    }

    /// Waits for something while the line moves.
    pub(crate) async fn during<F: Future>(&mut self, future: F) -> F::Output {
        if !self.terminal.words_redraw {
            return future.await;
        }
        let mut future = std::pin::pin!(future);
        let mut ticks = tokio::time::interval(TICK);
        loop {
            tokio::select! {
                done = &mut future => return done,
                _ = ticks.tick() => self.draw(),
            }
        }
    }

    /// Waits for a body of so many bytes to be sent while its bar grows. Says nothing elsewhere than at a terminal.
    pub(crate) async fn transfer<F: Future>(
        &mut self,
        meter: &Meter,
        all: u64,
        future: F,
    ) -> F::Output {
        if !self.terminal.words_redraw {
            return future.await;
        }
        let mut future = std::pin::pin!(future);
        let mut ticks = tokio::time::interval(TICK);
        loop {
            tokio::select! {
                done = &mut future => return done,
                _ = ticks.tick() => {
                    self.said = meter.bar(all);
                    self.draw();
                }
            }
        }
    }

    fn draw(&mut self) {
        self.ticks += 1;
        let line = line(self.ticks, &self.said, self.began.elapsed());
        self.terminal.mutter(&format!("\r\u{1b}[K{line}"));
    }

    fn clear(&mut self) {
        if self.terminal.words_redraw && !self.said.is_empty() {
            self.terminal.mutter("\r\u{1b}[K");
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}

fn line(ticks: usize, words: &str, elapsed: Duration) -> String {
    let wheel = WHEEL[ticks % WHEEL.len()];
    let seconds = elapsed.as_secs();
    format!("{wheel} {words}  {}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_and_for_how_long() {
        let said = line(0, "RUNNING", Duration::from_secs(125));
        assert!(said.ends_with("RUNNING  2:05"), "{said}");
    }
}
