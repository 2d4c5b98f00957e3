//! The grid of a pipeline: `last`, `version`, `fold`.

use kfp_core::model::PipelineVersionId;

use super::{Parsed, Query};

/// Most groups that an address carries.
const MOST_FOLDED: usize = 50;

/// What the grid shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GridState {
    /// How many runs it has.
    pub(crate) last: u32,
    /// The one version whose runs are shown; those of all if none is.
    pub(crate) version: Option<PipelineVersionId>,
    /// Groups that are one row: their paths, with slashes.
    pub(crate) folded: Vec<String>,
}

impl Default for GridState {
    fn default() -> Self {
        Self {
            last: Self::CHOICES[0],
            version: None,
            folded: Vec::new(),
        }
    }
}

impl GridState {
    /// How many runs it may have.
    pub(crate) const CHOICES: [u32; 3] = [25, 50, 100];

    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let mut state = Self::default();
        let mut dropped = Vec::new();
        if let Some(text) = query.get("last") {
            let known = Self::CHOICES.iter().find(|count| count.to_string() == text);
            match known {
                Some(count) => state.last = *count,
                None => dropped.push("last"),
            }
        }
        if let Some(text) = query.get("version") {
            match PipelineVersionId::new(text) {
                Ok(version) => state.version = Some(version),
                Err(_) => dropped.push("version"),
            }
        }
        if let Some(text) = query.get("fold") {
            let groups = text.split(',').filter(|group| !group.is_empty());
            state.folded = groups.take(MOST_FOLDED).map(str::to_owned).collect();
            state.folded.sort_unstable();
            state.folded.dedup();
        }
        Parsed { state, dropped }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if self.last != Self::CHOICES[0] {
            query.set("last", self.last.to_string());
        }
        if let Some(version) = &self.version {
            query.set("version", version.as_str());
        }
        if !self.folded.is_empty() {
            query.set("fold", self.folded.join(","));
        }
        query
    }

    /// The same grid with a group folded, or unfolded if it was. Names with a comma cannot stand in an address.
    pub(crate) fn with_fold(mut self, group: &str) -> Self {
        match self.folded.iter().position(|folded| folded == group) {
            Some(at) => drop(self.folded.remove(at)),
            None if group.contains(',') || self.folded.len() >= MOST_FOLDED => {}
            None => {
                self.folded.push(group.to_owned());
                self.folded.sort_unstable();
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_grid_is_written_in_one_way_and_the_usual_one_not_at_all() {
        assert_eq!(GridState::default().query().write(), "");
        let parsed = GridState::parse("version=v-1&last=50&fold=b,a,b,,a%2Fc");
        assert_eq!(parsed.dropped, [""; 0]);
        assert_eq!(
            parsed.state.query().write(),
            "fold=a%2Ca%2Fc%2Cb&last=50&version=v-1"
        );
    }

    #[test]
    fn what_cannot_be_read_falls_back_and_is_named() {
        let parsed = GridState::parse("last=7000&version=a%2Fb%00");
        assert_eq!(parsed.state, GridState::default());
        assert_eq!(parsed.dropped, ["last", "version"]);
    }

    #[test]
    fn a_group_is_folded_and_unfolded() {
        let folded = GridState::default().with_fold("b").with_fold("a");
        assert_eq!(folded.folded, ["a", "b"]);
        assert_eq!(folded.with_fold("a").with_fold("b"), GridState::default());
        assert_eq!(GridState::default().with_fold("a,b"), GridState::default());
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,80}") {
            let once = GridState::parse(&text).state;
            prop_assert_eq!(GridState::parse(&once.query().write()).state, once);
        }
    }
}
