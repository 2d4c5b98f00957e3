//! Client of the Kubeflow Pipelines (KFP) API, native and in the browser.
//!
//! A call is three pure steps around one effect: [`query`] and [`operation`] say what is asked, the answer is read into
//! [`model`] or becomes an [`error::Error`] that names its cause.

pub mod error;
pub mod model;
pub mod operation;
pub mod query;
pub mod request;
pub mod response;

pub use error::Error;
