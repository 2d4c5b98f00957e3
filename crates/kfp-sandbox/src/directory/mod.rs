//! Who there is and who may do what: people, namespaces, service accounts, roles and bindings.

mod membership;
mod objects;
mod person;
mod rights;
mod service_accounts;
mod tokens;

pub use membership::{Access, Membership};
pub(crate) use objects::{Batch, Change, Collection, Key, Object, ObjectStore, insert};
pub use person::Person;
pub(crate) use rights::{Attributes, Decision, PolicyRule, Subject};
pub(crate) use service_accounts::{account_groups, account_of, account_user};
pub(crate) use tokens::{Authenticated, StaticToken};

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::storage::Database;

/// The people, the cluster's objects, and the access rules among them.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    objects: ObjectStore,
    people: Arc<[Person]>,
    static_tokens: Arc<RwLock<HashMap<String, StaticToken>>>,
}

impl Directory {
    /// Reads the objects that the store holds; their revisions go on at `revision` or later.
    pub(crate) fn open(
        database: Database,
        people: Vec<Person>,
        revision: u64,
    ) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            objects: ObjectStore::open(database, revision)?,
            people: people.into(),
            static_tokens: Arc::default(),
        })
    }

    /// Everyone with a password at the sign-in page.
    pub(crate) fn people(&self) -> &[Person] {
        &self.people
    }

    /// What the Kubernetes API server keeps.
    pub(crate) fn objects(&self) -> &ObjectStore {
        &self.objects
    }

    /// Decides whether `subject` may do what `attributes` say.
    pub(crate) fn review(&self, subject: &Subject, attributes: &Attributes) -> Decision {
        self.objects
            .with_rights(|rights| rights.review(subject, attributes))
    }

    /// Decides whether `subject` may ask for a path that is no resource.
    pub(crate) fn review_path(&self, subject: &Subject, verb: &str, path: &str) -> Decision {
        self.objects
            .with_rights(|rights| rights.review_path(subject, verb, path))
    }

    /// Every rule that holds for `subject` in `namespace`.
    pub(crate) fn rules_of(&self, subject: &Subject, namespace: &str) -> Vec<PolicyRule> {
        self.objects
            .with_rights(|rights| rights.rules_of(subject, namespace))
    }

    /// Why `subject` may not give `rules` in `namespace`; `None` if it holds them all.
    pub(crate) fn escalation(
        &self,
        subject: &Subject,
        namespace: &str,
        rules: &[PolicyRule],
    ) -> Option<String> {
        self.objects
            .with_rights(|rights| rights.escalation(subject, namespace, rules))
    }

    /// The rules of a role, if there is one; `kind` is `Role` or `ClusterRole`.
    pub(crate) fn role_rules(
        &self,
        kind: &str,
        namespace: &str,
        name: &str,
    ) -> Option<Vec<PolicyRule>> {
        self.objects.with_rights(|rights| {
            rights
                .role_rules(kind, namespace, name)
                .map(<[PolicyRule]>::to_vec)
        })
    }

    /// Accepts `token` from now on, as a line of a token file does.
    pub(crate) fn add_static_token(&self, token: String, user: StaticToken) {
        self.static_tokens
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(token, user);
    }

    fn static_token(&self, token: &str) -> Option<StaticToken> {
        self.static_tokens
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(token)
            .cloned()
    }
}
