//! Which namespaces are offered: those the dashboard names, else those the console has reviewed.

use console_api::{OfferedNamespace, Role, Session};
use kfp_core::model::Namespace;
use serde::Deserialize;

/// What the dashboard says of the user.
///
/// # Spec
/// <https://github.com/kubeflow/dashboard/blob/d842464/components/centraldashboard/app/api_workgroup.ts>
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct EnvInfo {
    namespaces: Vec<EnvNamespace>,
    platform: Platform,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct EnvNamespace {
    namespace: String,
    role: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Platform {
    logout_url: String,
}

impl EnvInfo {
    /// How the session can be ended.
    pub(crate) fn sign_out(&self) -> SignOut {
        let address = self.platform.logout_url.as_str();
        if address.starts_with("/oauth2/") && !address.contains("//") {
            SignOut::ByVisit(address.to_owned())
        } else {
            SignOut::AtDashboard
        }
    }
}

/// How a session is ended.
///
/// The older login service takes a POST that carries the session's cookie as a bearer token, and answers a visit with
/// the dashboard's page, the session as good as before. A page that reads the cookie and writes an `Authorization`
/// header is what this one never is; the dashboard is one, so it is left to the dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignOut {
    /// By going to this address of the login service.
    ByVisit(String),
    /// In the dashboard, which knows its login service.
    AtDashboard,
}

impl SignOut {
    /// Where that is done, or begins.
    pub(crate) fn address(&self) -> &str {
        match self {
            Self::ByVisit(address) => address,
            Self::AtDashboard => "/",
        }
    }
}

/// What the dashboard was asked and said.
#[derive(Clone, Copy, Debug)]
pub(super) enum Dashboard<'a> {
    /// It has not answered yet.
    Asked,
    /// It said nothing of use; a site may have no dashboard.
    Silent,
    /// It named namespaces.
    Said(&'a EnvInfo),
}

/// The namespaces that are offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Offered {
    /// Nobody has said yet.
    Unknown,
    /// These, sorted by name.
    Known {
        /// The namespaces.
        namespaces: Vec<OfferedNamespace>,
        /// Whether there are no others.
        complete: bool,
    },
}

impl Offered {
    /// Decides from what the dashboard said and what the console said.
    pub(super) fn decide(dashboard: Dashboard<'_>, session: Option<&Session>) -> Self {
        match (dashboard, session) {
            (Dashboard::Said(info), _) => Self::Known {
                namespaces: of_dashboard(info),
                complete: true,
            },
            (Dashboard::Silent, Some(session)) => Self::Known {
                namespaces: session.namespaces.clone(),
                complete: session.namespaces_complete,
            },
            _ => Self::Unknown,
        }
    }

    /// The offered namespaces; none while nobody has said.
    pub(crate) fn list(&self) -> &[OfferedNamespace] {
        match self {
            Self::Unknown => &[],
            Self::Known { namespaces, .. } => namespaces,
        }
    }

    /// Where the start page goes: to the one that was open last if it is still offered, else to the first.
    pub(crate) fn first(&self, last: Option<&str>) -> Option<Namespace> {
        let names = || self.list().iter().map(|offered| offered.name.as_str());
        let name = names()
            .find(|name| Some(*name) == last)
            .or_else(|| names().next())?;
        Namespace::new(name).ok()
    }
}

fn of_dashboard(info: &EnvInfo) -> Vec<OfferedNamespace> {
    let mut offered: Vec<OfferedNamespace> = Vec::new();
    for binding in &info.namespaces {
        let Ok(name) = Namespace::new(binding.namespace.as_str()) else {
            continue;
        };
        let part = role(&binding.role);
        match offered.binary_search_by(|known| known.name.as_str().cmp(name.as_str())) {
            Err(place) => offered.insert(
                place,
                OfferedNamespace {
                    name: name.to_string(),
                    role: Some(part),
                },
            ),
            // Somebody with two bindings is named twice; the larger part counts.
            Ok(place) => {
                if let Some(known) = offered.get_mut(place)
                    && rank(part) < known.role.map_or(u8::MAX, rank)
                {
                    known.role = Some(part);
                }
            }
        }
    }
    offered
}

fn role(word: &str) -> Role {
    match word {
        "owner" => Role::Owner,
        "contributor" => Role::Contributor,
        "viewer" => Role::Viewer,
        _ => Role::Unknown,
    }
}

fn rank(role: Role) -> u8 {
    match role {
        Role::Owner => 0,
        Role::Contributor => 1,
        Role::Viewer => 2,
        Role::Unknown => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(json: &str) -> EnvInfo {
        serde_json::from_str(json).expect("an answer of the dashboard")
    }

    fn session() -> Session {
        let json = r#"{"user":"a","namespaces":[{"name":"own"}],"namespaces_complete":false,
            "connection":{"peer_verified":true,"upstream_identity":"service-account"},"console":{"version":"1","prefix":"/"}}"#;
        serde_json::from_str(json).expect("a session")
    }

    #[test]
    fn the_dashboard_comes_first_and_the_console_fills_in() {
        let info = info(
            r#"{"user":"a","isClusterAdmin":false,"namespaces":[{"namespace":"b","role":"viewer","user":"a"},{"namespace":"a","role":"contributor"},{"namespace":"b","role":"owner"},{"namespace":"Not A Name","role":"owner"}]}"#,
        );
        let offered = Offered::decide(Dashboard::Said(&info), Some(&session()));
        let names: Vec<_> = offered
            .list()
            .iter()
            .map(|offered| (offered.name.as_str(), offered.role))
            .collect();
        assert_eq!(
            names,
            [("a", Some(Role::Contributor)), ("b", Some(Role::Owner))]
        );
        let offered = Offered::decide(Dashboard::Silent, Some(&session()));
        assert_eq!(offered.list().len(), 1);
        assert!(matches!(
            offered,
            Offered::Known {
                complete: false,
                ..
            }
        ));
    }

    #[test]
    fn nothing_is_offered_before_somebody_has_spoken() {
        assert_eq!(
            Offered::decide(Dashboard::Asked, Some(&session())),
            Offered::Unknown
        );
        assert_eq!(Offered::decide(Dashboard::Silent, None), Offered::Unknown);
    }

    #[test]
    fn the_namespace_of_last_time_is_opened_only_if_it_is_offered() {
        let info = info(
            r#"{"namespaces":[{"namespace":"a","role":"owner"},{"namespace":"b","role":"owner"}]}"#,
        );
        let offered = Offered::decide(Dashboard::Said(&info), None);
        let open = |last| offered.first(last).map(|namespace| namespace.to_string());
        assert_eq!(open(Some("b")).as_deref(), Some("b"));
        assert_eq!(open(Some("gone")).as_deref(), Some("a"));
        assert_eq!(open(None).as_deref(), Some("a"));
    }

    #[test]
    fn a_sign_out_that_is_no_visit_is_left_to_the_dashboard() {
        let with = |address: &str| info(&format!(r#"{{"platform":{{"logoutUrl":"{address}"}}}}"#));
        assert_eq!(
            with("/oauth2/sign_out").sign_out(),
            SignOut::ByVisit("/oauth2/sign_out".to_owned())
        );
        for address in [
            "",
            "/logout",
            "/authservice/logout",
            "https://evil.example/oauth2/",
            "/oauth2//evil.example",
        ] {
            assert_eq!(with(address).sign_out(), SignOut::AtDashboard, "{address}");
        }
    }
}
