-- Metrics that clients of v1beta1 report of runs.
CREATE TABLE run_metrics (
    run_uuid TEXT NOT NULL COLLATE NOCASE,
    node_id TEXT NOT NULL,
    name TEXT NOT NULL COLLATE general_ci,
    value REAL NOT NULL,
    format TEXT NOT NULL,
    PRIMARY KEY (run_uuid, node_id, name)
) STRICT, WITHOUT ROWID;

-- Tasks as v1alpha1 lists them: a row for each node, of which it knows little, and those that clients make.
ALTER TABLE tasks ADD COLUMN made TEXT NOT NULL DEFAULT '';    -- JSON, the task that a client made; empty for a node
CREATE VIEW task_rows AS SELECT
    tasks.uuid,
    tasks.run_uuid,
    CASE made WHEN '' THEN iif(runs.namespace = '', 'kubeflow', runs.namespace)
              ELSE coalesce(made ->> 'namespace', '') END AS namespace,
    coalesce(nullif(made, '') ->> 'pipelineName', '') AS pipeline_name,
    coalesce(nullif(made, '') ->> 'mlmdExecutionID', '') AS execution_id,
    coalesce(nullif(made, '') ->> 'fingerprint', '') AS fingerprint,
    coalesce(detail ->> 'display_name', '') AS name,
    coalesce(detail ->> 'state', '') AS state,
    coalesce(detail ->> 'state_history', '') AS state_history,
    coalesce(detail ->> 'parent_task_id', '') AS parent_uuid,
    CAST(strftime('%s', detail ->> 'create_time') AS INTEGER) AS created_at,
    CAST(strftime('%s', detail ->> 'start_time') AS INTEGER) AS started_at,
    CAST(strftime('%s', detail ->> 'end_time') AS INTEGER) AS finished_at
FROM tasks JOIN runs ON runs.uuid = tasks.run_uuid;
