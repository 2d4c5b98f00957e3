//! Styles, order and indentation.

use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn writes_as_go_does() {
    let value = json!({
        "b": {"x-10": 1, "x-2": 2.5, "empty": {}, "none": []},
        "a": ["--flag", "{{$}}", "two words", "- dash", "key: value", "a#b", "a #b", ""],
        "c": [{"k": "v", "z": [1, [true, null]]}],
        "version": "2.1.0",
        "number": "10",
        "day": "2026-11-25",
        "clock": "1:30",
        "word": "yes",
        "quote": "it's",
        "tab": "a\tb",
    });
    let expected = "\
a:
- --flag
- '{{$}}'
- two words
- '- dash'
- 'key: value'
- a#b
- 'a #b'
- \"\"
b:
  empty: {}
  none: []
  x-2: 2.5
  x-10: 1
c:
- k: v
  z:
  - 1
  - - true
    - null
clock: \"1:30\"
day: \"2026-11-25\"
number: \"10\"
quote: it's
tab: \"a\\tb\"
version: 2.1.0
word: \"yes\"
";
    assert_eq!(to_yaml(&value), expected);
}

#[test]
fn lines_are_blocks() {
    let value = json!({"s": ["\n  a\n\nb\n", "a\nb", "a\n\n", "a \nb"]});
    let expected = "s:\n- |2\n\n    a\n\n  b\n- |-\n  a\n  b\n- |+\n  a\n\n- \"a \\nb\"\n";
    assert_eq!(to_yaml(&value), expected);
}

#[test]
fn long_words_are_folded_at_a_blank() {
    let words = vec!["word"; 30].join(" ");
    let text = to_yaml(&json!({ "d": words }));
    assert!(text.lines().all(|line| line.len() <= 84), "{text}");
    assert_eq!(text.lines().count(), 2);
    assert!(text.lines().nth(1).unwrap().starts_with("  word"));
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = "[ -~\n]{0,12}|[a-z ]{60,120}|-?[0-9:.eE_x]{1,6}|yes|null|~|\u{e9}\u{4e2d}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z0-9-]{1,6}|[ -~]{1,8}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(value in any_json()) {
        let text = to_yaml(&value);
        let read = crate::kfp::spec::yaml::documents(text.as_bytes());
        prop_assert_eq!(read.map(|documents| documents.first().cloned().unwrap_or(Value::Null)).ok(), Some(value), "{}", text);
    }
}
