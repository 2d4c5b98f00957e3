-- Lists of runs in the orders that are left: by what many runs have in common, and within an experiment.
CREATE INDEX runs_namespace_by_state ON runs (namespace, state, uuid);
CREATE INDEX runs_namespace_by_conditions ON runs (namespace, conditions, uuid);
CREATE INDEX runs_namespace_by_storage_state ON runs (namespace, storage_state, uuid);
CREATE INDEX runs_namespace_by_description ON runs (namespace, description, uuid);
CREATE INDEX runs_experiment_by_id ON runs (experiment_uuid, uuid);
CREATE INDEX runs_experiment_by_scheduled ON runs (experiment_uuid, scheduled_at, uuid);
CREATE INDEX runs_experiment_by_state ON runs (experiment_uuid, state, uuid);
CREATE INDEX runs_experiment_by_conditions ON runs (experiment_uuid, conditions, uuid);
CREATE INDEX runs_experiment_by_storage_state ON runs (experiment_uuid, storage_state, uuid);
CREATE INDEX runs_experiment_by_description ON runs (experiment_uuid, description, uuid);
