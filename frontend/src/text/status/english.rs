//! English.

use crate::status::Status;

/// The word.
pub(in crate::text) fn word(status: &Status) -> String {
    match status {
        Status::Pending => "Pending",
        Status::Running => "Running",
        Status::Succeeded => "Succeeded",
        Status::Cached => "Cached",
        Status::Skipped => "Skipped",
        Status::Omitted => "Omitted",
        Status::Failed => "Failed",
        Status::Canceling => "Canceling",
        Status::Canceled => "Canceled",
        Status::Paused => "Paused",
        Status::Unknown(word) => word,
    }
    .to_owned()
}
