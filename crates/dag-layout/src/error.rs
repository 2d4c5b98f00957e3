//! Why a graph cannot be laid out.

/// Why a graph cannot be laid out: its input contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Two items have one id, so nobody can say which of them an edge means or which group it belongs to.
    #[error("two items have the id `{id}`")]
    DuplicateId {
        /// The id.
        id: Box<str>,
    },
    /// An edge begins or ends at an item that is not in the graph.
    #[error("the edge from `{from}` to `{to}` has an end that is not in the graph: `{missing}`")]
    UnknownEnd {
        /// Where the edge begins.
        from: Box<str>,
        /// Where it ends.
        to: Box<str>,
        /// Which of the two is missing.
        missing: Box<str>,
    },
    /// An item belongs to something that is not in the graph.
    #[error("`{id}` belongs to `{parent}`, which is not in the graph")]
    UnknownParent {
        /// The item.
        id: Box<str>,
        /// What it names as its group.
        parent: Box<str>,
    },
    /// An item belongs to something that is no group.
    #[error("`{id}` belongs to `{parent}`, which is no group")]
    ParentIsNoGroup {
        /// The item.
        id: Box<str>,
        /// What it names as its group.
        parent: Box<str>,
    },
    /// A group belongs to itself, by way of others or at once.
    #[error("the group `{id}` is inside of itself")]
    NestedInItself {
        /// One of the groups.
        id: Box<str>,
    },
    /// An edge goes from a group into the same group, or out of it to the group.
    #[error("the edge from `{from}` to `{to}` joins a group with what is inside of it")]
    EdgeIntoOwnGroup {
        /// Where the edge begins.
        from: Box<str>,
        /// Where it ends.
        to: Box<str>,
    },
    /// Edges go in a circle, so there is no first rank.
    #[error("edges go in a circle: {}", through.join(" → "))]
    Circle {
        /// The items of the circle in the order of the edges; the first comes after the last.
        through: Vec<String>,
    },
    /// A size is not a number from 0 to 1,000,000.
    #[error("`{id}` has a size that is not a number from 0 to 1,000,000")]
    Size {
        /// The item.
        id: Box<str>,
    },
    /// A gap of the style is not a number from 0 to 1,000,000.
    #[error("the style has a gap that is not a number from 0 to 1,000,000")]
    Gap,
}
