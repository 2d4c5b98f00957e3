//! The engine against recordings of a real Argo controller under KFP.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod compiled;
mod demands;
mod harness;
mod invariants;
mod pipelines;
mod recording;
mod scenarios;
mod terminations;
mod trees;
