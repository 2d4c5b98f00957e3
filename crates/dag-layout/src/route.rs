//! The ways of edges, and how much room they need between rows.

use crate::geometry::count;
use crate::layers::{Layers, Way};
use crate::ports::{Across, Wire, wires};
use crate::style::Gaps;
use crate::tracks::{self, Tracks};

/// A point by its places across and along the flow.
pub(crate) type Spot = (f64, f64);

/// Where everything of a level stands, across and along the flow.
#[derive(Debug, Default)]
pub(crate) struct Placed {
    /// For each box the first corner.
    pub(crate) corners: Vec<Spot>,
    /// For each link its corners.
    pub(crate) routes: Vec<Vec<Spot>>,
    /// How far everything reaches.
    pub(crate) extent: Spot,
}

/// Lanes around the side beyond these share their places.
const LANES: usize = 48;
/// A line leaves its row by this part of the gap before it turns; the rest is for the arrow.
const TURN: f64 = 0.4;

/// A row along the flow.
#[derive(Clone, Copy, Default)]
struct Row {
    start: f64,
    height: f64,
}

struct Gap {
    wires: Vec<Wire>,
    tracks: Tracks,
}

/// Routes the links of a level. `edges` are left edges and extents across the flow of all cells, `heights` the extents of
/// boxes along the flow.
pub(crate) fn route(
    layers: &Layers,
    edges: &[(f64, f64)],
    heights: &[f64],
    links: &[(usize, usize)],
    extent: f64,
    gaps: Gaps,
) -> Placed {
    let across = |cell: usize| match edges.get(cell) {
        Some(&(left, width)) => Across {
            left,
            width,
            is_box: layers.is_box(cell),
        },
        None => Across {
            left: extent + gaps.lines * count(1 + (cell - edges.len()) % LANES),
            width: 0.0,
            is_box: false,
        },
    };
    let between: Vec<Gap> = pairs(layers, links)
        .iter()
        .map(|pairs| {
            let wires = wires(pairs, across);
            let tracks = tracks::assign(&wires);
            Gap { wires, tracks }
        })
        .collect();
    let rows = rows(layers, heights, &between, gaps);
    let top = |cell: usize| {
        let row = rows[layers.ranks[cell]];
        row.start + (row.height - heights[cell]) / 2.0
    };
    let level = Router {
        layers,
        between: &between,
        rows: &rows,
        gaps,
        lanes_from: edges.len(),
    };
    let routes = links
        .iter()
        .zip(&layers.ways)
        .map(|(&(from, to), way)| level.route(way, (from, to), top(from) + heights[from], top(to)));
    let lanes = layers.lanes().min(LANES);
    Placed {
        routes: routes.collect(),
        corners: (0..layers.boxes)
            .map(|cell| (edges[cell].0, top(cell)))
            .collect(),
        extent: (
            extent + gaps.lines * count(lanes),
            rows.last().map_or(0.0, |row| row.start + row.height),
        ),
    }
}

/// The pairs of cells that are joined across each gap; lanes count as cells behind the last.
fn pairs(layers: &Layers, links: &[(usize, usize)]) -> Vec<Vec<(usize, usize)>> {
    let mut pairs: Vec<Vec<(usize, usize)>> = vec![Vec::new(); layers.rows.len().max(1) - 1];
    for (upper, lowers) in layers.down.iter().enumerate() {
        if let Some(pairs) = pairs.get_mut(layers.ranks[upper]) {
            pairs.extend(lowers.iter().map(|&lower| (upper, lower)));
        }
    }
    for (&(from, to), way) in links.iter().zip(&layers.ways) {
        if let Way::Aside(lane) = way {
            let lane = layers.ranks.len() + lane;
            pairs[layers.ranks[from]].push((from, lane));
            pairs[layers.ranks[to] - 1].push((lane, to));
        }
    }
    for pairs in &mut pairs {
        pairs.sort_unstable();
    }
    pairs
}

fn rows(layers: &Layers, heights: &[f64], between: &[Gap], gaps: Gaps) -> Vec<Row> {
    let mut start = 0.0;
    let mut rows = Vec::with_capacity(layers.rows.len());
    for (at, cells) in layers.rows.iter().enumerate() {
        let boxes = cells.iter().filter_map(|&cell| heights.get(cell));
        let height = boxes.copied().fold(0.0, f64::max);
        rows.push(Row { start, height });
        let tracks = between.get(at).map_or(0, |gap| gap.tracks.used);
        start += height + gaps.ranks + gaps.lines * count(tracks.saturating_sub(1));
    }
    rows
}

struct Router<'a> {
    layers: &'a Layers,
    between: &'a [Gap],
    rows: &'a [Row],
    gaps: Gaps,
    lanes_from: usize,
}

impl Router<'_> {
    fn route(&self, way: &Way, (from, to): (usize, usize), start: f64, end: f64) -> Vec<Spot> {
        let mut spots = Spots(Vec::with_capacity(4));
        let ranks = &self.layers.ranks;
        let mut wire = |gap: usize, upper: usize, lower: usize| {
            self.turn(&mut spots, gap, (upper, lower), start, end);
        };
        match way {
            Way::Through(cells) => {
                for pair in cells.windows(2) {
                    wire(ranks[pair[0]], pair[0], pair[1]);
                }
            }
            Way::Aside(lane) => {
                wire(ranks[from], from, self.lanes_from + lane);
                wire(ranks[to] - 1, self.lanes_from + lane, to);
            }
        }
        spots.close(end)
    }

    /// Appends the corners of one wire.
    fn turn(&self, spots: &mut Spots, gap: usize, ends: (usize, usize), start: f64, end: f64) {
        let Gap { wires, tracks } = &self.between[gap];
        let found = wires.binary_search_by(|wire| (wire.upper, wire.lower).cmp(&ends));
        let Some(wire) = found.ok().and_then(|at| wires.get(at)) else {
            return;
        };
        let row = self.rows[gap];
        let first = row.start + row.height + self.gaps.ranks * TURN;
        let track = tracks.of_net[wire.net].filter(|_| !wire.is_straight());
        let turn = track.map_or(end, |track| first + self.gaps.lines * count(track));
        if spots.0.is_empty() {
            spots.0.push((wire.from, start));
        }
        if track.is_some() {
            spots.push((wire.from, turn));
            spots.push((wire.to, turn));
        }
    }
}

/// Corners of a line: each goes on across or along the flow in turn.
struct Spots(Vec<Spot>);

impl Spots {
    /// Appends a corner; one on a straight line between two others is none.
    fn push(&mut self, spot: Spot) {
        if let [.., before, last] = self.0.as_mut_slice() {
            // Each corner takes over one of the numbers of the one before it, so equal is equal.
            let same = |a: f64, b: f64| a.total_cmp(&b).is_eq();
            let is_along = same(before.0, last.0) && same(last.0, spot.0);
            let is_across = same(before.1, last.1) && same(last.1, spot.1);
            if is_along || is_across {
                *last = spot;
                return;
            }
        }
        self.0.push(spot);
    }

    fn close(mut self, end: f64) -> Vec<Spot> {
        if let Some(&(across, _)) = self.0.last() {
            self.push((across, end));
        }
        self.0
    }
}
