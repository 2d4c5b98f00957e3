//! For whom and where remedies are written: what was said, else what the walk has seen, else what Kubeflow installs.

use crate::address::BaseUrl;
use crate::credentials::{Claims, TOKEN_AUDIENCE};
use crate::kit::{Audience, Kit, ServiceAccount};
use crate::model::Namespace;

/// What was said.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) account: Option<ServiceAccount>,
    pub(super) audience: Option<Audience>,
    pub(super) installed_in: Option<Namespace>,
}

/// Whose a token of Kubernetes is.
pub(super) type Subject = (Namespace, ServiceAccount);

/// That of a token; `None` when it is not a service account's.
pub(super) fn subject(claims: &Claims) -> Option<Subject> {
    let account = claims.subject.strip_prefix("system:serviceaccount:")?;
    let (namespace, name) = account.split_once(':')?;
    Some((Namespace::new(namespace).ok()?, name.parse().ok()?))
}

impl Place {
    /// The audience that KFP wants of a token.
    pub(super) fn wanted_audience(&self) -> &str {
        let said = self.audience.as_ref();
        said.map_or(TOKEN_AUDIENCE, Audience::as_str)
    }

    /// `None` where no namespace is known to write anything for. The address counts once something has answered there.
    pub(super) fn kit(
        &self,
        namespace: Option<&Namespace>,
        subject: Option<Subject>,
        answered_at: Option<&BaseUrl>,
    ) -> Option<Kit> {
        let (home, seen) = subject.unzip();
        let home = home.or_else(|| namespace.cloned())?;
        let mut kit = Kit::for_namespace(home);
        if let Some(namespace) = namespace {
            kit = kit.working_in(namespace.clone());
        }
        if let Some(account) = self.account.clone().or(seen) {
            kit = kit.service_account(account);
        }
        if let Some(audience) = &self.audience {
            kit = kit.audience(audience.clone());
        }
        let installed_in = self.installed_in.clone();
        if let Some(place) = installed_in.or_else(|| answered_at.and_then(of_service)) {
            kit = kit.installed_in(place);
        }
        Some(kit)
    }
}

/// The namespace of a service of the cluster.
fn of_service(base: &BaseUrl) -> Option<Namespace> {
    let origin = base.origin().filter(|origin| origin.is_in_cluster())?;
    Namespace::new(origin.host().split('.').nth(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(subject: &str) -> Claims {
        serde_json::from_value(serde_json::json!({"sub": subject})).unwrap()
    }

    #[test]
    fn what_was_said_counts_before_what_was_seen() {
        let team = Namespace::new("team").unwrap();
        let seen = || subject(&claims("system:serviceaccount:lab:trainer"));
        let base: BaseUrl = "http://ml-pipeline.pipelines.svc:8888".parse().unwrap();
        let kit = Place::default().kit(Some(&team), seen(), Some(&base));
        let expected = Kit::for_namespace("lab".parse().unwrap())
            .working_in(team.clone())
            .service_account("trainer".parse().unwrap())
            .installed_in("pipelines".parse().unwrap());
        assert_eq!(kit, Some(expected));
        let said = Place {
            account: Some("other".parse().unwrap()),
            audience: Some("kfp.example.com".parse().unwrap()),
            installed_in: Some("kfp".parse().unwrap()),
        };
        let kit = said.kit(Some(&team), None, Some(&base));
        let expected = Kit::for_namespace(team)
            .service_account("other".parse().unwrap())
            .audience("kfp.example.com".parse().unwrap())
            .installed_in("kfp".parse().unwrap());
        assert_eq!(kit, Some(expected));
    }

    #[test]
    fn nothing_is_written_for_nobody() {
        assert_eq!(Place::default().kit(None, None, None), None);
        for other in [
            "jane@example.com",
            "system:serviceaccount:lab",
            "system:serviceaccount:Lab:a",
            "system:serviceaccount:lab:a\nkind: Secret",
        ] {
            assert_eq!(subject(&claims(other)), None, "{other:?}");
        }
    }
}
