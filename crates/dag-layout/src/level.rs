//! One level, laid out step by step.

use crate::check::Level;
use crate::geometry::Size;
use crate::layers::Layers;
use crate::order::Ordering;
use crate::place::Placing;
use crate::route::{Placed, route};
use crate::style::{Flow, Style};

/// How far the layout of a level is.
#[derive(Debug)]
pub(crate) enum Stage {
    Begin,
    Order(Layers, Ordering),
    Place(Layers, Flow, Placing),
    Done(Flow, Placed),
}

impl Stage {
    /// One step. `sizes` are those of all items, of which the children's are known.
    pub(crate) fn advanced(self, level: &Level, sizes: &[Size], style: &Style) -> Self {
        match self {
            Self::Begin => {
                let mut layers = Layers::new(&level.ranks, &level.links);
                let ordering = Ordering::new(&mut layers);
                Self::Order(layers, ordering)
            }
            Self::Order(mut layers, mut ordering) => {
                if ordering.advance(&mut layers) {
                    return Self::Order(layers, ordering);
                }
                let flow = flow(level, &layers, style);
                let across = level
                    .children
                    .iter()
                    .map(|&child| flow.across(sizes[child]));
                let across: Vec<f64> = across.collect();
                let placing = Placing::new(&layers, &across, style.gaps(flow));
                Self::Place(layers, flow, placing)
            }
            Self::Place(layers, flow, mut placing) => {
                if placing.advance(&layers) {
                    return Self::Place(layers, flow, placing);
                }
                let (edges, extent) = placing.finish(&layers);
                let along = level.children.iter().map(|&child| flow.along(sizes[child]));
                let along: Vec<f64> = along.collect();
                let gaps = style.gaps(flow);
                let placed = route(&layers, &edges, &along, &level.links, extent, gaps);
                Self::Done(flow, placed)
            }
            done @ Self::Done(..) => done,
        }
    }
}

/// A low group with a few in a row is turned; the outermost level never is.
fn flow(level: &Level, layers: &Layers, style: &Style) -> Flow {
    let boxes = |row: &Vec<usize>| row.iter().filter(|&&cell| layers.is_box(cell)).count();
    let widest = layers.rows.iter().map(boxes).max().unwrap_or(0);
    let is_turned = level.owner.is_some()
        && layers.rows.len() <= style.turned_ranks
        && widest < layers.rows.len();
    if is_turned {
        style.flow.turned()
    } else {
        style.flow
    }
}
