-- Runs whose workflow somebody else reported: the engine does not walk them any more.
CREATE TABLE reported (
    run_uuid TEXT PRIMARY KEY COLLATE NOCASE,
    manifest TEXT NOT NULL,                              -- JSON, the workflow as it was reported last
    report TEXT NOT NULL                                 -- JSON, what the server knows of it
) STRICT, WITHOUT ROWID;
