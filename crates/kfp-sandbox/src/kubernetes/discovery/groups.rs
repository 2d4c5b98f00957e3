//! Discovery group by group.

use serde_json::{Value, json};

use crate::kubernetes::resources::{RESOURCES, Resource, SUBRESOURCES, api_version};

/// Groups with their versions, each group once; the core group is left out. The first version is the preferred one.
pub(super) fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for resource in RESOURCES
        .iter()
        .filter(|resource| !resource.group.is_empty())
    {
        match groups
            .iter_mut()
            .find(|(group, _)| *group == resource.group)
        {
            Some((_, versions)) if versions.contains(&resource.version) => {}
            Some((_, versions)) => versions.push(resource.version),
            None => groups.push((resource.group, vec![resource.version])),
        }
    }
    groups
}

/// The resources of a group and version.
pub(super) fn resources_of(group: &str, version: &str) -> impl Iterator<Item = &'static Resource> {
    RESOURCES
        .iter()
        .filter(move |resource| resource.group == group && resource.version == version)
}

/// `/api`.
pub(super) fn versions() -> Value {
    json!({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})
}

/// `/apis`.
pub(super) fn all() -> Value {
    let groups: Vec<Value> = groups()
        .iter()
        .map(|(group, versions)| document(group, versions))
        .collect();
    json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
}

/// `/api/v1`, `/apis/GROUP`, `/apis/GROUP/VERSION`.
pub(super) fn below(path: &str) -> Option<Value> {
    if path == "/api/v1" {
        return Some(resource_list("", "v1"));
    }
    let mut parts = path.strip_prefix("/apis/")?.split('/');
    let group = parts.next()?;
    let (_, versions) = groups().into_iter().find(|(known, _)| *known == group)?;
    match (parts.next(), parts.next()) {
        (None, _) => {
            let mut document = document(group, &versions);
            document["kind"] = "APIGroup".into();
            document["apiVersion"] = "v1".into();
            Some(document)
        }
        (Some(version), None) if versions.contains(&version) => Some(resource_list(group, version)),
        _ => None,
    }
}

fn document(group: &str, versions: &[&str]) -> Value {
    let versions: Vec<Value> = versions
        .iter()
        .map(|version| json!({"groupVersion": format!("{group}/{version}"), "version": version}))
        .collect();
    json!({"name": group, "versions": versions, "preferredVersion": versions[0]})
}

fn resource_list(group: &str, version: &str) -> Value {
    let mut resources = Vec::new();
    for resource in resources_of(group, version) {
        let mut document = json!({
            "name": resource.plural,
            "singularName": resource.singular(),
            "namespaced": resource.is_namespaced,
            "kind": resource.kind,
            "verbs": resource.verbs,
        });
        if !resource.short_names.is_empty() {
            document["shortNames"] = json!(resource.short_names);
        }
        resources.push(document);
        for (_, name, kind, verbs) in subresources(resource) {
            resources.push(json!({
                "name": format!("{}/{name}", resource.plural),
                "singularName": "",
                "namespaced": resource.is_namespaced,
                "kind": kind,
                "verbs": verbs,
            }));
        }
    }
    json!({
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": api_version(group, version),
        "resources": resources,
    })
}

pub(super) fn subresources(
    resource: &Resource,
) -> impl Iterator<
    Item = (
        &'static str,
        &'static str,
        &'static str,
        &'static [&'static str],
    ),
> {
    let plural = resource.plural;
    let is_core = resource.group.is_empty();
    SUBRESOURCES
        .into_iter()
        .filter(move |(of, ..)| is_core && *of == plural)
}
