//! The keys that every list has: `sort`, `archived`, `page`.

use super::{PageStack, Query};

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    #[default]
    Descending,
}

impl Direction {
    /// The other way.
    pub(crate) fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// Reads `key` or `-key`.
pub(super) fn parse_sort<S>(
    text: &str,
    from_key: impl Fn(&str) -> Option<S>,
) -> Option<(S, Direction)> {
    match text.strip_prefix('-') {
        Some(key) => from_key(key).map(|sort| (sort, Direction::Descending)),
        None => from_key(text).map(|sort| (sort, Direction::Ascending)),
    }
}

/// Writes `key` or `-key`.
pub(super) fn write_sort(key: &str, direction: Direction) -> String {
    match direction {
        Direction::Ascending => key.to_owned(),
        Direction::Descending => format!("-{key}"),
    }
}

/// Reads `archived`.
pub(super) fn read_archived(query: &Query, archived: &mut bool, dropped: &mut Vec<&'static str>) {
    match query.get("archived") {
        None | Some("0") => {}
        Some("1") => *archived = true,
        Some(_) => dropped.push("archived"),
    }
}

/// Reads `page`.
pub(super) fn read_page(query: &Query, page: &mut PageStack, dropped: &mut Vec<&'static str>) {
    if let Some(text) = query.get("page") {
        match PageStack::parse(text) {
            Some(stack) => *page = stack,
            None => dropped.push("page"),
        }
    }
}

/// Writes `archived` and `page`.
pub(super) fn write_archived_and_page(query: &mut Query, archived: bool, page: &PageStack) {
    if archived {
        query.set("archived", "1");
    }
    if !page.is_first() {
        query.set("page", page.write());
    }
}
