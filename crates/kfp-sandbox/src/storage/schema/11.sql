-- How many runs of each kind began and ended in each span of 4,096 seconds, so that a list since a time counts spans and
-- not runs. The triggers keep it.
CREATE TABLE run_spans (
    moment TEXT NOT NULL,                                -- created_at, finished_at
    namespace TEXT NOT NULL COLLATE NOCASE,
    span INTEGER NOT NULL,                               -- the moment's seconds, shifted right by 12 bits
    experiment_uuid TEXT NOT NULL COLLATE NOCASE,
    storage_state TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL COLLATE NOCASE,
    conditions TEXT NOT NULL COLLATE NOCASE,
    runs INTEGER NOT NULL,
    PRIMARY KEY (moment, namespace, span, experiment_uuid, storage_state, state, conditions)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_spans_experiment ON run_spans (experiment_uuid, moment, span);
CREATE INDEX run_spans_empty ON run_spans (runs) WHERE runs = 0;

INSERT INTO run_spans
SELECT 'created_at', namespace, created_at >> 12, experiment_uuid, storage_state, state, conditions, count(*) FROM runs
GROUP BY namespace, created_at >> 12, experiment_uuid, storage_state, state, conditions;
INSERT INTO run_spans
SELECT 'finished_at', namespace, finished_at >> 12, experiment_uuid, storage_state, state, conditions, count(*) FROM runs
GROUP BY namespace, finished_at >> 12, experiment_uuid, storage_state, state, conditions;

CREATE TRIGGER run_spans_made AFTER INSERT ON runs BEGIN
    INSERT INTO run_spans VALUES
        ('created_at', new.namespace, new.created_at >> 12, new.experiment_uuid, new.storage_state, new.state,
         new.conditions, 1),
        ('finished_at', new.namespace, new.finished_at >> 12, new.experiment_uuid, new.storage_state, new.state,
         new.conditions, 1)
    ON CONFLICT DO UPDATE SET runs = runs + 1;
END;

CREATE TRIGGER run_spans_deleted AFTER DELETE ON runs BEGIN
    INSERT INTO run_spans VALUES
        ('created_at', old.namespace, old.created_at >> 12, old.experiment_uuid, old.storage_state, old.state,
         old.conditions, -1),
        ('finished_at', old.namespace, old.finished_at >> 12, old.experiment_uuid, old.storage_state, old.state,
         old.conditions, -1)
    ON CONFLICT DO UPDATE SET runs = runs - 1;
    DELETE FROM run_spans WHERE runs = 0;
END;

CREATE TRIGGER run_spans_changed
AFTER UPDATE OF namespace, experiment_uuid, storage_state, state, conditions, created_at, finished_at ON runs
WHEN old.namespace <> new.namespace OR old.experiment_uuid <> new.experiment_uuid
    OR old.storage_state <> new.storage_state OR old.state <> new.state OR old.conditions <> new.conditions
    OR old.created_at <> new.created_at OR old.finished_at <> new.finished_at
BEGIN
    INSERT INTO run_spans VALUES
        ('created_at', old.namespace, old.created_at >> 12, old.experiment_uuid, old.storage_state, old.state,
         old.conditions, -1),
        ('finished_at', old.namespace, old.finished_at >> 12, old.experiment_uuid, old.storage_state, old.state,
         old.conditions, -1)
    ON CONFLICT DO UPDATE SET runs = runs - 1;
    INSERT INTO run_spans VALUES
        ('created_at', new.namespace, new.created_at >> 12, new.experiment_uuid, new.storage_state, new.state,
         new.conditions, 1),
        ('finished_at', new.namespace, new.finished_at >> 12, new.experiment_uuid, new.storage_state, new.state,
         new.conditions, 1)
    ON CONFLICT DO UPDATE SET runs = runs + 1;
    DELETE FROM run_spans WHERE runs = 0;
END;
