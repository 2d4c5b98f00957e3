//! The order of a list.

use std::fmt;

use super::{InvalidQuery, Key, Listed};

/// Which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest, oldest first.
    #[default]
    Ascending,
    /// Largest, newest first.
    Descending,
}

/// The order of a list. Equal values are ordered by id, so that pages never overlap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub key: Key,
    /// Which way.
    pub direction: Direction,
}

impl Sort {
    /// Smallest, oldest first.
    pub fn ascending(key: Key) -> Self {
        Self {
            key,
            direction: Direction::Ascending,
        }
    }

    /// Largest, newest first.
    pub fn descending(key: Key) -> Self {
        Self {
            key,
            direction: Direction::Descending,
        }
    }

    /// By time of creation. Without any sort KFP answers oldest first.
    pub fn newest_first() -> Self {
        Self::descending(Key::CreatedAt)
    }

    pub(super) fn check(&self, listed: Listed) -> Result<(), InvalidQuery> {
        self.key.check(listed)?;
        if self.key.sorts(listed) {
            Ok(())
        } else {
            Err(InvalidQuery::NotSortable {
                listed,
                key: self.key.kind(),
            })
        }
    }
}

/// The text of `sort_by`.
impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = match self.direction {
            Direction::Ascending => "asc",
            Direction::Descending => "desc",
        };
        write!(f, "{} {direction}", self.key)
    }
}

/// Reads the text of `sort_by` as KFP does: one or two words, case ignored, ascending if not said.
impl std::str::FromStr for Sort {
    type Err = InvalidQuery;

    fn from_str(text: &str) -> Result<Self, InvalidQuery> {
        let text = text.to_ascii_lowercase();
        let mut words = text.split_whitespace();
        let key = words
            .next()
            .ok_or(InvalidQuery::SortGrammar)?
            .parse()
            .map_err(|_| InvalidQuery::SortGrammar)?;
        let direction = match words.next() {
            None | Some("asc") => Direction::Ascending,
            Some("desc") => Direction::Descending,
            Some(_) => return Err(InvalidQuery::SortGrammar),
        };
        if words.next().is_some() {
            Err(InvalidQuery::SortGrammar)
        } else {
            Ok(Self { key, direction })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_reads_back() {
        for key in Key::WORDS {
            for sort in [Sort::ascending(key.clone()), Sort::descending(key.clone())] {
                assert_eq!(sort.to_string().parse::<Sort>().unwrap(), sort);
            }
        }
    }

    #[test]
    fn the_grammar_is_kfps() {
        assert_eq!(
            " NAME  Desc ".parse::<Sort>().unwrap(),
            Sort::descending(Key::Name)
        );
        assert_eq!(
            "created_at".parse::<Sort>().unwrap(),
            Sort::ascending(Key::CreatedAt)
        );
        for text in ["", "name up", "name asc desc", "bogus", "createdAt"] {
            assert!(text.parse::<Sort>().is_err(), "{text:?}");
        }
    }
}
