//! A pipeline version: `task`, `fold`, `dir`, `diff`, `layout`.

use std::collections::BTreeSet;

use kfp_core::model::PipelineVersionId;

use super::{Parsed, Query};

/// What the page of a version shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct VersionState {
    /// The path of the task that is open beside the graph.
    pub(crate) task: Option<String>,
    /// The paths of the groups that are closed; `None` leaves it to the page.
    pub(crate) closed: Option<BTreeSet<String>>,
    /// From left to right instead of from top to bottom.
    pub(crate) goes_right: bool,
    /// The version that the spec is compared with: what it was before.
    pub(crate) diff: Option<PipelineVersionId>,
    /// Whether the two stand side by side, and not one below the other.
    pub(crate) is_split: bool,
}

impl VersionState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut dropped = Vec::new();
        let goes_right = query.either("dir", ["tb", "lr"], &mut dropped);
        let is_split = query.either("layout", ["unified", "split"], &mut dropped);
        let diff = query.get("diff").and_then(|id| {
            let id = PipelineVersionId::new(id);
            if id.is_err() {
                dropped.push("diff");
            }
            id.ok()
        });
        // A path has no `%2C` of its own: its `%` are written `%25`.
        let paths = |list: &str| {
            let paths = list.split(',').filter(|path| !path.is_empty());
            paths.map(|path| path.replace("%2C", ",")).collect()
        };
        let state = Self {
            task: query.get("task").map(str::to_owned),
            closed: query.get("fold").map(paths),
            goes_right,
            diff,
            is_split,
        };
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if self.goes_right {
            query.set("dir", "lr");
        }
        if let Some(closed) = &self.closed {
            let paths: Vec<String> = closed.iter().map(|path| path.replace(',', "%2C")).collect();
            // That nothing is closed has to be said too: an empty value counts as absent.
            let list = if paths.is_empty() {
                ",".to_owned()
            } else {
                paths.join(",")
            };
            query.set("fold", list);
        }
        if let Some(task) = &self.task {
            query.set("task", task.as_str());
        }
        if let Some(diff) = &self.diff {
            query.set("diff", diff.as_str());
        }
        if self.is_split {
            query.set("layout", "split");
        }
        query
    }

    /// The spec compared with that of another version.
    pub(crate) fn compared_with(version: PipelineVersionId) -> Self {
        Self {
            diff: Some(version),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_default_view_has_no_query_and_nothing_closed_is_not_the_default() {
        assert_eq!(VersionState::default().query().write(), "");
        let open = VersionState {
            closed: Some(BTreeSet::new()),
            ..VersionState::default()
        };
        assert_eq!(open.query().write(), "fold=%2C");
        assert_eq!(VersionState::parse("fold=%2C").state, open);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let parsed = VersionState::parse("dir=up&task=a/b&fold=x,y&diff=a%2Fb%00&layout=top");
        assert_eq!(parsed.dropped, ["dir", "layout", "diff"]);
        assert_eq!(parsed.state.task.as_deref(), Some("a/b"));
        assert_eq!(parsed.state.closed.map(|closed| closed.len()), Some(2));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            task in prop::option::of("[a-z,/가-힣]{1,12}"),
            closed in prop::option::of(prop::collection::btree_set("[a-z,/가-힣]{1,8}", 0..4)),
            goes_right in any::<bool>(),
            diff in prop::option::of("[a-z0-9-]{1,12}"),
            is_split in any::<bool>(),
        ) {
            let diff = diff.and_then(|id| PipelineVersionId::new(id).ok());
            let state = VersionState { task, closed, goes_right, diff, is_split };
            let parsed = VersionState::parse(&state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert_eq!(parsed.state, state);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
            let once = VersionState::parse(&text).state;
            prop_assert_eq!(VersionState::parse(&once.query().write()).state, once);
        }
    }
}
