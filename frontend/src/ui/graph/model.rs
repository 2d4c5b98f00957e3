//! What is drawn, and how large it is.

use dag_layout::{Edge, Flow, Frame, Graph, Insets, Item, Shape, Size, Style};

use super::names::{BOLD, width_of};
use crate::ui::Icon;

/// A box is so wide and high.
pub(super) const BOX: Size = Size::new(180.0, 42.0);
/// The header of an open group.
pub(super) const HEADER: f64 = 28.0;
const PADDING: Insets = Insets::new(HEADER + 8.0, 15.0, 12.0, 15.0);

/// Boxes and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GraphModel {
    /// Boxes and open groups; a group stands before what belongs to it.
    pub(crate) nodes: Vec<GraphNode>,
    /// Lines.
    pub(crate) lines: Vec<GraphLine>,
}

/// A box, or an open group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GraphNode {
    /// What it is told apart by.
    pub(crate) id: String,
    /// The place of the group it belongs to.
    pub(crate) parent: Option<usize>,
    /// Its name.
    pub(crate) name: String,
    /// What stands below the name, or behind it in the header of a group.
    pub(crate) sub: String,
    /// Its picture.
    pub(crate) shows: Icon,
    /// How it looks.
    pub(crate) look: Look,
    /// Whether it is a group that can be opened and closed, and is open.
    pub(crate) is_open: Option<bool>,
    /// It stands for many: its edge is that of a deck.
    pub(crate) is_many: bool,
    /// All of it in words.
    pub(crate) spoken: String,
}

/// How a box looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// It is there.
    Plain,
    /// It may not come to it: dashed and muted.
    Idle,
    /// It is broken.
    Bad,
}

/// A line from one box to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GraphLine {
    /// The place of the box it leaves.
    pub(crate) from: usize,
    /// The place of the box it enters.
    pub(crate) to: usize,
    /// Nothing goes along it.
    pub(crate) is_order_only: bool,
    /// It goes against the order of the others, since it is part of a circle.
    pub(crate) is_backward: bool,
}

impl GraphNode {
    pub(super) fn is_open_group(&self) -> bool {
        self.is_open == Some(true)
    }

    fn shape(&self) -> Shape {
        if !self.is_open_group() {
            return Shape::Box(BOX);
        }
        // Arrow, name and what stands behind it.
        let header = 56.0 + BOLD * width_of(&self.name) + width_of(&self.sub);
        Shape::Group(Frame {
            padding: PADDING,
            least: Size::new(header.clamp(BOX.width, 480.0).ceil(), HEADER + 8.0),
        })
    }
}

impl GraphModel {
    /// What the layout gets: backward lines turned round, those from a box to itself left out.
    pub(super) fn graph(&self) -> Graph<'_> {
        Graph {
            items: self.nodes.iter().map(|node| self.item(node)).collect(),
            edges: self.drawn_lines().map(|line| self.edge(line)).collect(),
        }
    }

    fn item<'a>(&'a self, node: &'a GraphNode) -> Item<'a> {
        Item {
            id: &node.id,
            parent: node.parent.map(|parent| self.nodes[parent].id.as_str()),
            shape: node.shape(),
        }
    }

    fn edge(&self, line: &GraphLine) -> Edge<'_> {
        let [from, to] = [line.from, line.to].map(|at| self.nodes[at].id.as_str());
        if line.is_backward {
            Edge { from: to, to: from }
        } else {
            Edge { from, to }
        }
    }

    /// The lines that have a route, in the order of the routes.
    pub(super) fn drawn_lines(&self) -> impl Iterator<Item = &GraphLine> {
        self.lines.iter().filter(|line| line.from != line.to)
    }
}

/// The style of the layout.
pub(super) fn style(goes_right: bool) -> Style {
    Style {
        flow: if goes_right { Flow::Right } else { Flow::Down },
        ..Style::default()
    }
}
