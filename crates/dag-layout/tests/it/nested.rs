//! Nested graphs, made up.

use dag_layout::{Edge, Frame, Graph, Insets, Item, Shape, Size};
use proptest::prelude::*;

pub(crate) const PADDING: Insets = Insets::new(36.0, 14.0, 12.0, 14.0);

/// A graph that owns its ids.
#[derive(Clone, Debug)]
pub(crate) struct Nested {
    pub(crate) ids: Vec<String>,
    pub(crate) parents: Vec<Option<usize>>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) edges: Vec<(usize, usize)>,
}

impl Nested {
    pub(crate) fn graph(&self) -> Graph<'_> {
        let item = |at: usize| Item {
            id: &self.ids[at],
            parent: self.parents[at].map(|parent| self.ids[parent].as_str()),
            shape: self.shapes[at],
        };
        let edge = |&(from, to): &(usize, usize)| Edge {
            from: &self.ids[from],
            to: &self.ids[to],
        };
        Graph {
            items: (0..self.ids.len()).map(item).collect(),
            edges: self.edges.iter().map(edge).collect(),
        }
    }

    pub(crate) fn around(&self, at: usize) -> Vec<usize> {
        std::iter::successors(Some(at), |&one| self.parents[one]).collect()
    }

    /// The two items of one level that an edge is drawn between.
    pub(crate) fn lifted(&self, (from, to): (usize, usize)) -> (usize, usize) {
        let (a, b) = (self.around(from), self.around(to));
        let find = |these: &[usize], others: &[usize]| {
            *these
                .iter()
                .rev()
                .find(|one| !others.contains(one))
                .unwrap()
        };
        (find(&a, &b), find(&b, &a))
    }

    pub(crate) fn siblings(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let same = move |&other: &usize| other != at && self.parents[other] == self.parents[at];
        (0..self.ids.len()).filter(same)
    }
}

/// Items in the order in which one meets them from the outside in, so that edges to later ones go in no circle.
pub(crate) fn nested(largest: usize) -> impl Strategy<Value = Nested> {
    let items = prop::collection::vec((0..10_u8, 0..4_usize, 0..300_u16, 0..200_u16), 1..largest);
    let edges = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        0..2 * largest,
    );
    (items, edges).prop_map(|(items, edges)| {
        let mut made = Nested {
            ids: Vec::new(),
            parents: Vec::new(),
            shapes: Vec::new(),
            edges: Vec::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        for (at, (kind, closed, width, height)) in items.into_iter().enumerate() {
            open.truncate(open.len().saturating_sub(closed / 2));
            made.ids.push(format!("task-{}", at * 7 % 23 + 100 * at));
            made.parents.push(open.last().copied());
            let size = Size::new(width.into(), height.into());
            if kind < 3 {
                open.push(at);
                made.shapes.push(Shape::Group(Frame {
                    padding: PADDING,
                    least: size,
                }));
            } else {
                made.shapes.push(Shape::Box(size));
            }
        }
        for (one, other) in edges {
            let (one, other) = (one.index(made.ids.len()), other.index(made.ids.len()));
            let (from, to) = (one.min(other), one.max(other));
            if !made.around(to).contains(&from) {
                made.edges.push((from, to));
            }
        }
        made
    })
}
