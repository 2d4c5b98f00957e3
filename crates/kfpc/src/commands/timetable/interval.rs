//! Intervals as people write them.

/// Seconds from `90s`, `15m`, `1h30m`, `2d`, or a plain number of seconds; `None` for anything else.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(i64::from(seconds)).filter(|seconds| *seconds > 0);
    }
    let mut total = 0_i64;
    let mut rest = text;
    let mut largest = i64::MAX;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u32 = rest[..end].parse().ok()?;
        let unit = match rest[end..].chars().next()? {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        // `30m1h` is a slip.
        if unit >= largest {
            return None;
        }
        largest = unit;
        total = total.checked_add(i64::from(number).checked_mul(unit)?)?;
        rest = &rest[end + 1..];
    }
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_read_or_refused() {
        for (text, expected) in [
            ("90", Some(90)),
            ("90s", Some(90)),
            ("15m", Some(900)),
            ("1h30m", Some(5_400)),
            ("2d", Some(172_800)),
            ("1d12h", Some(129_600)),
            ("", None),
            ("0", None),
            ("0s", None),
            ("30m1h", None),
            ("1h1h", None),
            ("-5m", None),
            ("5 m", None),
            ("5w", None),
            ("m", None),
            ("1.5h", None),
            ("5é", None),
            ("99999999999d", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
