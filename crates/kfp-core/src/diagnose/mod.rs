//! Which known failure a symptom is: its cause, what mends it, and who can do that.
//!
//! A [`Symptom`] is what one probe saw: from where it was sent, to what, with which credentials, and what came back.
//! [`diagnose`] compares it with the table of [`SIGNATURES`], one row for each failure that is known from the field, and
//! gives every row that fits, the most certain first. Rows that look alike from outside come together, each with the
//! probe that would tell it from the others.
//!
//! ```
//! use http::{HeaderMap, StatusCode};
//! use kfp_core::diagnose::{Answer, Fit, Sent, Symptom, Target, Vantage, diagnose};
//!
//! let mut headers = HeaderMap::new();
//! headers.insert("x-envoy-upstream-service-time", "0".parse().unwrap());
//! let answer = Answer::new(StatusCode::FORBIDDEN, &headers, b"RBAC: access denied");
//! let sent = Sent::nothing().user_header();
//! let found = diagnose(&Symptom::answered(Vantage::Pod, Target::MlPipeline, sent, answer));
//!
//! assert_eq!(found[0].signature.id, "D01");
//! assert_eq!(found[0].fit, Fit::Certain);
//! println!("{}", found[0].signature.fix);
//! ```
//!
//! [`Examination`] makes the probes itself, step by step along the way of a call, and gives a [`Report`]. Where a fix is
//! more than a sentence, the report holds what it is made with: see [`Remedy`].
//!
//! Of an answer nothing is kept but its status, its media type and KFP's release, and of a token no more than whose it is
//! and for whom.

mod causes;
mod credential;
mod detour;
mod evidence;
mod examine;
mod facts;
mod nameless;
mod place;
mod remedy;
mod report;
mod rows;
mod signature;
mod symptom;
mod token;

pub use examine::Examination;
pub use remedy::{Remedy, RemedyForm};
pub use report::{Cause, Check, Finding, Report, Step, Verdict};
pub use rows::SIGNATURES;
pub use signature::{Diagnosis, Fit, Mender, Signature, diagnose};
pub use symptom::{Answer, Authorization, Seen, Sent, Symptom, Target, Vantage};
pub use token::TokenFlaw;
