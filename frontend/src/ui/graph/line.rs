//! Lines with round corners, and the arrows at their ends.

use std::fmt::Write as _;

use dag_layout::Point;

/// The radius of a corner.
const CORNER: f64 = 7.0;
/// How long an arrow is.
const ARROW: f64 = 6.0;

/// The path of a line through its corners, and that of its arrow.
pub(super) fn paths(corners: &[Point]) -> (String, String) {
    let mut line = String::new();
    let Some((first, rest)) = corners.split_first() else {
        return (line, String::new());
    };
    let _written = write!(line, "M{} {}", first.x, first.y);
    let mut before = *first;
    for (at, corner) in rest.iter().enumerate() {
        let Some(after) = rest.get(at + 1) else {
            let end = towards(*corner, before, ARROW.min(far(before, *corner)));
            let _written = write!(line, "L{} {}", end.x, end.y);
            break;
        };
        let radius = CORNER
            .min(far(before, *corner) / 2.0)
            .min(far(*corner, *after) / 2.0);
        let (into, out) = (
            towards(*corner, before, radius),
            towards(*corner, *after, radius),
        );
        let _written = write!(
            line,
            "L{} {}Q{} {} {} {}",
            into.x, into.y, corner.x, corner.y, out.x, out.y
        );
        before = *corner;
    }
    (
        line,
        rest.last()
            .map_or_else(String::new, |end| arrow(before, *end)),
    )
}

/// A head at the end of a piece.
fn arrow(before: Point, end: Point) -> String {
    let foot = towards(end, before, ARROW);
    // Along the piece by a quarter turn: its two feet stand beside it.
    let (x, y) = ((end.y - foot.y) / 2.0, (foot.x - end.x) / 2.0);
    format!(
        "M{} {}L{} {}L{} {}Z",
        end.x,
        end.y,
        foot.x + x,
        foot.y + y,
        foot.x - x,
        foot.y - y
    )
}

fn far(from: Point, to: Point) -> f64 {
    (from.x - to.x).abs() + (from.y - to.y).abs()
}

/// The point so far from one towards another; each piece is level or upright.
fn towards(from: Point, to: Point, by: f64) -> Point {
    let all = far(from, to);
    let share = if all > 0.0 { by / all } else { 0.0 };
    Point {
        x: from.x + (to.x - from.x) * share,
        y: from.y + (to.y - from.y) * share,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(corners: &[(f64, f64)]) -> Vec<Point> {
        corners.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    #[test]
    fn a_straight_line_ends_before_its_arrow() {
        let (line, arrow) = paths(&points(&[(10.0, 0.0), (10.0, 22.0)]));
        assert_eq!(line, "M10 0L10 16");
        assert_eq!(arrow, "M10 22L13 16L7 16Z");
    }

    #[test]
    fn corners_are_round_and_no_rounder_than_there_is_room() {
        let (line, _) = paths(&points(&[
            (0.0, 0.0),
            (0.0, 10.0),
            (40.0, 10.0),
            (40.0, 30.0),
        ]));
        assert_eq!(line, "M0 0L0 5Q0 10 5 10L33 10Q40 10 40 17L40 24");
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(paths(&[]), (String::new(), String::new()));
        assert_eq!(paths(&points(&[(1.0, 1.0)])).0, "M1 1");
    }
}
