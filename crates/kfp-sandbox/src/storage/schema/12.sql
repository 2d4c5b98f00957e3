-- The names of runs, packed, so that a search for a part of a name reads long pieces and not a row for each run. What
-- changes is noted by triggers and packed before the change is committed.
CREATE TABLE run_names (
    namespace TEXT NOT NULL COLLATE NOCASE,
    experiment_uuid TEXT NOT NULL COLLATE NOCASE,
    storage_state TEXT NOT NULL COLLATE NOCASE,
    state TEXT NOT NULL COLLATE NOCASE,
    conditions TEXT NOT NULL COLLATE NOCASE,
    part INTEGER NOT NULL,                               -- the runs' row ids, shifted right by 8 bits
    names BLOB NOT NULL,                                 -- without case and accents, each behind a byte 0xFF
    PRIMARY KEY (namespace, experiment_uuid, storage_state, state, conditions, part)
) STRICT;
CREATE INDEX run_names_experiment ON run_names (experiment_uuid);

CREATE TABLE run_name_changes (
    number INTEGER PRIMARY KEY,
    part INTEGER NOT NULL,
    namespace TEXT NOT NULL,
    experiment_uuid TEXT NOT NULL,
    storage_state TEXT NOT NULL,
    state TEXT NOT NULL,
    conditions TEXT NOT NULL,
    name TEXT NOT NULL,
    is_there INTEGER NOT NULL                            -- 0: it is to go
) STRICT;

INSERT INTO run_name_changes
SELECT NULL, rowid >> 8, namespace, experiment_uuid, storage_state, state, conditions, display_name, 1 FROM runs;

CREATE TRIGGER run_names_made AFTER INSERT ON runs BEGIN
    INSERT INTO run_name_changes VALUES
        (NULL, new.rowid >> 8, new.namespace, new.experiment_uuid, new.storage_state, new.state, new.conditions,
         new.display_name, 1);
END;

CREATE TRIGGER run_names_deleted AFTER DELETE ON runs BEGIN
    INSERT INTO run_name_changes VALUES
        (NULL, old.rowid >> 8, old.namespace, old.experiment_uuid, old.storage_state, old.state, old.conditions,
         old.display_name, 0);
END;

CREATE TRIGGER run_names_changed
AFTER UPDATE OF namespace, experiment_uuid, storage_state, state, conditions, display_name ON runs
WHEN old.namespace <> new.namespace OR old.experiment_uuid <> new.experiment_uuid
    OR old.storage_state <> new.storage_state OR old.state <> new.state OR old.conditions <> new.conditions
    OR old.display_name <> new.display_name COLLATE BINARY
BEGIN
    INSERT INTO run_name_changes VALUES
        (NULL, old.rowid >> 8, old.namespace, old.experiment_uuid, old.storage_state, old.state, old.conditions,
         old.display_name, 0),
        (NULL, new.rowid >> 8, new.namespace, new.experiment_uuid, new.storage_state, new.state, new.conditions,
         new.display_name, 1);
END;
