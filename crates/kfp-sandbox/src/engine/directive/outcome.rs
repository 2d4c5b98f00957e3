//! The kinds of endings.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How a pod ends, or does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Outcome {
    /// As it should.
    Success,
    /// User code exits with a code: `exit-3`.
    ExitCode(i32),
    /// The kernel kills it for its memory: `oom`.
    OutOfMemory,
    /// Its image cannot be pulled, for ever: `image-pull`.
    ImagePull,
    /// No machine takes it, for ever or for a while: `unschedulable`, `unschedulable-20`.
    Unschedulable {
        /// How long.
        seconds: Option<u32>,
    },
    /// A quota forbids the pod: `quota`.
    Quota,
    /// A secret is missing: `missing-secret`, `missing-secret-NAME`.
    MissingSecret(String),
    /// It runs longer than it may: `timeout`.
    Timeout,
    /// The machine needs its memory for others: `evicted`.
    Evicted,
    /// Its outputs cannot be saved: `wait`.
    WaitFails,
    /// Somebody deletes the pod: `deleted`.
    Deleted,
    /// The driver in front of it fails: `driver`.
    DriverFails,
    /// An earlier result is taken: `cached`.
    Cached,
}

/// Why a directive cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no way to fail; there are oom, image-pull, unschedulable, quota, missing-secret, exit-N, driver, timeout, evicted, wait, deleted and cached"
)]
pub struct DirectiveError {
    /// As written.
    pub text: String,
}

impl FromStr for Outcome {
    type Err = DirectiveError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || DirectiveError {
            text: text.to_owned(),
        };
        let number = |digits: &str| digits.parse().map_err(|_| unknown());
        Ok(match text {
            "ok" | "success" => Self::Success,
            "oom" => Self::OutOfMemory,
            "image-pull" => Self::ImagePull,
            "unschedulable" => Self::Unschedulable { seconds: None },
            "quota" => Self::Quota,
            "missing-secret" => Self::MissingSecret("credentials".to_owned()),
            "timeout" => Self::Timeout,
            "evicted" => Self::Evicted,
            "wait" => Self::WaitFails,
            "deleted" => Self::Deleted,
            "driver" => Self::DriverFails,
            "cached" => Self::Cached,
            "exit" => Self::ExitCode(1),
            _ => {
                if let Some(code) = text.strip_prefix("exit-") {
                    Self::ExitCode(code.parse().map_err(|_| unknown())?)
                } else if let Some(seconds) = text.strip_prefix("unschedulable-") {
                    Self::Unschedulable {
                        seconds: Some(number(seconds)?),
                    }
                } else if let Some(name) = text.strip_prefix("missing-secret-") {
                    Self::MissingSecret(name.to_owned())
                } else {
                    return Err(unknown());
                }
            }
        })
    }
}

impl Outcome {
    /// Whether it is the driver's doing and not the task's.
    pub(super) fn is_of_driver(&self) -> bool {
        matches!(self, Self::DriverFails | Self::Cached)
    }
}
