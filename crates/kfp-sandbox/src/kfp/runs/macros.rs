//! Words in a run's parameters that the API server puts values in the place of.
//!
//! The run keeps its parameters as they were sent; only the workflow gets the values. What is no known word, or has no
//! value, stays as it is.

use serde_json::{Map, Value};
use time::OffsetDateTime;

/// What the words of one run stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Macros<'a> {
    pub(super) run_id: &'a str,
    /// When the run is made.
    pub(super) current: OffsetDateTime,
    /// What the call says the run is planned for.
    pub(super) scheduled: Option<OffsetDateTime>,
}

/// Time as `[[CurrentTime]]` writes it, in Go's words.
const LAYOUT: &str = "20060102150405";

impl Macros<'_> {
    /// The parameters with the values in them; only texts can hold words.
    pub(super) fn expand(&self, parameters: Map<String, Value>) -> Map<String, Value> {
        let expanded = parameters.into_iter().map(|(name, value)| match value {
            Value::String(text) => (name, Value::String(self.text(&text))),
            value => (name, value),
        });
        expanded.collect()
    }

    fn text(&self, text: &str) -> String {
        let mut expanded = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, end_word, open, close)) = next_word(rest) {
            expanded.push_str(&rest[..at]);
            let word = &rest[at + open.len()..end_word];
            let whole = &rest[at..end_word + close.len()];
            let value = if open == "[[" {
                self.bracketed(word)
            } else {
                self.braced(word)
            };
            expanded.push_str(value.as_deref().unwrap_or(whole));
            rest = &rest[end_word + close.len()..];
        }
        expanded.push_str(rest);
        expanded
    }

    fn bracketed(&self, word: &str) -> Option<String> {
        let (name, layout) = word.split_once('.').unwrap_or((word, LAYOUT));
        match name {
            "RunUUID" if name == word => Some(self.run_id.to_owned()),
            "CurrentTime" => Some(written(layout, &GO, self.current)),
            "ScheduledTime" => Some(written(layout, &GO, self.scheduled?)),
            _ => None,
        }
    }

    /// `currentTime.strftime('%Y-%m-%d')`, with either kind of quotes.
    fn braced(&self, word: &str) -> Option<String> {
        let (time, format) = word.split_once(".strftime(")?;
        let format = format.strip_suffix(')')?;
        let quoted = |quote: char| format.strip_prefix(quote)?.strip_suffix(quote);
        let format = quoted('\'').or_else(|| quoted('"'))?;
        match time {
            "currentTime" => Some(written(format, &C, self.current)),
            "scheduledTime" => Some(written(format, &C, self.scheduled?)),
            _ => None,
        }
    }
}

/// The next pair of brackets or braces: where it begins, where its word ends, how it opens and closes.
///
/// Braces without a dollar are a template's of somebody else, and may hold words or stay open.
fn next_word(text: &str) -> Option<(usize, usize, &'static str, &'static str)> {
    let pairs = [("[[", "]]"), ("{{$.", "}}")];
    let found = pairs.into_iter().filter_map(|(open, close)| {
        let at = text.find(open)?;
        let end = at + open.len() + text[at + open.len()..].find(close)?;
        Some((at, end, open, close))
    });
    found.min_by_key(|(at, ..)| *at)
}

/// A part of a layout, and how it writes a time.
type Part = (&'static str, fn(OffsetDateTime) -> String);

fn two(number: u8) -> String {
    format!("{number:02}")
}

/// The hour of a clock with twelve.
fn half_day(at: OffsetDateTime) -> u8 {
    match at.hour() % 12 {
        0 => 12,
        hour => hour,
    }
}

fn short(name: &impl ToString) -> String {
    name.to_string().chars().take(3).collect()
}

/// Parts of a layout of Go's `time`, the longer before those they begin with. All times are UTC.
const GO: [Part; 27] = [
    ("January", |at| at.month().to_string()),
    ("Jan", |at| short(&at.month())),
    ("Monday", |at| at.weekday().to_string()),
    ("Mon", |at| short(&at.weekday())),
    ("MST", |_| "UTC".to_owned()),
    ("2006", |at| format!("{:04}", at.year())),
    ("002", |at| format!("{:03}", at.ordinal())),
    ("01", |at| two(at.month().into())),
    ("02", |at| two(at.day())),
    ("03", |at| two(half_day(at))),
    ("04", |at| two(at.minute())),
    ("05", |at| two(at.second())),
    ("06", |at| format!("{:02}", at.year().rem_euclid(100))),
    ("15", |at| two(at.hour())),
    ("_2006", |at| format!("_{:04}", at.year())),
    ("_2", |at| format!("{:2}", at.day())),
    ("1", |at| u8::from(at.month()).to_string()),
    ("2", |at| at.day().to_string()),
    ("3", |at| half_day(at).to_string()),
    ("4", |at| at.minute().to_string()),
    ("5", |at| at.second().to_string()),
    ("PM", |at| {
        if at.hour() < 12 { "AM" } else { "PM" }.to_owned()
    }),
    ("pm", |at| {
        if at.hour() < 12 { "am" } else { "pm" }.to_owned()
    }),
    ("-07:00", |_| "+00:00".to_owned()),
    ("-0700", |_| "+0000".to_owned()),
    ("Z07:00", |_| "Z".to_owned()),
    ("Z0700", |_| "Z".to_owned()),
];

/// Parts of a format of C's `strftime`.
const C: [Part; 14] = [
    ("%Y", |at| format!("{:04}", at.year())),
    ("%y", |at| format!("{:02}", at.year().rem_euclid(100))),
    ("%m", |at| two(at.month().into())),
    ("%d", |at| two(at.day())),
    ("%H", |at| two(at.hour())),
    ("%I", |at| two(half_day(at))),
    ("%M", |at| two(at.minute())),
    ("%S", |at| two(at.second())),
    ("%j", |at| format!("{:03}", at.ordinal())),
    ("%B", |at| at.month().to_string()),
    ("%b", |at| short(&at.month())),
    ("%A", |at| at.weekday().to_string()),
    ("%a", |at| short(&at.weekday())),
    ("%%", |_| "%".to_owned()),
];

/// The time in a layout of such parts; what is none of them stands for itself.
fn written(layout: &str, parts: &[Part], at: OffsetDateTime) -> String {
    let (mut text, mut rest) = (String::new(), layout);
    while let Some(next) = rest.chars().next() {
        let part = parts.iter().find(|(part, _)| rest.starts_with(part));
        let length = if let Some((part, write)) = part {
            text.push_str(&write(at));
            part.len()
        } else {
            text.push(next);
            next.len_utf8()
        };
        rest = &rest[length..];
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use time::macros::datetime;

    use super::*;

    fn macros() -> Macros<'static> {
        Macros {
            run_id: "run-1",
            current: datetime!(2026-11-25 20:38:46 UTC),
            scheduled: None,
        }
    }

    fn expanded(text: &str) -> String {
        macros().text(text)
    }

    #[test]
    fn words_with_a_value_get_it_and_others_stay() {
        assert_eq!(
            expanded("latest [[ScheduledTime]] [[RunUUID]] [[CurrentTime]] [[Index]]"),
            "latest [[ScheduledTime]] run-1 20261125203846 [[Index]]"
        );
        let planned = Macros {
            scheduled: Some(datetime!(2026-01-02 03:04:05 UTC)),
            ..macros()
        };
        assert_eq!(
            planned.text("[[ScheduledTime]] [[ScheduledTime.Jan _2]]"),
            "20260102030405 Jan  2"
        );
        for kept in [
            "[[]]",
            "[[CurrentTime",
            "{{inputs.x}}",
            "[[RunUUID.2006]]",
            "]][[",
            "{{$.currentTime}}",
        ] {
            assert_eq!(expanded(kept), kept);
        }
    }

    #[test]
    fn braces_of_others_hide_no_word() {
        for (text, value) in [
            ("{{a [[RunUUID]]}}", "{{a run-1}}"),
            ("{{ x {{$.currentTime.strftime('%Y')}}", "{{ x 2026"),
            (
                "{{inputs.x}} {{$.currentTime.strftime('%Y')}}",
                "{{inputs.x}} 2026",
            ),
        ] {
            assert_eq!(expanded(text), value);
        }
    }

    #[test]
    fn times_are_written_in_the_layouts_of_go_and_of_c() {
        for (word, value) in [
            ("[[CurrentTime.2006-01-02]]", "2026-11-25"),
            (
                "[[CurrentTime.Monday, 02 January 06 03:04PM MST]]",
                "Wednesday, 25 November 26 08:38PM UTC",
            ),
            (
                "[[CurrentTime.2006-01-02T15:04:05Z07:00]]",
                "2026-11-25T20:38:46Z",
            ),
            ("{{$.currentTime.strftime('%Y-%m-%d')}}", "2026-11-25"),
            (
                "{{$.currentTime.strftime(\"%H%M%S %j %%Q %Q\")}}",
                "203846 329 %Q %Q",
            ),
        ] {
            assert_eq!(expanded(word), value);
        }
    }

    #[test]
    fn only_texts_hold_words() {
        let given = json!({"text": "[[RunUUID]]", "list": ["[[RunUUID]]"], "n": 1});
        let Value::Object(given) = given else {
            unreachable!("an object")
        };
        let expected = json!({"text": "run-1", "list": ["[[RunUUID]]"], "n": 1});
        assert_eq!(Value::Object(macros().expand(given)), expected);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(\\[\\[|\\]\\]|\\{\\{|\\}\\}|CurrentTime|\\.|\\PC){0,12}") {
            let _expanded = expanded(&text);
        }

        #[test]
        fn text_without_words_stays(text in "[^\\[{]{0,40}") {
            prop_assert_eq!(expanded(&text), text);
        }
    }
}
