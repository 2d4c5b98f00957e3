//! Which cell stands left of which: few crossings, and the same answer for the same graph.

use crate::geometry::count;
use crate::layers::Layers;

/// The search for an order, one sweep at a time.
#[derive(Debug)]
pub(crate) struct Ordering {
    /// Where each cell stands in its row.
    places: Vec<usize>,
    best: Vec<Vec<usize>>,
    crossings: usize,
    sweeps: usize,
    in_vain: usize,
    is_second: bool,
}

/// More sweeps find next to nothing.
const SWEEPS: usize = 16;
/// As many sweeps without an improvement end the search.
const PATIENCE: usize = 3;
/// Exchanging neighbours looks at every pair of them: rows together of up to so many cells are worth it.
const EXCHANGED_UP_TO: usize = 20_000;

impl Ordering {
    /// Begins with the order in which a walk down the edges meets the cells: trees have no crossings then.
    pub(crate) fn new(layers: &mut Layers) -> Self {
        layers.rows = walked(layers, true);
        let mut ordering = Self {
            places: vec![0; layers.ranks.len()],
            best: layers.rows.clone(),
            crossings: 0,
            sweeps: 0,
            in_vain: 0,
            is_second: false,
        };
        ordering.number_all(layers);
        ordering.crossings = crossings(layers, &ordering.places);
        ordering
    }

    /// One sweep down and one up. False when there is nothing left to find; the rows then have the best order.
    pub(crate) fn advance(&mut self, layers: &mut Layers) -> bool {
        let is_spent = self.sweeps == SWEEPS || self.in_vain == PATIENCE;
        if self.crossings == 0 || (is_spent && self.is_second) {
            std::mem::swap(&mut layers.rows, &mut self.best);
            return false;
        }
        if is_spent {
            // A search ends in the nearest hollow: another one, from an order that begins at the last row, may end deeper.
            self.is_second = true;
            (self.sweeps, self.in_vain) = (0, 0);
            layers.rows = walked(layers, false);
            self.number_all(layers);
        }
        self.sweeps += 1;
        self.in_vain += 1;
        let rows = layers.rows.len();
        for row in 1..rows {
            self.sort(layers, row, true);
        }
        self.settle(layers);
        for row in (0..rows - 1).rev() {
            self.sort(layers, row, false);
        }
        self.settle(layers);
        true
    }

    /// Exchanges neighbours, and keeps the order if it is the best so far.
    fn settle(&mut self, layers: &mut Layers) {
        if layers.ranks.len() <= EXCHANGED_UP_TO {
            // Exchanges that change nothing now and then open the way to one that does.
            for is_restless in [self.sweeps.is_multiple_of(2), false, false] {
                for row in 0..layers.rows.len() {
                    self.exchange(layers, row, is_restless);
                }
            }
        }
        let crossings = crossings(layers, &self.places);
        if crossings < self.crossings {
            self.crossings = crossings;
            self.best.clone_from(&layers.rows);
            self.in_vain = 0;
        }
    }

    fn number_all(&mut self, layers: &Layers) {
        for row in &layers.rows {
            self.number(row);
        }
    }

    fn number(&mut self, row: &[usize]) {
        for (place, &cell) in row.iter().enumerate() {
            self.places[cell] = place;
        }
    }

    /// Sorts a row by the mean places of what its cells are joined with; the others stay where they are.
    fn sort(&mut self, layers: &mut Layers, row: usize, by_upper: bool) {
        let joined = if by_upper { &layers.up } else { &layers.down };
        let mean = |cell: usize| {
            let others = &joined[cell];
            let sum: f64 = others.iter().map(|&other| count(self.places[other])).sum();
            (!others.is_empty()).then(|| sum / count(others.len()))
        };
        let cells = &mut layers.rows[row];
        let means: Vec<Option<f64>> = cells.iter().map(|&cell| mean(cell)).collect();
        let mut movable: Vec<(f64, usize)> = means
            .iter()
            .zip(cells.iter())
            .filter_map(|(mean, &cell)| Some(((*mean)?, cell)))
            .collect();
        movable.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut movable = movable.into_iter();
        for (cell, mean) in cells.iter_mut().zip(means) {
            if mean.is_some() {
                *cell = movable.next().map_or(*cell, |(_, sorted)| sorted);
            }
        }
        let cells = std::mem::take(&mut layers.rows[row]);
        self.number(&cells);
        layers.rows[row] = cells;
    }

    /// Exchanges neighbours as long as that removes crossings.
    fn exchange(&mut self, layers: &mut Layers, row: usize, is_restless: bool) {
        let mut cells = std::mem::take(&mut layers.rows[row]);
        let sorted = |joined: &[usize]| {
            let mut places: Vec<usize> = joined.iter().map(|&other| self.places[other]).collect();
            places.sort_unstable();
            places
        };
        let mut ends: Vec<[Vec<usize>; 2]> = cells
            .iter()
            .map(|&cell| [sorted(&layers.up[cell]), sorted(&layers.down[cell])])
            .collect();
        // One pass to the right and one to the left carry a cell as far as it wants.
        let to_right = 1..cells.len();
        for at in to_right.clone().chain(to_right.rev()) {
            let [before, after] = [at - 1, at].map(|place| &ends[place]);
            let now: usize = (0..2).map(|side| pairs(&before[side], &after[side])).sum();
            if now == 0 {
                continue;
            }
            let then: usize = (0..2).map(|side| pairs(&after[side], &before[side])).sum();
            if then < now || (is_restless && then == now) {
                cells.swap(at - 1, at);
                ends.swap(at - 1, at);
            }
        }
        self.number(&cells);
        layers.rows[row] = cells;
    }
}

/// The rows in the order in which a walk along the edges meets their cells. Boxes have the lower numbers, in the order of
/// their ids, so ids decide where edges do not.
fn walked(layers: &Layers, is_down: bool) -> Vec<Vec<usize>> {
    let (along, against) = if is_down {
        (&layers.down, &layers.up)
    } else {
        (&layers.up, &layers.down)
    };
    let mut rows = vec![Vec::new(); layers.rows.len()];
    let mut seen = vec![false; layers.ranks.len()];
    let mut roots: Vec<usize> = (0..layers.ranks.len()).collect();
    roots.sort_by_key(|&cell| (!against[cell].is_empty(), layers.ranks[cell]));
    for root in roots {
        let mut walk = vec![root];
        while let Some(cell) = walk.pop() {
            if std::mem::replace(&mut seen[cell], true) {
                continue;
            }
            rows[layers.ranks[cell]].push(cell);
            walk.extend(along[cell].iter().rev());
        }
    }
    rows
}

/// How many pairs have the first of the left behind the second of the right: crossings between two neighbours.
fn pairs(left: &[usize], right: &[usize]) -> usize {
    let mut behind = 0;
    let mut at = 0;
    for place in left {
        while right.get(at).is_some_and(|other| other < place) {
            at += 1;
        }
        behind += at;
    }
    behind
}

/// Crossings of all rows: for each pair of rows the inversions, counted with a tree of sums.
pub(crate) fn crossings(layers: &Layers, places: &[usize]) -> usize {
    let mut all = 0;
    let mut ends = Vec::new();
    for pair in layers.rows.windows(2) {
        let mut sums = vec![0_usize; pair[1].len() + 1];
        let mut counted = 0;
        for &cell in &pair[0] {
            ends.clear();
            ends.extend(layers.down[cell].iter().map(|&lower| places[lower]));
            for &end in &ends {
                let (mut at, mut before) = (end + 1, 0);
                while at > 0 {
                    before += sums[at];
                    at &= at - 1;
                }
                all += counted - before;
            }
            for &end in &ends {
                let mut at = end + 1;
                while at < sums.len() {
                    sums[at] += 1;
                    at += at & at.wrapping_neg();
                }
                counted += 1;
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    fn ordered(ranks: &[usize], links: &[(usize, usize)]) -> (Layers, usize) {
        let mut layers = Layers::new(ranks, links);
        let mut ordering = Ordering::new(&mut layers);
        while ordering.advance(&mut layers) {}
        (layers, ordering.crossings)
    }

    #[test]
    fn a_twisted_ladder_is_untwisted() {
        let (layers, crossings) = ordered(&[0, 0, 1, 1], &[(0, 3), (1, 2)]);
        assert_eq!(crossings, 0);
        assert_eq!(layers.rows, [vec![0, 1], vec![3, 2]]);
    }

    #[test]
    fn what_cannot_be_untwisted_is_counted() {
        let both = [(0, 2), (0, 3), (1, 2), (1, 3)];
        assert_eq!(ordered(&[0, 0, 1, 1], &both).1, 1);
    }

    proptest! {
        #[test]
        fn crossings_are_those_that_one_sees(links in prop::collection::vec((0..6_usize, 6..12_usize), 0..20)) {
            let mut links = links;
            links.sort_unstable();
            links.dedup();
            let ranks: Vec<usize> = (0..12).map(|one| one / 6).collect();
            let (layers, crossings) = ordered(&ranks, &links);
            let place = |cell: usize| layers.rows[ranks[cell]].iter().position(|&one| one == cell).unwrap();
            let seen = links.iter().flat_map(|a| links.iter().map(move |b| (a, b)));
            let seen = seen.filter(|(a, b)| place(a.0) < place(b.0) && place(a.1) > place(b.1));
            prop_assert_eq!(crossings, seen.count());
        }
    }
}
