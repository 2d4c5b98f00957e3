//! The manifests as they are built: what `kubectl kustomize` makes of them is kept in `built/`, so that everything but
//! building them can be tested without it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Every variant that is kept, with the release of Kubeflow that it is for.
pub(crate) const VARIANTS: [(&str, &str); 7] = [
    ("kubeflow-1.8", "1.8"),
    ("kubeflow-1.9.0", "1.9.0"),
    ("kubeflow-1.10", "1.10"),
    ("kubeflow-1.11", "1.11"),
    ("every-choice", "1.11"),
    ("user-header", "1.10"),
    ("service-monitor", "1.11"),
];

/// The one that a test looks at when all are alike in what it asks.
const PLAIN: &str = "kubeflow-1.10";

/// The folder of the manifests.
pub(crate) fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy")
}

/// A file beside the tests.
pub(crate) fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/deploy")
        .join(path)
}

/// Where a built variant is kept.
pub(crate) fn built_file(variant: &str) -> PathBuf {
    beside(&format!("built/{variant}.yaml"))
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

/// What Kubeflow itself brings that decides about the console and `ml-pipeline`.
pub(crate) fn of_kubeflow(release: &str) -> Vec<Value> {
    documents(&beside(&format!("kubeflow/policies-{release}.yaml")))
}

/// Those of a kind.
pub(crate) fn of_kind(objects: &[Value], kind: &str) -> Vec<Value> {
    let of_kind = objects.iter().filter(|object| object["kind"] == kind);
    of_kind.cloned().collect()
}

/// All objects of a kind in the plain variant.
pub(crate) fn all(kind: &str) -> Vec<Value> {
    of_kind(&built(PLAIN), kind)
}

/// The only object of this kind in the plain variant.
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
