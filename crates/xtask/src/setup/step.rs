//! One thing that must be there: how to see it, and how to get it.

use std::fmt;

use anyhow::{Result, anyhow};

use crate::{context::Context, progress::Progress};

/// One thing to set up.
pub(crate) struct Step {
    /// What it is.
    pub(crate) name: &'static str,
    /// Why it is needed.
    pub(crate) purpose: &'static str,
    /// What will not work without it.
    pub(crate) cost: &'static str,
    /// What is there, in its own words, when it is there and usable.
    pub(crate) find: fn(&Context) -> Option<String>,
    /// Get it.
    pub(crate) install: fn(&Context) -> Result<()>,
}

/// Something that could not be had.
#[derive(Debug)]
pub(crate) struct Missing {
    name: &'static str,
    why: String,
    cost: &'static str,
}

impl Missing {
    pub(crate) fn new(name: &'static str, why: impl Into<String>, cost: &'static str) -> Self {
        Self {
            name,
            why: why.into(),
            cost,
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is missing: {}. Without it: {}",
            self.name, self.why, self.cost
        )
    }
}

impl Step {
    /// Look, install when it is not there, and look again.
    pub(super) fn run(&self, context: &Context, progress: &Progress) -> Result<(), Missing> {
        if let Some(found) = (self.find)(context) {
            progress.say(format!("{}: there ({found})", self.name));
            return Ok(());
        }
        progress.say(format!("{}: installing; {}", self.name, self.purpose));
        (self.install)(context)
            .and_then(|()| {
                (self.find)(context)
                    .ok_or_else(|| anyhow!("it was installed and still cannot be used"))
            })
            .map(|found| progress.say(format!("{}: installed ({found})", self.name)))
            .map_err(|error| {
                progress.say(format!("{}: failed: {error:#}", self.name));
                Missing::new(self.name, format!("{error:#}"), self.cost)
            })
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn step(find: fn(&Context) -> Option<String>, install: fn(&Context) -> Result<()>) -> Step {
        Step {
            name: "thing",
            purpose: "for the test",
            cost: "the test fails",
            find,
            install,
        }
    }

    fn run(step: &Step) -> Result<(), Missing> {
        step.run(&Context::from_env().unwrap(), &Progress::start("test"))
    }

    #[test]
    fn what_is_there_is_not_installed_again() {
        let step = step(|_| Some("1.0".to_owned()), |_| panic!("installed"));
        assert!(run(&step).is_ok());
    }

    #[test]
    fn an_installation_that_changes_nothing_is_a_failure() {
        let missing = run(&step(|_| None, |_| Ok(()))).unwrap_err();
        assert!(
            missing.to_string().contains("still cannot be used"),
            "{missing}"
        );
    }

    #[test]
    fn a_failed_installation_says_why_and_what_it_costs() {
        let missing = run(&step(
            |_| None,
            |_| crate::process::run(&mut Command::new("false")),
        ))
        .unwrap_err();
        let text = missing.to_string();
        assert!(
            text.contains("`false` failed") && text.contains("the test fails"),
            "{text}"
        );
    }
}
