-- How many runs there are of each kind, so that a page of a million runs does not count them. The triggers keep it.
CREATE TABLE run_counts (
    namespace TEXT NOT NULL COLLATE NOCASE,
    experiment_uuid TEXT NOT NULL COLLATE NOCASE,
    storage_state TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL COLLATE NOCASE,
    conditions TEXT NOT NULL COLLATE NOCASE,
    runs INTEGER NOT NULL,
    PRIMARY KEY (namespace, experiment_uuid, storage_state, state, conditions)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_counts_experiment ON run_counts (experiment_uuid);

INSERT INTO run_counts
SELECT namespace, experiment_uuid, storage_state, state, conditions, count(*) FROM runs
GROUP BY namespace, experiment_uuid, storage_state, state, conditions;

CREATE TRIGGER run_counts_made AFTER INSERT ON runs BEGIN
    INSERT INTO run_counts
    VALUES (new.namespace, new.experiment_uuid, new.storage_state, new.state, new.conditions, 1)
    ON CONFLICT DO UPDATE SET runs = runs + 1;
END;

CREATE TRIGGER run_counts_deleted AFTER DELETE ON runs BEGIN
    UPDATE run_counts SET runs = runs - 1
    WHERE namespace = old.namespace AND experiment_uuid = old.experiment_uuid AND storage_state = old.storage_state
        AND state = old.state AND conditions = old.conditions;
    DELETE FROM run_counts
    WHERE namespace = old.namespace AND experiment_uuid = old.experiment_uuid AND storage_state = old.storage_state
        AND state = old.state AND conditions = old.conditions AND runs = 0;
END;

CREATE TRIGGER run_counts_changed AFTER UPDATE OF namespace, experiment_uuid, storage_state, state, conditions ON runs
WHEN old.namespace <> new.namespace OR old.experiment_uuid <> new.experiment_uuid
    OR old.storage_state <> new.storage_state OR old.state <> new.state OR old.conditions <> new.conditions
BEGIN
    UPDATE run_counts SET runs = runs - 1
    WHERE namespace = old.namespace AND experiment_uuid = old.experiment_uuid AND storage_state = old.storage_state
        AND state = old.state AND conditions = old.conditions;
    DELETE FROM run_counts
    WHERE namespace = old.namespace AND experiment_uuid = old.experiment_uuid AND storage_state = old.storage_state
        AND state = old.state AND conditions = old.conditions AND runs = 0;
    INSERT INTO run_counts
    VALUES (new.namespace, new.experiment_uuid, new.storage_state, new.state, new.conditions, 1)
    ON CONFLICT DO UPDATE SET runs = runs + 1;
END;
