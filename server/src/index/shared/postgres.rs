//! The tables in PostgreSQL.

use tokio_postgres::{Client, Error, Transaction};

use super::super::cover::Cover;
use super::super::row::Row;
use super::super::{Key, now};
use super::outbox::{AT_ONCE, Mine, Theirs, Told};

/// The version of the tables is part of their schema's name: during an upgrade both versions are in use.
const SCHEMA: &str = "kfp_console_1";
/// Keeps two replicas from making the tables at the same time.
const MAKING: i64 = 0x6b66_7020_636f_6e73;
/// For so long it is remembered that a run was deleted. A replica that was cut off for longer reads all again in rounds.
const GONE_FOR: i64 = 24 * 60 * 60 * 1000;

/// A namespace that nobody used for so long is forgotten, as the index forgets: it is a cache.
const FORGET: &str = "DELETE FROM kfp_console_1.scopes WHERE used < now() - interval '30 days'";

const TABLES: &str = "
CREATE SCHEMA kfp_console_1;
CREATE SEQUENCE kfp_console_1.changes;
CREATE TABLE kfp_console_1.scopes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, decides_by text NOT NULL, namespace text NOT NULL,
    used timestamptz NOT NULL DEFAULT now(), as_of bigint NOT NULL, UNIQUE (decides_by, namespace));
CREATE TABLE kfp_console_1.covered (
    scope bigint NOT NULL REFERENCES kfp_console_1.scopes ON DELETE CASCADE, since bigint NOT NULL, before bigint NOT NULL,
    PRIMARY KEY (scope, since));
CREATE TABLE kfp_console_1.runs (
    scope bigint NOT NULL REFERENCES kfp_console_1.scopes ON DELETE CASCADE, run_id text NOT NULL, seen bigint NOT NULL,
    change bigint NOT NULL, row text, PRIMARY KEY (scope, run_id));
CREATE INDEX runs_by_change ON kfp_console_1.runs (scope, change);
CREATE INDEX runs_gone ON kfp_console_1.runs (scope, seen) WHERE row IS NULL;
";

/// Makes the tables where there are none.
///
/// # Errors
/// Those of PostgreSQL; the role must be allowed to create a schema, or find one made for it.
pub(super) async fn make_tables(client: &mut Client) -> Result<(), Error> {
    let transaction = client.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&MAKING])
        .await?;
    let is_there = transaction
        .query_opt("SELECT FROM pg_namespace WHERE nspname = $1", &[&SCHEMA])
        .await?;
    if is_there.is_none() {
        transaction.batch_execute(TABLES).await?;
    }
    transaction.commit().await
}

/// Forgets what nobody used for long.
///
/// # Errors
/// Those of PostgreSQL.
pub(super) async fn forget(client: &Client) -> Result<(), Error> {
    client.batch_execute(FORGET).await
}

/// Brings what this replica has to tell, and gives back what others told.
///
/// Replicas take turns for each namespace: the numbers of changes are given out in the order in which they can be seen.
///
/// # Errors
/// Those of PostgreSQL; nothing was told then.
pub(super) async fn exchange(client: &mut Client, key: &Key, mine: &Mine) -> Result<Theirs, Error> {
    let transaction = client.transaction().await?;
    // In milliseconds since 1970. What somebody reads first is as old as this.
    let now = now();
    let scope = transaction
        .query_one(
            "INSERT INTO kfp_console_1.scopes (decides_by, namespace, as_of) VALUES ($1, $2, $3)
             ON CONFLICT (decides_by, namespace) DO UPDATE SET used = now() RETURNING id",
            &[&key.decides_by, &key.namespace, &now],
        )
        .await?
        .get(0);
    tell(&transaction, scope, &mine.told).await?;
    let mut cover = cover(&transaction, scope).await?;
    if mine.is_all {
        let all = Cover::of(cover.spans().iter().chain(mine.cover.spans()).copied());
        if all != cover {
            set_cover(&transaction, scope, &all).await?;
            cover = all;
        }
    }
    let as_of = transaction
        .query_one(
            "UPDATE kfp_console_1.scopes SET as_of = greatest(as_of, $2) WHERE id = $1 RETURNING as_of",
            &[&scope, &mine.as_of.filter(|_| mine.is_all)],
        )
        .await?
        .get(0);
    let theirs = since(&transaction, scope, mine.taken).await?;
    transaction
        .execute(
            "DELETE FROM kfp_console_1.runs WHERE scope = $1 AND row IS NULL AND seen < $2",
            &[&scope, &(now - GONE_FOR)],
        )
        .await?;
    transaction.commit().await?;
    let is_all = theirs.len() < AT_ONCE as usize;
    Ok(Theirs {
        taken: theirs.last().map_or(mine.taken, |(change, _)| *change),
        told: theirs.into_iter().filter_map(|(_, told)| told).collect(),
        cover: is_all.then_some(cover),
        as_of,
    })
}

/// What was read later counts, whoever brings it first.
async fn tell(transaction: &Transaction<'_>, scope: i64, told: &[Told]) -> Result<(), Error> {
    // PostgreSQL keeps no text with a zero in it, and KFP gives no such id.
    let told = told.iter().filter(|told| !told.run_id.contains('\0'));
    let mut ids = Vec::new();
    let mut seen = Vec::new();
    let mut rows = Vec::new();
    for told in told {
        ids.push(told.run_id.as_str());
        seen.push(told.seen);
        rows.push(
            told.row
                .as_ref()
                .and_then(|row| serde_json::to_string(row).ok()),
        );
    }
    if ids.is_empty() {
        return Ok(());
    }
    transaction
        .execute(
            "INSERT INTO kfp_console_1.runs AS r (scope, run_id, seen, change, row)
             SELECT $1, run_id, seen, nextval('kfp_console_1.changes'), row
             FROM unnest($2::text[], $3::bigint[], $4::text[]) AS told (run_id, seen, row)
             ON CONFLICT (scope, run_id) DO UPDATE SET seen = excluded.seen, change = excluded.change, row = excluded.row
             WHERE excluded.seen > r.seen AND r.row IS DISTINCT FROM excluded.row",
            &[&scope, &ids, &seen, &rows],
        )
        .await?;
    Ok(())
}

async fn cover(transaction: &Transaction<'_>, scope: i64) -> Result<Cover, Error> {
    let spans = transaction
        .query(
            "SELECT since, before FROM kfp_console_1.covered WHERE scope = $1",
            &[&scope],
        )
        .await?;
    Ok(Cover::of(
        spans.iter().map(|span| (span.get(0), span.get(1))),
    ))
}

async fn set_cover(transaction: &Transaction<'_>, scope: i64, cover: &Cover) -> Result<(), Error> {
    transaction
        .execute(
            "DELETE FROM kfp_console_1.covered WHERE scope = $1",
            &[&scope],
        )
        .await?;
    let (since, before): (Vec<i64>, Vec<i64>) = cover.spans().iter().copied().unzip();
    transaction
        .execute(
            "INSERT INTO kfp_console_1.covered SELECT $1, * FROM unnest($2::bigint[], $3::bigint[])",
            &[&scope, &since, &before],
        )
        .await?;
    Ok(())
}

/// What changed after the last change that was taken over. What cannot be read is passed over: another version wrote it.
async fn since(
    transaction: &Transaction<'_>,
    scope: i64,
    taken: i64,
) -> Result<Vec<(i64, Option<Told>)>, Error> {
    let rows = transaction
        .query(
            "SELECT run_id, seen, change, row FROM kfp_console_1.runs WHERE scope = $1 AND change > $2
             ORDER BY change LIMIT $3",
            &[&scope, &taken, &i64::from(AT_ONCE)],
        )
        .await?;
    let told = rows.iter().map(|row| {
        let text: Option<&str> = row.get(3);
        let read = match text.map(serde_json::from_str::<Row>) {
            Some(Err(_)) => return (row.get(2), None),
            Some(Ok(read)) => Some(read),
            None => None,
        };
        let told = Told {
            run_id: row.get(0),
            seen: row.get(1),
            row: read,
        };
        (row.get(2), Some(told))
    });
    Ok(told.collect())
}
