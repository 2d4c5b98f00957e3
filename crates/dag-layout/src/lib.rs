//! Layered layout of nested graphs: sizes and edges in, boxes and routes out.
//!
//! Pure: it knows no document, no network and no kind of pipeline. Boxes stand in ranks, each edge goes from a rank to a
//! later one, groups contain what belongs to them, and no two boxes that stand side by side in the same group touch.
//!
//! * **Any order of the input gives the same picture.** Items are told apart by their ids, and where nothing else
//!   decides, the order of ids does: `shard-2` before `shard-10`.
//! * **Small changes move little.** Which box stands left of which depends on the edges alone and not on sizes, so a
//!   group that is folded, or a text that grows, leaves the order of everything as it was.
//! * **Time is nearly linear** in items and edges. Edges over very many ranks are led around everything when their way
//!   through the ranks would cost too much.
//!
//! ```
//! use dag_layout::{Edge, Frame, Graph, Insets, Item, Shape, Size, Style};
//!
//! let task = |id, parent| Item { id, parent, shape: Shape::Box(Size::new(180.0, 42.0)) };
//! let graph = Graph {
//!     items: vec![
//!         task("load", None),
//!         Item { id: "folds", parent: None, shape: Shape::Group(Frame::new(Insets::new(36.0, 14.0, 12.0, 14.0))) },
//!         task("train", Some("folds")),
//!     ],
//!     edges: vec![Edge { from: "load", to: "folds" }],
//! };
//! let layout = dag_layout::layout(&graph, &Style::default())?;
//! let [load, folds, train] = layout.boxes[..] else { unreachable!() };
//! assert!(load.bottom() < folds.y && folds.contains(&train));
//! # Ok::<(), dag_layout::Error>(())
//! ```

mod check;
mod error;
mod geometry;
mod graph;
mod layers;
mod level;
mod names;
mod order;
mod place;
mod ports;
mod rank;
mod route;
mod style;
mod tracks;
mod work;

pub use error::Error;
pub use geometry::{Insets, Point, Rect, Size};
pub use graph::{Edge, Frame, Graph, Item, Shape};
pub use style::{Flow, Gaps, Style};
pub use work::{Layout, Work};

/// Lays a graph out at one go.
///
/// # Errors
/// What [`Work::new`] says about the graph.
pub fn layout(graph: &Graph<'_>, style: &Style) -> Result<Layout, Error> {
    Ok(Work::new(graph, style)?.finish())
}
