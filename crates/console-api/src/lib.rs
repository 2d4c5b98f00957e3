//! The types of the console's own endpoints.
//!
//! The server writes them, the browser reads them, nobody else depends on them. KFP's own answers are not here:
//! they pass through the console unchanged and are read with `kfp_core::model`; what the console adds to the runs in a list,
//! for who asks for it, is in [`beside`].
//!
//! | Endpoint | Answer |
//! |---|---|
//! | `GET {prefix}/api/session` | [`Session`] |
//! | `GET {prefix}/api/connection?namespace=…&lang=…` | [`ConnectionReport`] |
//! | websocket `{prefix}/api/live` | messages of [`live`] |
//! | `GET {prefix}/api/feed?kind=…&namespace=…` | [`live::FeedAnswer`] |
//! | `GET {prefix}/api/overview?namespace=…` | [`overview::Overview`] |
//! | `GET {prefix}/api/history?namespace=…&kind=…&ids=…` | [`overview::History`] |
//! | `GET {prefix}/api/names?namespace=…&versions=…` | [`overview::Names`] |
//! | `GET {prefix}/api/search?namespace=…` | [`overview::Found`] |
//! | `GET {prefix}/api/compare?namespace=…&runs=…` | [`compare::Comparison`] |
//! | `GET {prefix}/api/grid?namespace=…&pipeline=…` | [`grid::Grid`] |
//! | `POST {prefix}/api/package?namespace=…` | [`PackageReport`] |
//! | any error of the console's own endpoints | [`Problem`] |
//!
//! Reading is lenient: a field that a newer server adds is ignored, so that a tab that was opened before an upgrade
//! goes on working.

pub mod beside;
pub mod compare;
mod connection;
mod finding;
pub mod grid;
pub mod live;
pub mod overview;
mod package;
mod problem;
mod session;

pub use connection::{ConnectionReport, Evidence, Hop, HopReport, KfpServer, Verdict};
pub use finding::FindingCode;
pub use package::{LineRange, PackageReport};
pub use problem::{DeniedAccess, PROBLEM_CONTENT_TYPE, Problem};
pub use session::{
    ConsoleInfo, OfferedNamespace, Role, Session, SessionConnection, UpstreamIdentity,
};
