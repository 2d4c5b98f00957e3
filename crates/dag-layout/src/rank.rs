//! Which rank each box stands in.

use std::collections::VecDeque;

/// The rank of each of `boxes` boxes, or a circle of edges.
///
/// A box stands as early as its edges allow. One with more edges to later ranks than from earlier ones then moves as
/// late as they allow, which shortens edges without lengthening others as much.
pub(crate) fn ranks(boxes: usize, links: &[(usize, usize)]) -> Result<Vec<usize>, Vec<usize>> {
    let mut after = vec![Vec::new(); boxes];
    let mut before = vec![Vec::new(); boxes];
    for &(from, to) in links {
        after[from].push(to);
        before[to].push(from);
    }
    let order = sorted(&before, &after)?;
    let mut ranks = vec![0; boxes];
    for &one in &order {
        let earliest = before[one].iter().map(|&other| ranks[other] + 1).max();
        ranks[one] = earliest.unwrap_or(0);
    }
    for &one in order.iter().rev() {
        if after[one].len() > before[one].len() {
            let latest = after[one].iter().map(|&other| ranks[other] - 1).min();
            ranks[one] = latest.unwrap_or(ranks[one]);
        }
    }
    Ok(ranks)
}

/// Every box after those before it.
fn sorted(before: &[Vec<usize>], after: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut waits: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut ready: VecDeque<usize> = (0..waits.len()).filter(|&one| waits[one] == 0).collect();
    let mut order = Vec::with_capacity(waits.len());
    while let Some(one) = ready.pop_front() {
        order.push(one);
        for &other in &after[one] {
            waits[other] -= 1;
            if waits[other] == 0 {
                ready.push_back(other);
            }
        }
    }
    match (0..waits.len()).find(|&one| waits[one] > 0) {
        None => Ok(order),
        Some(stuck) => Err(circle(stuck, before, &waits)),
    }
}

/// Each box that waits has one before it that waits, so going backwards comes round.
fn circle(start: usize, before: &[Vec<usize>], waits: &[usize]) -> Vec<usize> {
    let mut seen_at = vec![None; waits.len()];
    let mut walk = Vec::new();
    let mut here = start;
    loop {
        if let Some(first) = seen_at[here] {
            let mut circle = walk.split_off(first);
            circle.reverse();
            // Whatever the order of the edges, the same circle is told in the same words.
            let least = (0..circle.len()).min_by_key(|&at| circle[at]);
            circle.rotate_left(least.unwrap_or(0));
            return circle;
        }
        seen_at[here] = Some(walk.len());
        walk.push(here);
        match before[here].iter().find(|&&other| waits[other] > 0) {
            Some(&other) => here = other,
            None => return walk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_go_to_later_ranks_and_stay_short() {
        // 0 → 1 → 2 → 3, and 4 → 3: the last stands beside 2 and not at the top.
        let ranks = ranks(5, &[(0, 1), (1, 2), (2, 3), (4, 3)]).unwrap();
        assert_eq!(ranks, [0, 1, 2, 3, 2]);
    }

    #[test]
    fn a_circle_is_told_in_the_order_of_its_edges() {
        let circle = ranks(5, &[(0, 1), (1, 2), (2, 3), (3, 1), (3, 4)]).unwrap_err();
        assert_eq!(circle, [1, 2, 3]);
        assert_eq!(ranks(1, &[(0, 0)]).unwrap_err(), [0]);
    }
}
