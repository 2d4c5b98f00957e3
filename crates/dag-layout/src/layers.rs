//! The rows of one level, with a place in every row that an edge passes.

/// Cells in rows: the boxes first, then the bends of edges that pass a row.
#[derive(Debug)]
pub(crate) struct Layers {
    /// How many of the cells are boxes.
    pub(crate) boxes: usize,
    /// The rank of each cell.
    pub(crate) ranks: Vec<usize>,
    /// The cells of each rank; from left to right when they are ordered.
    pub(crate) rows: Vec<Vec<usize>>,
    /// The cells that each cell is joined with in the row before.
    pub(crate) up: Vec<Vec<usize>>,
    /// The cells that each cell is joined with in the row after.
    pub(crate) down: Vec<Vec<usize>>,
    /// The way of each link.
    pub(crate) ways: Vec<Way>,
}

/// The way of a link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From cell to cell, one in each row.
    Through(Vec<usize>),
    /// Around the side of everything: through all rows it would cost too much. The number is that of its lane.
    Aside(usize),
}

/// Links that share an end share their bends, so that they run as one line.
#[derive(Default)]
struct Bends {
    ranks: Vec<usize>,
    leaving: Vec<Vec<usize>>,
    entering: Vec<Vec<usize>>,
}

impl Layers {
    pub(crate) fn new(ranks: &[usize], links: &[(usize, usize)]) -> Self {
        let aside = aside(ranks, links);
        let mut long_out = vec![0_usize; ranks.len()];
        let mut long_in = vec![0_usize; ranks.len()];
        for &(from, to) in links.iter().filter(|&&(a, b)| ranks[b] - ranks[a] > 1) {
            long_out[from] += 1;
            long_in[to] += 1;
        }
        let mut bends = Bends {
            ranks: ranks.to_vec(),
            leaving: vec![Vec::new(); ranks.len()],
            entering: vec![Vec::new(); ranks.len()],
        };
        let mut lanes = 0;
        let mut ways = Vec::with_capacity(links.len());
        for (&(from, to), aside) in links.iter().zip(aside) {
            ways.push(if aside {
                lanes += 1;
                Way::Aside(lanes - 1)
            } else {
                Way::Through(bends.way(from, to, long_in[to] > long_out[from]))
            });
        }
        Self::joined(ranks.len(), bends.ranks, ways)
    }

    fn joined(boxes: usize, ranks: Vec<usize>, ways: Vec<Way>) -> Self {
        let cells = ranks.len();
        let mut rows = vec![Vec::new(); ranks.iter().max().map_or(0, |last| last + 1)];
        for (cell, &rank) in ranks.iter().enumerate() {
            rows[rank].push(cell);
        }
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for way in &ways {
            if let Way::Through(cells) = way {
                pairs.extend(cells.windows(2).map(|pair| (pair[0], pair[1])));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut up = vec![Vec::new(); cells];
        let mut down = vec![Vec::new(); cells];
        for (upper, lower) in pairs {
            down[upper].push(lower);
            up[lower].push(upper);
        }
        Self {
            boxes,
            ranks,
            rows,
            up,
            down,
            ways,
        }
    }

    /// How many links go around the side.
    pub(crate) fn lanes(&self) -> usize {
        let aside = |way: &&Way| matches!(way, Way::Aside(_));
        self.ways.iter().filter(aside).count()
    }

    pub(crate) fn is_box(&self, cell: usize) -> bool {
        cell < self.boxes
    }
}

impl Bends {
    fn way(&mut self, from: usize, to: usize, is_shared_at_end: bool) -> Vec<usize> {
        let (first, last) = (self.ranks[from], self.ranks[to]);
        let bends = last - first - 1;
        let mut way = vec![from];
        if is_shared_at_end {
            while self.entering[to].len() < bends {
                let rank = last - 1 - self.entering[to].len();
                self.entering[to].push(self.ranks.len());
                self.ranks.push(rank);
            }
            way.extend(self.entering[to][..bends].iter().rev());
        } else {
            while self.leaving[from].len() < bends {
                let rank = first + 1 + self.leaving[from].len();
                self.leaving[from].push(self.ranks.len());
                self.ranks.push(rank);
            }
            way.extend(&self.leaving[from][..bends]);
        }
        way.push(to);
        way
    }
}

/// Which links go around the side: the longest, as soon as all together pass too many rows. What is too many grows with
/// the graph, so the work stays in proportion to it.
fn aside(ranks: &[usize], links: &[(usize, usize)]) -> Vec<bool> {
    let span = |&(from, to): &(usize, usize)| ranks[to] - ranks[from];
    let mut by_span: Vec<usize> = (0..links.len()).collect();
    by_span.sort_by_key(|&link| span(&links[link]));
    let mut left = 12 * (ranks.len() + links.len()) + 4_000;
    let mut aside = vec![false; links.len()];
    for link in by_span {
        let rows = span(&links[link]);
        aside[link] = rows > left && rows > 1;
        left = left.saturating_sub(rows);
    }
    aside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_one_source_share_their_bends() {
        // 0 goes to rank 2 and to rank 3; 1, 2 and 3 are the chain between.
        let layers = Layers::new(&[0, 1, 2, 3], &[(0, 1), (0, 2), (0, 3), (1, 2), (2, 3)]);
        assert_eq!(layers.ways[1], Way::Through(vec![0, 4, 2]));
        assert_eq!(layers.ways[2], Way::Through(vec![0, 4, 5, 3]));
        assert_eq!(layers.down[4], [2, 5]);
        assert_eq!(layers.rows, [vec![0], vec![1, 4], vec![2, 5], vec![3]]);
    }

    #[test]
    fn links_into_one_target_share_their_bends() {
        let layers = Layers::new(&[0, 0, 1, 2, 2], &[(0, 3), (1, 3), (2, 3), (2, 4)]);
        assert_eq!(layers.ways[0], Way::Through(vec![0, 5, 3]));
        assert_eq!(layers.ways[1], Way::Through(vec![1, 5, 3]));
    }

    #[test]
    fn too_many_rows_lead_around_the_side() {
        let chain = 4_000;
        let ranks: Vec<usize> = (0..chain).collect();
        let mut links: Vec<_> = (1..chain).map(|to| (to - 1, to)).collect();
        links.extend((0..2_000).map(|from| (from, from + 2_000)));
        let layers = Layers::new(&ranks, &links);
        assert!(layers.lanes() > 0);
        assert!(layers.ranks.len() < 200_000, "{}", layers.ranks.len());
    }
}
