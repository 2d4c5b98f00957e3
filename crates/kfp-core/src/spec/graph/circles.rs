//! Edges that close a circle.

/// Who has more circles than these knows enough.
const TOLD: usize = 20;

/// Marks edges so that those without a mark go in no circle, and gives back the first circles that were met. `edges` are pairs
/// of places below `tasks`; the same edges in the same order give the same marks.
pub(super) fn closing(tasks: usize, edges: &[(usize, usize)]) -> (Vec<bool>, Vec<Vec<usize>>) {
    let mut after = vec![Vec::new(); tasks];
    for (edge, &(from, _)) in edges.iter().enumerate() {
        after[from].push(edge);
    }
    let mut closes = vec![false; edges.len()];
    let mut circles = Vec::new();
    let mut states = vec![State::New; tasks];
    // The way down to where the walk is, and how many edges of each were followed.
    let mut walk: Vec<(usize, usize)> = Vec::new();
    for start in 0..tasks {
        if states[start] == State::New {
            states[start] = State::OnWay;
            walk.push((start, 0));
        }
        while let Some((here, followed)) = walk.last_mut() {
            let Some(&edge) = after[*here].get(*followed) else {
                states[*here] = State::Done;
                walk.pop();
                continue;
            };
            *followed += 1;
            let to = edges[edge].1;
            match states[to] {
                State::New => {
                    states[to] = State::OnWay;
                    walk.push((to, 0));
                }
                State::OnWay => {
                    closes[edge] = true;
                    if circles.len() < TOLD {
                        let way = walk.iter().map(|(task, _)| *task);
                        circles.push(way.skip_while(|&task| task != to).collect());
                    }
                }
                State::Done => {}
            }
        }
    }
    (closes, circles)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnWay,
    Done,
}

#[cfg(test)]
mod tests {
    use super::closing;

    use proptest::prelude::*;

    #[test]
    fn a_circle_of_two_is_closed_by_its_second_edge() {
        let (closes, circles) = closing(3, &[(0, 1), (1, 0), (1, 2)]);
        assert_eq!(closes, [false, true, false]);
        assert_eq!(circles, [[0, 1]]);
        assert_eq!(closing(1, &[(0, 0)]), (vec![true], vec![vec![0]]));
    }

    proptest! {
        #[test]
        fn what_is_left_goes_in_no_circle(edges in prop::collection::vec((0..8_usize, 0..8_usize), 0..30)) {
            let (closes, circles) = closing(8, &edges);
            let closing_edges = closes.iter().filter(|closes| **closes).count();
            prop_assert_eq!(closing_edges.min(20), circles.len());
            let left: Vec<_> = edges.iter().zip(&closes).filter(|(_, closes)| !**closes).map(|(edge, _)| *edge).collect();
            prop_assert!(closing(8, &left).1.is_empty());
        }
    }
}
