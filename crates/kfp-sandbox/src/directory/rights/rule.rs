//! Rules of roles.

use serde::{Deserialize, Serialize};

use super::Attributes;

/// One rule of a role; its serialised form is that of a rules review.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PolicyRule {
    pub(crate) verbs: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) api_groups: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) resources: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) resource_names: Vec<String>,
    #[serde(rename = "nonResourceURLs", skip_serializing_if = "Vec::is_empty")]
    pub(crate) non_resource_urls: Vec<String>,
}

impl PolicyRule {
    /// Every right there is.
    pub(crate) fn everything() -> [Self; 2] {
        let all = || vec!["*".to_owned()];
        [
            Self {
                verbs: all(),
                api_groups: all(),
                resources: all(),
                ..Self::default()
            },
            Self {
                verbs: all(),
                non_resource_urls: all(),
                ..Self::default()
            },
        ]
    }

    pub(super) fn allows(&self, attributes: &Attributes) -> bool {
        holds(&self.verbs, &attributes.verb)
            && holds(&self.api_groups, &attributes.group)
            && self.has_resource(attributes)
            && (self.resource_names.is_empty() || self.resource_names.contains(&attributes.name))
    }

    fn has_resource(&self, attributes: &Attributes) -> bool {
        let Attributes {
            resource,
            subresource,
            ..
        } = attributes;
        if subresource.is_empty() {
            return holds(&self.resources, resource);
        }
        holds(&self.resources, &format!("{resource}/{subresource}"))
            || self
                .resources
                .iter()
                .any(|rule| rule.strip_prefix("*/") == Some(subresource))
    }

    /// Whether a path that is no resource may be asked for; `/apis/*` stands for all below.
    pub(super) fn allows_path(&self, verb: &str, path: &str) -> bool {
        holds(&self.verbs, verb)
            && self
                .non_resource_urls
                .iter()
                .any(|rule| match rule.strip_suffix('*') {
                    Some(start) => path.starts_with(start),
                    None => rule == path,
                })
    }
}

fn holds(list: &[String], wanted: &str) -> bool {
    list.iter().any(|entry| entry == "*" || entry == wanted)
}
