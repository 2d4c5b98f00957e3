//! One field of a cron line.

use super::CronError;

/// The numbers of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    bits: u64,
    /// Written with a star: it does not narrow the days down.
    pub(super) is_star: bool,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) min: u8,
    pub(super) max: u8,
    pub(super) names: &'static [&'static str],
}

pub(super) const SECONDS: Bounds = Bounds {
    min: 0,
    max: 59,
    names: &[],
};
pub(super) const HOURS: Bounds = Bounds {
    min: 0,
    max: 23,
    names: &[],
};
pub(super) const DAYS: Bounds = Bounds {
    min: 1,
    max: 31,
    names: &[],
};
pub(super) const MONTHS: Bounds = Bounds {
    min: 1,
    max: 12,
    names: &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ],
};
pub(super) const WEEKDAYS: Bounds = Bounds {
    min: 0,
    max: 6,
    names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

impl Field {
    pub(super) fn contains(self, number: u8) -> bool {
        self.bits & (1 << number) != 0
    }

    /// Reads lists of numbers, names, ranges and steps.
    pub(super) fn parse(text: &str, bounds: Bounds) -> Result<Self, CronError> {
        let mut field = Self {
            bits: 0,
            is_star: false,
        };
        // A comma without anything beside it counts for nothing.
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (bits, is_star) = range(part, bounds)?;
            field.bits |= bits;
            field.is_star |= is_star;
        }
        Ok(field)
    }
}

fn range(text: &str, bounds: Bounds) -> Result<(u64, bool), CronError> {
    let mut parts = text.split('/');
    let span = parts.next().unwrap_or_default();
    let step = parts.next();
    let has_more_steps = parts.next().is_some();
    let mut ends = span.split('-');
    let (first, last) = (ends.next().unwrap_or_default(), ends.next());
    let is_star = first == "*" || first == "?";
    let (start, mut end) = if is_star {
        (u32::from(bounds.min), u32::from(bounds.max))
    } else {
        let start = number_or_name(first, bounds)?;
        let end = last.map_or(Ok(start), |last| number_or_name(last, bounds))?;
        if ends.next().is_some() {
            return Err(CronError::Hyphens {
                text: text.to_owned(),
            });
        }
        (start, end)
    };
    if has_more_steps {
        return Err(CronError::Slashes {
            text: text.to_owned(),
        });
    }
    let step = step.map(number).transpose()?;
    if step.is_some() && last.is_none() {
        // `5/10` goes on to the field's end.
        end = u32::from(bounds.max);
    }
    check_range(text, (start, end), step, bounds)?;
    let bits = (start..=end)
        .step_by(usize::try_from(step.unwrap_or(1)).unwrap_or(usize::MAX))
        .fold(0, |bits, number| bits | 1_u64 << number);
    Ok((bits, is_star))
}

fn check_range(
    text: &str,
    (start, end): (u32, u32),
    step: Option<u32>,
    bounds: Bounds,
) -> Result<(), CronError> {
    let text = text.to_owned();
    if start < u32::from(bounds.min) {
        let min = bounds.min;
        return Err(CronError::Below { start, min, text });
    }
    if end > u32::from(bounds.max) {
        let max = bounds.max;
        return Err(CronError::Above { end, max, text });
    }
    if start > end {
        return Err(CronError::Backwards { start, end, text });
    }
    if step == Some(0) {
        return Err(CronError::Step { text });
    }
    Ok(())
}

fn number_or_name(text: &str, bounds: Bounds) -> Result<u32, CronError> {
    let name = bounds
        .names
        .iter()
        .position(|name| name.eq_ignore_ascii_case(text));
    match name.and_then(|at| u32::try_from(at).ok()) {
        Some(at) => Ok(at + u32::from(bounds.min)),
        None => number(text),
    }
}

fn number(text: &str) -> Result<u32, CronError> {
    let number = text.parse::<i64>().map_err(|_| CronError::Number {
        text: text.to_owned(),
    })?;
    if number < 0 {
        return Err(CronError::Negative {
            text: text.to_owned(),
        });
    }
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}
