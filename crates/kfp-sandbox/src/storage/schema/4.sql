-- What the engine keeps of a run: its workflow with nodes, pods, events and logs.
CREATE TABLE workflows (
    run_uuid TEXT PRIMARY KEY COLLATE NOCASE,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    ended_at INTEGER,                                    -- unix seconds; NULL while it goes on
    document TEXT NOT NULL                               -- JSON, the engine's own form
) STRICT, WITHOUT ROWID;
CREATE INDEX workflows_namespace ON workflows (namespace, ended_at);
CREATE INDEX workflows_unfinished ON workflows (run_uuid) WHERE ended_at IS NULL;

-- Results of tasks that equal tasks take again.
CREATE TABLE results (
    fingerprint TEXT PRIMARY KEY,
    result TEXT NOT NULL                                 -- JSON
) STRICT, WITHOUT ROWID;
