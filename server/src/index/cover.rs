//! Of which times everything was read.

/// Spans of time, each with its beginning and without its end, apart from each other and in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cover(Vec<(i64, i64)>);

/// Before everything.
pub(super) const EVER: i64 = i64::MIN;

impl Cover {
    /// Takes spans in any order.
    pub(super) fn of(spans: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut cover = Self::default();
        for (from, to) in spans {
            cover.add(from, to);
        }
        cover
    }

    /// Everything within was read.
    pub(super) fn add(&mut self, from: i64, to: i64) {
        if from >= to {
            return;
        }
        let (mut from, mut to) = (from, to);
        self.0.retain(|&(other_from, other_to)| {
            let is_apart = other_to < from || to < other_from;
            if !is_apart {
                from = from.min(other_from);
                to = to.max(other_to);
            }
            is_apart
        });
        let at = self.0.partition_point(|&(other, _)| other < from);
        self.0.insert(at, (from, to));
    }

    /// Nothing before this counts as read any more.
    pub(super) fn forget_before(&mut self, time: i64) {
        self.0.retain_mut(|(from, to)| {
            *from = time.max(*from);
            *from < *to
        });
    }

    /// The time before the last span of which nothing was read, down to the span before it or to `floor`.
    pub(super) fn last_gap(&self, floor: i64) -> Option<(i64, i64)> {
        let &(to, _) = self.0.last()?;
        let from = match self.0.len() {
            0 | 1 => EVER,
            count => self.0.get(count - 2)?.1,
        };
        let from = from.max(floor);
        (from < to).then_some((from, to))
    }

    /// Since when everything was read.
    pub(super) fn back_to(&self) -> Option<i64> {
        self.0.last().map(|&(from, _)| from)
    }

    /// Whether everything was, up to the end of the last span.
    pub(super) fn is_whole(&self) -> bool {
        self.back_to() == Some(EVER)
    }

    /// Up to when something was.
    pub(super) fn end(&self) -> Option<i64> {
        self.0.last().map(|&(_, to)| to)
    }

    pub(super) fn spans(&self) -> &[(i64, i64)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_newest_gap_is_filled_first() {
        let mut cover = Cover::of([(10, 20), (40, 50), (30, 35)]);
        assert_eq!(cover.last_gap(EVER), Some((35, 40)));
        cover.add(35, 40);
        assert_eq!(cover.last_gap(EVER), Some((20, 30)));
        cover.add(20, 30);
        assert_eq!(cover.last_gap(EVER), Some((EVER, 10)));
        assert_eq!(cover.last_gap(10), None);
        assert!(!cover.is_whole());
        cover.add(EVER, 10);
        assert!(cover.is_whole());
        assert_eq!(cover.last_gap(EVER), None);
        assert_eq!(cover.spans(), [(EVER, 50)]);
        cover.forget_before(45);
        assert_eq!(cover.spans(), [(45, 50)]);
    }

    proptest! {
        #[test]
        fn holds_what_was_added_and_nothing_else(spans in prop::collection::vec((0_i64..40, 0_i64..40), 0..12)) {
            let cover = Cover::of(spans.clone());
            for time in 0..40 {
                let added = spans.iter().any(|&(from, to)| from <= time && time < to);
                let held = cover.spans().iter().any(|&(from, to)| from <= time && time < to);
                prop_assert_eq!(added, held);
            }
            for pair in cover.spans().windows(2) {
                prop_assert!(pair[0].1 < pair[1].0, "{:?}", cover.spans());
            }
        }
    }
}
