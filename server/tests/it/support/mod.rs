//! What the tests stand on: a console, a KFP and a Kubernetes that follow a script, and a client.

mod answer;
mod app;
pub(crate) mod flags;
mod kfp;
mod kubernetes;
mod lines;
mod postgres;
mod raw;
mod sandbox;
mod socket;
mod token;

pub(crate) use answer::Answer;
pub(crate) use app::{GATEWAY, Request, TestApp};
pub(crate) use kfp::{ScriptedKfp, world};
pub(crate) use kubernetes::{Policy, ScriptedKubernetes};
pub(crate) use lines::Lines;
pub(crate) use postgres::Postgres;
pub(crate) use raw::RawServer;
pub(crate) use sandbox::{Http, NAMESPACE, OWNER, before_the_sandbox, console_before, text_of};
pub(crate) use socket::{Socket, open};
pub(crate) use token::{mint, token_file};
