//! What is JSON to Go and what is not.

use proptest::prelude::*;

use super::*;

fn refusal(text: &str) -> String {
    match parse_body(text.as_bytes()) {
        Err(JsonError::Syntax(message)) => message,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn words_are_those_of_encoding_json() {
    assert_eq!(
        refusal("display_name=x"),
        "invalid character 'd' looking for beginning of value"
    );
    assert_eq!(
        refusal("\u{1f}x"),
        "invalid character '\\x1f' looking for beginning of value"
    );
    assert_eq!(
        refusal("{\"a\" 1}"),
        "invalid character '1' after object key"
    );
    assert_eq!(
        refusal("{\"a\":1 2}"),
        "invalid character '2' after object key:value pair"
    );
    assert_eq!(
        refusal("tru "),
        "invalid character ' ' in literal true (expecting 'e')"
    );
    assert_eq!(parse_body(b"{\"display_name\":"), Err(JsonError::Eof));
    assert_eq!(parse_body(b"  "), Ok(None));
    assert_eq!(
        parse_body(b"{\"a\":1} {\"b\":2}"),
        Ok(Some(&b"{\"a\":1}"[..]))
    );
}

#[test]
fn nesting_is_bounded_without_recursion() {
    let deep = "{\"a\":".repeat(20_000);
    assert_eq!(refusal(&deep), "invalid character '{' exceeded max depth");
    let closed = format!("{}1{}", "[".repeat(9_000), "]".repeat(9_000));
    assert_eq!(parse_body(closed.as_bytes()), Ok(Some(closed.as_bytes())));
    assert_eq!(
        parse_tree(closed.as_bytes()).unwrap_err(),
        JsonError::TooDeep
    );
}

proptest! {
    #[test]
    fn what_serde_prints_is_accepted_whole(text in json_text()) {
        prop_assert_eq!(parse_body(text.as_bytes()), Ok(Some(text.as_bytes())));
        prop_assert!(parse_tree(text.as_bytes()).is_ok());
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(Some(value)) = parse_body(&bytes) {
            let _ = parse_tree(value);
        }
    }
}

fn json_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(|number| serde_json::json!(number)),
        ".*".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(serde_json::Value::Array),
            proptest::collection::hash_map(".*", inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
    .prop_map(|value| value.to_string())
}
