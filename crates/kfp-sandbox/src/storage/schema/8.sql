-- Lists of runs by the key `status`, as the real server's own index serves them, and by storage state, which a list of a
-- million runs would otherwise count row by row.
CREATE INDEX runs_namespace_status ON runs (namespace, conditions, finished_at, uuid);
CREATE INDEX runs_namespace_storage ON runs (namespace, storage_state, created_at, uuid);
CREATE INDEX runs_namespace_storage_state ON runs (namespace, storage_state, state, created_at, uuid);
CREATE INDEX runs_experiment_storage ON runs (experiment_uuid, storage_state, created_at, uuid);
CREATE INDEX runs_namespace_finished ON runs (namespace, finished_at, uuid);
