//! How many tests passed.

use std::{fmt, ops::AddAssign};

/// Tests that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    passed: usize,
    failed: usize,
}

impl Count {
    /// A tier that is one check, and passed.
    pub(super) fn success() -> Self {
        Self {
            passed: 1,
            failed: 0,
        }
    }

    /// A tier that is one check, and failed.
    pub(super) fn failure() -> Self {
        Self {
            passed: 0,
            failed: 1,
        }
    }

    pub(super) fn is_success(self) -> bool {
        self.failed == 0
    }

    /// Count the line when it is the one a test program ends with, such as
    /// `test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.02s`.
    pub(super) fn add_line(&mut self, line: &str) {
        let Some(summary) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in summary.split([';', '.']) {
            match part.trim().split_once(' ') {
                Some((number, "passed")) => {
                    self.passed += number.parse::<usize>().unwrap_or_default();
                }
                Some((number, "failed")) => {
                    self.failed += number.parse::<usize>().unwrap_or_default();
                }
                _ => {}
            }
        }
    }

    /// The count once cargo has ended. It may fail without a failed test: code that does not compile, or a
    /// test program that dies. And it may succeed without a test: a tier with nothing in it must not pass.
    pub(super) fn concluded(mut self, cargo_succeeded: bool) -> Self {
        if self.failed == 0 && (!cargo_succeeded || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(lines: &[&str]) -> Count {
        let mut count = Count::default();
        for line in lines {
            count.add_line(line);
        }
        count
    }

    #[test]
    fn results_of_several_programs_add_up() {
        let count = count(&[
            "running 4 tests",
            "test a ... ok",
            "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.02s",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.50s",
            "the test result: ok. 99 passed; was printed by a test",
        ]);
        assert_eq!(count.to_string(), "15 passed, 1 failed");
    }

    #[test]
    fn a_failure_of_cargo_without_a_failed_test_counts() {
        let some =
            count(&["test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out"]);
        assert_eq!(some.concluded(true).to_string(), "3 passed, 0 failed");
        assert_eq!(some.concluded(false).to_string(), "3 passed, 1 failed");
        assert_eq!(Count::default().concluded(true), Count::failure());
        let failed = count(&["test result: FAILED. 0 passed; 2 failed; 0 ignored"]);
        assert_eq!(failed.concluded(false).to_string(), "0 passed, 2 failed");
    }
}
