//! Selectors of labels and fields.

use serde_json::{Map, Value};

use super::status::Status;
use crate::directory::{Collection, Object};

/// What a list or a watch is limited to.
#[derive(Clone, Debug, Default)]
pub(super) struct Selector {
    labels: Vec<Requirement>,
    fields: Vec<Requirement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    /// Has one of these values.
    In(Vec<String>),
    /// Has none of these, or no value at all.
    NotIn(Vec<String>),
    Exists,
    Absent,
}

impl Requirement {
    fn holds(&self, value: Option<&str>) -> bool {
        let is_any =
            |values: &[String]| value.is_some_and(|value| values.iter().any(|v| v == value));
        match &self.test {
            Test::In(values) => is_any(values),
            Test::NotIn(values) => !is_any(values),
            Test::Exists => value.is_some(),
            Test::Absent => value.is_none(),
        }
    }
}

/// Fields that can be selected by, beside `metadata.name` and `metadata.namespace`.
fn fields(collection: Collection) -> &'static [&'static str] {
    match collection {
        Collection::EVENTS => &[
            "involvedObject.apiVersion",
            "involvedObject.fieldPath",
            "involvedObject.kind",
            "involvedObject.name",
            "involvedObject.namespace",
            "involvedObject.resourceVersion",
            "involvedObject.uid",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        Collection::NAMESPACES => &["status.phase"],
        Collection::PODS => &[
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "status.phase",
            "status.podIP",
        ],
        _ => &[],
    }
}

impl Selector {
    /// Reads both selectors of a query.
    ///
    /// # Errors
    /// 400 for a selector that cannot be read, or a field that cannot be selected by.
    pub(super) fn read(
        labels: &str,
        field_terms: &str,
        collection: Collection,
    ) -> Result<Self, Status> {
        let labels = read_labels(labels)?;
        let fields_read = read_fields(field_terms)?;
        for Requirement { key, .. } in &fields_read {
            let is_known = ["metadata.name", "metadata.namespace"].contains(&key.as_str())
                || fields(collection).contains(&key.as_str());
            if !is_known {
                return Err(Status::bad_request(format!(
                    "field label not supported: {key}"
                )));
            }
        }
        Ok(Self {
            labels,
            fields: fields_read,
        })
    }

    pub(super) fn selects(&self, object: &Object) -> bool {
        let empty = Map::new();
        let labels = object.map("labels").unwrap_or(&empty);
        self.labels.iter().all(|requirement| {
            requirement.holds(labels.get(&requirement.key).and_then(Value::as_str))
        }) && self.fields.iter().all(|requirement| {
            // A field that is not set compares as empty.
            requirement.holds(Some(field(object, &requirement.key)))
        })
    }

    /// The one value that a label must have, if there is such a term.
    pub(super) fn label(&self, key: &str) -> Option<&str> {
        self.labels
            .iter()
            .find_map(|requirement| match &requirement.test {
                Test::In(values) if requirement.key == key && values.len() == 1 => {
                    Some(values[0].as_str())
                }
                _ => None,
            })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.fields.is_empty()
    }
}

fn field<'a>(object: &'a Object, path: &str) -> &'a str {
    let path = match path {
        "source" => "source.component",
        path => path,
    };
    let found = path
        .split('.')
        .try_fold(&object.document, |value, key| value.get(key));
    found.and_then(Value::as_str).unwrap_or_default()
}

/// Terms at commas outside parentheses.
fn terms(text: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                terms.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    terms.push(&text[start..]);
    terms
        .into_iter()
        .map(str::trim)
        .filter(|term| !term.is_empty())
        .collect()
}

fn read_labels(text: &str) -> Result<Vec<Requirement>, Status> {
    terms(text)
        .into_iter()
        .map(|term| {
            label_requirement(term).ok_or_else(|| {
                Status::bad_request(format!(
                    "unable to parse requirement: found '{term}', expected: a key, '!', '=', '!=', 'in' or 'notin'"
                ))
            })
        })
        .collect()
}

fn label_requirement(term: &str) -> Option<Requirement> {
    let requirement = |key: &str, test: Test| {
        let key = key.trim();
        let is_key = !key.is_empty()
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte));
        is_key.then(|| Requirement {
            key: key.to_owned(),
            test,
        })
    };
    if let Some(list) = term.strip_suffix(')') {
        let (head, values) = list.split_once('(')?;
        let values = values
            .split(',')
            .map(|value| value.trim().to_owned())
            .collect();
        let (key, operator) = head.trim().rsplit_once(char::is_whitespace)?;
        return match operator {
            "in" => requirement(key, Test::In(values)),
            "notin" => requirement(key, Test::NotIn(values)),
            _ => None,
        };
    }
    if let Some((key, value)) = term.split_once("!=") {
        return requirement(key, Test::NotIn(vec![value.trim().to_owned()]));
    }
    if let Some((key, value)) = term.split_once("==").or_else(|| term.split_once('=')) {
        return requirement(key, Test::In(vec![value.trim().to_owned()]));
    }
    match term.strip_prefix('!') {
        Some(key) => requirement(key, Test::Absent),
        None => requirement(term, Test::Exists),
    }
}

fn read_fields(text: &str) -> Result<Vec<Requirement>, Status> {
    let of = |key: &str, test: Test| Requirement {
        key: key.to_owned(),
        test,
    };
    text.split(',')
        .filter(|term| !term.is_empty())
        .map(|term| {
            if let Some((key, value)) = term.split_once("!=") {
                Ok(of(key, Test::NotIn(vec![value.to_owned()])))
            } else if let Some((key, value)) =
                term.split_once("==").or_else(|| term.split_once('='))
            {
                Ok(of(key, Test::In(vec![value.to_owned()])))
            } else {
                Err(Status::bad_request(format!(
                    "invalid selector: '{text}'; can't understand '{term}'"
                )))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::directory::Key;

    fn selects(labels: &str, fields: &str) -> bool {
        let object = Object {
            key: Key::new(Collection::EVENTS, "a", "x"),
            revision: 1,
            document: json!({
                "metadata": {"name": "x", "labels": {"app.kubernetes.io/part-of": "kubeflow-profile", "a": "1"}},
                "involvedObject": {"kind": "Pod", "name": "p"},
                "source": {"component": "kubelet"},
            }),
        };
        Selector::read(labels, fields, Collection::EVENTS)
            .unwrap()
            .selects(&object)
    }

    #[test]
    fn selectors_compare_labels() {
        assert!(selects("", ""));
        assert!(selects(
            "app.kubernetes.io/part-of=kubeflow-profile,a==1",
            ""
        ));
        assert!(selects("a, !b, c!=d", ""));
        assert!(selects("a in (0, 1), b notin (x)", ""));
        assert!(!selects("a in (0)", ""));
        assert!(!selects("a notin (1,2)", ""));
        assert!(!selects("a=2", ""));
        assert!(!selects("b", ""));
        assert!(!selects("a!=1", ""));
    }

    #[test]
    fn selectors_compare_fields() {
        assert!(selects(
            "",
            "involvedObject.kind=Pod,involvedObject.name=p,source=kubelet"
        ));
        assert!(selects("", "involvedObject.uid=,metadata.name!=y"));
        assert!(!selects("", "involvedObject.name!=p"));
    }

    #[test]
    fn what_cannot_be_selected_by_is_refused() {
        for (labels, fields) in [
            ("a~b", ""),
            ("a in x", ""),
            ("=b", ""),
            ("", "spec.x=1"),
            ("", "x"),
        ] {
            assert!(
                Selector::read(labels, fields, Collection::CONFIG_MAPS).is_err(),
                "{labels} {fields}"
            );
        }
    }
}
