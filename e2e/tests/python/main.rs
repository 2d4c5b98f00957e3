//! With the real Python client: as in a pod, through the gateway, through the console.
#![expect(clippy::expect_used, reason = "a test says what it expects by failing")]

mod compared;
mod explored;
mod explored_console;
mod lists;
mod recorded;
mod refusals;
mod runs;
mod surface;

/// The owner of [`NAMESPACE`].
const OWNER: &str = "jbpark8@example.com";
/// Somebody without any namespace.
const NEWCOMER: &str = "newcomer@example.com";
const NAMESPACE: &str = "kubeflow-jbpark8";
/// A namespace of other people.
const FOREIGN: &str = "team-nlp";
/// The service account of every profile that may edit in it.
const EDITOR: &str = "default-editor";
