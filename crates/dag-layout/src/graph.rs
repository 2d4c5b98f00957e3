//! What is laid out.

use crate::geometry::{Insets, Size};

/// Items and the edges between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph<'a> {
    /// Boxes and groups, in any order.
    pub items: Vec<Item<'a>>,
    /// Edges, in any order; the same edge twice is one edge.
    pub edges: Vec<Edge<'a>>,
}

/// A box, or a group of boxes and groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item<'a> {
    /// What it is told apart by.
    pub id: &'a str,
    /// The group it belongs to, if any: nothing belongs to two.
    pub parent: Option<&'a str>,
    /// A box or a group.
    pub shape: Shape,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A box of this size.
    Box(Size),
    /// A group, as large as what belongs to it.
    Group(Frame),
}

/// What a group has around its content.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Room around the content.
    pub padding: Insets,
    /// It is at least this large, so that its header has room.
    pub least: Size,
}

impl Frame {
    /// A frame that is as small as its content allows.
    pub const fn new(padding: Insets) -> Self {
        Self {
            padding,
            least: Size::new(0.0, 0.0),
        }
    }
}

/// An edge.
///
/// Where its ends belong to different groups it is drawn between the outermost groups that contain one end alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge<'a> {
    /// The id of the item it leaves.
    pub from: &'a str,
    /// The id of the item it enters, which stands in a later rank.
    pub to: &'a str,
}
