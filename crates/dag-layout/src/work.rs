//! The whole layout, step by step.

use crate::check::{Levels, levels};
use crate::error::Error;
use crate::geometry::{Point, Rect, Size};
use crate::graph::{Graph, Shape};
use crate::level::Stage;
use crate::route::Placed;
use crate::style::{Flow, Style};

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// How large the drawing is; it begins at 0, 0.
    pub size: Size,
    /// For each item of the graph its box, in the graph's order.
    pub boxes: Vec<Rect>,
    /// For each edge of the graph its corners, in the graph's order: from the border of the box it leaves to the border of
    /// the box it enters, each piece straight and level or upright.
    pub routes: Vec<Vec<Point>>,
}

/// A layout under way, for callers that must not be kept waiting: a page draws frames between steps.
///
/// ```
/// # let graph = dag_layout::Graph::default();
/// let mut work = dag_layout::Work::new(&graph, &dag_layout::Style::default())?;
/// while work.advance() {
///     // Let others have a turn here.
/// }
/// let layout = work.finish();
/// # Ok::<(), dag_layout::Error>(())
/// ```
#[derive(Debug)]
pub struct Work {
    style: Style,
    shapes: Vec<Shape>,
    sizes: Vec<Size>,
    levels: Levels,
    done: Vec<(Flow, Placed)>,
    stage: Stage,
}

impl Work {
    /// Checks a graph and ranks its boxes.
    ///
    /// # Errors
    /// Where the graph contradicts itself: see [`Error`].
    pub fn new(graph: &Graph<'_>, style: &Style) -> Result<Self, Error> {
        let levels = levels(graph, style)?;
        let shapes: Vec<Shape> = graph.items.iter().map(|item| item.shape).collect();
        let size = |shape: &Shape| match shape {
            Shape::Box(size) => *size,
            Shape::Group(frame) => frame.least,
        };
        Ok(Self {
            style: *style,
            sizes: shapes.iter().map(size).collect(),
            shapes,
            levels,
            done: Vec::new(),
            stage: Stage::Begin,
        })
    }

    /// One step: a few milliseconds at 5,000 boxes. False when nothing is left to do.
    pub fn advance(&mut self) -> bool {
        let Some(level) = self.levels.levels.get(self.done.len()) else {
            return false;
        };
        let stage = std::mem::replace(&mut self.stage, Stage::Begin);
        match stage.advanced(level, &self.sizes, &self.style) {
            Stage::Done(flow, placed) => {
                if let Some(owner) = level.owner {
                    let content = size(flow, placed.extent);
                    self.sizes[owner] = framed(self.shapes[owner], content);
                }
                self.done.push((flow, placed));
            }
            stage => self.stage = stage,
        }
        self.done.len() < self.levels.levels.len()
    }

    /// Does what is left and puts the levels into each other.
    pub fn finish(mut self) -> Layout {
        while self.advance() {}
        let mut layout = Layout {
            size: Size::default(),
            boxes: vec![Rect::default(); self.shapes.len()],
            routes: Vec::with_capacity(self.levels.links.len()),
        };
        let mut origins = vec![Point::default(); self.done.len()];
        // The outermost level is last, and each stands behind what it contains.
        for (at, level) in self.levels.levels.iter().enumerate().rev() {
            let (flow, placed) = &self.done[at];
            match level.owner {
                None => layout.size = size(*flow, placed.extent),
                Some(owner) => {
                    let content = size(*flow, placed.extent);
                    origins[at] = origin(self.shapes[owner], layout.boxes[owner], content);
                }
            }
            for (&child, &corner) in level.children.iter().zip(&placed.corners) {
                let Point { x, y } = point(*flow, corner, origins[at]);
                let Size { width, height } = self.sizes[child];
                layout.boxes[child] = Rect {
                    x,
                    y,
                    width,
                    height,
                };
            }
        }
        for &(level, link) in &self.levels.links {
            let (flow, placed) = &self.done[level];
            let spots = placed.routes[link].iter();
            let points = spots.map(|&spot| point(*flow, spot, origins[level]));
            layout.routes.push(points.collect());
        }
        layout
    }
}

const fn size(flow: Flow, (across, along): (f64, f64)) -> Size {
    match flow {
        Flow::Down => Size::new(across, along),
        Flow::Right => Size::new(along, across),
    }
}

fn point(flow: Flow, spot: (f64, f64), origin: Point) -> Point {
    let Size { width, height } = size(flow, spot);
    Point {
        x: origin.x + width,
        y: origin.y + height,
    }
}

/// A group around its content.
fn framed(shape: Shape, content: Size) -> Size {
    match shape {
        Shape::Box(size) => size,
        Shape::Group(frame) => {
            let padding = frame.padding;
            let width = padding.left + content.width + padding.right;
            let height = padding.top + content.height + padding.bottom;
            Size::new(width.max(frame.least.width), height.max(frame.least.height))
        }
    }
}

/// Where the content of a group begins: in the middle, should the group be wider than it needs to be.
fn origin(shape: Shape, around: Rect, content: Size) -> Point {
    match shape {
        Shape::Box(_) => Point::default(),
        Shape::Group(frame) => {
            let padding = frame.padding;
            let spare = around.width - padding.left - content.width - padding.right;
            Point {
                x: around.x + padding.left + (spare / 2.0).max(0.0).floor(),
                y: around.y + padding.top,
            }
        }
    }
}
