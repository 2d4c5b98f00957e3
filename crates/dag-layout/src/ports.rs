//! Where lines touch boxes, and which lines of a gap between two rows are one net.

use crate::geometry::count;

/// A piece of a line in the gap between two rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wire {
    /// The cell it comes from.
    pub(crate) upper: usize,
    /// The cell it goes to.
    pub(crate) lower: usize,
    /// Where it leaves the row above.
    pub(crate) from: f64,
    /// Where it enters the row below.
    pub(crate) to: f64,
    /// Wires of one net share an end, and may run over each other.
    pub(crate) net: usize,
}

impl Wire {
    pub(crate) fn is_straight(&self) -> bool {
        (self.from - self.to).abs() < 0.25
    }
}

/// A cell across the flow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Across {
    /// Its left edge.
    pub(crate) left: f64,
    /// Its extent.
    pub(crate) width: f64,
    /// Whether lines may enter it at other places than its middle.
    pub(crate) is_box: bool,
}

impl Across {
    fn middle(&self) -> f64 {
        self.left + self.width / 2.0
    }
}

/// Two corners need so much room; a line with a smaller bend is drawn straight.
const CORNERS: f64 = 14.0;
/// Lines enter a box at most so far from each other.
const PORTS_APART: f64 = 36.0;
/// They keep off the corners of a box.
const OFF_CORNER: f64 = 14.0;

/// The wires of a gap. `pairs` are sorted; nets are numbered from 0.
pub(crate) fn wires(pairs: &[(usize, usize)], across: impl Fn(usize) -> Across) -> Vec<Wire> {
    let mut by_lower: Vec<usize> = (0..pairs.len()).collect();
    by_lower.sort_by_key(|&at| (pairs[at].1, pairs[at].0));
    let mut out = vec![0; pairs.len()];
    for group in pairs.chunk_by(|a, b| a.0 == b.0) {
        let start = pairs.partition_point(|pair| pair.0 < group[0].0);
        out[start..start + group.len()].fill(group.len());
    }
    let mut nets = NetNumbers::default();
    let mut wires: Vec<Wire> = pairs
        .iter()
        .map(|&(upper, lower)| {
            let [from, to] = [upper, lower].map(|cell| across(cell).middle());
            Wire {
                upper,
                lower,
                from,
                to,
                net: 0,
            }
        })
        .collect();
    for group in by_lower.chunk_by(|&a, &b| pairs[a].1 == pairs[b].1) {
        let mut into = None;
        for &at in group {
            wires[at].net = if group.len() > out[at] {
                *into.get_or_insert_with(|| nets.next())
            } else {
                nets.from(pairs[at].0)
            };
        }
        let lower = across(pairs[group[0]].1);
        if lower.is_box {
            enter(&mut wires, group, lower);
        }
    }
    wires
}

/// Numbers of nets as they turn up.
#[derive(Default)]
struct NetNumbers {
    known: std::collections::BTreeMap<usize, usize>,
    used: usize,
}

impl NetNumbers {
    fn next(&mut self) -> usize {
        self.used += 1;
        self.used - 1
    }

    fn from(&mut self, upper: usize) -> usize {
        if let Some(&net) = self.known.get(&upper) {
            return net;
        }
        let net = self.next();
        self.known.insert(upper, net);
        net
    }
}

/// Spreads the nets that enter a box: one that comes nearly straight goes on straight, the others stand beside it in the
/// order in which they come.
fn enter(wires: &mut [Wire], group: &[usize], lower: Across) {
    let mut by_net = group.to_vec();
    by_net.sort_by_key(|&at| wires[at].net);
    // The mean place from which the wires of a net come, and the wires.
    let mut nets: Vec<(f64, &[usize])> = by_net
        .chunk_by(|&a, &b| wires[a].net == wires[b].net)
        .map(|net| {
            let sum: f64 = net.iter().map(|&at| wires[at].from).sum();
            (sum / count(net.len()), net)
        })
        .collect();
    nets.sort_by(|a, b| a.0.total_cmp(&b.0));
    let middle = lower.middle();
    let room = (lower.width / 2.0 - OFF_CORNER).max(0.0);
    let bend = |from: f64| (from - middle).abs();
    let straightest = (0..nets.len()).min_by(|&a, &b| bend(nets[a].0).total_cmp(&bend(nets[b].0)));
    let Some(straightest) = straightest else {
        return;
    };
    let last = nets.len() - 1;
    let (anchor, anchored) = if bend(nets[straightest].0) < CORNERS.min(room + 0.5) {
        (nets[straightest].0, count(straightest))
    } else {
        (middle, count(last) / 2.0)
    };
    let side = anchored.max(count(last) - anchored).max(1.0);
    let apart = PORTS_APART.min((room - (anchor - middle).abs()).max(0.0) / side);
    for (at, &(_, net)) in nets.iter().enumerate() {
        for &wire in net {
            wires[wire].to = anchor + (count(at) - anchored) * apart;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxes(cell: usize) -> Across {
        // Three above, three below, each 100 wide and 140 from the next.
        Across {
            left: 140.0 * count(cell % 3),
            width: 100.0,
            is_box: true,
        }
    }

    #[test]
    fn what_comes_straight_goes_on_straight() {
        let wires = wires(&[(0, 4), (1, 4), (2, 4)], boxes);
        assert!(wires.iter().all(|wire| wire.net == wires[0].net));
        assert!(wires[1].is_straight());
    }

    #[test]
    fn nets_of_two_sources_enter_apart() {
        let wires = wires(&[(0, 3), (0, 4), (0, 5), (2, 3), (2, 4), (2, 5)], boxes);
        assert_eq!(wires[0].net, wires[1].net);
        assert_ne!(wires[0].net, wires[3].net);
        assert!(wires[1].to < wires[4].to);
    }

    #[test]
    fn a_narrow_box_still_has_its_lines_inside() {
        let narrow = |cell: usize| Across {
            width: if cell == 9 { 4.0 } else { 100.0 },
            ..boxes(cell)
        };
        for wire in wires(&[(0, 9), (1, 9), (2, 9), (2, 10)], narrow) {
            let across = narrow(wire.lower);
            assert!((across.left..=across.left + across.width).contains(&wire.to));
        }
    }
}
