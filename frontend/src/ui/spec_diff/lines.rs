//! Which lines of two texts are the same: by lines that both have once, and between those by the shortest way from one to
//! the other. Bounded, so that no text stops the page: where two parts have little in common, one takes the place of the
//! other.

use std::collections::HashMap;

/// Most lines that the shortest way may add and remove. It takes the square of it.
const LONGEST_WAY: usize = 200;
/// How often a part is looked into again.
const DEEPEST: usize = 24;
/// Unchanged lines that stay around a change.
const AROUND: usize = 3;

/// Consecutive lines that are alike in what became of them. Lines are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Whether both have them.
    pub(super) is_same: bool,
    /// Its first line in the old text.
    pub(super) old: usize,
    /// How many lines of the old text.
    pub(super) old_lines: usize,
    /// Its first line in the new text.
    pub(super) new: usize,
    /// How many lines of the new text.
    pub(super) new_lines: usize,
}

/// One text against another.
pub(super) fn diff(old: &[String], new: &[String]) -> Vec<Stretch> {
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut ids = Vec::with_capacity(old.len() + new.len());
    for line in old.iter().chain(new) {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        ids.push(*known.entry(line.as_str()).or_insert(next));
    }
    let (old, new) = ids.split_at(old.len());
    let mut pairs = Vec::new();
    Part {
        old,
        new,
        old_from: 0,
        new_from: 0,
    }
    .pair(&mut pairs, DEEPEST);
    stretches(&pairs, old.len(), new.len())
}

/// Lines that stand in the same place of both, as one stretch each; what is between them as another.
fn stretches(pairs: &[(usize, usize)], old_lines: usize, new_lines: usize) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut old, mut new) = (0, 0);
    let end = [(old_lines, new_lines)];
    for &(next_old, next_new) in pairs.iter().chain(&end) {
        if next_old > old || next_new > new {
            stretches.push(Stretch {
                is_same: false,
                old,
                old_lines: next_old - old,
                new,
                new_lines: next_new - new,
            });
        }
        if next_old == old_lines && next_new == new_lines {
            break;
        }
        match stretches.last_mut().filter(|last| last.is_same) {
            Some(last) => {
                last.old_lines += 1;
                last.new_lines += 1;
            }
            None => stretches.push(Stretch {
                is_same: true,
                old: next_old,
                old_lines: 1,
                new: next_new,
                new_lines: 1,
            }),
        }
        (old, new) = (next_old + 1, next_new + 1);
    }
    stretches
}

/// A part of both texts.
#[derive(Clone, Copy)]
struct Part<'a> {
    old: &'a [u32],
    new: &'a [u32],
    old_from: usize,
    new_from: usize,
}

impl Part<'_> {
    /// Adds the lines that are the same, in their order.
    fn pair(self, pairs: &mut Vec<(usize, usize)>, depth: usize) {
        let begin = equal(self.old.iter(), self.new.iter());
        pairs.extend((0..begin).map(|at| (self.old_from + at, self.new_from + at)));
        let rest = self.from(begin, begin);
        let end = equal(rest.old.iter().rev(), rest.new.iter().rev());
        let middle = Part {
            old: &rest.old[..rest.old.len() - end],
            new: &rest.new[..rest.new.len() - end],
            ..rest
        };
        middle.pair_middle(pairs, depth);
        let (old, new) = (
            middle.old_from + middle.old.len(),
            middle.new_from + middle.new.len(),
        );
        pairs.extend((0..end).map(|at| (old + at, new + at)));
    }

    fn pair_middle(self, pairs: &mut Vec<(usize, usize)>, depth: usize) {
        if self.old.is_empty() || self.new.is_empty() || depth == 0 {
            return;
        }
        let anchors = self.anchors();
        if anchors.is_empty() {
            let way = shortest_way(self.old, self.new).into_iter();
            pairs.extend(way.map(|(old, new)| (self.old_from + old, self.new_from + new)));
            return;
        }
        let (mut old, mut new) = (0, 0);
        for (at_old, at_new) in anchors {
            let before = Part {
                old: &self.old[old..at_old],
                new: &self.new[new..at_new],
                ..self.from(old, new)
            };
            before.pair(pairs, depth - 1);
            pairs.push((self.old_from + at_old, self.new_from + at_new));
            (old, new) = (at_old + 1, at_new + 1);
        }
        self.from(old, new).pair(pairs, depth - 1);
    }

    /// What is left of it.
    fn from(self, old: usize, new: usize) -> Self {
        Self {
            old: &self.old[old..],
            new: &self.new[new..],
            old_from: self.old_from + old,
            new_from: self.new_from + new,
        }
    }

    /// Lines that stand once in each, as many as keep their order.
    fn anchors(self) -> Vec<(usize, usize)> {
        let once = |lines: &[u32]| {
            let mut places: HashMap<u32, Option<usize>> = HashMap::new();
            for (at, line) in lines.iter().enumerate() {
                places
                    .entry(*line)
                    .and_modify(|place| *place = None)
                    .or_insert(Some(at));
            }
            places
        };
        let (old, new) = (once(self.old), once(self.new));
        let mut both: Vec<(usize, usize)> = old
            .iter()
            .filter_map(|(line, at_old)| Some(((*at_old)?, (*new.get(line)?)?)))
            .collect();
        both.sort_unstable();
        longest_rising(&both)
    }
}

fn equal<'a>(one: impl Iterator<Item = &'a u32>, other: impl Iterator<Item = &'a u32>) -> usize {
    one.zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}

/// The most of these whose second numbers rise as the first ones do.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last of the best row of each length, and what came before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, new)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *new);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut rising = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        rising.push(pairs[at]);
        next = before[at];
    }
    rising.reverse();
    rising
}

/// Lines that are the same on the shortest way from one text to the other (Myers, "An O(ND) Difference Algorithm", 1986);
/// none if the way is too long.
fn shortest_way(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let most = LONGEST_WAY.min(old.len() + new.len());
    // How far one comes on each diagonal: by old lines minus new ones, shifted so that none is below zero.
    let mut reach = vec![0_usize; 2 * most + 3];
    let mut steps: Vec<Vec<usize>> = Vec::new();
    let zero = most + 1;
    for step in 0..=most {
        steps.push(reach.clone());
        for diagonal in (zero - step..=zero + step).step_by(2) {
            let down = diagonal == zero - step
                || diagonal != zero + step && reach[diagonal - 1] < reach[diagonal + 1];
            let mut at_old = if down {
                reach[diagonal + 1]
            } else {
                reach[diagonal - 1] + 1
            };
            let Some(mut at_new) = (at_old + zero).checked_sub(diagonal) else {
                continue;
            };
            while at_old < old.len() && at_new < new.len() && old[at_old] == new[at_new] {
                at_old += 1;
                at_new += 1;
            }
            reach[diagonal] = at_old;
            if at_old >= old.len() && at_new >= new.len() {
                return back(&steps, zero, old.len(), new.len());
            }
        }
    }
    Vec::new()
}

/// The way back, and the lines on it that are the same.
fn back(
    steps: &[Vec<usize>],
    zero: usize,
    mut at_old: usize,
    mut at_new: usize,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (step, reach) in steps.iter().enumerate().rev() {
        let diagonal = at_old + zero - at_new;
        let down = diagonal == zero - step
            || diagonal != zero + step && reach[diagonal - 1] < reach[diagonal + 1];
        let from = if down { diagonal + 1 } else { diagonal - 1 };
        let from_old = if step == 0 { 0 } else { reach[from] };
        let from_new = if step == 0 { 0 } else { from_old + zero - from };
        while at_old > from_old && at_new > from_new {
            (at_old, at_new) = (at_old - 1, at_new - 1);
            pairs.push((at_old, at_new));
        }
        (at_old, at_new) = (from_old, from_new);
    }
    pairs.reverse();
    pairs
}

/// What is shown of a comparison, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A line of both, by its places.
    Same(usize, usize),
    /// A line of the old text alone.
    Removed(usize),
    /// A line of the new text alone.
    Added(usize),
    /// Lines of both that are left out: the stretch that they are of, and how many.
    Folded(usize, usize),
}

/// What is shown: changes with what is around them, and of the rest only the stretches that were opened.
pub(super) fn shown(stretches: &[Stretch], is_open: impl Fn(usize) -> bool) -> Vec<Shown> {
    let mut lines = Vec::new();
    for (at, stretch) in stretches.iter().enumerate() {
        if !stretch.is_same {
            lines.extend((stretch.old..stretch.old + stretch.old_lines).map(Shown::Removed));
            lines.extend((stretch.new..stretch.new + stretch.new_lines).map(Shown::Added));
            continue;
        }
        let begin = if at == 0 { 0 } else { AROUND };
        let end = if at + 1 == stretches.len() { 0 } else { AROUND };
        let line = |offset: usize| Shown::Same(stretch.old + offset, stretch.new + offset);
        // A fold takes a line itself.
        if is_open(at) || stretch.old_lines <= begin + end + 1 {
            lines.extend((0..stretch.old_lines).map(line));
        } else {
            lines.extend((0..begin).map(line));
            lines.push(Shown::Folded(at, stretch.old_lines - begin - end));
            lines.extend((stretch.old_lines - end..stretch.old_lines).map(line));
        }
    }
    lines
}

/// Lines beside each other: those of the old text at the start, those of the new one at the end.
pub(super) fn side_by_side(lines: &[Shown]) -> Vec<(Option<Shown>, Option<Shown>)> {
    let mut rows = Vec::new();
    let (mut removed, mut added): (Vec<Shown>, Vec<Shown>) = (Vec::new(), Vec::new());
    let flush = |removed: &mut Vec<Shown>, added: &mut Vec<Shown>, rows: &mut Vec<_>| {
        let count = removed.len().max(added.len());
        rows.extend((0..count).map(|at| (removed.get(at).copied(), added.get(at).copied())));
        removed.clear();
        added.clear();
    };
    for line in lines {
        match line {
            Shown::Removed(_) => removed.push(*line),
            Shown::Added(_) => added.push(*line),
            other => {
                flush(&mut removed, &mut added, &mut rows);
                rows.push((Some(*other), Some(*other)));
            }
        }
    }
    flush(&mut removed, &mut added, &mut rows);
    rows
}

#[cfg(test)]
mod tests;
