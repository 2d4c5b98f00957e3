//! Runs in another order than that of their creation.
//!
//! No index has it, so all runs are looked at, as many as a search may look at, and those that come first are kept.

use std::cmp::Ordering;

use super::row::Row;

/// Runs that may come before those of an answer: so many are kept in memory.
pub(crate) const MOST_SKIPPED: usize = 2_000;

/// By what runs are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// By their names.
    Name,
    /// By KFP's words for their states.
    State,
    /// By how long they took; those that have not ended come last.
    Duration,
}

impl By {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Name, Self::State, Self::Duration];

    /// As it is written in queries.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::State => "state",
            Self::Duration => "duration",
        }
    }

    /// What a word says.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }
}

/// An order, and from where on runs are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) by: By,
    pub(crate) is_ascending: bool,
    /// So many come before.
    pub(crate) skipped: usize,
}

impl Order {
    /// Keeps of some runs those that come first, in their order: one more than is told.
    pub(super) fn put_first(&self, rows: &mut Vec<Row>, limit: usize) {
        rows.sort_by(|a, b| self.compare(a, b));
        rows.truncate(self.skipped + limit + 1);
    }

    fn compare(&self, a: &Row, b: &Row) -> Ordering {
        let turned = |order: Ordering| {
            if self.is_ascending {
                order
            } else {
                order.reverse()
            }
        };
        let order = match self.by {
            By::Name => turned(a.name.cmp(&b.name)),
            By::State => turned(a.state.cmp(&b.state)),
            By::Duration => match (a.duration(), b.duration()) {
                (Some(a), Some(b)) => turned(a.cmp(&b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
        };
        // Equal ones stand in the usual order, the newest first.
        order.then_with(|| (b.created, &b.run_id).cmp(&(a.created, &a.run_id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, created: i64, took: Option<i64>) -> Row {
        Row {
            run_id: id.to_owned(),
            name: format!("run {id}"),
            state: if took.is_some() {
                "SUCCEEDED"
            } else {
                "RUNNING"
            }
            .to_owned(),
            created,
            finished: took.map(|took| created + took),
            ..Row::default()
        }
    }

    #[test]
    fn what_has_no_duration_comes_last_and_equal_ones_the_newest_first() {
        let rows = || {
            vec![
                row("a", 1, Some(5)),
                row("b", 2, None),
                row("c", 3, Some(9)),
                row("d", 4, Some(5)),
            ]
        };
        for (by, is_ascending, wanted) in [
            (By::Duration, false, "c d a b"),
            (By::Duration, true, "d a c b"),
            (By::Name, true, "a b c d"),
            (By::Name, false, "d c b a"),
            (By::State, true, "b d c a"),
        ] {
            let order = Order {
                by,
                is_ascending,
                skipped: 0,
            };
            let mut sorted = rows();
            order.put_first(&mut sorted, 9);
            let ids: Vec<&str> = sorted.iter().map(|row| &*row.run_id).collect();
            assert_eq!(ids.join(" "), wanted, "{order:?}");
            order.put_first(&mut sorted, 1);
            assert_eq!(sorted.len(), 2);
        }
    }
}
