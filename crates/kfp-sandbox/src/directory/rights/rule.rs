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
        let Attributes {
            resource,
            subresource,
            ..
        } = attributes;
        let has_resource = if subresource.is_empty() {
            self.has_resource(resource, None)
        } else {
            self.has_resource(&format!("{resource}/{subresource}"), Some(subresource))
        };
        holds(&self.verbs, &attributes.verb)
            && holds(&self.api_groups, &attributes.group)
            && has_resource
            && (self.resource_names.is_empty() || self.resource_names.contains(&attributes.name))
    }

    /// Whether a path that is no resource may be asked for.
    pub(super) fn allows_path(&self, verb: &str, path: &str) -> bool {
        holds(&self.verbs, verb) && self.has_path(path)
    }

    /// Whether `resource` is among the rule's; `part` is what stands behind its slash, which `*/part` holds of every
    /// resource.
    pub(super) fn has_resource(&self, resource: &str, part: Option<&str>) -> bool {
        let of_all = |entry: &String| part.is_some() && entry.strip_prefix("*/") == part;
        holds(&self.resources, resource) || self.resources.iter().any(of_all)
    }

    /// Whether `path` is among the rule's; `/apis/*` stands for all below.
    pub(super) fn has_path(&self, path: &str) -> bool {
        let has = |entry: &String| match entry.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => entry == path,
        };
        self.non_resource_urls.iter().any(has)
    }
}

/// Whether a list of verbs, groups or resources has `wanted`. Names know no `*`.
pub(super) fn holds(list: &[String], wanted: &str) -> bool {
    list.iter().any(|entry| entry == "*" || entry == wanted)
}
