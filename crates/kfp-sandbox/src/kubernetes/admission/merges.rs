//! Merging pod defaults: each item and each entry comes once, and all who bring it must agree.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::directory::Object;

/// A list whose items are told apart by one of their members.
pub(super) struct MergedList {
    /// The list in a pod or container, and in a default.
    pub(super) key: &'static str,
    /// The member.
    pub(super) by: &'static str,
    /// What the webhook calls the list.
    pub(super) called: &'static str,
}

impl MergedList {
    /// What the defaults say otherwise than `of` or one before them.
    pub(super) fn disagreements(&self, of: &Value, defaults: &[&Object]) -> Vec<String> {
        let items = |of: &Value| of[self.key].as_array().cloned().unwrap_or_default();
        let name = |item: &Value| item[self.by].as_str().unwrap_or_default().to_owned();
        let own = items(of);
        let mut known: BTreeMap<String, Value> =
            own.into_iter().map(|item| (name(&item), item)).collect();
        let mut found = Vec::new();
        for default in defaults {
            for item in items(&default.document["spec"]) {
                let name = name(&item);
                match known.get(&name) {
                    Some(same) if *same != item => found.push(format!(
                        "merging {} for {} has a conflict on {name}: \n{item}\ndoes not match\n{same}\n in container",
                        self.called, default.key.name
                    )),
                    Some(_) => {}
                    None => {
                        known.insert(name, item);
                    }
                }
            }
        }
        found
    }
}

/// The annotations or labels of a pod.
pub(super) struct MergedMap {
    pub(super) key: &'static str,
}

impl MergedMap {
    /// What the defaults say otherwise than the pod's `metadata` or one before them.
    pub(super) fn disagreements(&self, metadata: &Value, defaults: &[&Object]) -> Vec<String> {
        let mut known = metadata[self.key].as_object().cloned().unwrap_or_default();
        let mut found = Vec::new();
        for default in defaults {
            let entries = default.document["spec"][self.key].as_object();
            for (key, value) in entries.into_iter().flatten() {
                match known.get(key) {
                    Some(same) if same != value => found.push(format!(
                        "merging has conflict on {key}: \n{value}\ndoes not match\n{same}\n in pod"
                    )),
                    Some(_) => {}
                    None => {
                        known.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        found
    }
}
