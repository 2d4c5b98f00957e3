-- Lists of runs in orders that no index served yet.
CREATE INDEX runs_namespace_id ON runs (namespace, uuid);
CREATE INDEX runs_namespace_scheduled ON runs (namespace, scheduled_at, uuid);
CREATE INDEX runs_experiment_finished ON runs (experiment_uuid, finished_at, uuid);
