//! The manifests as they are built: what `kubectl kustomize` makes of them is kept in `built/`, so that everything but
//! building them can be tested without it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// The folder of the manifests.
pub(crate) fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy")
}

/// Where a built variant is kept.
pub(crate) fn built_file(variant: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/deploy/built")
        .join(format!("{variant}.yaml"))
}

/// All documents of a file.
pub(crate) fn documents(path: &Path) -> Vec<Value> {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_saphyr::from_multiple(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All objects of a built variant.
pub(crate) fn built(variant: &str) -> Vec<Value> {
    documents(&built_file(variant))
}

/// Those of a kind.
pub(crate) fn of_kind(objects: &[Value], kind: &str) -> Vec<Value> {
    let of_kind = objects.iter().filter(|object| object["kind"] == kind);
    of_kind.cloned().collect()
}

/// All objects of a kind in the overlay for Istio.
pub(crate) fn all(kind: &str) -> Vec<Value> {
    of_kind(&built("istio"), kind)
}

/// The only object of this kind in the overlay for Istio.
pub(crate) fn one(kind: &str) -> Value {
    let mut found = all(kind);
    assert_eq!(found.len(), 1, "{kind}");
    found.remove(0)
}

/// What stands at a path that must be there.
pub(crate) fn pointer<'a>(value: &'a Value, path: &str) -> &'a Value {
    value
        .pointer(path)
        .unwrap_or_else(|| panic!("{path} is missing in {value}"))
}
