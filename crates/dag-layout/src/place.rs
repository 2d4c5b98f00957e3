//! Where the cells of each row stand: near what they are joined with, in the order of their row, apart from each other.

use crate::geometry::count;
use crate::layers::Layers;
use crate::style::Gaps;

/// The search for places, one pass at a time.
#[derive(Debug)]
pub(crate) struct Placing {
    /// Extents across the flow, of boxes and bends.
    widths: Vec<f64>,
    gaps: Gaps,
    /// The middle of each cell.
    middles: Vec<f64>,
    passes: usize,
}

/// What the next pass looks at.
#[derive(Clone, Copy)]
enum Side {
    Up,
    Down,
    Both,
}

/// Each pass carries a wish through all rows, so few are enough.
const PASSES: [Side; 8] = [
    Side::Up,
    Side::Down,
    Side::Up,
    Side::Down,
    Side::Both,
    Side::Down,
    Side::Both,
    Side::Both,
];

impl Placing {
    /// Begins with each row side by side from the left.
    pub(crate) fn new(layers: &Layers, boxes: &[f64], gaps: Gaps) -> Self {
        let mut widths = boxes.to_vec();
        widths.resize(layers.ranks.len(), gaps.lines);
        let mut placing = Self {
            middles: vec![0.0; widths.len()],
            widths,
            gaps,
            passes: 0,
        };
        for row in &layers.rows {
            let mut middle = 0.0;
            for (at, &cell) in row.iter().enumerate() {
                if at > 0 {
                    middle += placing.apart(layers, row[at - 1], cell);
                }
                placing.middles[cell] = middle;
            }
            // Rows share their middle and not their left edge.
            for &cell in row {
                placing.middles[cell] -= middle / 2.0;
            }
        }
        placing
    }

    /// One pass over all rows; false when there are none left.
    pub(crate) fn advance(&mut self, layers: &Layers) -> bool {
        let Some(&side) = PASSES.get(self.passes) else {
            return false;
        };
        self.passes += 1;
        match side {
            Side::Up | Side::Both => {
                for row in &layers.rows {
                    self.settle(layers, row, side);
                }
            }
            Side::Down => {
                for row in layers.rows.iter().rev() {
                    self.settle(layers, row, side);
                }
            }
        }
        true
    }

    /// The left edge and the extent of each cell, in whole pixels from 0, and the extent of all.
    pub(crate) fn finish(&self, layers: &Layers) -> (Vec<(f64, f64)>, f64) {
        let mut edges = vec![(0.0, 0.0); self.middles.len()];
        let mut first = f64::INFINITY;
        for row in &layers.rows {
            let mut free_from = f64::NEG_INFINITY;
            for (at, &cell) in row.iter().enumerate() {
                let width = self.widths[cell];
                if at > 0 {
                    free_from += self.gap(layers, row[at - 1], cell);
                }
                let left = (self.middles[cell] - width / 2.0).round().max(free_from);
                edges[cell] = (left, width);
                free_from = left + width;
                first = first.min(left);
            }
        }
        let mut extent = 0.0_f64;
        for edge in &mut edges {
            edge.0 -= first;
            extent = extent.max(edge.0 + edge.1);
        }
        (edges, extent)
    }

    fn gap(&self, layers: &Layers, left: usize, right: usize) -> f64 {
        match (layers.is_box(left), layers.is_box(right)) {
            (true, true) => self.gaps.siblings,
            (false, false) => self.gaps.lines,
            _ => self.gaps.siblings.min(2.0 * self.gaps.lines),
        }
    }

    /// How far apart the middles of two neighbours are at least.
    fn apart(&self, layers: &Layers, left: usize, right: usize) -> f64 {
        f64::midpoint(self.widths[left], self.widths[right]) + self.gap(layers, left, right)
    }

    /// Moves a row as near to its wishes as its order allows: the least sum of squares. Cells that would come too near to
    /// each other form a block that moves as one.
    fn settle(&mut self, layers: &Layers, row: &[usize], side: Side) {
        let mut blocks: Vec<Block> = Vec::new();
        let mut offset = 0.0;
        for (at, &cell) in row.iter().enumerate() {
            if at > 0 {
                offset += self.apart(layers, row[at - 1], cell);
            }
            let (wish, weight) = self.wish(layers, cell, side);
            let mut block = Block {
                cells: 1,
                weight,
                sum: (wish - offset) * weight,
            };
            while let Some(before) = blocks.pop_if(|before| before.place() >= block.place()) {
                block = Block {
                    cells: before.cells + block.cells,
                    weight: before.weight + block.weight,
                    sum: before.sum + block.sum,
                };
            }
            blocks.push(block);
        }
        let places = blocks
            .iter()
            .flat_map(|block| std::iter::repeat_n(block.place(), block.cells));
        let mut offset = 0.0;
        for (at, (&cell, place)) in row.iter().zip(places).enumerate() {
            if at > 0 {
                offset += self.apart(layers, row[at - 1], cell);
            }
            self.middles[cell] = place + offset;
        }
    }

    /// Where a cell wants to be, and how much. Long edges want to be straight more than anything.
    fn wish(&self, layers: &Layers, cell: usize, side: Side) -> (f64, f64) {
        let (mut sum, mut all) = (0.0, 0.0);
        let sides = match side {
            Side::Up => [Some(&layers.up[cell]), None],
            Side::Down => [None, Some(&layers.down[cell])],
            Side::Both => [Some(&layers.up[cell]), Some(&layers.down[cell])],
        };
        for joined in sides.into_iter().flatten() {
            // One side counts as much as the other, however many edges it has.
            let share = 1.0 / count(joined.len().max(1));
            for &other in joined {
                let weight = match (layers.is_box(cell), layers.is_box(other)) {
                    (true, true) => 1.0,
                    (false, false) => 8.0,
                    _ => 2.0,
                } * share;
                sum += weight * self.middles[other];
                all += weight;
            }
        }
        if all == 0.0 {
            // Free to go where the others push it.
            return (self.middles[cell], 0.01);
        }
        (sum / all, all)
    }
}

/// Cells that stand as near to each other as they may.
struct Block {
    cells: usize,
    weight: f64,
    sum: f64,
}

impl Block {
    fn place(&self) -> f64 {
        self.sum / self.weight
    }
}
