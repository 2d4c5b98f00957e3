//! What a query asks for.

use std::time::Duration;

use super::selector::Selector;
use super::status::Status;
use crate::directory::Collection;

/// Longest time that a watch may ask for, 136 years: the monotonic clock cannot count to every number.
const MAX_TIMEOUT_SECONDS: u64 = u32::MAX as u64;

/// The query of a list or a watch.
#[derive(Clone, Debug)]
pub(super) struct ListOptions {
    pub(super) selector: Selector,
    /// 0: all.
    pub(super) limit: usize,
    pub(super) start: String,
    /// Empty: not given.
    pub(super) resource_version: String,
    pub(super) timeout: Option<Duration>,
    pub(super) wants_bookmarks: bool,
    pub(super) wants_initial_events: bool,
}

impl ListOptions {
    /// Reads a query.
    ///
    /// # Errors
    /// 400 for a selector that cannot be read.
    pub(super) fn read(query: &str, collection: Collection) -> Result<Self, Status> {
        let value = |key: &str| last(query, key);
        Ok(Self {
            selector: Selector::read(&value("labelSelector"), &value("fieldSelector"), collection)?,
            limit: value("limit").parse().unwrap_or_default(),
            start: value("continue"),
            resource_version: value("resourceVersion"),
            timeout: value("timeoutSeconds")
                .parse()
                .ok()
                .filter(|seconds| *seconds > 0)
                .map(|seconds: u64| Duration::from_secs(seconds.min(MAX_TIMEOUT_SECONDS))),
            wants_bookmarks: is_true(&value("allowWatchBookmarks")),
            wants_initial_events: is_true(&value("sendInitialEvents")),
        })
    }
}

/// The last value of a key in a query; empty if there is none.
pub(super) fn last(query: &str, key: &str) -> String {
    form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name == key)
        .last()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Whether a value of a query means yes, as the API server reads booleans: anything but `0` and `false`.
pub(super) fn is_true(value: &str) -> bool {
    !value.is_empty() && value != "0" && !value.eq_ignore_ascii_case("false")
}

/// Whether nothing is to be kept.
///
/// # Errors
/// 400 for a way of rehearsing that is not known.
pub(super) fn is_dry_run(query: &str) -> Result<bool, Status> {
    match last(query, "dryRun").as_str() {
        "" => Ok(false),
        "All" => Ok(true),
        other => Err(Status::bad_request(format!(
            "dryRun: Unsupported value: \"{other}\": supported values: \"All\""
        ))),
    }
}
