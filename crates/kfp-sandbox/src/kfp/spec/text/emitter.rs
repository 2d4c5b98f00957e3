//! Writing YAML.

use serde_json::{Map, Value};

use super::order;
use super::scalar::{Style, WIDTH, style};

const INDENT: usize = 2;

/// A document.
pub(in crate::kfp) fn to_yaml(value: &Value) -> String {
    let mut emitter = Emitter {
        text: String::new(),
        column: 0,
    };
    match value {
        Value::Object(members) if !members.is_empty() => emitter.mapping(members, 0),
        Value::Array(items) if !items.is_empty() => emitter.sequence(items, 0),
        scalar => {
            emitter.scalar(scalar, INDENT);
            emitter.end_line();
        }
    }
    emitter.text
}

struct Emitter {
    text: String,
    /// Characters on the line so far.
    column: usize,
}

impl Emitter {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.chars().count();
    }

    fn end_line(&mut self) {
        if self.column > 0 {
            self.text.push('\n');
            self.column = 0;
        }
    }

    fn start_line(&mut self, indent: usize) {
        self.end_line();
        self.put(&" ".repeat(indent));
    }

    /// A mapping whose keys stand at `indent`; the first one goes on where the line is.
    fn mapping(&mut self, members: &Map<String, Value>, indent: usize) {
        let mut members: Vec<(&String, &Value)> = members.iter().collect();
        members.sort_by(|(left, _), (right, _)| order::compare(left, right));
        for (index, (key, value)) in members.into_iter().enumerate() {
            if index > 0 {
                self.start_line(indent);
            }
            self.string(key, indent + INDENT, true);
            self.put(":");
            match value {
                Value::Object(inner) if !inner.is_empty() => {
                    self.start_line(indent + INDENT);
                    self.mapping(inner, indent + INDENT);
                }
                // A sequence is not indented below its key.
                Value::Array(items) if !items.is_empty() => {
                    self.start_line(indent);
                    self.sequence(items, indent);
                }
                scalar => {
                    self.put(" ");
                    self.scalar(scalar, indent + INDENT);
                }
            }
        }
        self.end_line();
    }

    fn sequence(&mut self, items: &[Value], indent: usize) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.start_line(indent);
            }
            self.put("- ");
            match item {
                Value::Object(members) if !members.is_empty() => {
                    self.mapping(members, indent + INDENT);
                }
                Value::Array(items) if !items.is_empty() => self.sequence(items, indent + INDENT),
                scalar => self.scalar(scalar, indent + INDENT),
            }
        }
        self.end_line();
    }

    /// A value on the line where it is; further lines of it stand at `indent`.
    fn scalar(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Object(_) => self.put("{}"),
            Value::Array(_) => self.put("[]"),
            Value::String(text) => self.string(text, indent, false),
            other => self.put(&other.to_string()),
        }
    }

    fn string(&mut self, text: &str, indent: usize, is_key: bool) {
        match style(text, is_key) {
            Style::Literal => self.literal(text, indent),
            Style::Plain => self.folded(text, indent, is_key),
            Style::Single => {
                self.put("'");
                self.folded(&text.replace('\'', "''"), indent, is_key);
                self.put("'");
            }
            Style::Double => self.double(text, indent, is_key),
        }
    }

    /// Words, broken at single blanks where the line has grown long.
    fn folded(&mut self, text: &str, indent: usize, is_key: bool) {
        let mut characters = text.chars().peekable();
        let mut before = None;
        while let Some(character) = characters.next() {
            let is_single = before.is_some_and(|before| before != ' ')
                && characters.peek().is_some_and(|next| *next != ' ');
            if character == ' ' && !is_key && is_single && self.column > WIDTH {
                self.start_line(indent);
            } else {
                self.put(character.encode_utf8(&mut [0; 4]));
            }
            before = Some(character);
        }
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.put("|");
        if text.starts_with([' ', '\n']) {
            self.put(&INDENT.to_string());
        }
        let keep = text == "\n" || text.ends_with("\n\n");
        self.put(match (text.ends_with('\n'), keep) {
            (false, _) => "-",
            (true, true) => "+",
            (true, false) => "",
        });
        self.end_line();
        let lines = text.strip_suffix('\n').unwrap_or(text);
        for line in lines.split('\n') {
            if !line.is_empty() {
                self.put(&" ".repeat(indent));
                self.put(line);
            }
            self.text.push('\n');
            self.column = 0;
        }
    }

    fn double(&mut self, text: &str, indent: usize, is_key: bool) {
        self.put("\"");
        let length = text.chars().count();
        let mut characters = text.chars().enumerate().peekable();
        let mut blank_before = false;
        while let Some((at, character)) = characters.next() {
            let is_inner = at > 0 && at + 1 < length;
            if character == ' ' && !is_key && !blank_before && self.column > WIDTH && is_inner {
                self.start_line(indent);
                if characters.peek().is_some_and(|(_, next)| *next == ' ') {
                    self.put("\\");
                }
            } else {
                self.put(&escaped(character));
            }
            blank_before = character == ' ';
        }
        self.put("\"");
    }
}

/// A character between double quotes.
fn escaped(character: char) -> String {
    match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\0' => "\\0".to_owned(),
        '\u{7}' => "\\a".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{b}' => "\\v".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\u{1b}' => "\\e".to_owned(),
        '\u{85}' => "\\N".to_owned(),
        '\u{a0}' => "\\_".to_owned(),
        '\u{2028}' => "\\L".to_owned(),
        '\u{2029}' => "\\P".to_owned(),
        ' '..='~' => character.to_string(),
        other if other <= '\u{ff}' => format!("\\x{:02X}", u32::from(other)),
        '\u{feff}' => "\\uFEFF".to_owned(),
        other => other.to_string(),
    }
}
