//! Small changes move little.

use dag_layout::{Edge, Graph, Item, Layout, Shape, Size, Style, layout};
use proptest::prelude::*;

use crate::nested::{Nested, nested};

/// Who stands left of whom in the same rank: boxes of a rank share their middle.
fn neighbours(
    made: &Nested,
    layout: &Layout,
    along: impl Fn(usize) -> (f64, f64),
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for at in 0..layout.boxes.len() {
        for other in made.siblings(at) {
            let ((a_along, a_across), (b_along, b_across)) = (along(at), along(other));
            if a_along == b_along && a_across < b_across {
                pairs.push((at, other));
            }
        }
    }
    pairs
}

proptest! {
    #[test]
    fn sizes_do_not_change_the_order(made in nested(25), width in 10..400_u16, height in 10..200_u16) {
        // Of one size all boxes of a rank have one middle; the flow is down everywhere.
        let style = Style { turned_ranks: 0, ..Style::default() };
        let mut other = made.clone();
        for shape in &mut other.shapes {
            if let Shape::Box(size) = shape {
                *size = Size::new(width.into(), height.into());
            }
        }
        let order = |made: &Nested| {
            let layout = layout(&made.graph(), &style).unwrap();
            let along = |at: usize| {
                let middle = layout.boxes[at].middle();
                (middle.y, middle.x)
            };
            neighbours(made, &layout, along)
        };
        let (before, after) = (order(&made), order(&other));
        for pair in before {
            prop_assert!(!after.contains(&(pair.1, pair.0)), "{pair:?} changed sides");
        }
    }

    #[test]
    fn a_new_leaf_of_a_tree_leaves_the_order_of_the_others(
        parents in prop::collection::vec(any::<prop::sample::Index>(), 1..40),
        under in any::<prop::sample::Index>(),
        name in "[a-z]",
    ) {
        let ids: Vec<String> = (0..=parents.len()).map(|at| format!("{}{at}", ["m", "z", "a"][at % 3])).collect();
        let mut edges: Vec<(usize, usize)> = parents
            .iter()
            .enumerate()
            .map(|(at, parent)| (parent.index(at + 1), at + 1))
            .collect();
        let rows = |ids: &[String], edges: &[(usize, usize)]| {
            let shape = Shape::Box(Size::new(100.0, 40.0));
            let items = ids.iter().map(|id| Item { id, parent: None, shape });
            let edges = edges.iter().map(|&(from, to)| Edge { from: &ids[from], to: &ids[to] });
            let graph = Graph { items: items.collect(), edges: edges.collect() };
            let layout = layout(&graph, &Style::default()).unwrap();
            let mut order: Vec<usize> = (0..=parents.len()).collect();
            order.sort_by(|&a, &b| {
                let (a, b) = (layout.boxes[a], layout.boxes[b]);
                a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x))
            });
            order
        };
        let before = rows(&ids, &edges);
        let mut more = ids.clone();
        // Longer than any other, so it is new.
        more.push(format!("{name}-new"));
        // Under a leaf: elsewhere a box would gain an edge and might move to another rank.
        let leaves: Vec<usize> = (0..ids.len()).filter(|&at| edges.iter().all(|edge| edge.0 != at)).collect();
        edges.push((leaves[under.index(leaves.len())], ids.len()));
        prop_assert_eq!(before, rows(&more, &edges));
    }
}
