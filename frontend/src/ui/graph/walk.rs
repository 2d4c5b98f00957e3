//! Where the arrow keys lead, and in which order everything is told.

use dag_layout::{Layout, Rect};

use super::model::{GraphModel, GraphNode, HEADER};

/// A direction on the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
    Left,
    Right,
}

/// Where a box is met: an open group at its header.
pub(super) fn spot(model: &GraphModel, layout: &Layout, at: usize) -> Rect {
    let mut spot = layout.boxes.get(at).copied().unwrap_or_default();
    if model.nodes.get(at).is_some_and(GraphNode::is_open_group) {
        spot.height = HEADER;
    }
    spot
}

/// The box that the walk goes to: along a line if one leads that way, else to the nearest one there.
pub(super) fn next(
    model: &GraphModel,
    layout: &Layout,
    from: usize,
    to: Direction,
) -> Option<usize> {
    let here = spot(model, layout, from);
    let nearest = |candidates: &mut dyn Iterator<Item = usize>| {
        let ahead =
            candidates.filter_map(|at| Some((ahead(&here, &spot(model, layout, at), to)?, at)));
        let nearest = ahead.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        nearest.map(|(_, at)| at)
    };
    let mut joined = model.lines.iter().filter_map(|line| match line {
        line if line.from == from => Some(line.to),
        line if line.to == from => Some(line.from),
        _ => None,
    });
    let mut others = (0..model.nodes.len()).filter(|&at| at != from);
    nearest(&mut joined).or_else(|| nearest(&mut others))
}

/// How far ahead another box is: along the way, and much less willingly aside. `None` if it is not ahead.
fn ahead(here: &Rect, other: &Rect, to: Direction) -> Option<f64> {
    let (along, aside) = match to {
        Direction::Down => (
            other.y - here.bottom(),
            gap(here.x, here.right(), other.x, other.right()),
        ),
        Direction::Up => (
            here.y - other.bottom(),
            gap(here.x, here.right(), other.x, other.right()),
        ),
        Direction::Right => (
            other.x - here.right(),
            gap(here.y, here.bottom(), other.y, other.bottom()),
        ),
        Direction::Left => (
            here.x - other.right(),
            gap(here.y, here.bottom(), other.y, other.bottom()),
        ),
    };
    let centred = match to {
        Direction::Down | Direction::Up => (here.middle().x - other.middle().x).abs(),
        Direction::Left | Direction::Right => (here.middle().y - other.middle().y).abs(),
    };
    (along >= 0.0).then(|| along + 3.0 * aside + centred / 100.0)
}

/// The gap between two stretches; none where they overlap.
fn gap(start: f64, end: f64, other_start: f64, other_end: f64) -> f64 {
    (other_start - end).max(start - other_end).max(0.0)
}

/// Boxes as they are read: from the first rank on, each group before what belongs to it.
pub(super) fn order(model: &GraphModel, layout: &Layout, goes_right: bool) -> Vec<usize> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); model.nodes.len() + 1];
    for (at, node) in model.nodes.iter().enumerate() {
        children[node.parent.map_or(0, |parent| parent + 1)].push(at);
    }
    let key = |at: &usize| {
        let rect = layout.boxes.get(*at).copied().unwrap_or_default();
        let middle = rect.middle();
        if goes_right {
            (middle.x, rect.y)
        } else {
            (middle.y, rect.x)
        }
    };
    for siblings in &mut children {
        siblings.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
    }
    let mut order = Vec::with_capacity(model.nodes.len());
    let mut open: Vec<usize> = children[0].iter().rev().copied().collect();
    while let Some(at) = open.pop() {
        order.push(at);
        open.extend(children[at + 1].iter().rev());
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{
        super::model::{GraphLine, Look, style},
        *,
    };
    use crate::ui::Icon;

    fn node(id: &str, parent: Option<usize>, is_open: Option<bool>) -> GraphNode {
        GraphNode {
            id: id.to_owned(),
            parent,
            name: id.to_owned(),
            sub: String::new(),
            shows: Icon::Info,
            look: Look::Plain,
            is_open,
            is_many: false,
            spoken: id.to_owned(),
        }
    }

    /// a → group(b → c) → d, and a → e.
    fn laid_out() -> (GraphModel, Layout) {
        let line = |(from, to)| GraphLine {
            from,
            to,
            is_order_only: false,
            is_backward: false,
        };
        let model = GraphModel {
            nodes: vec![
                node("a", None, None),
                node("group", None, Some(true)),
                node("b", Some(1), None),
                node("c", Some(1), None),
                node("d", None, None),
                node("e", None, None),
            ],
            lines: [(0, 1), (2, 3), (1, 4), (0, 5)].map(line).to_vec(),
        };
        let layout = dag_layout::layout(&model.graph(), &style(false)).expect("a layout");
        (model, layout)
    }

    #[test]
    fn arrows_lead_along_lines_and_into_groups() {
        let (model, layout) = laid_out();
        let go = |from, to| next(&model, &layout, from, to);
        assert_eq!(go(0, Direction::Down), Some(1));
        // The group is turned: b and c stand side by side.
        assert_eq!(go(2, Direction::Right), Some(3));
        assert_eq!(go(3, Direction::Left), Some(2));
        assert_eq!(go(2, Direction::Up), Some(1));
        assert_eq!(go(4, Direction::Down), None);
        assert_eq!(go(0, Direction::Up), None);
    }

    #[test]
    fn everything_is_told_once_and_groups_before_what_is_in_them() {
        let (model, layout) = laid_out();
        let order = order(&model, &layout, false);
        assert_eq!(order.len(), 6);
        assert_eq!(order[0], 0);
        let place = |at: usize| order.iter().position(|&one| one == at);
        assert!(place(1) < place(2) && place(2) < place(3) && place(3) < place(4));
    }
}
