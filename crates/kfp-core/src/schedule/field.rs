//! One field of a cron line.

use super::error::InvalidCron;

/// What a field may hold.
#[derive(Debug)]
pub(super) struct Bounds {
    pub(super) name: &'static str,
    pub(super) min: u8,
    pub(super) max: u8,
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

pub(super) const SECOND: Bounds = Bounds::of("second", 0, 59, &[]);
pub(super) const MINUTE: Bounds = Bounds::of("minute", 0, 59, &[]);
pub(super) const HOUR: Bounds = Bounds::of("hour", 0, 23, &[]);
pub(super) const DAY_OF_MONTH: Bounds = Bounds::of("day of the month", 1, 31, &[]);
pub(super) const MONTH: Bounds = Bounds::of("month", 1, 12, MONTHS);
/// Sunday is 0, and there is no 7.
pub(super) const DAY_OF_WEEK: Bounds = Bounds::of("day of the week", 0, 6, DAYS);

impl Bounds {
    const fn of(name: &'static str, min: u8, max: u8, names: &'static [&'static str]) -> Self {
        Self {
            name,
            min,
            max,
            names,
        }
    }

    fn number(&self, text: &str) -> Result<u8, InvalidCron> {
        let lower = text.to_ascii_lowercase();
        if let Some(place) = self.names.iter().position(|name| *name == lower) {
            return Ok(self.min + u8::try_from(place).unwrap_or_default());
        }
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let part = || shown(text);
        let field = self.name;
        if !digits {
            return Err(InvalidCron::NotANumber {
                field,
                part: part(),
            });
        }
        let number = text.parse().ok();
        number
            .filter(|number| (self.min..=self.max).contains(number))
            .ok_or_else(|| InvalidCron::OutOfRange {
                field,
                part: part(),
                min: self.min,
                max: self.max,
            })
    }
}

/// A part of a line, short enough to be shown.
fn shown(text: &str) -> Box<str> {
    let plain = text.chars().filter(|c| !c.is_control());
    plain.take(24).collect::<String>().into()
}

/// Which values a field lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Field {
    bits: u64,
    /// Written with a star or a question mark: it does not narrow the days down, not even with a step.
    pub(super) is_star: bool,
}

impl Field {
    pub(super) fn every(bounds: &Bounds) -> Self {
        Self {
            bits: bits(bounds.min, bounds.max, 1),
            is_star: true,
        }
    }

    pub(super) fn only(value: u8) -> Self {
        Self {
            bits: 1 << value,
            is_star: false,
        }
    }

    pub(super) fn parse(text: &str, bounds: &Bounds) -> Result<Self, InvalidCron> {
        let mut field = Self {
            bits: 0,
            is_star: false,
        };
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (start, end, step, is_star) = range(part, bounds)?;
            field.bits |= bits(start, end, step);
            field.is_star |= is_star;
        }
        if field.bits == 0 {
            return Err(InvalidCron::NoPart { field: bounds.name });
        }
        Ok(field)
    }

    pub(super) fn holds(self, value: u8) -> bool {
        self.bits & (1 << value) != 0
    }

    pub(super) fn values(self) -> impl Iterator<Item = u8> + Clone {
        (0..64).filter(move |value| self.holds(*value))
    }

    /// Whether it lets every value through.
    pub(super) fn is_all(self, bounds: &Bounds) -> bool {
        self.bits == bits(bounds.min, bounds.max, 1)
    }

    /// The one value, if there is one alone.
    pub(super) fn single(self) -> Option<u8> {
        let mut values = self.values();
        let first = values.next()?;
        values.next().is_none().then_some(first)
    }

    /// The distance of values that go evenly from the least of the field to its end, if they do.
    pub(super) fn step(self, bounds: &Bounds) -> Option<u8> {
        let second = self.values().nth(1)?;
        let step = second - bounds.min;
        (step > 1 && self.bits == bits(bounds.min, bounds.max, step)).then_some(step)
    }
}

fn bits(start: u8, end: u8, step: u8) -> u64 {
    (start..=end)
        .step_by(usize::from(step.max(1)))
        .fold(0, |bits, value| bits | 1 << value)
}

/// `*`, `?`, `N`, `N-M`, and each of them with `/STEP`; `N/STEP` goes on to the end of the field.
fn range(part: &str, bounds: &Bounds) -> Result<(u8, u8, u8, bool), InvalidCron> {
    let (values, step) = match part.split_once('/') {
        Some((values, step)) => (values, Some(step)),
        None => (part, None),
    };
    let step_number = match step {
        None => 1,
        Some(step) => {
            let digits = step.bytes().all(|b| b.is_ascii_digit());
            let number = step.parse::<u32>().ok().filter(|step| digits && *step > 0);
            let number = number.ok_or_else(|| InvalidCron::Step { part: shown(part) })?;
            // A step beyond the end of the field leaves the first value alone.
            u8::try_from(number).unwrap_or(u8::MAX)
        }
    };
    if values == "*" || values == "?" {
        return Ok((bounds.min, bounds.max, step_number, true));
    }
    let (start, end) = if let Some((start, end)) = values.split_once('-') {
        (bounds.number(start)?, bounds.number(end)?)
    } else {
        let start = bounds.number(values)?;
        (start, if step.is_some() { bounds.max } else { start })
    };
    if start > end {
        return Err(InvalidCron::Backwards { part: shown(part) });
    }
    Ok((start, end, step_number, false))
}
