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

-- KFP. Names compare as in KFP's database; what is plain ASCII by its nature has SQLite's own, faster collation.
CREATE TABLE experiments (
    uuid TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL COLLATE general_ci,
    description TEXT NOT NULL COLLATE general_ci,
    created_at INTEGER NOT NULL,
    last_run_created_at INTEGER NOT NULL,
    namespace TEXT NOT NULL COLLATE NOCASE,
    storage_state TEXT NOT NULL COLLATE NOCASE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX experiments_name ON experiments (namespace, name);
CREATE INDEX experiments_created ON experiments (namespace, created_at, uuid);
CREATE INDEX experiments_last_run ON experiments (namespace, last_run_created_at, uuid);

CREATE TABLE pipelines (
    uuid TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL COLLATE general_ci,
    display_name TEXT NOT NULL COLLATE general_ci,
    description TEXT NOT NULL COLLATE general_ci,
    created_at INTEGER NOT NULL,
    namespace TEXT NOT NULL COLLATE NOCASE          -- empty: shared
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pipelines_name ON pipelines (namespace, name);
CREATE INDEX pipelines_created ON pipelines (namespace, created_at, uuid);

CREATE TABLE pipeline_versions (
    uuid TEXT PRIMARY KEY COLLATE NOCASE,
    pipeline_uuid TEXT NOT NULL COLLATE NOCASE REFERENCES pipelines (uuid) ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE general_ci,
    display_name TEXT NOT NULL COLLATE general_ci,
    description TEXT NOT NULL COLLATE general_ci,
    created_at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,                           -- tells versions of one second apart
    status TEXT NOT NULL COLLATE NOCASE,
    code_source_url TEXT NOT NULL,
    spec TEXT NOT NULL                                   -- JSON, as the API answers it
) STRICT;
CREATE UNIQUE INDEX pipeline_versions_name ON pipeline_versions (pipeline_uuid, name);
CREATE INDEX pipeline_versions_created ON pipeline_versions (pipeline_uuid, created_at, uuid);

CREATE TABLE tags (
    uuid TEXT NOT NULL COLLATE NOCASE,               -- of a pipeline or a version
    key TEXT NOT NULL COLLATE general_ci,
    value TEXT NOT NULL COLLATE general_ci,
    PRIMARY KEY (uuid, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_value ON tags (key, value);

CREATE TABLE runs (
    uuid TEXT PRIMARY KEY COLLATE NOCASE,
    experiment_uuid TEXT NOT NULL COLLATE NOCASE,
    namespace TEXT NOT NULL COLLATE NOCASE,
    display_name TEXT NOT NULL COLLATE general_ci,
    workflow_name TEXT NOT NULL,
    description TEXT NOT NULL COLLATE general_ci,
    service_account TEXT NOT NULL,
    recurring_run_uuid TEXT NOT NULL COLLATE NOCASE,
    storage_state TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL COLLATE NOCASE,
    conditions TEXT NOT NULL COLLATE NOCASE,         -- the state in the words of v1beta1
    state_history TEXT NOT NULL,                         -- JSON array
    created_at INTEGER NOT NULL,
    scheduled_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    pipeline_uuid TEXT NOT NULL,
    pipeline_version_uuid TEXT NOT NULL,
    pipeline_spec TEXT NOT NULL,                         -- JSON; empty for a run of a version
    runtime_config TEXT NOT NULL,                        -- JSON; empty for none
    plugins_input TEXT NOT NULL                          -- JSON; empty for none
) STRICT;
CREATE INDEX runs_namespace_created ON runs (namespace, created_at, uuid);
CREATE INDEX runs_namespace_name ON runs (namespace, display_name, uuid);
CREATE INDEX runs_namespace_state ON runs (namespace, state, created_at, uuid);
CREATE INDEX runs_experiment_created ON runs (experiment_uuid, created_at, uuid);
CREATE INDEX runs_experiment_name ON runs (experiment_uuid, display_name, uuid);
CREATE INDEX runs_experiment_state ON runs (experiment_uuid, state, created_at, uuid);

-- One row per node of a run's workflow, in the order the API lists them.
CREATE TABLE tasks (
    run_uuid TEXT NOT NULL,
    uuid TEXT NOT NULL,
    detail TEXT NOT NULL,                                -- JSON, as the API answers it
    PRIMARY KEY (run_uuid, uuid)
) STRICT, WITHOUT ROWID;
