//! What the starts weigh on the days of the calendar.

use super::{
    reckon::{Reckoned, Start},
    window::{Ahead, Window},
};

/// Starts of one recurring run on one day from which on they are one line.
const ONE_LINE: usize = 4;

/// A line in the list of a day: one start, or all of a recurring run that starts often that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The first start, in seconds since 1970.
    pub(super) at: i64,
    /// Of which recurring run: its place.
    pub(super) of: usize,
    /// How many starts.
    pub(super) count: usize,
}

/// The starts of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DayLoad {
    /// How many begin in each hour of the clock.
    pub(super) hours: [usize; 24],
    /// What is listed, by time.
    pub(super) lines: Vec<Line>,
}

impl DayLoad {
    /// How many starts.
    pub(super) fn count(&self) -> usize {
        self.hours.iter().sum()
    }
}

/// The starts of all days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Load {
    /// Day by day.
    pub(super) days: Vec<DayLoad>,
    /// When most begin.
    pub(super) busiest: Option<Busiest>,
}

/// The hours of the day in which most begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Busiest {
    /// The first hour.
    pub(super) from: usize,
    /// The hour after the last.
    pub(super) to: usize,
    /// How many recurring runs start then.
    pub(super) runs: usize,
}

impl Load {
    /// Of what is still to come.
    pub(super) fn of(reckoned: &Reckoned, window: &Window, now: i64, ahead: &impl Ahead) -> Self {
        let first = reckoned.starts.partition_point(|start| start.at <= now);
        let starts = &reckoned.starts[first..];
        let mut days = vec![DayLoad::default(); window.days.len()];
        let mut by_hour: [Vec<usize>; 24] = Default::default();
        let mut rest = starts;
        for (place, day) in window.days.iter().enumerate() {
            let end = window.days.get(place + 1);
            let end = end.map_or(window.ends_at, |next| next.starts_at);
            let (own, later) = rest.split_at(rest.partition_point(|start| start.at < end));
            rest = later;
            let load = &mut days[place];
            for start in own {
                let hour = day.hour(start.at, ahead).min(23);
                load.hours[hour] += 1;
                by_hour[hour].push(start.of);
            }
            load.lines = lines(own);
        }
        Self {
            days,
            busiest: busiest(&by_hour),
        }
    }

    /// How many starts.
    pub(super) fn count(&self) -> usize {
        self.days.iter().map(DayLoad::count).sum()
    }
}

fn lines(starts: &[Start]) -> Vec<Line> {
    let mut by_run: Vec<Start> = starts.to_vec();
    by_run.sort_unstable_by_key(|start| (start.of, start.at));
    let mut lines = Vec::new();
    for of_run in by_run.chunk_by(|one, other| one.of == other.of) {
        let Some(first) = of_run.first() else {
            continue;
        };
        let line = |at: i64, count: usize| Line {
            at,
            of: first.of,
            count,
        };
        if of_run.len() > ONE_LINE {
            lines.push(line(first.at, of_run.len()));
        } else {
            lines.extend(of_run.iter().map(|start| line(start.at, 1)));
        }
    }
    lines.sort_unstable_by_key(|line| (line.at, line.of));
    lines
}

/// The hour in which most begin, with the hours beside it that are nearly as full.
fn busiest(by_hour: &[Vec<usize>; 24]) -> Option<Busiest> {
    let counts = by_hour.each_ref().map(Vec::len);
    // Of equal ones the first.
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    let peak = counts.iter().position(|count| *count == most)?;
    let is_full = |hour: &usize| counts[*hour] * 4 >= most * 3;
    let from = (0..=peak).rev().take_while(is_full).last()?;
    let last = (peak..24).take_while(is_full).last()?;
    let mut runs: Vec<usize> = by_hour[from..=last].iter().flatten().copied().collect();
    runs.sort_unstable();
    runs.dedup();
    Some(Busiest {
        from,
        to: last + 1,
        runs: runs.len(),
    })
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    const HOUR: i64 = 3_600;

    fn noon() -> i64 {
        datetime!(2026-11-26 12:00 UTC).unix_timestamp()
    }

    fn load(starts: &[(i64, usize)], now: i64) -> Load {
        let mut starts: Vec<_> = starts
            .iter()
            .map(|(hours, of)| Start {
                at: noon() + hours * HOUR,
                of: *of,
            })
            .collect();
        starts.sort_unstable();
        let reckoned = Reckoned {
            starts,
            ..Reckoned::default()
        };
        let window = Window::of(date!(2026 - 11 - 26), 3, &|_| 0);
        Load::of(&reckoned, &window, now, &|_| 0)
    }

    #[test]
    fn starts_stand_on_their_day_and_in_their_hour_unless_they_have_passed() {
        let load = load(&[(-3, 0), (0, 1), (2, 0), (13, 1), (40, 0)], noon());
        let counts: Vec<_> = load.days.iter().map(DayLoad::count).collect();
        assert_eq!(counts, [1, 1, 1]);
        assert_eq!((load.days[0].hours[14], load.days[1].hours[1]), (1, 1));
        assert_eq!(load.count(), 3);
        assert_eq!(load.days[1].lines[0].of, 1);
    }

    #[test]
    fn one_that_starts_often_on_a_day_is_one_line_of_it() {
        let hourly: Vec<_> = (1..6).map(|hour| (hour, 7)).chain([(3, 2)]).collect();
        let lines: Vec<_> = load(&hourly, noon()).days[0]
            .lines
            .iter()
            .map(|line| ((line.at - noon()) / HOUR, line.of, line.count))
            .collect();
        assert_eq!(lines, [(1, 7, 5), (3, 2, 1)]);
    }

    #[test]
    fn the_busiest_hours_are_those_of_most_starts_on_all_days() {
        // 01:00 of the next two days, 02:00 of them for another two, and one at 15:00.
        let told = load(
            &[
                (13, 0),
                (13, 1),
                (37, 0),
                (37, 1),
                (14, 2),
                (14, 3),
                (38, 2),
                (3, 9),
            ],
            noon(),
        );
        let busiest = Busiest {
            from: 1,
            to: 3,
            runs: 4,
        };
        assert_eq!(told.busiest, Some(busiest));
        assert_eq!(load(&[], noon()).busiest, None);
    }
}
