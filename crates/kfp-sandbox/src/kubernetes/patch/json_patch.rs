//! JSON patch, RFC 6902.

use serde_json::Value;

use crate::kubernetes::status::Status;
use crate::kubernetes::strategy::{MAX_DEPTH, depth};

/// Most operations in one patch, as the real server limits them.
const MAX_OPERATIONS: usize = 10_000;

/// Most bytes that one patch may copy: a few steps could double an object again and again.
const MAX_COPIED_BYTES: usize = 3 * 1024 * 1024;

/// One step of a patch.
#[derive(Debug)]
pub(in crate::kubernetes) enum Operation {
    Add(String, Value),
    Remove(String),
    Replace(String, Value),
    Move { from: String, path: String },
    Copy { from: String, path: String },
    Test(String, Value),
}

/// Reads a patch.
///
/// # Errors
/// 400 for what is none.
pub(super) fn read(patch: &Value) -> Result<Vec<Operation>, Status> {
    let wrong = || Status::bad_request("error decoding patch: it is no list of operations");
    let operations = patch.as_array().ok_or_else(wrong)?;
    if operations.len() > MAX_OPERATIONS {
        return Err(Status::bad_request(format!(
            "The allowed maximum operations in a JSON patch is {MAX_OPERATIONS}, got {}",
            operations.len()
        )));
    }
    operations
        .iter()
        .map(|operation| {
            let text = |key: &str| operation[key].as_str().map(str::to_owned).ok_or_else(wrong);
            let value = || operation.get("value").cloned().ok_or_else(wrong);
            let at = text("path")?;
            Ok(match operation["op"].as_str() {
                Some("add") => Operation::Add(at, value()?),
                Some("remove") => Operation::Remove(at),
                Some("replace") => Operation::Replace(at, value()?),
                Some("move") => Operation::Move {
                    from: text("from")?,
                    path: at,
                },
                Some("copy") => Operation::Copy {
                    from: text("from")?,
                    path: at,
                },
                Some("test") => Operation::Test(at, value()?),
                _ => return Err(wrong()),
            })
        })
        .collect()
}

/// Applies every operation in turn.
///
/// # Errors
/// 422 for one that does not fit.
pub(super) fn apply(target: &mut Value, operations: Vec<Operation>) -> Result<(), Status> {
    let misfit = |path: &str| {
        Status::unprocessable(format!(
            "the server rejected our request due to an error in our request: the patch does not fit at {path:?}"
        ))
    };
    let mut copied_bytes = 0;
    for operation in operations {
        match operation {
            Operation::Add(path, value) => {
                add(target, &path, value).ok_or_else(|| misfit(&path))?;
            }
            Operation::Remove(path) => {
                remove(target, &path).ok_or_else(|| misfit(&path))?;
            }
            Operation::Replace(path, value) => {
                replace(target, &path, value).ok_or_else(|| misfit(&path))?;
            }
            Operation::Move { from, path } => {
                let value = remove(target, &from).ok_or_else(|| misfit(&from))?;
                add(target, &path, value).ok_or_else(|| misfit(&path))?;
            }
            Operation::Copy { from, path } => {
                let value = target
                    .pointer(&from)
                    .cloned()
                    .ok_or_else(|| misfit(&from))?;
                copied_bytes += value.to_string().len();
                if copied_bytes > MAX_COPIED_BYTES {
                    return Err(Status::too_large(MAX_COPIED_BYTES));
                }
                add(target, &path, value).ok_or_else(|| misfit(&path))?;
            }
            Operation::Test(path, value) => {
                if target.pointer(&path) != Some(&value) {
                    return Err(misfit(&path));
                }
            }
        }
    }
    Ok(())
}

/// The parent of a path and the last part of it.
fn parent<'a>(target: &'a mut Value, path: &str) -> Option<(&'a mut Value, String)> {
    let (parent, last) = path.rsplit_once('/')?;
    let last = last.replace("~1", "/").replace("~0", "~");
    Some((target.pointer_mut(parent)?, last))
}

/// Whether `value` at `path` nests no deeper than an object may: every step is held to it, as many could nest an
/// object deeper than the stack.
fn is_shallow(path: &str, value: &Value) -> bool {
    path.matches('/').count() + depth(value) <= MAX_DEPTH
}

fn replace(target: &mut Value, path: &str, value: Value) -> Option<()> {
    let place = target.pointer_mut(path)?;
    *place = Some(value).filter(|value| is_shallow(path, value))?;
    Some(())
}

fn add(target: &mut Value, path: &str, value: Value) -> Option<()> {
    if !is_shallow(path, &value) {
        return None;
    }
    if path.is_empty() {
        *target = value;
        return Some(());
    }
    match parent(target, path)? {
        (Value::Object(members), key) => {
            members.insert(key, value);
        }
        (Value::Array(items), key) if key == "-" => items.push(value),
        (Value::Array(items), key) => {
            let index = key.parse().ok().filter(|index| *index <= items.len())?;
            items.insert(index, value);
        }
        _ => return None,
    }
    Some(())
}

fn remove(target: &mut Value, path: &str) -> Option<Value> {
    match parent(target, path)? {
        (Value::Object(members), key) => members.shift_remove(&key),
        (Value::Array(items), key) => {
            let index = key.parse().ok().filter(|index| *index < items.len())?;
            Some(items.remove(index))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn patched(patch: &Value) -> Result<Value, Status> {
        let mut target = json!({"a": [1, 2], "b": {"c/d": 1}});
        apply(&mut target, read(patch)?)?;
        Ok(target)
    }

    #[test]
    fn operations_follow_each_other() {
        let patch = json!([
            {"op": "test", "path": "/a/1", "value": 2},
            {"op": "add", "path": "/a/-", "value": 3},
            {"op": "add", "path": "/a/0", "value": 0},
            {"op": "remove", "path": "/a/1"},
            {"op": "move", "from": "/b/c~1d", "path": "/e"},
            {"op": "copy", "from": "/e", "path": "/b/f"},
            {"op": "replace", "path": "/e", "value": null},
        ]);
        assert_eq!(
            patched(&patch).unwrap(),
            json!({"a": [0, 2, 3], "b": {"f": 1}, "e": null})
        );
    }

    #[test]
    fn an_object_cannot_be_doubled_without_end() {
        let steps: Vec<Value> = (0..40)
            .map(|step| json!({"op": "copy", "from": "", "path": format!("/b/{step}")}))
            .collect();
        assert!(patched(&steps.into()).is_err());
    }

    #[test]
    fn an_object_cannot_be_nested_without_end() {
        let deeper = |step: usize| json!({"op": "add", "path": format!("/b{}", "/x".repeat(step)), "value": {}});
        let grown: Vec<Value> = (1..200).map(deeper).collect();
        let copied = |step: u32| json!({"op": "copy", "from": "/b", "path": format!("/b{}", "/x".repeat(2_usize.pow(step) - 1))});
        let copied: Vec<Value> = (1..9).map(copied).collect();
        let deep = (0..120).fold(json!(1), |inner, _| json!([inner]));
        let replaced = json!([{"op": "replace", "path": "/a", "value": deep}]);
        for patch in [grown.into(), copied.into(), replaced] {
            assert!(patched(&patch).is_err(), "{patch}");
        }
        let fits: Vec<Value> = (1..80).map(deeper).collect();
        assert!(patched(&fits.into()).is_ok());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for patch in [
            json!({"op": "add"}),
            json!([{"op": "grow", "path": "/a"}]),
            json!([{"op": "add", "path": "/a/9", "value": 1}]),
            json!([{"op": "remove", "path": "/x"}]),
            json!([{"op": "replace", "path": "/x/y", "value": 1}]),
            json!([{"op": "test", "path": "/a/0", "value": 2}]),
            json!([{"op": "remove", "path": ""}]),
        ] {
            assert!(patched(&patch).is_err(), "{patch}");
        }
    }
}
