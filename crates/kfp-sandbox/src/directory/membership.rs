//! Which namespaces a person takes part in, as the dashboard's `/api/workgroup/env-info` names them.

use super::Directory;

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
    pub(crate) async fn memberships(&self, user: &str) -> Result<Vec<Membership>, rusqlite::Error> {
        let user = user.to_owned();
        self.database
            .read(move |connection| {
                let mut statement = connection.prepare_cached(
                    "SELECT name, 'owner' FROM namespaces WHERE owner = ?1
                     UNION ALL
                     SELECT namespace, annotation_role FROM bindings WHERE annotation_user = ?1
                     ORDER BY 1",
                )?;
                let rows = statement.query_map([user], |row| {
                    let access = match row.get_ref(1)?.as_str()? {
                        "owner" | "admin" => Access::Owner,
                        "edit" => Access::Contributor,
                        _ => Access::Viewer,
                    };
                    Ok(Membership {
                        namespace: row.get(0)?,
                        access,
                    })
                })?;
                let mut memberships: Vec<Membership> = rows.collect::<Result<_, _>>()?;
                // The owner has a binding too; the stronger part counts.
                memberships.sort_by(|a, b| (&a.namespace, a.access).cmp(&(&b.namespace, b.access)));
                memberships.dedup_by(|later, first| later.namespace == first.namespace);
                Ok(memberships)
            })
            .await
    }
}
