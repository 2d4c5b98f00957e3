//! Runs side by side: `runs`, `base`, `only`, `layout`.

use kfp_core::model::RunId;

use super::{Parsed, Query};

/// More ids are not read: an address may hold anything.
const MOST_READ: usize = 50;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct CompareState {
    /// The runs in the order of their columns, each once. More than can be compared are kept, to be told.
    pub(crate) runs: Vec<RunId>,
    /// What the others are compared with; the first where none is named.
    pub(crate) base: Option<RunId>,
    /// Whether what is equal is shown too.
    pub(crate) shows_equal: bool,
    /// Whether specs stand side by side, and not one below the other.
    pub(crate) is_split: bool,
}

impl CompareState {
    /// These runs, in the usual view.
    pub(crate) fn of(runs: Vec<RunId>) -> Self {
        Self {
            runs,
            ..Self::default()
        }
    }

    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut dropped = Vec::new();
        let mut runs: Vec<RunId> = Vec::new();
        for id in query.get("runs").unwrap_or_default().split(',') {
            match RunId::new(id) {
                _ if id.is_empty() || runs.len() == MOST_READ => {}
                Ok(id) if runs.contains(&id) => {}
                Ok(id) => runs.push(id),
                Err(_) if dropped.is_empty() => dropped.push("runs"),
                Err(_) => {}
            }
        }
        let base = query.get("base").and_then(|id| {
            let known = runs.iter().find(|run| run.as_str() == id);
            if known.is_none() {
                dropped.push("base");
            }
            known.cloned()
        });
        let shows_equal = query.either("only", ["diff", "all"], &mut dropped);
        let is_split = query.either("layout", ["unified", "split"], &mut dropped);
        let state = Self {
            base: base.filter(|base| runs.first() != Some(base)),
            runs,
            shows_equal,
            is_split,
        };
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if !self.runs.is_empty() {
            let ids: Vec<&str> = self.runs.iter().map(RunId::as_str).collect();
            query.set("runs", ids.join(","));
        }
        if let Some(base) = &self.base
            && self.runs.first() != Some(base)
        {
            query.set("base", base.as_str());
        }
        if self.shows_equal {
            query.set("only", "all");
        }
        if self.is_split {
            query.set("layout", "split");
        }
        query
    }

    /// With one more run, behind the others.
    pub(crate) fn with(mut self, run: RunId) -> Self {
        if !self.runs.contains(&run) {
            self.runs.push(run);
        }
        self
    }

    /// Without a run. Where it was the base, the first is.
    pub(crate) fn without(mut self, run: &RunId) -> Self {
        self.runs.retain(|other| other != run);
        self.base = self.base.filter(|base| base != run);
        self
    }

    /// With a run as the base.
    pub(crate) fn against(self, run: RunId) -> Self {
        Self {
            base: Some(run),
            ..self
        }
    }

    /// With a run one place further to the left or to the right. The base stays the base.
    pub(crate) fn moved(mut self, run: &RunId, to_right: bool) -> Self {
        let base = self.base.clone().or_else(|| self.runs.first().cloned());
        if let Some(at) = self.runs.iter().position(|other| other == run) {
            let to = if to_right { at + 1 } else { at.wrapping_sub(1) };
            if to < self.runs.len() {
                self.runs.swap(at, to);
            }
        }
        self.base = base.filter(|base| self.runs.first() != Some(base));
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(text: &str) -> RunId {
        RunId::new(text).expect("an id")
    }

    #[test]
    fn every_key_is_read_and_defaults_are_not_written() {
        let parsed = CompareState::parse("runs=a,b,c&base=b&only=all&layout=split");
        assert!(parsed.dropped.is_empty());
        let state = parsed.state;
        assert_eq!(state.runs, [id("a"), id("b"), id("c")]);
        assert_eq!(state.base, Some(id("b")));
        assert!(state.shows_equal && state.is_split);
        assert_eq!(
            state.query().write(),
            "base=b&layout=split&only=all&runs=a%2Cb%2Cc"
        );
        let usual = CompareState::parse("runs=a,,a,b&base=a&only=diff&layout=unified").state;
        assert_eq!(usual.query().write(), "runs=a%2Cb");
        assert_eq!(CompareState::default().query().write(), "");
    }

    #[test]
    fn what_cannot_be_read_is_named_once() {
        let parsed = CompareState::parse("runs=a/b,..,c&base=x&only=some&layout=up");
        assert_eq!(parsed.dropped, ["runs", "base", "only", "layout"]);
        assert_eq!(parsed.state, CompareState::of(vec![id("c")]));
    }

    #[test]
    fn columns_are_moved_removed_and_added_and_the_base_stays() {
        let state = CompareState::of(["a", "b", "c"].map(id).to_vec());
        let moved = state.clone().moved(&id("a"), true);
        assert_eq!(moved.query().write(), "base=a&runs=b%2Ca%2Cc");
        assert_eq!(moved.moved(&id("a"), false), state);
        assert_eq!(state.clone().moved(&id("a"), false), state);
        assert_eq!(state.clone().moved(&id("c"), true), state);
        let other = state.against(id("c"));
        assert_eq!(other.clone().without(&id("c")).base, None);
        assert_eq!(other.with(id("d")).runs.len(), 4);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(ids in prop::collection::btree_set("[a-z0-9-]{1,12}", 0..12), base in any::<prop::sample::Index>(), shows_equal in any::<bool>(), is_split in any::<bool>()) {
            let runs: Vec<RunId> = ids.iter().filter_map(|text| RunId::new(text.as_str()).ok()).collect();
            let base = (runs.len() > 1).then(|| base.get(&runs).clone());
            let base = base.filter(|base| runs.first() != Some(base));
            let state = CompareState { runs, base, shows_equal, is_split };
            let parsed = CompareState::parse(&state.query().write());
            prop_assert!(parsed.dropped.is_empty());
            prop_assert_eq!(parsed.state, state);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
            let once = CompareState::parse(&text).state;
            prop_assert_eq!(CompareState::parse(&once.query().write()).state, once);
        }
    }
}
