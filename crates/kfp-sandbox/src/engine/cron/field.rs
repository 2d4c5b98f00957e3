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
    let number_error = || CronError::Number {
        text: text.to_owned(),
    };
    let (span, step) = match text.split_once('/') {
        Some((span, step)) => (span, Some(step.parse::<u8>().map_err(|_| number_error())?)),
        None => (text, None),
    };
    let is_star = span == "*" || span == "?";
    let (start, end) = if is_star {
        (bounds.min, bounds.max)
    } else if let Some((start, end)) = span.split_once('-') {
        (number(start, bounds)?, number(end, bounds)?)
    } else {
        let start = number(span, bounds)?;
        // `5/10` goes on to the field's end.
        (start, if step.is_some() { bounds.max } else { start })
    };
    if start < bounds.min || end > bounds.max || start > end || step == Some(0) {
        return Err(CronError::Range {
            text: text.to_owned(),
            min: bounds.min,
            max: bounds.max,
        });
    }
    let bits = (start..=end)
        .step_by(usize::from(step.unwrap_or(1)))
        .fold(0, |bits, number| bits | 1_u64 << number);
    Ok((bits, is_star))
}

fn number(text: &str, bounds: Bounds) -> Result<u8, CronError> {
    let name = bounds
        .names
        .iter()
        .position(|name| name.eq_ignore_ascii_case(text));
    if let Some(number) = name.and_then(|at| u8::try_from(at).ok()) {
        return Ok(number + bounds.min);
    }
    text.parse().map_err(|_| CronError::Number {
        text: text.to_owned(),
    })
}
