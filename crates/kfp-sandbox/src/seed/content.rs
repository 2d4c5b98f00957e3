//! Sample pipelines, experiments and runs.

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::runs::{self, Source};
use super::samples::{EXPERIMENTS, PIPELINES, SampleExperiment, SamplePipeline};
use crate::cluster::stable_id;
use crate::kfp::canonical_spec;

/// How long before the sandbox's start the first pipeline was uploaded.
const AGE: Duration = Duration::days(60);

/// Fills the store. In single-user mode there are no namespaces: everything goes into one, under its own name.
pub(super) fn fill(
    transaction: &Transaction<'_>,
    now: OffsetDateTime,
    multi_user: bool,
) -> Result<(), rusqlite::Error> {
    let mut sources: BTreeMap<(&str, &str), Vec<Source>> = BTreeMap::new();
    for (index, sample) in (0_i32..).zip(&PIPELINES) {
        let created = now - AGE + Duration::hours(5) * index;
        let versions = insert_pipeline(transaction, sample, created, multi_user)?;
        sources.insert((sample.namespace, sample.name), versions);
    }
    for (index, sample) in (0_i32..).zip(&EXPERIMENTS) {
        let created = now - AGE + Duration::days(2) * index;
        insert_experiment(transaction, sample, &sources, created, now, multi_user)?;
    }
    if !multi_user {
        transaction.execute("UPDATE runs SET namespace = ''", [])?;
        transaction.execute("UPDATE workflows SET namespace = 'kubeflow'", [])?;
    }
    Ok(())
}

/// The experiment that a single-user server makes when it first starts.
pub(super) fn insert_default_experiment(
    transaction: &Transaction<'_>,
    now: i64,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "INSERT INTO experiments (uuid, name, description, created_at, last_run_created_at, namespace, storage_state)
         VALUES (?1, 'Default', 'All runs created without specifying an experiment will be grouped here.', ?2, 0, '',
                 'AVAILABLE')",
        params![stable_id(&["experiment", "", "Default"]).to_string(), now],
    )?;
    Ok(())
}

fn insert_pipeline(
    transaction: &Transaction<'_>,
    sample: &SamplePipeline,
    created: OffsetDateTime,
    multi_user: bool,
) -> Result<Vec<Source>, rusqlite::Error> {
    let id = stable_id(&["pipeline", sample.namespace, sample.name]).to_string();
    transaction.execute(
        "INSERT OR IGNORE INTO pipelines (uuid, name, display_name, description, created_at, namespace)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            id,
            sample.name,
            sample.display_name,
            sample.description,
            created.unix_timestamp(),
            if multi_user { sample.namespace } else { "" }
        ],
    )?;
    for (key, value) in sample.tags {
        transaction.execute(
            "INSERT INTO tags (uuid, key, value) VALUES (?1, ?2, ?3)",
            params![id, key, value],
        )?;
    }
    let spec = canonical_spec(sample.package).expect("the crate's own packages are pipelines");
    let mut sources = Vec::new();
    for (index, name) in (0_i32..).zip(std::iter::once(&sample.name).chain(sample.versions)) {
        let version_id = stable_id(&["version", &id, name]).to_string();
        transaction.execute(
            "INSERT INTO pipeline_versions (uuid, pipeline_uuid, name, display_name, description, created_at, sequence,
                                            status, code_source_url, spec)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'READY', '', ?8)",
            params![
                version_id,
                id,
                name,
                if index == 0 { sample.display_name } else { name },
                if index == 0 { sample.description } else { "" },
                (created + Duration::days(9) * index).unix_timestamp(),
                index,
                spec.to_string()
            ],
        )?;
        let spec: &Value = spec.get("pipeline_spec").unwrap_or(&spec);
        sources.push(Source {
            pipeline_id: id.clone(),
            version_id,
            spec: spec.clone(),
        });
    }
    Ok(sources)
}

fn insert_experiment(
    transaction: &Transaction<'_>,
    sample: &SampleExperiment,
    sources: &BTreeMap<(&str, &str), Vec<Source>>,
    created: OffsetDateTime,
    now: OffsetDateTime,
    multi_user: bool,
) -> Result<(), rusqlite::Error> {
    let id = stable_id(&["experiment", sample.namespace, sample.name]).to_string();
    let name = if !multi_user && sample.name == "Default" {
        "My first runs"
    } else {
        sample.name
    };
    let own: Vec<Source> = sample
        .pipelines
        .iter()
        .filter_map(|name| {
            sources
                .get(&(sample.namespace, *name))
                .or_else(|| sources.get(&("", *name)))
        })
        .flatten()
        .cloned()
        .collect();
    let last_run = if own.is_empty() {
        0
    } else {
        runs::fill(transaction, sample, &id, &own, now)?
    };
    transaction.execute(
        "INSERT INTO experiments (uuid, name, description, created_at, last_run_created_at, namespace, storage_state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id,
            name,
            sample.description,
            created.unix_timestamp(),
            last_run,
            if multi_user { sample.namespace } else { "" },
            if sample.is_archived { "ARCHIVED" } else { "AVAILABLE" }
        ],
    )?;
    Ok(())
}
