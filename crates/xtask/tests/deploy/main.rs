//! The manifests of `deploy/`: they build, fit the schema of their kind, and keep what the security of the console rests
//! on.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]
#![expect(clippy::print_stderr, reason = "a test that cannot run says so")]

mod caller;
mod connect_kit;
mod dashboard;
mod guide;
mod kustomize;
mod manifests;
mod mesh;
mod network;
mod policy;
mod rights;
mod schema;
mod schema_check;
mod security;
