//! What the browser's console says.

use std::fmt;

use thirtyfour::BrowserLogEntry;

/// A complaint of the browser that a test provokes on purpose.
///
/// Chromium writes a line for every answer of 400 and above, and for every call without an answer, whatever the page
/// makes of it. A test that wants such a thing says which one, and fails if it does not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noise {
    /// An answer with this status at this path.
    Status {
        /// The status.
        status: u16,
        /// The whole path, without the query.
        path: String,
    },
    /// The content policy kept the page from an address.
    Refused {
        /// The address, or what it begins with.
        address: String,
    },
}

impl Noise {
    /// An answer with this status at this path.
    pub fn status(status: u16, path: impl Into<String>) -> Self {
        Self::Status {
            status,
            path: path.into(),
        }
    }

    fn explains(&self, entry: &BrowserLogEntry) -> bool {
        match self {
            Self::Status { status, path } => {
                let (address, rest) = entry.message.split_once(' ').unwrap_or_default();
                entry.source.as_deref() == Some("network")
                    && path_of(address) == Some(path)
                    && rest.contains(&format!("responded with a status of {status} "))
            }
            // The browser says so, and so does what reports on the policy.
            Self::Refused { address } => {
                let says = |words: &str| entry.message.contains(words);
                says(address) && (says("content policy: ") || says("Content Security Policy"))
            }
        }
    }
}

/// The path of an `http` address.
fn path_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("http://")?;
    let path = rest.get(rest.find('/')?..)?;
    path.split(['?', '#']).next()
}

/// What was read from the console so far, and what was announced.
#[derive(Debug, Default)]
pub(super) struct ConsoleLog {
    entries: Vec<BrowserLogEntry>,
    expected: Vec<Noise>,
}

impl ConsoleLog {
    pub(super) fn record(&mut self, entries: Vec<BrowserLogEntry>) {
        self.entries.extend(entries);
    }

    pub(super) fn expect(&mut self, noise: Noise) {
        self.expected.push(noise);
    }

    /// Every warning and error that was not announced, and every announcement that did not come true.
    pub(super) fn complaints(&self) -> Vec<String> {
        let unexplained = self
            .entries
            .iter()
            .filter(|entry| matches!(entry.level.as_str(), "WARNING" | "SEVERE"))
            .filter(|entry| !self.expected.iter().any(|noise| noise.explains(entry)))
            .map(|entry| format!("the console says ({}): {}", entry.level, entry.message));
        let missing = self
            .expected
            .iter()
            .filter(|noise| !self.entries.iter().any(|entry| noise.explains(entry)))
            .map(|noise| format!("the console was expected to complain, and did not: {noise:?}"));
        unexplained.chain(missing).collect()
    }
}

impl fmt::Display for ConsoleLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.entries {
            writeln!(formatter, "{} {}", entry.level, entry.message)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(level: &str, source: &str, message: &str) -> BrowserLogEntry {
        BrowserLogEntry {
            level: level.to_owned(),
            message: message.to_owned(),
            timestamp: 0,
            source: Some(source.to_owned()),
        }
    }

    fn refused() -> BrowserLogEntry {
        entry(
            "SEVERE",
            "network",
            "http://127.0.0.1/kfp-console/apis/v2beta1/runs?namespace=x - Failed to load resource: \
             the server responded with a status of 403 (Forbidden)",
        )
    }

    #[test]
    fn an_announced_answer_is_no_complaint() {
        let mut log = ConsoleLog::default();
        log.expect(Noise::status(403, "/kfp-console/apis/v2beta1/runs"));
        log.record(vec![refused()]);
        assert_eq!(log.complaints(), Vec::<String>::new());
    }

    #[test]
    fn another_status_an_error_of_the_page_and_a_missing_answer_are_complaints() {
        let mut log = ConsoleLog::default();
        log.expect(Noise::status(401, "/kfp-console/apis/v2beta1/runs"));
        log.record(vec![
            refused(),
            entry(
                "SEVERE",
                "javascript",
                "http://127.0.0.1/ 1:1 Uncaught RuntimeError: unreachable",
            ),
            entry("INFO", "console-api", "http://127.0.0.1/ 1:1 \"ready\""),
        ]);
        assert_eq!(log.complaints().len(), 3);
    }
}
