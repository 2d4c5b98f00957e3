//! The overview of a namespace: `range`.

use super::{Parsed, Query};

/// How many days the chart has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Days {
    /// Seven.
    Week,
    /// Fourteen.
    #[default]
    Fortnight,
    /// Thirty.
    Month,
}

impl Days {
    /// All of them, in the order of the choice.
    pub(crate) const ALL: [Self; 3] = [Self::Week, Self::Fortnight, Self::Month];

    /// Their number.
    pub(crate) fn count(self) -> u32 {
        match self {
            Self::Week => 7,
            Self::Fortnight => 14,
            Self::Month => 30,
        }
    }

    fn word(self) -> String {
        format!("{}d", self.count())
    }
}

/// What the overview shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct OverviewState {
    /// How many days the chart has.
    pub(crate) days: Days,
}

impl OverviewState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let word = query.get("range");
        let known = word.and_then(|word| Days::ALL.into_iter().find(|days| days.word() == word));
        Parsed {
            state: Self {
                days: known.unwrap_or_default(),
            },
            dropped: if word.is_some() && known.is_none() {
                vec!["range"]
            } else {
                Vec::new()
            },
        }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(self) -> Query {
        let mut query = Query::default();
        if self.days != Days::default() {
            query.set("range", self.days.word());
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_reads_back_and_the_usual_one_is_not_written() {
        for days in Days::ALL {
            let state = OverviewState { days };
            assert_eq!(OverviewState::parse(&state.query().write()).state, state);
        }
        assert_eq!(OverviewState::default().query().write(), "");
        assert_eq!(OverviewState::parse("range=14d").dropped, [""; 0]);
    }

    #[test]
    fn another_range_is_named_and_ignored() {
        let parsed = OverviewState::parse("range=1000000d");
        assert_eq!(
            (parsed.state, parsed.dropped),
            (OverviewState::default(), vec!["range"])
        );
    }
}
