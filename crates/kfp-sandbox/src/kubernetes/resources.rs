//! The resources that the API server knows.

use crate::directory::Collection;

/// One resource, as discovery tells of it.
#[derive(Debug)]
pub(super) struct Resource {
    /// Empty: the core group.
    pub(super) group: &'static str,
    pub(super) version: &'static str,
    pub(super) plural: &'static str,
    pub(super) kind: &'static str,
    pub(super) short_names: &'static [&'static str],
    pub(super) is_namespaced: bool,
    pub(super) verbs: &'static [&'static str],
    /// Defined by a custom resource definition: such objects carry kind and version in lists and have a generation.
    pub(super) is_custom: bool,
    /// What is kept; `None` for reviews, which are only answered.
    pub(super) collection: Option<Collection>,
}

/// A part of a resource with verbs of its own: resource, name, kind of its object, verbs.
pub(super) const SUBRESOURCES: [(&str, &str, &str, &[&str]); 2] = [
    ("pods", "log", "Pod", &["get"]),
    ("serviceaccounts", "token", "TokenRequest", &["create"]),
];

const STORED: &[&str] = &[
    "create",
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "update",
    "watch",
];
const READ: &[&str] = &["get", "list", "watch"];
const REVIEW: &[&str] = &["create"];

const AUTHENTICATION: &str = "authentication.k8s.io";
const AUTHORIZATION: &str = "authorization.k8s.io";
pub(super) const RBAC: &str = "rbac.authorization.k8s.io";

pub(super) const RESOURCES: [Resource; 19] = [
    core("configmaps", "ConfigMap", &["cm"], Collection::CONFIG_MAPS),
    core("events", "Event", &["ev"], Collection::EVENTS),
    Resource {
        is_namespaced: false,
        ..core("namespaces", "Namespace", &["ns"], Collection::NAMESPACES)
    },
    Resource {
        verbs: &["delete", "get", "list", "watch"],
        ..core("pods", "Pod", &["po"], Collection::PODS)
    },
    core(
        "serviceaccounts",
        "ServiceAccount",
        &["sa"],
        Collection::SERVICE_ACCOUNTS,
    ),
    review(AUTHENTICATION, "selfsubjectreviews", "SelfSubjectReview"),
    review(AUTHENTICATION, "tokenreviews", "TokenReview"),
    Resource {
        is_namespaced: true,
        ..review(
            AUTHORIZATION,
            "localsubjectaccessreviews",
            "LocalSubjectAccessReview",
        )
    },
    review(
        AUTHORIZATION,
        "selfsubjectaccessreviews",
        "SelfSubjectAccessReview",
    ),
    review(
        AUTHORIZATION,
        "selfsubjectrulesreviews",
        "SelfSubjectRulesReview",
    ),
    review(AUTHORIZATION, "subjectaccessreviews", "SubjectAccessReview"),
    Resource {
        is_namespaced: false,
        ..rbac(
            "clusterrolebindings",
            "ClusterRoleBinding",
            Collection::CLUSTER_ROLE_BINDINGS,
        )
    },
    Resource {
        is_namespaced: false,
        ..rbac("clusterroles", "ClusterRole", Collection::CLUSTER_ROLES)
    },
    rbac("rolebindings", "RoleBinding", Collection::ROLE_BINDINGS),
    rbac("roles", "Role", Collection::ROLES),
    Resource {
        short_names: &["wf"],
        verbs: READ,
        ..custom(
            ("argoproj.io", "v1alpha1"),
            "workflows",
            "Workflow",
            Collection::WORKFLOWS,
        )
    },
    Resource {
        is_namespaced: false,
        ..custom(
            ("kubeflow.org", "v1"),
            "profiles",
            "Profile",
            Collection::PROFILES,
        )
    },
    custom(
        ("kubeflow.org", "v1alpha1"),
        "poddefaults",
        "PodDefault",
        Collection::POD_DEFAULTS,
    ),
    Resource {
        short_names: &["ap"],
        ..custom(
            ("security.istio.io", "v1"),
            "authorizationpolicies",
            "AuthorizationPolicy",
            Collection::AUTHORIZATION_POLICIES,
        )
    },
];

const fn core(
    plural: &'static str,
    kind: &'static str,
    short_names: &'static [&'static str],
    collection: Collection,
) -> Resource {
    Resource {
        group: "",
        version: "v1",
        plural,
        kind,
        short_names,
        is_namespaced: true,
        verbs: STORED,
        is_custom: false,
        collection: Some(collection),
    }
}

const fn rbac(plural: &'static str, kind: &'static str, collection: Collection) -> Resource {
    Resource {
        group: RBAC,
        ..core(plural, kind, &[], collection)
    }
}

const fn custom(
    (group, version): (&'static str, &'static str),
    plural: &'static str,
    kind: &'static str,
    collection: Collection,
) -> Resource {
    Resource {
        group,
        version,
        is_custom: true,
        ..core(plural, kind, &[], collection)
    }
}

const fn review(group: &'static str, plural: &'static str, kind: &'static str) -> Resource {
    Resource {
        group,
        version: "v1",
        plural,
        kind,
        short_names: &[],
        is_namespaced: false,
        verbs: REVIEW,
        is_custom: false,
        collection: None,
    }
}

impl Resource {
    /// The resource of a group, version and plural name.
    pub(super) fn find(group: &str, version: &str, plural: &str) -> Option<&'static Self> {
        const { &RESOURCES }.iter().find(|resource| {
            resource.group == group && resource.version == version && resource.plural == plural
        })
    }

    /// `group/version`, or the version alone in the core group.
    pub(super) fn api_version(&self) -> String {
        api_version(self.group, self.version)
    }

    /// The singular name.
    pub(super) fn singular(&self) -> String {
        self.kind.to_lowercase()
    }
}

pub(super) fn api_version(group: &str, version: &str) -> String {
    if group.is_empty() {
        version.to_owned()
    } else {
        format!("{group}/{version}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kept_resource_has_its_collection() {
        for resource in &RESOURCES {
            let Some(collection) = resource.collection else {
                continue;
            };
            let name = match resource.group {
                "" => resource.plural.to_owned(),
                group => format!("{}.{group}", resource.plural),
            };
            assert_eq!(collection.name(), name);
        }
    }
}
