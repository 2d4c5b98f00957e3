//! Objects as rows of the store.

use rusqlite::{Connection, Transaction, params};
use serde_json::Value;

use super::collection::Collection;
use super::object::{Change, Key, Object};

/// Every object that this sandbox knows the collection of.
pub(super) fn load(connection: &Connection) -> Result<Vec<Object>, rusqlite::Error> {
    let mut statement = connection
        .prepare("SELECT collection, namespace, name, revision, document FROM objects")?;
    let mut rows = statement.query([])?;
    let mut objects = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(collection) = Collection::named(row.get_ref(0)?.as_str()?) else {
            continue;
        };
        let key = Key::new(
            collection,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
        );
        let document: Value = serde_json::from_str(row.get_ref(4)?.as_str()?).unwrap_or_default();
        let revision = u64::try_from(row.get::<_, i64>(3)?).unwrap_or_default();
        objects.push(Object::new(key, revision, document));
    }
    Ok(objects)
}

/// Puts an object in unless there is one.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    key: &Key,
    document: &Value,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "INSERT OR IGNORE INTO objects (collection, namespace, name, revision, document)
         VALUES (?1, ?2, ?3, (SELECT COALESCE(MAX(revision), 0) + 1 FROM objects), ?4)",
        params![
            key.collection.name(),
            key.namespace,
            key.name,
            document.to_string()
        ],
    )?;
    Ok(())
}

/// Whether the store's file keeps what a change is about.
pub(super) fn is_durable(change: &Change) -> bool {
    change.object().key.collection.is_durable()
}

/// Writes a change that is kept.
pub(super) fn write(transaction: &Transaction<'_>, change: &Change) -> Result<(), rusqlite::Error> {
    let key = &change.object().key;
    let Some(object) = &change.current else {
        transaction
            .prepare_cached(
                "DELETE FROM objects WHERE collection = ?1 AND namespace = ?2 AND name = ?3",
            )?
            .execute([key.collection.name(), &key.namespace, &key.name])?;
        return Ok(());
    };
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO objects (collection, namespace, name, revision, document)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            key.collection.name(),
            key.namespace,
            key.name,
            i64::try_from(object.revision).unwrap_or(i64::MAX),
            object.document.to_string()
        ])?;
    Ok(())
}
