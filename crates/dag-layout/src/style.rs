//! How a graph is laid out.

use crate::geometry::Size;

/// The way edges go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// From top to bottom.
    #[default]
    Down,
    /// From left to right.
    Right,
}

impl Flow {
    pub(crate) const fn turned(self) -> Self {
        match self {
            Self::Down => Self::Right,
            Self::Right => Self::Down,
        }
    }

    /// The extent across the flow.
    pub(crate) const fn across(self, size: Size) -> f64 {
        match self {
            Self::Down => size.width,
            Self::Right => size.height,
        }
    }

    /// The extent along the flow.
    pub(crate) const fn along(self, size: Size) -> f64 {
        match self {
            Self::Down => size.height,
            Self::Right => size.width,
        }
    }
}

/// Room between things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaps {
    /// Between two ranks; more where many edges turn between them.
    pub ranks: f64,
    /// Between two boxes of a rank.
    pub siblings: f64,
    /// Between two lines that run side by side.
    pub lines: f64,
}

/// How a graph is laid out. The default is the console's drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The way edges go at the outermost level.
    pub flow: Flow,
    /// Room where edges go down.
    pub down: Gaps,
    /// Room where edges go right.
    pub right: Gaps,
    /// A group of at most this many ranks, and fewer boxes side by side than ranks, is turned: it runs across the flow,
    /// which keeps it low. 0 turns none.
    pub turned_ranks: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            flow: Flow::Down,
            down: Gaps {
                ranks: 22.0,
                siblings: 36.0,
                lines: 8.0,
            },
            right: Gaps {
                ranks: 24.0,
                siblings: 22.0,
                lines: 8.0,
            },
            turned_ranks: 4,
        }
    }
}

impl Style {
    pub(crate) const fn gaps(&self, flow: Flow) -> Gaps {
        match flow {
            Flow::Down => self.down,
            Flow::Right => self.right,
        }
    }
}
