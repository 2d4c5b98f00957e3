//! The schema that KFP publishes of its API, and whether an answer is as it says.

use std::path::Path;

use serde_json::{Map, Value};

/// Where recorded answers of the real server are not as its schema says.
const DEVIATIONS: &[(&str, &str)] = &[
    ("auth-001", HEALTHZ),
    ("auth-003", HEALTHZ),
    ("auth-079", HEALTHZ),
    ("singleuser-001", HEALTHZ),
    ("variants-012", HEALTHZ),
    (
        "http-105",
        "is posted as a form and answered as the list that it asks for",
    ),
];

const HEALTHZ: &str = "healthz also tells the server's commit and release";

/// The published schema.
#[derive(Debug)]
pub struct Swagger {
    paths: Map<String, Value>,
    definitions: Map<String, Value>,
}

impl Swagger {
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/kfp/swagger.json");
        let text = std::fs::read_to_string(path).expect("the schema");
        let mut document: Value = serde_json::from_str(&text).expect("JSON");
        let mut take = |key: &str| match document[key].take() {
            Value::Object(members) => members,
            _ => panic!("no {key}"),
        };
        Self {
            paths: take("paths"),
            definitions: take("definitions"),
        }
    }

    /// Whether an answer is as the schema says; `None` for a path that it does not know.
    pub fn check(
        &self,
        id: &str,
        call: (&str, &str),
        status: u16,
        body: &Value,
    ) -> Option<Result<(), String>> {
        let operation = self.operation(call)?;
        let responses = &operation["responses"];
        let response = match responses.get(status.to_string()) {
            Some(response) => response,
            None => responses.get("default")?,
        };
        if DEVIATIONS.iter().any(|(start, _)| id.starts_with(start)) {
            return Some(Ok(()));
        }
        Some(self.validate(&response["schema"], body, "body"))
    }

    fn operation(&self, (method, path): (&str, &str)) -> Option<&Value> {
        let method = method.to_lowercase();
        let fits = |pattern: &str| {
            let (left, right): (Vec<_>, Vec<_>) =
                (pattern.split('/').collect(), path.split('/').collect());
            left.len() == right.len()
                && left
                    .iter()
                    .zip(&right)
                    .all(|(wanted, part)| is_part(wanted, part))
        };
        // Literal parts go before variables: `pipelines/create` is no pipeline.
        let mut found: Vec<(&String, &Value)> = self
            .paths
            .iter()
            .filter(|(pattern, operations)| fits(pattern) && operations.get(&method).is_some())
            .collect();
        found.sort_by_key(|(pattern, _)| (pattern.matches('{').count(), !pattern.contains("}:")));
        found.first().map(|(_, operations)| &operations[&method])
    }

    fn validate(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.trim_start_matches("#/definitions/");
            let schema = self
                .definitions
                .get(name)
                .ok_or_else(|| format!("no definition {name}"))?;
            // Any JSON, and JSON with a type of its own.
            if ["protobufStruct", "protobufValue"].contains(&name) {
                return Ok(());
            }
            return self.validate(schema, value, at);
        }
        if let Some(values) = schema["enum"].as_array() {
            return if values.contains(value) {
                Ok(())
            } else {
                Err(format!("{at}: {value} is none of {values:?}"))
            };
        }
        match schema["type"].as_str() {
            Some("object") => self.validate_object(schema, value, at),
            Some("array") => {
                let items = value.as_array().ok_or_else(|| format!("{at}: no list"))?;
                items.iter().enumerate().try_for_each(|(index, item)| {
                    self.validate(&schema["items"], item, &format!("{at}[{index}]"))
                })
            }
            Some("string") => validate_text(schema["format"].as_str(), value, at),
            Some("integer") if value.is_i64() => Ok(()),
            Some("number") if value.is_number() => Ok(()),
            Some("boolean") if value.is_boolean() => Ok(()),
            Some(kind) => Err(format!("{at}: {value} is no {kind}")),
            None => Ok(()),
        }
    }

    fn validate_object(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let members = value
            .as_object()
            .ok_or_else(|| format!("{at}: {value} is no object"))?;
        let properties = schema["properties"].as_object();
        for (key, member) in members {
            let at = format!("{at}.{key}");
            let property = properties.and_then(|properties| properties.get(key));
            match property.or_else(|| schema.get("additionalProperties")) {
                Some(schema) => self.validate(schema, member, &at)?,
                // A schema that says nothing of its members, or names them all.
                None if properties.is_none() => {}
                None => return Err(format!("{at}: is not in the schema")),
            }
        }
        Ok(())
    }
}

fn is_part(wanted: &str, part: &str) -> bool {
    match wanted.split_once('}') {
        Some((_, "")) => !part.is_empty(),
        Some((_, action)) => part.strip_suffix(action).is_some_and(|id| !id.is_empty()),
        None => wanted == part,
    }
}

fn validate_text(format: Option<&str>, value: &Value, at: &str) -> Result<(), String> {
    let text = value
        .as_str()
        .ok_or_else(|| format!("{at}: {value} is no text"))?;
    let fits = match format {
        Some("date-time") => {
            use time::format_description::well_known::Rfc3339;
            time::OffsetDateTime::parse(text, &Rfc3339).is_ok()
        }
        Some("int64") => text.parse::<i64>().is_ok(),
        _ => true,
    };
    if fits {
        Ok(())
    } else {
        Err(format!("{at}: {text:?} is no {}", format.unwrap_or("text")))
    }
}

#[test]
fn an_answer_that_is_not_as_the_schema_says_is_found() {
    let swagger = Swagger::read();
    let check = |path: &str, body: Value| {
        swagger
            .check("", ("GET", path), 200, &body)
            .expect("a known path")
    };
    let run = "/apis/v2beta1/runs/1";
    assert_eq!(
        check(run, serde_json::json!({"run_id": "1", "state": "RUNNING"})),
        Ok(())
    );
    for wrong in [
        serde_json::json!({"run_id": 1}),
        serde_json::json!({"state": "Running"}),
        serde_json::json!({"created_at": "yesterday"}),
        serde_json::json!({"runId": "1"}),
        serde_json::json!({"run_details": {"task_details": [{"execution_id": 7}]}}),
        serde_json::json!([]),
    ] {
        assert!(check(run, wrong.clone()).is_err(), "{wrong}");
    }
    assert!(
        swagger
            .check("", ("GET", "/apis/v2beta1/nothing"), 200, &Value::Null)
            .is_none()
    );
}
