//! The runs as lines across the axes, and one value over the runs. Nothing that a tenant wrote stands in the markup.

use std::fmt::Write as _;

use super::axis::{Axis, value};
use crate::data::Trial;

/// The room of an axis across.
pub(super) const WIDE: u32 = 100;
/// The height of an axis.
pub(super) const HIGH: u32 = 100;

/// A run as a line: what is inside of all brushes is drawn last, over the others.
pub(super) fn lines(axes: &[Axis], trials: &[Trial], is_inside: impl Fn(&Trial) -> bool) -> String {
    let mut out = String::new();
    for wanted in [false, true] {
        for trial in trials
            .iter()
            .rev()
            .filter(|trial| is_inside(trial) == wanted)
        {
            let class = if wanted { "line-in" } else { "line-out" };
            let path = path(axes, trial);
            if !path.is_empty() {
                let _written = write!(out, r#"<path class="{class}" d="{path}"/>"#);
            }
        }
    }
    out
}

/// The way of a run. Where it has no value there is a gap.
fn path(axes: &[Axis], trial: &Trial) -> String {
    let mut out = String::new();
    let mut before: Option<(f64, f64)> = None;
    let half = f64::from(WIDE) / 2.0;
    for (axis, at) in axes.iter().zip(0_u32..) {
        let share = value(trial, &axis.name).and_then(|value| axis.share(&value));
        let point = share.map(|share| {
            let y = f64::from(HIGH) * (1.0 - share.clamp(0.0, 1.0));
            (f64::from(at * WIDE) + half, y)
        });
        if let Some((x, y)) = point {
            let _written = match before {
                Some((x0, y0)) => {
                    let bend = x0 + half;
                    write!(out, "C{bend:.0} {y0:.1} {bend:.0} {y:.1} {x:.0} {y:.1}")
                }
                None => write!(out, "M{x:.0} {y:.1}"),
            };
        }
        before = point;
    }
    out
}

/// The width of the chart of one value.
pub(super) const SERIES_WIDE: u32 = 640;
/// Its height.
pub(super) const SERIES_HIGH: u32 = 200;
/// Where the points begin, and the room below them for those without a value.
const MARGIN: f64 = 12.0;
const FLOOR: f64 = 176.0;

/// One value over the runs, the oldest first: points with a line, the best so far, and on the floor what has no value.
pub(super) fn series(values: &[Option<f64>], with_best: bool) -> String {
    let present: Vec<f64> = values.iter().flatten().copied().collect();
    let most = present.iter().copied().fold(0.0, f64::max);
    let wide = f64::from(SERIES_WIDE) - 2.0 * MARGIN;
    #[expect(clippy::cast_precision_loss, reason = "there are a hundred of them")]
    let x = |at: usize| {
        let last = values.len().saturating_sub(1).max(1) as f64;
        MARGIN + wide * at as f64 / last
    };
    let y = |value: f64| {
        let share = if most > 0.0 { value / most } else { 0.0 };
        (FLOOR - MARGIN) * (1.0 - share) + MARGIN
    };
    let mut out = format!(
        r#"<line class="zero" x1="{MARGIN}" x2="{}" y1="{FLOOR}" y2="{FLOOR}"/>"#,
        MARGIN + wide
    );
    let (mut line, mut best, mut least) = (String::new(), String::new(), f64::INFINITY);
    let mut dots = String::new();
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else {
            let x = x(at);
            let _written = write!(
                dots,
                r#"<path class="series-none" d="M{:.1} {:.1}l6 6m0 -6l-6 6"/>"#,
                x - 3.0,
                FLOOR + 6.0
            );
            continue;
        };
        let (x, y) = (x(at), y(*value));
        let step = if line.is_empty() { 'M' } else { 'L' };
        let _written = write!(line, "{step}{x:.1} {y:.1}");
        let _written = write!(
            dots,
            r#"<circle class="series-dot" cx="{x:.1}" cy="{y:.1}" r="3"/>"#
        );
        if *value < least {
            least = *value;
            let _written = if best.is_empty() {
                write!(best, "M{x:.1} {y:.1}")
            } else {
                write!(best, "H{x:.1}V{y:.1}")
            };
        }
    }
    if !best.is_empty() && with_best {
        let _written = write!(
            out,
            r#"<path class="series-best" d="{best}H{:.1}"/>"#,
            MARGIN + wide
        );
    }
    if !line.is_empty() {
        let _written = write!(out, r#"<path class="series-line" d="{line}"/>"#);
    }
    out + &dots
}

#[cfg(test)]
mod tests {
    use super::{
        super::axis::{Axes, tests::trials},
        *,
    };
    use crate::url_state::TrialsState;

    #[test]
    fn a_run_is_a_line_with_gaps_and_what_is_inside_lies_above() {
        let trials = trials(&[r#"{"a":1,"b":"x","c":1}"#, r#"{"a":2,"c":3}"#]);
        let axes = Axes::of(&trials, &TrialsState::parse("axes=a,b,c"));
        let drawn = lines(&axes.shown, &trials, |trial| {
            trial.run.run_id.as_str() == "r-0"
        });
        let (out, inside) = drawn.split_once("line-in").expect("a line");
        assert!(
            out.contains(r#"class="line-out" d="M50 0.0M250 0.0""#),
            "{out}"
        );
        assert!(
            inside.contains("M50 100.0C100 100.0 100 100.0 150 100.0C200"),
            "{inside}"
        );
    }

    #[test]
    fn a_series_has_a_point_for_each_value_and_a_step_for_each_best() {
        let drawn = series(&[Some(10.0), None, Some(20.0), Some(5.0)], true);
        assert_eq!(drawn.matches("series-dot").count(), 3);
        assert_eq!(drawn.matches("series-none").count(), 1);
        let best = drawn.split("series-best").nth(1).expect("a step");
        assert!(
            best.starts_with(r#"" d="M12.0 94.0H628.0V135.0H628.0"/>"#),
            "{best}"
        );
        assert!(!series(&[Some(1.0)], false).contains("series-best"));
        assert!(!series(&[], true).contains("NaN"));
    }
}
