//! The runs of each day as a chart: what succeeded above the line, what did not below it.

use std::fmt::Write as _;

use console_api::overview::Day;

use super::count::count;

/// The width of the drawing.
pub(super) const WIDTH: u32 = 944;
/// Its height.
pub(super) const HEIGHT: u32 = 212;
/// Where the bars begin: before are the numbers of the lines.
const LEFT: u32 = 30;
/// Where they end.
const RIGHT: u32 = 936;
/// The line from which they go up and down.
const ZERO: u64 = 154;
/// The room above it.
const UP: u64 = 150;
/// The room below it for bars.
const DOWN: u64 = 28;
/// The widest bar.
const WIDEST: u32 = 26;
/// How many days have their names written at most.
const NAMED: usize = 14;

/// The numbers of a day that are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Ended well.
    pub(super) succeeded: u64,
    /// Ended badly.
    pub(super) failed: u64,
    /// Were ended.
    pub(super) canceled: u64,
}

impl Numbers {
    /// Those of a day.
    pub(super) fn of(day: &Day) -> Self {
        Self {
            succeeded: count(&day.ended, &["SUCCEEDED"]),
            failed: count(&day.ended, &["FAILED"]),
            canceled: count(&day.ended, &["CANCELED"]),
        }
    }

    /// Those of all days together.
    pub(super) fn of_all(days: &[Day]) -> Self {
        days.iter()
            .map(Self::of)
            .fold(Self::default(), |all, day| Self {
                succeeded: all.succeeded.saturating_add(day.succeeded),
                failed: all.failed.saturating_add(day.failed),
                canceled: all.canceled.saturating_add(day.canceled),
            })
    }
}

/// The distance of three lines that reach above the highest bar: 1, 2 or 5 of a power of ten.
fn step(most: u64) -> u64 {
    let third = most.div_ceil(3).max(1);
    let mut power = 1_u64;
    loop {
        for step in [1, 2, 5].map(|digit: u64| digit.saturating_mul(power)) {
            if step >= third {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// Draws the days. `running` is what runs now, on top of the last one. `name` says what a day is called: its place, and
/// whether it is the first that is named.
pub(super) fn drawing(days: &[Day], running: u64, name: impl Fn(usize, bool) -> String) -> String {
    let numbers: Vec<Numbers> = days.iter().map(Numbers::of).collect();
    let today = numbers.len().saturating_sub(1);
    let above = |at: usize, day: &Numbers| {
        let runs_now = if at == today { running } else { 0 };
        day.succeeded.saturating_add(runs_now)
    };
    let most = numbers.iter().enumerate().map(|(at, day)| above(at, day));
    let step = step(most.max().unwrap_or(0));
    let mut drawing = Drawing {
        out: String::new(),
        top: step.saturating_mul(3),
        deepest: numbers
            .iter()
            .map(|day| day.failed.saturating_add(day.canceled))
            .max()
            .unwrap_or(0),
    };
    drawing.lines(step);
    let slot = (RIGHT - LEFT) / u32::try_from(days.len()).unwrap_or(1).max(1);
    let every = days.len().div_ceil(NAMED).max(1);
    let first = today % every;
    for (at, day) in numbers.iter().enumerate() {
        let place = LEFT + slot * u32::try_from(at).unwrap_or(0);
        let center = place + slot / 2;
        let width = WIDEST.min(slot * 3 / 5).max(2);
        let runs_now = if at == today { running } else { 0 };
        drawing.day(*day, runs_now, center - width / 2, width);
        if at % every == first {
            let class = if at == today { "axis axis-now" } else { "axis" };
            drawing.text(class, center, 208, &name(at, at == first));
        }
    }
    drawing.line("zero", ZERO);
    drawing.out
}

struct Drawing {
    out: String,
    /// The number at the upper end.
    top: u64,
    /// The number at the lower end.
    deepest: u64,
}

impl Drawing {
    fn lines(&mut self, step: u64) {
        for line in 0..=3_u64 {
            let y = ZERO - UP * line / 3;
            if line > 0 {
                self.line("grid", y);
            }
            let number = step.saturating_mul(line).to_string();
            let _written = write!(
                self.out,
                r#"<text class="axis" x="22" y="{}" text-anchor="end">{number}</text>"#,
                y + 4
            );
        }
    }

    fn line(&mut self, class: &str, y: u64) {
        let _written = write!(
            self.out,
            r#"<line class="{class}" x1="{LEFT}" x2="{RIGHT}" y1="{y}.5" y2="{y}.5"/>"#
        );
    }

    fn day(&mut self, day: Numbers, running: u64, x: u32, width: u32) {
        let up = scaled(day.succeeded, self.top, UP);
        self.filled("bar-succeeded", x, ZERO - up, width, up);
        let hollow = scaled(running, self.top, UP).min(UP - up);
        self.hollow("bar-running", x, ZERO - up - hollow, width, hollow);
        // Few runs are drawn six pixels high each, many share the room.
        let room = DOWN.min(self.deepest.saturating_mul(6));
        let failed = scaled(day.failed, self.deepest, room);
        let canceled = scaled(day.canceled, self.deepest, room).min(DOWN - failed);
        self.filled("bar-failed", x, ZERO + 2, width, failed);
        self.hollow("bar-canceled", x, ZERO + 2 + failed, width, canceled);
        if day.failed > 0 {
            let number = day.failed.to_string();
            let y = ZERO + 2 + failed + canceled + 12;
            self.text("axis-failed", x + width / 2, y, &number);
        }
    }

    fn filled(&mut self, class: &str, x: u32, y: u64, width: u32, height: u64) {
        if height > 0 {
            let _written = write!(
                self.out,
                r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="2"/>"#
            );
        }
    }

    fn hollow(&mut self, class: &str, x: u32, y: u64, width: u32, height: u64) {
        if height > 1 {
            let _written = write!(
                self.out,
                r#"<rect class="{class}" x="{x}.5" y="{y}.5" width="{}" height="{}" rx="2"/>"#,
                width - 1,
                height - 1
            );
        }
    }

    fn text(&mut self, class: &str, x: u32, y: u64, text: &str) {
        let _written = write!(
            self.out,
            r#"<text class="{class}" x="{x}" y="{y}" text-anchor="middle">"#
        );
        // Names come from the browser, and are no markup all the same.
        let plain = text.chars().filter(|c| !matches!(c, '<' | '&' | '>'));
        self.out.extend(plain);
        self.out.push_str("</text>");
    }
}

/// The height of a number, at least two pixels for what is not nothing.
fn scaled(number: u64, most: u64, room: u64) -> u64 {
    if number == 0 || most == 0 {
        return 0;
    }
    let height = u128::from(number) * u128::from(room) / u128::from(most);
    u64::try_from(height).unwrap_or(room).clamp(2, room.max(2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(succeeded: u64, failed: u64, canceled: u64) -> Day {
        let counts = [
            ("SUCCEEDED", succeeded),
            ("FAILED", failed),
            ("CANCELED", canceled),
        ];
        Day {
            starts_at_ms: 0,
            ended: counts
                .map(|(state, count)| (state.to_owned(), count))
                .into(),
        }
    }

    fn names(at: usize, is_first: bool) -> String {
        format!("day-{at}{}", if is_first { "-first" } else { "" })
    }

    #[test]
    fn lines_stand_at_round_numbers_above_the_highest_bar() {
        for (most, wanted) in [
            (0, 1),
            (3, 1),
            (4, 2),
            (7, 5),
            (26, 10),
            (31, 20),
            (1_284, 500),
        ] {
            assert_eq!(step(most), wanted, "{most}");
            assert!(step(most) * 3 >= most);
        }
        assert!(step(u64::MAX) > 0);
    }

    #[test]
    fn what_succeeded_goes_up_and_what_failed_hangs_below_with_its_number() {
        let drawing = drawing(&[day(15, 4, 0), day(30, 0, 1)], 0, names);
        for part in [
            r#"<rect class="bar-succeeded" x="243" y="79" width="26" height="75" rx="2"/>"#,
            r#"<rect class="bar-failed" x="243" y="156" width="26" height="24" rx="2"/>"#,
            ">4</text>",
            r#"height="150" rx="2"/>"#,
            r#"<rect class="bar-canceled" x="696.5" y="156.5" width="25" height="5" rx="2"/>"#,
            "day-0-first",
            "day-1<",
        ] {
            assert!(drawing.contains(part), "{part}: {drawing}");
        }
    }

    #[test]
    fn what_runs_now_stands_on_the_last_day_alone() {
        let drawing = drawing(&[day(1, 0, 0), day(1, 0, 0)], 2, names);
        assert_eq!(drawing.matches("bar-running").count(), 1);
    }

    #[test]
    fn of_many_days_some_are_named_and_the_last_always_is() {
        let days = vec![day(1, 0, 0); 30];
        let drawing = drawing(&days, 0, names);
        assert!(drawing.contains("day-29<"), "{drawing}");
        assert_eq!(drawing.matches("day-").count(), 10);
        assert_eq!(drawing.matches("-first").count(), 1);
    }

    #[test]
    fn no_day_is_no_fault() {
        assert!(drawing(&[], 3, names).contains("zero"));
        assert_eq!(Numbers::of_all(&[]), Numbers::default());
    }

    proptest! {
        #[test]
        fn no_answer_draws_outside_of_the_chart(days in proptest::collection::vec((any::<u64>(), any::<u64>(), any::<u64>()), 0..95), running in any::<u64>()) {
            let days: Vec<Day> = days.into_iter().map(|(a, b, c)| day(a, b, c)).collect();
            let drawing = drawing(&days, running, |_, _| "<script>".to_owned());
            prop_assert!(!drawing.contains("=\"-") && !drawing.contains("<script"));
        }
    }
}
