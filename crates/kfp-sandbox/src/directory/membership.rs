//! Which namespaces a person takes part in, as the dashboard's `/api/workgroup/env-info` names them.

use serde_json::{Map, Value};

use super::{Collection, Directory, Object};

/// A person's part in a profile namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Owns the profile.
    Owner,
    /// Was added with the edit role.
    Contributor,
    /// Was added with the view role.
    Viewer,
}

/// One namespace that a person takes part in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Membership {
    /// The profile's namespace.
    pub namespace: String,
    /// The person's part in it.
    pub access: Access,
}

impl Directory {
    /// The profile namespaces of `user`, by name.
    ///
    /// As the access management of Kubeflow does, it goes by the profile's owner and by role bindings that carry
    /// the annotations `user` and `role`; a binding made by hand without them gives rights but does not show here.
    pub(crate) fn memberships(&self, user: &str) -> Vec<Membership> {
        let owned = self
            .owners()
            .into_iter()
            .filter(|(_, owner)| owner == user)
            .map(|(namespace, _)| Membership {
                namespace,
                access: Access::Owner,
            });
        let (_, bindings) = self.objects.list(Collection::ROLE_BINDINGS, "");
        let added = bindings.iter().filter_map(|binding| {
            if annotation(binding, "user")? != user {
                return None;
            }
            Some(Membership {
                namespace: binding.key.namespace.clone(),
                access: match annotation(binding, "role")? {
                    "owner" | "admin" => Access::Owner,
                    "edit" => Access::Contributor,
                    _ => Access::Viewer,
                },
            })
        });
        let mut memberships: Vec<Membership> = owned.chain(added).collect();
        // The owner has a binding too; the stronger part counts.
        memberships.sort_by(|a, b| (&a.namespace, a.access).cmp(&(&b.namespace, b.access)));
        memberships.dedup_by(|later, first| later.namespace == first.namespace);
        memberships
    }

    /// Every profile namespace with its owner, by name.
    pub(crate) fn owners(&self) -> Vec<(String, String)> {
        let (_, namespaces) = self.objects.list(Collection::NAMESPACES, "");
        namespaces
            .iter()
            .filter_map(|namespace| {
                let owner = annotation(namespace, "owner")?;
                Some((namespace.key.name.clone(), owner.to_owned()))
            })
            .collect()
    }
}

fn annotation<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    let annotations: &Map<String, Value> = object.map("annotations")?;
    annotations.get(key)?.as_str()
}
