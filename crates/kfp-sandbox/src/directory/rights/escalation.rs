//! Who may give which rights: only what one holds oneself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::rule::holds;
use super::{PolicyRule, Rights, Subject};
use crate::directory::tokens::go_list;

impl Rights {
    /// Why `subject` may not give `rules` in `namespace` (empty: in the cluster), in the real server's words; `None` if
    /// it holds them all.
    pub(crate) fn escalation(
        &self,
        subject: &Subject,
        namespace: &str,
        rules: &[PolicyRule],
    ) -> Option<String> {
        let held = self.rules_of(subject, namespace);
        let missing: Vec<PolicyRule> = rules
            .iter()
            .flat_map(PolicyRule::single)
            .filter(|rule| !held.iter().any(|held| held.covers(rule)))
            .collect();
        if missing.is_empty() {
            return None;
        }
        let missing: BTreeSet<String> = compact(missing).iter().map(ToString::to_string).collect();
        let missing: Vec<String> = missing.into_iter().collect();
        let mut why = format!(
            "user {:?} (groups={}) is attempting to grant RBAC permissions not currently held:\n{}",
            subject.user,
            go_list(&subject.groups),
            missing.join("\n")
        );
        let unresolved = self.missing_roles(subject, namespace);
        match &unresolved[..] {
            [] => {}
            [one] => why = format!("{why}; resolution errors: [{one}]"),
            several => why = format!("{why}; resolution errors: [[{}]]", several.join(", ")),
        }
        Some(why)
    }
}

impl PolicyRule {
    /// The same rights, each by itself.
    fn single(&self) -> Vec<Self> {
        let mut single = Vec::new();
        let names: Vec<Vec<String>> = match &self.resource_names[..] {
            [] => vec![Vec::new()],
            names => names.iter().map(|name| vec![name.clone()]).collect(),
        };
        for group in &self.api_groups {
            for resource in &self.resources {
                for verb in &self.verbs {
                    single.extend(names.iter().map(|names| Self {
                        verbs: vec![verb.clone()],
                        api_groups: vec![group.clone()],
                        resources: vec![resource.clone()],
                        resource_names: names.clone(),
                        non_resource_urls: Vec::new(),
                    }));
                }
            }
        }
        for url in &self.non_resource_urls {
            single.extend(self.verbs.iter().map(|verb| Self {
                verbs: vec![verb.clone()],
                non_resource_urls: vec![url.clone()],
                ..Self::default()
            }));
        }
        single
    }

    /// Whether it holds a right that stands by itself.
    fn covers(&self, single: &Self) -> bool {
        let has_resource = |wanted: &String| {
            let part = wanted.split_once('/').map(|(_, part)| part);
            self.has_resource(wanted, part)
        };
        let has_group = |wanted: &String| holds(&self.api_groups, wanted);
        let has_name = |wanted: &String| self.resource_names.contains(wanted);
        single.verbs.iter().all(|wanted| holds(&self.verbs, wanted))
            && single.api_groups.iter().all(has_group)
            && single.resources.iter().all(has_resource)
            && single
                .non_resource_urls
                .iter()
                .all(|url| self.has_path(url))
            && (self.resource_names.is_empty()
                || !single.resource_names.is_empty() && single.resource_names.iter().all(has_name))
    }
}

/// Groups, resources and names of a rule.
type Objects = (Vec<String>, Vec<String>, Vec<String>);

/// Puts the verbs of one resource together.
fn compact(single: Vec<PolicyRule>) -> Vec<PolicyRule> {
    let mut compacted = Vec::new();
    let mut of_resource: BTreeMap<Objects, PolicyRule> = BTreeMap::new();
    for rule in single {
        if !rule.non_resource_urls.is_empty() {
            compacted.push(rule);
            continue;
        }
        let key = (
            rule.api_groups.clone(),
            rule.resources.clone(),
            rule.resource_names.clone(),
        );
        of_resource
            .entry(key)
            .and_modify(|known| known.verbs.extend(rule.verbs.iter().cloned()))
            .or_insert(rule);
    }
    compacted.extend(of_resource.into_values());
    compacted
}

/// As a refusal names it.
impl fmt::Display for PolicyRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = [
            ("APIGroups", &self.api_groups),
            ("Resources", &self.resources),
            ("NonResourceURLs", &self.non_resource_urls),
            ("ResourceNames", &self.resource_names),
            ("Verbs", &self.verbs),
        ]
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| format!("{name}:{}", go_list(list)))
        .collect();
        write!(formatter, "{{{}}}", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    fn rule(rule: &Value) -> PolicyRule {
        PolicyRule::deserialize(rule).unwrap()
    }

    fn missing(held: &Value, wanted: &Value) -> Vec<String> {
        let held = rule(held);
        let single = rule(wanted).single();
        let missing = single.into_iter().filter(|rule| !held.covers(rule));
        compact(missing.collect())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_is_held_covers_what_is_given() {
        let held =
            json!({"verbs": ["get", "list"], "apiGroups": [""], "resources": ["pods", "*/log"]});
        for (wanted, left) in [
            (
                json!({"verbs": ["get"], "apiGroups": [""], "resources": ["pods", "pods/log"]}),
                vec![],
            ),
            (
                json!({"verbs": ["get", "watch", "delete"], "apiGroups": [""], "resources": ["pods"]}),
                vec![r#"{APIGroups:[""], Resources:["pods"], Verbs:["watch" "delete"]}"#],
            ),
            (
                json!({"verbs": ["*"], "apiGroups": [""], "resources": ["pods"], "resourceNames": ["x"]}),
                vec![r#"{APIGroups:[""], Resources:["pods"], ResourceNames:["x"], Verbs:["*"]}"#],
            ),
            (
                json!({"verbs": ["get"], "apiGroups": ["apps"], "resources": ["*"]}),
                vec![r#"{APIGroups:["apps"], Resources:["*"], Verbs:["get"]}"#],
            ),
            (
                json!({"verbs": ["get"], "nonResourceURLs": ["/version"]}),
                vec![r#"{NonResourceURLs:["/version"], Verbs:["get"]}"#],
            ),
        ] {
            assert_eq!(missing(&held, &wanted), left, "{wanted}");
        }
    }

    #[test]
    fn a_name_alone_covers_that_name() {
        let held =
            json!({"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "resourceNames": ["x"]});
        let named = json!({"verbs": ["get"], "apiGroups": [""], "resources": ["pods"], "resourceNames": ["x"]});
        let all = json!({"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]});
        assert!(missing(&held, &named).is_empty());
        assert_eq!(missing(&held, &all).len(), 1);
        let star =
            json!({"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"], "resourceNames": ["*"]});
        assert_eq!(missing(&star, &named).len(), 1, "no name is all names");
        assert_eq!(missing(&star, &all).len(), 1);
        assert!(missing(&star, &star).is_empty());
        let urls = json!({"verbs": ["*"], "nonResourceURLs": ["/api*"]});
        let url = json!({"verbs": ["get"], "nonResourceURLs": ["/apis/x"]});
        assert!(missing(&urls, &url).is_empty());
    }
}
