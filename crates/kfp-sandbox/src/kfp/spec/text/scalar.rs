//! In which of YAML's styles a text is written.

/// Lines are folded at a blank behind this column.
pub(super) const WIDTH: usize = 80;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// A block of lines.
    Literal,
}

/// The style of a text; `is_key` for a mapping's key, which stands on one line.
pub(super) fn style(text: &str, is_key: bool) -> Style {
    let has_lines = text.contains('\n');
    let needs_escapes = text.contains(" \n") || !text.chars().all(is_printable);
    if has_lines && !is_key && !needs_escapes && !text.ends_with(' ') {
        return Style::Literal;
    }
    if has_lines || needs_escapes || reads_as_other_type(text) {
        return Style::Double;
    }
    if text.starts_with(' ') || text.ends_with(' ') || has_indicator(text) {
        Style::Single
    } else {
        Style::Plain
    }
}

/// Whether something in a text would mean more than itself.
fn has_indicator(text: &str) -> bool {
    if text.starts_with("---") || text.starts_with("...") {
        return true;
    }
    let is_blank = |character: Option<&char>| character.is_none_or(|character| *character == ' ');
    let characters: Vec<char> = text.chars().collect();
    characters
        .iter()
        .enumerate()
        .any(|(at, character)| match character {
            '#' => at == 0 || is_blank(characters.get(at - 1)),
            ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`' => at == 0,
            '?' | '-' => at == 0 && is_blank(characters.get(1)),
            ':' => is_blank(characters.get(at + 1)),
            _ => false,
        })
}

fn is_printable(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && character != '\u{feff}'
}

/// Whether a plain text would be read as something else than text.
fn reads_as_other_type(text: &str) -> bool {
    const WORDS: [&str; 30] = [
        "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "y",
        "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off",
        "OFF", "<<", ".nan", ".inf",
    ];
    const MORE: [&str; 10] = [
        ".NaN", ".NAN", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
    ];
    WORDS.contains(&text) || MORE.contains(&text) || is_number(text) || is_date(text)
}

fn is_number(text: &str) -> bool {
    let starts =
        |digits: &str| digits.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !starts(unsigned) {
        return false;
    }
    let plain = unsigned.replace('_', "");
    let of_base = |prefix: &str, base: u32| {
        plain
            .strip_prefix(prefix)
            .is_some_and(|digits| i64::from_str_radix(digits, base).is_ok())
    };
    let is_base_60 = unsigned.contains(':')
        && unsigned
            .split(':')
            .all(|part| !part.is_empty() && part.chars().all(|digit| digit.is_ascii_digit()));
    let is_decimal = plain
        .chars()
        .all(|character| character.is_ascii_digit() || "+-.eE".contains(character))
        && plain.parse::<f64>().is_ok();
    is_decimal || is_base_60 || of_base("0x", 16) || of_base("0o", 8) || of_base("0b", 2)
}

/// `2026-11-25` and what may follow of a time.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        bytes
            .get(range)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    digits(0..4)
        && bytes.get(4) == Some(&b'-')
        && digits(5..7)
        && bytes.get(7) == Some(&b'-')
        && digits(8..10)
        && bytes.get(10).is_none_or(|next| b"Tt ".contains(next))
}
