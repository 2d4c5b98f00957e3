//! A search for a part of a name.

use rusqlite::Connection;

use super::conditions::{Condition, Conditions, where_sql};
use super::listable::Listable;
use crate::storage::{Pattern, search_names};

/// What a search tells of a list.
#[derive(Debug, Default)]
pub(super) struct Searched {
    /// How many rows the list has, where nothing else narrows it but what kinds are made of.
    pub(super) total: Option<i64>,
    /// The names that its rows can have, if they are few.
    pub(super) names: Option<Vec<String>>,
}

/// Looks for the parts of names that `conditions` ask for, if they do.
pub(super) fn search(
    connection: &Connection,
    listable: &Listable,
    conditions: &Conditions,
) -> Result<Searched, rusqlite::Error> {
    let Some(counts) = &listable.counts else {
        return Ok(Searched::default());
    };
    let is_named = |one: &&Condition| one.column == counts.named && one.like.is_some();
    let (named, others): (Vec<_>, Vec<_>) = conditions.all.iter().partition(is_named);
    if named.is_empty() {
        return Ok(Searched::default());
    }
    let patterns: Vec<Pattern> = named
        .iter()
        .filter_map(|one| one.like.as_deref())
        .map(Pattern::parse)
        .collect();
    let is_kept = |one: &&&Condition| counts.has(one.column);
    let kept: Vec<&Condition> = others.iter().filter(is_kept).copied().collect();
    let found = search_names(
        connection,
        &where_sql(kept.iter().map(|one| one.sql.as_str())),
        kept.iter().flat_map(|one| &one.values),
        &patterns,
    )?;
    Ok(Searched {
        total: (kept.len() == others.len()).then_some(found.rows),
        names: found.is_told().then_some(found.names),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::{params, params_from_iter};
    use serde_json::{Value, json};

    use super::*;
    use crate::config::Storage;
    use crate::kfp::list::{ListOptions, ListRequest, RUNS, Scope, select};
    use crate::storage::Database;

    fn store(runs: &[(String, &str, i64)]) -> Database {
        let database = Database::open(&Storage::Memory).unwrap();
        let written: Result<(), rusqlite::Error> = database.write_now(|transaction| {
            for (index, (name, state, created_at)) in runs.iter().enumerate() {
                transaction.execute(
                    "INSERT INTO runs VALUES (?1, 'e', 'team-a', ?2, '', '', '', '', 'AVAILABLE', ?3, ?3, '[]', ?4, 0, 0,
                                              '', '', '', '', '')",
                    params![index.to_string(), name, state, created_at],
                )?;
            }
            Ok(())
        });
        written.unwrap();
        database
    }

    fn options(predicates: &[Value], sort_by: &str) -> ListOptions {
        let filter = json!({"predicates": predicates}).to_string();
        let request = ListRequest {
            page_token: String::new(),
            page_size: 200,
            sort_by: sort_by.to_owned(),
            filter: form_urlencoded::byte_serialize(filter.as_bytes()).collect(),
        };
        ListOptions::check(&RUNS, &request).unwrap()
    }

    fn scope() -> Scope {
        Scope::Is("namespace", "team-a".to_owned())
    }

    fn part(text: &str) -> Value {
        json!({"key": "name", "operation": "IS_SUBSTRING", "string_value": text})
    }

    #[test]
    fn case_and_accents_do_not_count_in_a_search() {
        let database = store(&[("Größe 1".to_owned(), "FAILED", 1)]);
        let options = options(&[part("GROSE")], "");
        let page = database.read_now(|connection| {
            select(connection, &options, &scope(), &[], "uuid", |row| {
                row.get::<_, String>(0)
            })
        });
        assert_eq!(page.unwrap().rows, ["0"]);
    }

    #[test]
    fn few_names_are_looked_up() {
        let database = store(&[]);
        for filter in [
            vec![part("a")],
            vec![
                part("a"),
                json!({"key": "created_at", "operation": "GREATER_THAN", "long_value": "1"}),
            ],
        ] {
            let options = options(&filter, "created_at desc");
            let mut conditions = Conditions::of(&options, &scope(), &[]).unwrap();
            let counts = RUNS.counts.as_ref().unwrap();
            conditions.named(counts, &["A".to_owned()]);
            for order in ["", " ORDER BY +created_at DESC, uuid DESC LIMIT 21"] {
                let sql = format!(
                    "EXPLAIN QUERY PLAN SELECT uuid FROM runs{}{order}",
                    conditions.sql()
                );
                let plan: Result<Vec<String>, rusqlite::Error> = database.read_now(|connection| {
                    let mut statement = connection.prepare(&sql)?;
                    let rows = statement
                        .query_map(params_from_iter(conditions.values()), |row| row.get(3))?;
                    rows.collect()
                });
                let plan = plan.unwrap().join("; ");
                assert!(plan.contains("(namespace=? AND display_name=?)"), "{plan}");
            }
        }
    }

    fn predicate() -> impl Strategy<Value = Value> {
        prop_oneof![
            6 => "[aAüU_%\\\\]{0,3}".prop_map(|text| part(&text)),
            1 => Just(json!({"key": "state", "operation": "EQUALS", "string_value": "failed"})),
            1 => (0i64..4).prop_map(|time| json!({"key": "created_at", "operation": "LESS_THAN",
                                                  "long_value": time.to_string()})),
        ]
    }

    proptest! {
        // Each case has a store of its own.
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        #[test]
        fn a_search_finds_what_a_walk_through_all_rows_finds(
            runs in prop::collection::vec(
                ("[aAüu_ ]{0,4}", prop::sample::select(vec!["FAILED", "RUNNING"]), 0i64..4),
                0..12,
            ),
            predicates in prop::collection::vec(predicate(), 1..4),
            sort_by in prop::sample::select(vec!["created_at desc", "name", "id desc"]),
        ) {
            let database = store(&runs);
            let options = options(&predicates, sort_by);
            let conditions = Conditions::of(&options, &scope(), &[]).unwrap();
            let column = sort_by.replace("name", "display_name").replace("id", "uuid");
            let direction = if sort_by.ends_with("desc") { "DESC" } else { "ASC" };
            let sql = format!("SELECT uuid FROM runs{} ORDER BY {column}, uuid {direction}", conditions.sql());
            let walked: Result<Vec<String>, rusqlite::Error> = database.read_now(|connection| {
                let mut statement = connection.prepare(&sql)?;
                let rows = statement.query_map(params_from_iter(conditions.values()), |row| row.get(0))?;
                rows.collect()
            });
            let page = database.read_now(|connection| {
                select(connection, &options, &scope(), &[], "uuid", |row| row.get::<_, String>(0))
            });
            let (walked, page) = (walked.unwrap(), page.unwrap());
            prop_assert_eq!(page.total, i64::try_from(walked.len()).unwrap());
            prop_assert_eq!(page.rows, walked);
        }
    }
}
