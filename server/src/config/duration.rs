//! Durations on the command line: a number with a unit, such as `250ms`, `5s`, `2m` or `1h`.

use std::time::Duration;

/// Parses a duration such as `250ms`, `5s`, `2m` or `1h`.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .ok_or_else(|| format!("`{text}` has no unit: write `{text}s` for seconds"))?;
    let (number, unit) = text.split_at(split);
    let number: u64 = number
        .parse()
        .map_err(|_| format!("`{text}` is no duration such as `250ms`, `5s`, `2m` or `1h`"))?;
    let millis = match unit {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        _ => return Err(format!("`{unit}` is no unit: use `ms`, `s`, `m` or `h`")),
    };
    millis
        .map(Duration::from_millis)
        .ok_or_else(|| format!("`{text}` is too long"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_unit() {
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse("5s"), Ok(Duration::from_secs(5)));
        assert_eq!(parse("2m"), Ok(Duration::from_mins(2)));
        assert_eq!(parse("1h"), Ok(Duration::from_hours(1)));
    }

    #[test]
    fn says_what_is_wrong() {
        assert!(parse("5").is_err_and(|e| e.contains("no unit")));
        assert!(parse("5d").is_err_and(|e| e.contains("is no unit")));
        assert!(parse("s").is_err());
        assert!(parse("99999999999999999h").is_err_and(|e| e.contains("too long")));
    }
}
