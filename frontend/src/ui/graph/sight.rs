//! Which part of the drawing is in sight. A large drawing is made only so far.

use dag_layout::{Point, Rect};

/// Drawings of up to so many boxes are made at once: making them anew while they are moved would cost more.
const ALL_UP_TO: usize = 400;
/// What is near the edge of the sight is made too, and the sight counts in steps of this, so that it changes seldom.
const STEP: f64 = 400.0;

/// The part in sight, in the drawing's own pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sight(Option<Rect>);

impl Sight {
    /// The part of a drawing with so many boxes. `left`, `top`, `width` and `height` are those of the window onto it.
    pub(super) fn new(
        boxes: usize,
        left: f64,
        top: f64,
        width: f64,
        height: f64,
        zoom: f64,
    ) -> Self {
        if boxes <= ALL_UP_TO {
            return Self(None);
        }
        let floor = |length: f64| (length / zoom / STEP).floor() * STEP - STEP;
        let ceil = |length: f64| (length / zoom / STEP).ceil() * STEP + STEP;
        let (x, y) = (floor(left), floor(top));
        Self(Some(Rect {
            x,
            y,
            width: ceil(left + width) - x,
            height: ceil(top + height) - y,
        }))
    }

    pub(super) fn has(&self, rect: &Rect) -> bool {
        self.0.is_none_or(|sight| sight.overlaps(rect))
    }

    /// Whether a line may pass it: the box around its corners does.
    pub(super) fn has_line(&self, corners: &[Point]) -> bool {
        let Some(first) = corners.first() else {
            return false;
        };
        let (mut low, mut high) = (*first, *first);
        for corner in corners {
            low = Point {
                x: low.x.min(corner.x),
                y: low.y.min(corner.y),
            };
            high = Point {
                x: high.x.max(corner.x),
                y: high.y.max(corner.y),
            };
        }
        self.has(&Rect {
            x: low.x - 1.0,
            y: low.y - 1.0,
            width: high.x - low.x + 2.0,
            height: high.y - low.y + 2.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAR: Rect = Rect {
        x: 9_000.0,
        y: 0.0,
        width: 180.0,
        height: 42.0,
    };

    #[test]
    fn small_drawings_are_always_in_sight() {
        assert!(Sight::new(400, 0.0, 0.0, 800.0, 600.0, 1.0).has(&FAR));
    }

    #[test]
    fn of_large_ones_only_what_is_near() {
        let near = Rect { x: 900.0, ..FAR };
        let sight = Sight::new(401, 0.0, 0.0, 800.0, 600.0, 1.0);
        assert!(sight.has(&near) && !sight.has(&FAR));
        // From further away one sees more.
        assert!(Sight::new(401, 0.0, 0.0, 800.0, 600.0, 0.1).has(&Rect { x: 7_000.0, ..FAR }));
        // A little way changes nothing.
        assert_eq!(sight, Sight::new(401, 100.0, 50.0, 690.0, 540.0, 1.0));
        let across = [
            Point {
                x: -5_000.0,
                y: 9.0,
            },
            Point { x: 5_000.0, y: 9.0 },
        ];
        assert!(sight.has_line(&across));
        assert!(!sight.has_line(&[]));
    }
}
