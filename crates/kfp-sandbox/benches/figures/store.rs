//! A store with many runs: copies of a sample run, written by SQL.

use std::path::Path;

use kfp_sandbox::{Sandbox, SandboxConfig, Storage};
use rusqlite::Connection;

/// Every run is in this namespace.
pub(crate) const NAMESPACE: &str = "kubeflow-jbpark8";
/// So many of the oldest and of the newest runs have rows of their nodes.
const WITH_NODES: u32 = 3_000;

/// The settings of a sandbox on that file.
pub(crate) fn config(file: &Path) -> SandboxConfig {
    let mut config = SandboxConfig::default();
    config.storage = Storage::File(file.to_owned());
    config
}

/// Fills `file` so that the namespace holds `runs` runs: 88 % succeeded, 8 % failed, the rest canceled, a minute apart.
pub(crate) async fn fill(file: &Path, runs: u32) {
    Sandbox::start(config(file)).await.unwrap().shutdown().await;
    let mut store = Connection::open(file).unwrap();
    // All names written here are plain ASCII, which the sandbox's own collation orders in the same way.
    store
        .create_collation("general_ci", |left, right| {
            left.to_ascii_uppercase().cmp(&right.to_ascii_uppercase())
        })
        .unwrap();
    let transaction = store.transaction().unwrap();
    transaction
        .execute("DELETE FROM runs WHERE namespace = ?1", [NAMESPACE])
        .unwrap();
    transaction
        .execute_batch(
            "CREATE TEMP TABLE sample AS SELECT * FROM runs WHERE state = 'SUCCEEDED' LIMIT 1",
        )
        .unwrap();
    transaction
        .execute(
            "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < ?2)
             INSERT INTO runs SELECT
                 printf('%08x-0000-4000-8000-%012x', (n * 2654435761) & 4294967295, n),
                 (SELECT min(uuid) FROM experiments WHERE namespace = ?1),
                 ?1, printf('run %07d of %s', (n * 7919) % ?2, CASE n % 6 WHEN 0 THEN 'training' ELSE 'scoring' END),
                 workflow_name, description, service_account, '', storage_state,
                 CASE WHEN n % 25 < 22 THEN 'SUCCEEDED' WHEN n % 25 < 24 THEN 'FAILED' ELSE 'CANCELED' END,
                 CASE WHEN n % 25 < 22 THEN 'Succeeded' WHEN n % 25 < 24 THEN 'Failed' ELSE 'Terminated' END,
                 state_history, 1700000000 + 60 * n, 1700000000 + 60 * n, 1700000300 + 60 * n,
                 pipeline_uuid, pipeline_version_uuid, pipeline_spec, runtime_config, plugins_input
             FROM n, sample",
            (NAMESPACE, runs),
        )
        .unwrap();
    transaction
        .execute(
            "INSERT OR IGNORE INTO tasks (run_uuid, uuid, detail)
             SELECT r.uuid, substr(r.uuid, 1, 24) || substr(t.uuid, 25), t.detail
             FROM runs r, tasks t, sample s
             WHERE t.run_uuid = s.uuid AND r.namespace = ?1
               AND (r.created_at < 1700000000 + 60 * ?2 OR r.created_at >= 1700000000 + 60 * (?3 - ?2))",
            (NAMESPACE, WITH_NODES, runs),
        )
        .unwrap();
    transaction.commit().unwrap();
    let there: u32 = store
        .query_row(
            "SELECT count(*) FROM runs WHERE namespace = ?1",
            [NAMESPACE],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(there, runs);
}
