//! The sample people, their namespaces and rights.

use rusqlite::Transaction;

use super::cluster::{Binding, insert_account, insert_namespace, insert_profile};
use crate::directory::Person;

/// A profile: its namespace and its owner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    pub(super) namespace: &'static str,
    owner: &'static str,
}

pub(super) const PROFILES: [Profile; 4] = [
    Profile {
        namespace: "kubeflow-jbpark8",
        owner: "jbpark8@example.com",
    },
    Profile {
        namespace: "team-vision",
        owner: "vision-lead@example.com",
    },
    Profile {
        namespace: "team-nlp",
        owner: "nlp-lead@example.com",
    },
    Profile {
        namespace: "team-audio",
        owner: "audio-lead@example.com",
    },
];

/// Who can sign in. The password is the part before the `@`.
pub(crate) fn people() -> Vec<Person> {
    [
        ("jbpark8@example.com", "owner of kubeflow-jbpark8"),
        ("viewer@example.com", "may read team-vision"),
        ("newcomer@example.com", "has no namespace yet"),
    ]
    .map(|(user, what)| Person {
        user: user.to_owned(),
        password: user.split('@').next().unwrap_or_default().to_owned(),
        what: what.to_owned(),
    })
    .into()
}

pub(super) fn fill(transaction: &Transaction<'_>, created: i64) -> Result<(), rusqlite::Error> {
    for Profile { namespace, owner } in PROFILES {
        insert_namespace(transaction, namespace, created, Some(owner))?;
        insert_profile(transaction, namespace, owner, created)?;
        for (account, role) in [
            ("default-editor", "kubeflow-edit"),
            ("default-viewer", "kubeflow-view"),
        ] {
            insert_account(transaction, namespace, account, created)?;
            Binding {
                namespace,
                name: account,
                role,
                kind: "ServiceAccount",
                subject_namespace: namespace,
                subject: account,
                member: None,
            }
            .insert(transaction, created)?;
        }
        person(
            (transaction, created),
            namespace,
            "namespaceAdmin",
            owner,
            ("kubeflow-admin", "admin"),
        )?;
    }
    let name = "user-viewer-example-com-clusterrole-view";
    person(
        (transaction, created),
        "team-vision",
        name,
        "viewer@example.com",
        ("kubeflow-view", "view"),
    )
}

/// A person's part in a namespace: the role bound and the word by which the dashboard knows it.
fn person(
    (transaction, created): (&Transaction<'_>, i64),
    namespace: &str,
    name: &str,
    user: &str,
    (role, member): (&str, &str),
) -> Result<(), rusqlite::Error> {
    Binding {
        namespace,
        name,
        role,
        kind: "User",
        subject_namespace: "",
        subject: user,
        member: Some(member),
    }
    .insert(transaction, created)
}
