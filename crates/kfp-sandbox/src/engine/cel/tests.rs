//! The conditions of compiled pipelines, CEL's rules, and properties of reader and writer.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn holds(text: &str, parameters: &Json) -> Result<bool, CelError> {
    condition_holds(text, parameters.as_object().unwrap())
}

fn value(text: &str) -> Result<Value, CelError> {
    evaluate(&parse(text)?, &Variables::new())
}

#[test]
fn the_branches_of_a_compiled_pipeline_exclude_each_other() {
    let roll = "int(inputs.parameter_values['pipelinechannel--roll-Output'])";
    let branches = [
        format!("{roll} == 1"),
        format!("!({roll} == 1) && {roll} <= 3"),
        format!("!({roll} == 1) && !({roll} <= 3)"),
    ];
    for (rolled, taken) in [(1, 0), (2, 1), (3, 1), (4, 2), (6, 2)] {
        let parameters = json!({"pipelinechannel--roll-Output": rolled});
        for (index, branch) in branches.iter().enumerate() {
            assert_eq!(
                holds(branch, &parameters),
                Ok(index == taken),
                "{rolled} in {branch}"
            );
        }
    }
}

#[test]
fn compares_texts_booleans_and_numbers_as_the_compiler_writes_them() {
    let parameters = json!({"s": "heads", "b": true, "d": 0.5, "n": 3});
    for text in [
        "inputs.parameter_values['s'] == 'heads'",
        "inputs.parameter_values['b'] == true",
        "inputs.parameter_values['d'] < 1",
        "inputs.parameter_values['n'] == 3",
        "double(inputs.parameter_values['n']) >= 2.5",
        "string(int(inputs.parameter_values['n'])) != \"4\"",
        "inputs.parameter_values['s'] in ['tails', 'heads']",
        "size(inputs.parameter_values['s']) == 5 ? true : false",
    ] {
        assert_eq!(holds(text, &parameters), Ok(true), "{text}");
    }
}

#[test]
fn a_side_that_decides_swallows_the_error_of_the_other() {
    let parameters = json!({"a": 1});
    assert_eq!(
        holds("inputs.parameter_values['gone'] == 1 && false", &parameters),
        Ok(false)
    );
    assert_eq!(
        holds("true || inputs.parameter_values['gone'] == 1", &parameters),
        Ok(true)
    );
    let error = holds("inputs.parameter_values['gone'] == 1 || false", &parameters).unwrap_err();
    assert_eq!(error.to_string(), "no such key: 'gone'");
}

#[test]
fn says_what_it_does_not_know() {
    assert_eq!(
        holds("1 + 1", &json!({})).unwrap_err().to_string(),
        "a condition must be a boolean, this is int"
    );
    assert_eq!(
        value("'a' < 1").unwrap_err().to_string(),
        "no such overload: < on string, int"
    );
    assert_eq!(
        value("int('x')").unwrap_err().to_string(),
        "cannot convert string to int"
    );
    assert_eq!(value("9223372036854775807 + 1"), Err(CelError::Arithmetic));
    assert_eq!(value("1 / 0"), Err(CelError::Arithmetic));
    assert_eq!(
        parse("a ==").unwrap_err().to_string(),
        "expected an expression, found the end"
    );
    assert_eq!(parse("'open").unwrap_err(), CelError::Text { position: 0 });
}

#[test]
fn knows_the_edges_of_numbers() {
    assert_eq!(value("-9223372036854775808"), Ok(Value::Int(i64::MIN)));
    assert_eq!(
        value("9223372036854775807 == 9223372036854775807.0"),
        Ok(Value::Bool(false))
    );
    assert_eq!(
        value("1 == 1.0 && 2 > 1.5 && -2 < -1.5"),
        Ok(Value::Bool(true))
    );
    assert_eq!(
        value("int(2.9) == 2 && int(-2.9) == -2"),
        Ok(Value::Bool(true))
    );
}

#[test]
fn reads_escapes() {
    assert_eq!(
        value(r"'it\'s \u0041\x42\103\n'"),
        Ok(Value::String("it's ABC\n".to_owned()))
    );
}

#[test]
fn selects_a_member_of_an_item() {
    let item = json!({"size": 7, "name": "x"});
    assert_eq!(
        select("parseJson(string_value)[\"size\"]", &item),
        Ok(json!(7))
    );
    assert_eq!(
        select(
            "parseJson(string_value)[\"name\"]",
            &json!(item.to_string())
        ),
        Ok(json!("x"))
    );
}

#[test]
fn refuses_what_would_overflow_the_stack() {
    assert_eq!(
        parse(&format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000))),
        Err(CelError::TooDeep)
    );
    assert_eq!(parse(&"!".repeat(5_000)), Err(CelError::TooDeep));
    assert_eq!(
        parse(&format!("1{}", "+1".repeat(5_000))),
        Err(CelError::TooDeep)
    );
    assert_eq!(
        parse(&format!("a{}", ".b".repeat(5_000))),
        Err(CelError::TooDeep)
    );
}

fn literal() -> impl Strategy<Value = Expression> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-1.0e12..1.0e12).prop_map(Value::Double),
        "[ -~가-힣]{0,8}".prop_map(Value::String),
        Just(Value::Null),
    ]
    .prop_map(Expression::Literal)
}

fn operator() -> impl Strategy<Value = Operator> {
    prop::sample::select(vec![
        Operator::Or,
        Operator::And,
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::GreaterOrEqual,
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
    ])
}

fn expression() -> impl Strategy<Value = Expression> {
    let name = "[a-z_][a-z0-9_]{0,6}".prop_filter("reserved", |name| {
        !["true", "false", "null", "in"].contains(&name.as_str())
    });
    let leaf = prop_oneof![literal(), name.prop_map(Expression::Name)];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|operand| Expression::Not(Box::new(operand))),
            (operator(), inner.clone(), inner.clone()).prop_map(|(operator, left, right)| {
                Expression::Binary(operator, Box::new(left), Box::new(right))
            }),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(
                |(condition, then, otherwise)| {
                    Expression::Conditional(
                        Box::new(condition),
                        Box::new(then),
                        Box::new(otherwise),
                    )
                }
            ),
            prop::collection::vec(inner, 0..3)
                .prop_map(|arguments| Expression::Call("f".to_owned(), arguments)),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(expression in expression()) {
        let text = expression.to_string();
        let read = parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(read, expression);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}") {
        if let Ok(expression) = parse(&text) {
            let _ = evaluate(&expression, &Variables::new());
        }
    }

    #[test]
    fn integers_compare_as_in_rust(left in any::<i64>(), right in any::<i64>()) {
        prop_assert_eq!(value(&format!("{left} < {right}")), Ok(Value::Bool(left < right)));
        prop_assert_eq!(value(&format!("{left} == {right}")), Ok(Value::Bool(left == right)));
    }

    #[test]
    fn de_morgan_holds(a in any::<bool>(), b in any::<bool>()) {
        prop_assert_eq!(value(&format!("!({a} && {b}) == (!{a} || !{b})")), Ok(Value::Bool(true)));
    }

    #[test]
    fn negation_turns_every_comparison(left in -100i64..100, right in -100.0f64..100.0) {
        let less = value(&format!("{left} < {right:?}"))?;
        prop_assert_eq!(value(&format!("!({left} >= {right:?})"))?, less);
    }
}
