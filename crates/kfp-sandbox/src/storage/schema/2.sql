-- Recurring runs, each with the state of its ScheduledWorkflow object.
CREATE TABLE recurring_runs (
    uuid TEXT PRIMARY KEY COLLATE NOCASE,
    experiment_uuid TEXT NOT NULL COLLATE NOCASE,
    namespace TEXT NOT NULL COLLATE NOCASE,
    display_name TEXT NOT NULL COLLATE general_ci,
    description TEXT NOT NULL COLLATE general_ci,
    service_account TEXT NOT NULL,                       -- empty: follows the latest version and none was asked for
    pipeline_uuid TEXT NOT NULL,
    pipeline_version_uuid TEXT NOT NULL,                 -- empty: follows the latest version
    pipeline_spec TEXT NOT NULL,                         -- JSON; empty unless it was given inline
    runtime_config TEXT NOT NULL,                        -- JSON; empty for none
    plugins_input TEXT NOT NULL,                         -- JSON; empty for none
    max_concurrency INTEGER NOT NULL,
    no_catchup INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    cron TEXT,                                           -- neither this nor the next: fires once
    interval_seconds INTEGER,
    starts_at INTEGER,
    ends_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- The ScheduledWorkflow.
    schedule_name TEXT NOT NULL,
    compiled_spec TEXT NOT NULL,                         -- JSON; the pinned spec as of its creation, empty if not pinned
    reported INTEGER NOT NULL,                           -- whether the controller has been at it
    last_index INTEGER NOT NULL,                         -- of the runs it started; 0 before the first
    last_triggered_at INTEGER                            -- for which time the last of them was planned
) STRICT;
CREATE INDEX recurring_runs_namespace_created ON recurring_runs (namespace, created_at, uuid);
CREATE INDEX recurring_runs_experiment_created ON recurring_runs (experiment_uuid, created_at, uuid);
CREATE INDEX recurring_runs_enabled ON recurring_runs (enabled) WHERE enabled = 1;
CREATE INDEX runs_recurring_run ON runs (recurring_run_uuid) WHERE recurring_run_uuid <> '';
