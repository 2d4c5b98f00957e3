//! The program itself, against the simulated Kubeflow.

#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking what is wrong, in its helpers too"
)]

mod completion;
mod contexts;
mod doctor;
mod failures;
mod field;
mod guide;
mod kept;
mod kit;
mod language;
mod lists;
mod login;
mod logs;
mod nameless;
mod names;
mod open;
mod program;
mod proxy;
mod refusals;
mod renewal;
mod runs;
mod said;
mod schedules;
mod secrets;
mod session;
mod starts;
mod stub;
mod tls;
mod uploads;
mod watch;
