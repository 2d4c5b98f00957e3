//! What can be asked of a list: scope, filter, order, page.
//!
//! Plain data with setters for call sites. Rules that KFP would answer with an error, or worse would not, are checked
//! before the network: see [`InvalidQuery`].
//!
//! ```
//! use kfp_core::model::{Namespace, RuntimeState};
//! use kfp_core::query::{Filter, Key, RunQuery, Sort};
//!
//! let query = RunQuery::in_namespace(Namespace::new("team-vision")?)
//!     .page_size(50)
//!     .sort(Sort::newest_first())
//!     .filter(Filter::new().contains(Key::Name, "train").in_states(&[RuntimeState::Running]));
//! assert!(query.to_query_string()?.starts_with("namespace=team-vision&page_size=50&sort_by=created_at+desc&filter="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod filter;
mod invalid;
mod key;
mod lists;
mod params;
mod sort;
mod states;
mod wire;

pub use filter::{Filter, FilterValue, Operation as FilterOperation, Predicate};
pub use invalid::InvalidQuery;
pub use key::{Key, Listed};
pub use lists::{
    ExperimentQuery, PipelineQuery, PipelineVersionQuery, RecurringRunQuery, RunQuery, RunScope,
};
pub use params::ListParams;
pub use sort::{Direction, Sort};
