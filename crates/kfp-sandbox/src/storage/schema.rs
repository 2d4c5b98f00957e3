//! The store's tables and how older files come to them.

use rusqlite::Connection;

use crate::error::SandboxError;

/// One script per version, in order. A script that was released is never changed: add the next one.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
    include_str!("schema/9.sql"),
    include_str!("schema/10.sql"),
    include_str!("schema/11.sql"),
    include_str!("schema/12.sql"),
    include_str!("schema/13.sql"),
    include_str!("schema/14.sql"),
];

/// Brings the store to the newest version.
///
/// # Errors
/// [`SandboxError::StorageTooNew`] for a file of a newer sandbox, [`SandboxError::Storage`].
pub(super) fn migrate(connection: &mut Connection) -> Result<(), SandboxError> {
    let failed = |source| SandboxError::Storage {
        doing: "being migrated",
        source,
    };
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let transaction = connection.transaction().map_err(failed)?;
    let found: i64 = transaction
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(failed)?;
    let Ok(done) = usize::try_from(found) else {
        return Err(SandboxError::StorageTooNew { found, known });
    };
    if found > known {
        return Err(SandboxError::StorageTooNew { found, known });
    }
    for script in &MIGRATIONS[done..] {
        transaction.execute_batch(script).map_err(failed)?;
    }
    transaction
        .pragma_update(None, "user_version", known)
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::params;
    use serde_json::{Value, json};

    use super::*;

    /// How many scripts there were when the cluster's objects had tables of their own.
    const TABLES: usize = 5;

    #[test]
    fn the_clusters_rows_become_objects() {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::storage::text::register(&connection).unwrap();
        for script in &MIGRATIONS[..TABLES] {
            connection.execute_batch(script).unwrap();
        }
        connection
            .execute_batch(
                r#"INSERT INTO namespaces VALUES ('a', 'u1', 1700000000, 'ann', '{"l": "1"}', '{"owner": "ann"}');
                   INSERT INTO service_accounts VALUES ('a', 'editor', 'u2', 1700000000);
                   INSERT INTO roles VALUES ('', 'view', 'u3', '[{"verbs": ["get"]}]');
                   INSERT INTO bindings VALUES ('a', 'b', 'u4', 'ClusterRole', 'view', 'User', '', 'ann', 'ann', 'admin');
                   INSERT INTO bindings VALUES
                       ('a', 'b', 'u4', 'ClusterRole', 'view', 'ServiceAccount', 'a', 'editor', 'ann', 'admin');
                   PRAGMA user_version = 5;"#,
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let document = |collection: &str, namespace: &str, name: &str| -> Value {
            let text: String = connection
                .query_row(
                    "SELECT document FROM objects WHERE collection = ?1 AND namespace = ?2 AND name = ?3",
                    [collection, namespace, name],
                    |row| row.get(0),
                )
                .unwrap();
            serde_json::from_str(&text).unwrap()
        };
        let namespace = document("namespaces", "", "a");
        assert_eq!(namespace["metadata"]["labels"], json!({"l": "1"}));
        assert_eq!(
            namespace["metadata"]["creationTimestamp"],
            "2023-11-14T22:13:20Z"
        );
        assert_eq!(
            document("serviceaccounts", "a", "editor")["metadata"]["uid"],
            "u2"
        );
        let role = document("clusterroles.rbac.authorization.k8s.io", "", "view");
        assert_eq!(role["rules"], json!([{"verbs": ["get"]}]));
        let binding = document("rolebindings.rbac.authorization.k8s.io", "a", "b");
        assert_eq!(binding["roleRef"]["name"], "view");
        assert_eq!(
            binding["metadata"]["annotations"],
            json!({"user": "ann", "role": "admin"})
        );
        assert_eq!(binding["subjects"].as_array().unwrap().len(), 2);
    }

    /// What happens to a run.
    #[derive(Clone, Debug)]
    enum Change {
        Make,
        Walk(&'static str),
        Store(&'static str),
        Move(&'static str),
        End(i64),
        Delete,
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            2 => Just(Change::Make),
            2 => prop::sample::select(vec!["PENDING", "Running", "RUNNING", "FAILED"]).prop_map(Change::Walk),
            1 => prop::sample::select(vec!["AVAILABLE", "ARCHIVED"]).prop_map(Change::Store),
            1 => prop::sample::select(vec!["team-a", "TEAM-A", "team-b"]).prop_map(Change::Move),
            1 => prop::sample::select(vec![0, 4_095, 4_096, 1_700_000_000]).prop_map(Change::End),
            1 => Just(Change::Delete),
        ]
    }

    fn happen(connection: &Connection, run: u8, change: &Change) {
        let id = run.to_string();
        let changed = match change {
            Change::Make => connection.execute(
                "INSERT INTO runs VALUES (?1, ?2, 'team-a', '', '', '', '', '', 'AVAILABLE', 'PENDING', 'Pending', '[]',
                                          0, 0, 0, '', '', '', '', '') ON CONFLICT DO NOTHING",
                params![id, (run % 2).to_string()],
            ),
            Change::Walk(state) => connection.execute(
                "UPDATE runs SET state = ?2, conditions = ?2 WHERE uuid = ?1",
                params![id, state],
            ),
            Change::Store(state) => connection.execute(
                "UPDATE runs SET storage_state = ?2 WHERE uuid >= ?1",
                params![id, state],
            ),
            Change::Move(namespace) => connection.execute(
                "UPDATE runs SET namespace = ?2 WHERE uuid = ?1",
                params![id, namespace],
            ),
            Change::End(at) => connection.execute(
                "UPDATE runs SET finished_at = ?2 WHERE uuid = ?1",
                params![id, at],
            ),
            Change::Delete => connection.execute("DELETE FROM runs WHERE uuid = ?1", [id]),
        };
        changed.unwrap();
    }

    /// Kinds of runs and how many there are, by the given query.
    fn counted(connection: &Connection, sql: &str) -> Vec<(String, i64)> {
        connection
            .prepare(sql)
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    }

    proptest! {
        #[test]
        fn kept_counts_are_those_of_the_rows(
            before in prop::collection::vec((0u8..6, change()), 0..20),
            after in prop::collection::vec((0u8..6, change()), 0..60),
        ) {
            const KIND: &str = "upper(namespace || '/' || experiment_uuid || '/' || storage_state || '/' || state || '/'
                                      || conditions)";
            let mut connection = Connection::open_in_memory().unwrap();
            crate::storage::text::register(&connection).unwrap();
            // The last ones that counted runs row by row.
            for script in &MIGRATIONS[..8] {
                connection.execute_batch(script).unwrap();
            }
            connection.pragma_update(None, "user_version", 8).unwrap();
            for (run, change) in &before {
                happen(&connection, *run, change);
            }
            migrate(&mut connection).unwrap();
            for (run, change) in &after {
                happen(&connection, *run, change);
            }
            let kept = counted(&connection, &format!("SELECT {KIND}, runs FROM run_counts ORDER BY 1"));
            let rows = counted(&connection, &format!("SELECT {KIND}, count(*) FROM runs GROUP BY 1 ORDER BY 1"));
            prop_assert_eq!(kept, rows);
            for moment in ["created_at", "finished_at"] {
                let sql = format!("SELECT {KIND} || '/' || span, runs FROM run_spans WHERE moment = '{moment}' ORDER BY 1");
                let kept = counted(&connection, &sql);
                let sql = format!("SELECT {KIND} || '/' || ({moment} >> 12), count(*) FROM runs GROUP BY 1 ORDER BY 1");
                prop_assert_eq!(kept, counted(&connection, &sql), "{}", moment);
            }
        }
    }
}
