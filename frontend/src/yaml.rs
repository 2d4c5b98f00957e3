//! A spec as YAML, which is what people compiled.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// Writes a JSON value as YAML of the same meaning: block style, texts of several lines as they are.
pub(crate) fn yaml(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(fields) if !fields.is_empty() => object(&mut out, fields, 0),
        Value::Array(items) if !items.is_empty() => array(&mut out, items, 0),
        other => {
            scalar(&mut out, other, 1);
            out.push('\n');
        }
    }
    out
}

/// Writes a spec as the compiler does. One with platform settings is two documents.
pub(crate) fn spec(value: &Value) -> String {
    match [value.get("pipeline_spec"), value.get("platform_spec")] {
        [Some(spec), Some(platform)] => format!("{}---\n{}", yaml(spec), yaml(platform)),
        [Some(spec), None] => yaml(spec),
        _ => yaml(value),
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn object(out: &mut String, fields: &Map<String, Value>, depth: usize) {
    for (at, (key, value)) in fields.iter().enumerate() {
        // The first key stands behind the dash of a list, where there is one.
        if at > 0 || out.is_empty() || out.ends_with('\n') {
            indent(out, depth);
        }
        text(out, key);
        out.push(':');
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                out.push('\n');
                object(out, inner, depth + 1);
            }
            Value::Array(inner) if !inner.is_empty() => {
                out.push('\n');
                array(out, inner, depth);
            }
            other => {
                out.push(' ');
                scalar(out, other, depth + 1);
                out.push('\n');
            }
        }
    }
}

fn array(out: &mut String, items: &[Value], depth: usize) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 || out.is_empty() || out.ends_with('\n') {
            indent(out, depth);
        }
        out.push_str("- ");
        match item {
            Value::Object(inner) if !inner.is_empty() => object(out, inner, depth + 1),
            Value::Array(inner) if !inner.is_empty() => array(out, inner, depth + 1),
            other => {
                scalar(out, other, depth + 1);
                out.push('\n');
            }
        }
    }
}

fn scalar(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::String(written) if is_block(written) => block(out, written, depth),
        Value::String(written) => text(out, written),
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        other => out.push_str(&other.to_string()),
    }
}

/// Texts of several lines that can stand as they are.
fn is_block(written: &str) -> bool {
    let mut lines = written.lines();
    let is_first_plain = lines
        .next()
        .is_some_and(|line| !line.is_empty() && !line.starts_with([' ', '\t']));
    is_first_plain
        && written.contains('\n')
        && written
            .chars()
            .all(|c| c == '\n' || c == '\t' || is_printed(c))
}

fn block(out: &mut String, written: &str, depth: usize) {
    // The mark says what becomes of the line breaks at the end.
    let kept = written.trim_end_matches('\n');
    out.push('|');
    match written.len() - kept.len() {
        0 => out.push('-'),
        1 => {}
        _ => out.push('+'),
    }
    for line in kept.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            indent(out, depth);
            out.push_str(line);
        }
    }
    // The caller ends the last line.
    let more = (written.len() - kept.len()).saturating_sub(1);
    out.extend(std::iter::repeat_n('\n', more));
}

/// A text in one line, in quotes where it would mean something else without.
fn text(out: &mut String, written: &str) {
    if is_plain(written) {
        out.push_str(written);
        return;
    }
    out.push('"');
    for c in written.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_printed(c) => out.push(c),
            c => {
                let mut units = [0; 2];
                if u32::from(c) > 0xffff {
                    let _written = write!(out, "\\U{:08x}", u32::from(c));
                } else {
                    for unit in c.encode_utf16(&mut units) {
                        let _written = write!(out, "\\u{unit:04x}");
                    }
                }
            }
        }
    }
    out.push('"');
}

fn is_printed(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Whether a text means itself without quotes: a word that begins with a letter, and is no word of YAML.
fn is_plain(written: &str) -> bool {
    let inner = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '-' | '_' | '.' | '/' | ' ' | '(' | ')' | '+' | '=' | '$')
    };
    let is_word = written.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && !written.ends_with(' ')
        && written.chars().all(inner);
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    is_word
        && !reserved
            .iter()
            .any(|word| written.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_spec_is_written_as_people_know_it() {
        let spec = json!({
            "components": {"comp-train": {"executorLabel": "exec-train"}},
            "args": ["--input", "{{$}}", {"a": 1, "b": []}, ["x"]],
            "command": "set -e\necho hi\n",
            "text": "two\nlines",
            "default": 0.5,
            "odd": ["true", "1.0", "", "-", "학습", "a: b", "tail "],
            "none": null,
            "empty": {},
        });
        let written = "components:\n  comp-train:\n    executorLabel: exec-train\nargs:\n- \"--input\"\n- \"{{$}}\"\n- a: 1\n  b: []\n- - x\ncommand: |\n  set -e\n  echo hi\ntext: |-\n  two\n  lines\ndefault: 0.5\nodd:\n- \"true\"\n- \"1.0\"\n- \"\"\n- \"-\"\n- 학습\n- \"a: b\"\n- \"tail \"\nnone: null\nempty: {}\n";
        assert_eq!(yaml(&spec), written);
    }

    #[test]
    fn platform_settings_are_a_document_of_their_own() {
        let both =
            json!({"pipeline_spec": {"a": 1}, "platform_spec": {"platforms": {"kubernetes": {}}}});
        assert_eq!(spec(&both), "a: 1\n---\nplatforms:\n  kubernetes: {}\n");
        assert_eq!(spec(&json!({"pipeline_spec": {"a": 1}})), "a: 1\n");
        assert_eq!(spec(&json!({"root": {}})), "root: {}\n");
    }

    fn values() -> impl Strategy<Value = Value> {
        let texts = prop_oneof![
            "\\PC{0,12}",
            "[a-z #:\\n\\t'\"-]{0,12}",
            "[ \\n]{0,4}",
            any::<String>()
        ];
        let leaf = prop_oneof![
            texts.clone().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            Just(Value::Null),
        ];
        leaf.prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(texts.clone(), inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in values()) {
            let written = yaml(&value);
            let read: Value = serde_saphyr::from_str(&written).expect(&written);
            prop_assert_eq!(read, value, "{}", written);
        }
    }
}
