//! Finding the row for a method and a path.

use kfp_core::request::element;
use percent_encoding::percent_decode_str;

use super::table::{Row, TABLE};

/// The row for a request and the ids in its path.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The row.
    pub(crate) row: &'static Row,
    /// The values of the path elements in braces, decoded and checked, in the order of the path.
    pub(crate) ids: Vec<String>,
}

/// Why there is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotFound {
    /// No row has this path.
    Path,
    /// Rows have this path, none of them this method.
    Method,
}

/// The rows of a path without prefix, in the order of the table.
///
/// Where a path fits several patterns, only those with the most literal elements count, whatever the method: `upload`
/// is no pipeline id.
fn rows(path: &str) -> impl Iterator<Item = &'static Row> {
    let fitting = TABLE
        .iter()
        .filter(|row| begins_like(row.path, path) && is_like(row.path, path));
    let fitting: Vec<_> = fitting.map(|row| (row, literals(row.path))).collect();
    let most = fitting.iter().map(|(_, literals)| *literals).max();
    let rows = fitting.into_iter();
    rows.filter_map(move |(row, literals)| (Some(literals) == most).then_some(row))
}

/// Finds the row for a method and a path without prefix.
///
/// # Errors
/// [`NotFound`]: nothing is done without a row.
pub(crate) fn find(method: &str, path: &str) -> Result<Found, NotFound> {
    let mut rows = rows(path).peekable();
    rows.peek().ok_or(NotFound::Path)?;
    let row = rows
        .find(|row| row.method == method || (method == "HEAD" && row.answers_head()))
        .ok_or(NotFound::Method)?;
    let ids = ids(row.path, path).ok_or(NotFound::Path)?;
    Ok(Found { row, ids })
}

/// The methods that a path without prefix has, in the order of the table; those that [`find`] finds.
pub(crate) fn methods(path: &str) -> Vec<&'static str> {
    rows(path)
        .flat_map(|row| [Some(row.method), row.answers_head().then_some("HEAD")])
        .flatten()
        .collect()
}

/// The paths of the console's own routes, without prefix, in the order of the table.
pub(crate) fn console_paths() -> Vec<&'static str> {
    TABLE
        .iter()
        .map(|row| row.path)
        .filter(|path| path.starts_with("/api/"))
        .collect()
}

impl Found {
    /// The path to send to KFP: written anew from the row and the checked ids, so that KFP reads what was judged.
    pub(crate) fn upstream_path(&self) -> String {
        let mut ids = self.ids.iter();
        let elements = self
            .row
            .path
            .split('/')
            .map(|pattern| match parameter(pattern) {
                Some(action) => {
                    let id = ids.next().map_or("", String::as_str);
                    format!("{}{action}", element(id))
                }
                None => pattern.to_owned(),
            });
        elements.collect::<Vec<_>>().join("/")
    }
}

/// Whether a path begins as the literal elements of a pattern do: told of most rows at a glance, where comparing element by
/// element takes longer than anything else in finding a row.
fn begins_like(pattern: &str, path: &str) -> bool {
    let literal = pattern.split('{').next().unwrap_or_default();
    path.starts_with(literal)
}

fn is_like(pattern: &str, path: &str) -> bool {
    let mut patterns = pattern.split('/');
    let mut elements = path.split('/');
    loop {
        match (patterns.next(), elements.next()) {
            (None, None) => return true,
            (Some(pattern), Some(element)) if fits(pattern, element) => {}
            _ => return false,
        }
    }
}

/// Whether one element fits. An element with an action (`id:archive`) fits only a pattern with that action.
fn fits(pattern: &str, element: &str) -> bool {
    match parameter(pattern) {
        None => pattern == element,
        Some("") => !element.is_empty() && !element.contains(':'),
        Some(action) => element
            .strip_suffix(action)
            .is_some_and(|id| !id.is_empty() && !id.contains(':')),
    }
}

/// What stands behind the brace of `{name}:action`; `None` for a literal element.
fn parameter(pattern: &str) -> Option<&str> {
    pattern
        .strip_prefix('{')?
        .split_once('}')
        .map(|(_, action)| action)
}

fn literals(pattern: &str) -> usize {
    pattern
        .split('/')
        .filter(|pattern| parameter(pattern).is_none())
        .count()
}

fn ids(pattern: &str, path: &str) -> Option<Vec<String>> {
    let elements = pattern.split('/').zip(path.split('/'));
    elements
        .filter_map(|(pattern, element)| parameter(pattern).map(|action| (action, element)))
        .map(|(action, element)| decode(element.strip_suffix(action)?))
        .collect()
}

/// Decodes an id once. Ids are those of KFP (a UUID, or what a client chose for a run) or the name of a pipeline, which
/// may hold spaces and letters of any script.
fn decode(element: &str) -> Option<String> {
    let id = percent_decode_str(element).decode_utf8().ok()?;
    is_id(&id).then(|| id.into_owned())
}

/// Whether a text can be an id, and be nothing else in a path.
pub(super) fn is_id(id: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | '?' | '#' | '%' | ':');
    !id.is_empty() && id.len() <= 255 && !id.contains(odd) && !matches!(id, "." | "..")
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::super::operation::Operation;
    use super::*;

    fn operation(method: &str, path: &str) -> Result<Operation, NotFound> {
        find(method, path).map(|found| found.row.operation)
    }

    #[test]
    fn every_row_finds_itself() {
        for row in TABLE {
            let path = row.path.replace(['{', '}'], "");
            let found = find(row.method, &path).expect(row.path);
            assert_eq!(found.row.operation, row.operation, "{path}");
            assert_eq!(found.upstream_path(), path);
        }
    }

    #[test]
    fn every_operation_has_one_row() {
        let mut operations: Vec<_> = TABLE.iter().map(|row| row.operation).collect();
        let count = operations.len();
        operations.sort_by_key(|operation| *operation as usize);
        operations.dedup();
        assert_eq!(operations.len(), count);
    }

    #[test]
    fn nothing_else_finds_anything() {
        for path in [
            "/",
            "",
            "/api",
            "/api/",
            "/api/sessions",
            "/api/session/",
            "/apis",
            "/apis/v2beta1",
            "/apis/v2beta1/runs/",
            "/apis/v1beta1/runs",
            "/apis/v1alpha1/tasks",
            "/apis/v1alpha1/runs/x/nodes/y/log",
            "/apis/v2beta1/workflows",
            "/apis/v2beta1/workflows",
            "/apis/v2beta1/runs/x/nodes/y/artifacts/z:read",
            "/apis/v2beta1/runs/:archive",
            "/apis/v2beta1/runs/x:archive:archive",
            "/apis/v2beta1/runs/x:foo",
            "/apis/v2beta1/RUNS",
            "/APIS/v2beta1/runs",
            "/apis/v2beta1/pipelines/x/versions/y/z",
        ] {
            assert_eq!(operation("GET", path), Err(NotFound::Path), "{path}");
        }
    }

    #[test]
    fn unknown_methods_find_nothing() {
        for method in ["PUT", "OPTIONS", "TRACE", "CONNECT", "get", "GETT", ""] {
            for row in TABLE {
                let path = row.path.replace(['{', '}'], "");
                assert_eq!(
                    operation(method, &path),
                    Err(NotFound::Method),
                    "{method} {path}"
                );
            }
        }
        assert_eq!(operation("POST", "/api/session"), Err(NotFound::Method));
    }

    #[test]
    fn head_finds_what_get_finds_where_kfp_answers_it_too() {
        assert_eq!(operation("HEAD", "/api/session"), Ok(Operation::Session));
        assert_eq!(
            operation("HEAD", "/apis/v2beta1/healthz"),
            Ok(Operation::Healthz)
        );
        assert_eq!(
            operation("HEAD", "/apis/v2beta1/runs"),
            Err(NotFound::Method)
        );
        assert_eq!(methods("/api/session"), ["GET", "HEAD"]);
        assert_eq!(methods("/apis/v2beta1/runs"), ["GET", "POST"]);
        assert!(methods("/api/unknown").is_empty());
        assert_eq!(
            console_paths(),
            [
                "/api/session",
                "/api/connection",
                "/api/live",
                "/api/feed",
                "/api/overview",
                "/api/history",
                "/api/names",
                "/api/search",
                "/api/compare",
                "/api/grid",
                "/api/package"
            ]
        );
    }

    #[test]
    fn literal_elements_come_first_for_every_method() {
        assert_eq!(
            operation("POST", "/apis/v2beta1/pipelines/upload"),
            Ok(Operation::UploadPipeline)
        );
        assert_eq!(
            operation("GET", "/apis/v2beta1/pipelines/upload"),
            Err(NotFound::Method)
        );
        assert_eq!(
            operation("DELETE", "/apis/v2beta1/pipelines/upload_version"),
            Err(NotFound::Method)
        );
    }

    #[test]
    fn ids_are_decoded_once_and_checked() {
        let ids = |path: &str| find("GET", path).map(|found| found.ids);
        assert_eq!(
            ids("/apis/v2beta1/pipelines/names/my%20pipe"),
            Ok(vec!["my pipe".to_owned()])
        );
        for bad in [
            "%2F",
            "a%2Fb",
            "%2e%2e",
            "..",
            "a%3Aarchive",
            "a%25",
            "%00",
            "%ff",
            "a%3Fb",
            "a%23",
        ] {
            assert_eq!(
                ids(&format!("/apis/v2beta1/runs/{bad}")),
                Err(NotFound::Path),
                "{bad}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_sent_to_kfp_is_what_was_judged(id in "[a-zA-Z0-9._~-][a-zA-Z0-9 ._~äß-]{0,40}") {
            prop_assume!(id != "." && id != "..");
            let encoded = utf8_percent_encode(&id, NON_ALPHANUMERIC).to_string();
            let found = find("POST", &format!("/apis/v2beta1/runs/{encoded}:archive")).expect("a row");
            prop_assert_eq!(&found.ids, &[id]);
            let again = find("POST", &found.upstream_path()).expect("a row");
            prop_assert_eq!(again.ids, found.ids);
        }

        #[test]
        fn never_panics(method in "\\PC{0,8}", path in "\\PC{0,80}") {
            let _ = find(&method, &path);
        }
    }
}
