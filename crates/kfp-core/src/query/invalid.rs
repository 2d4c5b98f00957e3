//! Why a query is not sent.

/// Why a query is not sent. Does not repeat what the query holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidQuery {
    /// KFP would silently answer with fewer.
    #[error("page_size is above {max}")]
    PageSize {
        /// The largest size.
        max: u32,
    },
    /// The resource has no such key.
    #[error("{listed} have no key `{key}`")]
    UnknownKey {
        /// What was to be listed.
        listed: super::Listed,
        /// The key.
        key: Box<str>,
    },
    /// The key can be filtered by but not sorted by.
    #[error("{listed} cannot be sorted by `{key}`")]
    NotSortable {
        /// What was to be listed.
        listed: super::Listed,
        /// The key.
        key: Box<str>,
    },
    /// The operation does not take this kind of value.
    #[error("{operation} on `{key}` does not take this kind of value")]
    ValueKind {
        /// The operation.
        operation: super::FilterOperation,
        /// The key.
        key: Box<str>,
    },
    /// Text that is not KFP's sort grammar.
    #[error("sort_by is not `key`, `key asc` or `key desc`")]
    SortGrammar,
    /// Text that is not KFP's filter grammar.
    #[error("the filter is not KFP's filter grammar: {reason}")]
    FilterGrammar {
        /// What is wrong with it.
        reason: &'static str,
    },
}
