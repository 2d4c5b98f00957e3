-- The cluster.
CREATE TABLE namespaces (
    name TEXT PRIMARY KEY,
    uid TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    owner TEXT,                        -- of the profile; NULL for a namespace that is none
    labels TEXT NOT NULL,              -- JSON object
    annotations TEXT NOT NULL          -- JSON object
) STRICT, WITHOUT ROWID;
CREATE INDEX namespaces_owner ON namespaces (owner);

CREATE TABLE service_accounts (
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    uid TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (namespace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
    namespace TEXT NOT NULL,           -- empty: a ClusterRole
    name TEXT NOT NULL,
    uid TEXT NOT NULL,
    rules TEXT NOT NULL,               -- JSON array of PolicyRule
    PRIMARY KEY (namespace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE bindings (
    namespace TEXT NOT NULL,           -- empty: a ClusterRoleBinding
    name TEXT NOT NULL,
    uid TEXT NOT NULL,
    role_kind TEXT NOT NULL,           -- Role, ClusterRole
    role_name TEXT NOT NULL,
    subject_kind TEXT NOT NULL,        -- User, Group, ServiceAccount
    subject_namespace TEXT NOT NULL,
    subject_name TEXT NOT NULL,
    annotation_user TEXT,
    annotation_role TEXT,
    PRIMARY KEY (namespace, name, subject_kind, subject_namespace, subject_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX bindings_subject ON bindings (subject_kind, subject_name);
CREATE INDEX bindings_member ON bindings (annotation_user) WHERE annotation_user IS NOT NULL;
