//! What a query asks for.

use std::time::Duration;

use http::header::USER_AGENT;

use super::managed_fields::Operation;
use super::router::Call;
use super::selector::Selector;
use super::status::{InvalidField, Status};
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

/// Longest name of a field manager.
const MAX_MANAGER_BYTES: usize = 128;

/// As whom the caller sets fields: as it says, or by the first word of its `User-Agent`.
///
/// # Errors
/// 422 for a name that is too long or cannot be printed, and for server-side apply without one.
pub(super) fn field_manager(call: &Call) -> Result<String, Status> {
    let named = last(&call.query, "fieldManager");
    let refuse = |field: InvalidField| {
        let kind = match call.request.verb.as_str() {
            "create" => "CreateOptions",
            "update" => "UpdateOptions",
            _ => "PatchOptions",
        };
        Status::invalid("meta.k8s.io", kind, "", &[field])
    };
    if named.len() > MAX_MANAGER_BYTES {
        return Err(refuse(InvalidField {
            reason: "FieldValueTooLong",
            field: "fieldManager".to_owned(),
            message: format!("Too long: may not be more than {MAX_MANAGER_BYTES} bytes"),
        }));
    }
    if named.chars().any(char::is_control) {
        let why = "should only contain printable characters";
        return Err(refuse(InvalidField::invalid(
            "fieldManager",
            &format!("{named:?}"),
            why,
        )));
    }
    if !named.is_empty() {
        return Ok(named);
    }
    let agent = call
        .headers
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    let program = agent
        .and_then(|agent| agent.split('/').next())
        .unwrap_or_default();
    let mut program: String = program
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    program.truncate(MAX_MANAGER_BYTES);
    if program.is_empty() {
        program.push_str("unknown");
    }
    Ok(program)
}

/// Refuses a patch whose options do not fit its kind.
///
/// # Errors
/// 422 for server-side apply without a manager, and for force without server-side apply.
pub(super) fn check_apply(query: &str, operation: Operation) -> Result<(), Status> {
    let is_apply = operation == Operation::Apply;
    let field = if is_apply && last(query, "fieldManager").is_empty() {
        InvalidField::required("fieldManager", "is required for apply patch")
    } else if !is_apply && !last(query, "force").is_empty() {
        InvalidField {
            reason: "FieldValueForbidden",
            field: "force".to_owned(),
            message: "Forbidden: may not be specified for non-apply patch".to_owned(),
        }
    } else {
        return Ok(());
    };
    Err(Status::invalid("meta.k8s.io", "PatchOptions", "", &[field]))
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
