//! Who there is and who may do what: people, namespaces, service accounts, roles and bindings.

mod access;
mod membership;
mod person;
mod tokens;

pub(crate) use access::{Attributes, Decision, Subject};
pub use membership::{Access, Membership};
pub use person::Person;
pub(crate) use tokens::Authenticated;

use crate::storage::Database;

/// The people and the cluster's access rules.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    database: Database,
    people: std::sync::Arc<[Person]>,
}

impl Directory {
    pub(crate) fn new(database: Database, people: Vec<Person>) -> Self {
        Self {
            database,
            people: people.into(),
        }
    }

    /// Everyone with a password at the sign-in page.
    pub(crate) fn people(&self) -> &[Person] {
        &self.people
    }
}
