//! The messages that are read: numbers, names and types of their fields, from `generated.proto` of each API.

/// A message.
pub(super) type Message = &'static [Field];

/// A field: its number, its name in JSON, its type.
pub(super) type Field = (u64, &'static str, Type);

/// The type of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type {
    Text,
    Integer,
    Boolean,
    Message(Message),
    Texts,
    Messages(Message),
    /// From text to text.
    Map,
    /// From text to bytes, which are base64 in JSON.
    BytesMap,
}

use Type::{Boolean, BytesMap, Integer, Map, Messages, Text, Texts};

const OWNER_REFERENCE: Message = &[
    (1, "kind", Text),
    (3, "name", Text),
    (4, "uid", Text),
    (5, "apiVersion", Text),
    (6, "controller", Boolean),
    (7, "blockOwnerDeletion", Boolean),
];

/// Without what a caller cannot set.
const OBJECT_META: Message = &[
    (1, "name", Text),
    (2, "generateName", Text),
    (3, "namespace", Text),
    (5, "uid", Text),
    (6, "resourceVersion", Text),
    (11, "labels", Map),
    (12, "annotations", Map),
    (13, "ownerReferences", Messages(OWNER_REFERENCE)),
    (14, "finalizers", Texts),
];

const METADATA: Field = (1, "metadata", Type::Message(OBJECT_META));

const CONFIG_MAP: Message = &[
    METADATA,
    (2, "data", Map),
    (3, "binaryData", BytesMap),
    (4, "immutable", Boolean),
];

const NAMED: Message = &[(1, "name", Text)];
const OBJECT_REFERENCE: Message = &[(1, "kind", Text), (3, "name", Text)];
const SERVICE_ACCOUNT: Message = &[
    METADATA,
    (2, "secrets", Messages(OBJECT_REFERENCE)),
    (3, "imagePullSecrets", Messages(NAMED)),
    (4, "automountServiceAccountToken", Boolean),
];

const POLICY_RULE: Message = &[
    (1, "verbs", Texts),
    (2, "apiGroups", Texts),
    (3, "resources", Texts),
    (4, "resourceNames", Texts),
    (5, "nonResourceURLs", Texts),
];
const ROLE: Message = &[METADATA, (2, "rules", Messages(POLICY_RULE))];

const SUBJECT: Message = &[
    (1, "kind", Text),
    (2, "apiGroup", Text),
    (3, "name", Text),
    (4, "namespace", Text),
];
const ROLE_REF: Message = &[(1, "apiGroup", Text), (2, "kind", Text), (3, "name", Text)];
const BINDING: Message = &[
    METADATA,
    (2, "subjects", Messages(SUBJECT)),
    (3, "roleRef", Type::Message(ROLE_REF)),
];

const RESOURCE_ATTRIBUTES: Message = &[
    (1, "namespace", Text),
    (2, "verb", Text),
    (3, "group", Text),
    (4, "version", Text),
    (5, "resource", Text),
    (6, "subresource", Text),
    (7, "name", Text),
];
const NON_RESOURCE_ATTRIBUTES: Message = &[(1, "path", Text), (2, "verb", Text)];
const ACCESS_SPEC: Message = &[
    (1, "resourceAttributes", Type::Message(RESOURCE_ATTRIBUTES)),
    (
        2,
        "nonResourceAttributes",
        Type::Message(NON_RESOURCE_ATTRIBUTES),
    ),
    (3, "user", Text),
    (4, "groups", Texts),
    (6, "uid", Text),
];
const RULES_SPEC: Message = &[(1, "namespace", Text)];
const TOKEN_REVIEW_SPEC: Message = &[(1, "token", Text), (2, "audiences", Texts)];

const BOUND_OBJECT: Message = &[
    (1, "kind", Text),
    (2, "apiVersion", Text),
    (3, "name", Text),
    (4, "uid", Text),
];
const TOKEN_SPEC: Message = &[
    (1, "audiences", Texts),
    (3, "boundObjectRef", Type::Message(BOUND_OBJECT)),
    (4, "expirationSeconds", Integer),
];

const PRECONDITIONS: Message = &[(1, "uid", Text), (2, "resourceVersion", Text)];

/// The message of a kind; `None` for one that is read in JSON only.
pub(super) fn of_kind(kind: &str) -> Option<Message> {
    Some(match kind {
        "ConfigMap" => CONFIG_MAP,
        "Namespace" | "SelfSubjectReview" => const { &[METADATA] },
        "ServiceAccount" => SERVICE_ACCOUNT,
        "Role" | "ClusterRole" => ROLE,
        "RoleBinding" | "ClusterRoleBinding" => BINDING,
        "SelfSubjectAccessReview" | "SubjectAccessReview" | "LocalSubjectAccessReview" => {
            const { &[METADATA, (2, "spec", Type::Message(ACCESS_SPEC))] }
        }
        "SelfSubjectRulesReview" => const { &[METADATA, (2, "spec", Type::Message(RULES_SPEC))] },
        "TokenReview" => const { &[METADATA, (2, "spec", Type::Message(TOKEN_REVIEW_SPEC))] },
        "TokenRequest" => const { &[METADATA, (2, "spec", Type::Message(TOKEN_SPEC))] },
        "DeleteOptions" => {
            const {
                &[
                    (1, "gracePeriodSeconds", Integer),
                    (2, "preconditions", Type::Message(PRECONDITIONS)),
                    (4, "propagationPolicy", Text),
                    (5, "dryRun", Texts),
                ]
            }
        }
        _ => return None,
    })
}
