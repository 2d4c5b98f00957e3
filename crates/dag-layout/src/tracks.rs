//! At which height each net of a gap runs across, so that no two run over each other.

use std::collections::BTreeSet;

use crate::ports::Wire;

/// The tracks of a gap.
#[derive(Debug, Default)]
pub(crate) struct Tracks {
    /// For each net its track from the top; none where all its wires are straight.
    pub(crate) of_net: Vec<Option<usize>>,
    /// How many there are.
    pub(crate) used: usize,
}

/// A gap has at most so many tracks. Nets beyond share them: a higher gap would be no easier to read.
const TRACKS: usize = 32;
/// Lines this near to each other look like one.
const NEAR: f64 = 4.0;

/// What a net takes up.
#[derive(Clone, Copy)]
struct Run {
    net: usize,
    left: f64,
    right: f64,
    goes_right: bool,
}

pub(crate) fn assign(wires: &[Wire]) -> Tracks {
    let runs = runs(wires);
    let nets = wires.iter().map(|wire| wire.net + 1).max().unwrap_or(0);
    let above = above(wires, &runs, nets);
    let mut tracks = Tracks {
        of_net: vec![None; nets],
        used: 0,
    };
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    for at in sorted(&above) {
        let run = runs[at];
        let below = above[at]
            .iter()
            .filter_map(|&other| tracks.of_net[runs[other].net]);
        let least = below.max().map_or(0, |track| track + 1);
        let span = (run.left - NEAR, run.right + NEAR);
        let free = (least..taken.len()).find(|&track| is_free(&taken[track], span));
        let track = free.unwrap_or(taken.len().max(least)).min(TRACKS - 1);
        if track >= taken.len() {
            taken.resize(track + 1, Vec::new());
        }
        let at = taken[track].partition_point(|other| other.0 < span.0);
        taken[track].insert(at, span);
        tracks.of_net[run.net] = Some(track);
    }
    tracks.used = taken.len();
    tracks
}

fn is_free(taken: &[(f64, f64)], span: (f64, f64)) -> bool {
    let next = taken.partition_point(|other| other.0 < span.0);
    taken.get(next).is_none_or(|other| other.0 >= span.1)
        && next
            .checked_sub(1)
            .is_none_or(|before| taken[before].1 <= span.0)
}

/// The nets that run across, in the order that lets them cross each other least: of those that go right the rightmost
/// turns first, of those that go left the leftmost.
fn runs(wires: &[Wire]) -> Vec<Run> {
    let mut bent: Vec<&Wire> = wires.iter().collect();
    bent.sort_by_key(|wire| wire.net);
    let mut runs: Vec<Run> = Vec::new();
    for net in bent.chunk_by(|a, b| a.net == b.net) {
        if net.iter().all(|wire| wire.is_straight()) {
            continue;
        }
        let ends = || net.iter().flat_map(|wire| [wire.from, wire.to]);
        runs.push(Run {
            net: net[0].net,
            left: ends().fold(f64::INFINITY, f64::min),
            right: ends().fold(f64::NEG_INFINITY, f64::max),
            goes_right: net.iter().map(|wire| wire.to - wire.from).sum::<f64>() > 0.0,
        });
    }
    runs.sort_by(|a, b| {
        let by_place = match (a.goes_right, b.goes_right) {
            (true, true) => b.left.total_cmp(&a.left),
            (false, false) => a.right.total_cmp(&b.right),
            _ => a.goes_right.cmp(&b.goes_right),
        };
        by_place.then(a.net.cmp(&b.net))
    });
    runs
}

/// For each run those that must turn above it: where one comes down at the very place at which the other goes on down,
/// they would look like one line otherwise.
fn above(wires: &[Wire], runs: &[Run], nets: usize) -> Vec<Vec<usize>> {
    let mut run_of = vec![None; nets];
    for (at, run) in runs.iter().enumerate() {
        run_of[run.net] = Some(at);
    }
    let bent = || {
        wires
            .iter()
            .filter_map(|wire| Some((wire, run_of[wire.net]?)))
    };
    let mut comings: Vec<(f64, usize)> = bent().map(|(wire, run)| (wire.from, run)).collect();
    comings.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    comings.dedup();
    let mut above = vec![Vec::new(); runs.len()];
    for (wire, run) in bent() {
        let first = comings.partition_point(|coming| coming.0 <= wire.to - NEAR);
        let near = comings[first..]
            .iter()
            .take_while(|coming| coming.0 < wire.to + NEAR);
        above[run].extend(near.map(|coming| coming.1).filter(|&other| other != run));
    }
    for others in &mut above {
        others.sort_unstable();
        others.dedup();
    }
    above
}

/// Every run after those above it; where they go in a circle the first of the rest is taken.
fn sorted(above: &[Vec<usize>]) -> Vec<usize> {
    let mut below = vec![Vec::new(); above.len()];
    let mut waits: Vec<usize> = above.iter().map(Vec::len).collect();
    for (run, others) in above.iter().enumerate() {
        for &other in others {
            below[other].push(run);
        }
    }
    let mut left: BTreeSet<usize> = (0..above.len()).collect();
    let mut ready: BTreeSet<usize> = left
        .iter()
        .copied()
        .filter(|&run| waits[run] == 0)
        .collect();
    let mut order = Vec::with_capacity(above.len());
    while let Some(run) = ready.pop_first().or_else(|| left.first().copied()) {
        left.remove(&run);
        order.push(run);
        for &other in &below[run] {
            waits[other] = waits[other].saturating_sub(1);
            if waits[other] == 0 && left.contains(&other) {
                ready.insert(other);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(net: usize, from: f64, to: f64) -> Wire {
        Wire {
            upper: 0,
            lower: 0,
            from,
            to,
            net,
        }
    }

    #[test]
    fn straight_wires_need_no_track() {
        let tracks = assign(&[wire(0, 10.0, 10.0)]);
        assert_eq!((tracks.of_net, tracks.used), (vec![None], 0));
    }

    #[test]
    fn nets_side_by_side_share_a_track_and_others_do_not() {
        let tracks = assign(&[
            wire(0, 0.0, 50.0),
            wire(1, 100.0, 150.0),
            wire(2, 20.0, 120.0),
        ]);
        assert_eq!(tracks.used, 2);
        assert_eq!(tracks.of_net[0], tracks.of_net[1]);
    }

    #[test]
    fn what_comes_down_turns_before_another_goes_on_from_there() {
        // The first comes down at 100, the second goes on down at 100.
        let tracks = assign(&[wire(0, 100.0, 200.0), wire(1, 0.0, 100.0)]);
        assert!(tracks.of_net[0] < tracks.of_net[1]);
        let mirrored = assign(&[wire(0, 100.0, 0.0), wire(1, 200.0, 100.0)]);
        assert!(mirrored.of_net[0] < mirrored.of_net[1]);
    }

    #[test]
    fn a_circle_of_wishes_still_gives_each_a_track() {
        let tracks = assign(&[wire(0, 0.0, 100.0), wire(1, 100.0, 0.0)]);
        assert_eq!(tracks.used, 2);
    }
}
