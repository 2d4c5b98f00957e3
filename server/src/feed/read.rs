//! What is asked of KFP.
//!
//! Only what an index answers, and little of it: among a million runs each of these takes some tens of milliseconds, where
//! an order or a filter without an index reads the whole namespace.

use console_api::live::TopicKind;
use kfp_core::model::{Namespace, PageToken, PipelineId};
use kfp_core::query::{
    ExperimentQuery, Filter, FilterOperation, FilterValue, InvalidQuery, Key, PipelineQuery,
    PipelineVersionQuery, RecurringRunQuery, RunQuery, Sort,
};
use kfp_core::request::element;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::objects::Object;
use super::page::Page;
use crate::index::{Key as IndexKey, Rest};

/// Rows of a page of runs; with more it would be a costly call.
pub(super) const RUNS_AT_ONCE: u32 = 50;
/// Rows of a page of what is small: two hundred bytes each, half a kilobyte for a recurring run.
const OTHERS_AT_ONCE: u32 = 100;
/// Runs of a second that are read.
const MOST_IN_A_SECOND: usize = 20_000;
/// Runs that are asked for by their ids at once.
pub(super) const NAMED_AT_ONCE: usize = 20;

/// A question to KFP about one namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// The newest runs.
    NewestRuns,
    /// The runs that have not ended.
    UnfinishedRuns,
    /// How many runs have not ended: one row, and the number of all.
    UnfinishedCount,
    /// The runs that ended since a time.
    EndedRuns(OffsetDateTime),
    /// These runs.
    Runs(Vec<String>),
    /// Runs that were made within a time, the newest first.
    MadeWithin {
        /// From then on, if it has a beginning.
        since: Option<OffsetDateTime>,
        /// And before then.
        before: OffsetDateTime,
    },
    /// More runs of a second than a page holds.
    Second(Crowd),
    /// The newest objects of a kind that is small.
    Newest(TopicKind),
    /// The newest pipelines that belong to no namespace.
    SharedPipelines,
    /// Some versions of a pipeline, for their names.
    Versions {
        /// The pipeline.
        pipeline: PipelineId,
        /// Whether it belongs to no namespace.
        is_shared: bool,
        /// The versions by their ids, of which each comes with its spec.
        ids: Vec<String>,
    },
}

/// A second in which more runs were made than a page holds, as far as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Crowd {
    /// In seconds since 1970.
    pub(super) second: i64,
    /// Those that were read, by their ids.
    pub(super) earlier: Vec<String>,
    /// Where the list goes on.
    pub(super) next: PageToken,
}

impl Crowd {
    /// Those that were made in the last second before a time, if they fill the page.
    pub(super) fn of(before: OffsetDateTime, page: &Page) -> Option<Self> {
        let second = before.unix_timestamp() - 1;
        let oldest = page.objects.last().and_then(made)?;
        let next = page.next.clone()?;
        (oldest >= second).then(|| Self {
            second,
            earlier: ids(page).collect(),
            next,
        })
    }

    /// What is left of it after the next page.
    pub(super) fn after(mut self, page: &Page) -> Option<Self> {
        self.next = page
            .next
            .clone()
            .filter(|_| self.rest(page) == Rest::Follows)?;
        self.earlier.extend(ids(page));
        Some(self)
    }

    /// What of it stands on the pages that follow this one.
    pub(super) fn rest(&self, page: &Page) -> Rest {
        // The list is that of a longer time: after the second it goes on with what is older.
        let oldest = page.objects.last().and_then(made);
        let is_past = oldest.is_some_and(|oldest| oldest < self.second);
        if page.next.is_none() || is_past {
            Rest::None
        } else if self.earlier.len() + page.objects.len() < MOST_IN_A_SECOND {
            Rest::Follows
        } else {
            Rest::LeftOut
        }
    }
}

/// When an object was made, in seconds since 1970.
fn made(object: &Object) -> Option<i64> {
    let made = OffsetDateTime::parse(&object.created_at, &Rfc3339).ok()?;
    Some(made.unix_timestamp())
}

fn ids(page: &Page) -> impl Iterator<Item = String> {
    page.objects.iter().map(|object| object.id.clone())
}

/// Words of the column `status`, which has an index, for runs that have not ended.
const UNFINISHED: [&str; 4] = ["Running", "Pending", "Terminating", "Unknown"];
/// And for those that have.
const ENDED: [&str; 4] = ["Succeeded", "Failed", "Skipped", "Error"];

impl Read {
    /// One word for figures.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::NewestRuns => "newest_runs",
            Self::UnfinishedRuns => "unfinished_runs",
            Self::UnfinishedCount => "unfinished_count",
            Self::EndedRuns(_) => "ended_runs",
            Self::Runs(_) => "named_runs",
            Self::MadeWithin { .. } => "older_runs",
            Self::Second(_) => "runs_of_a_second",
            Self::Newest(kind) => kind.word(),
            Self::SharedPipelines => "shared_pipelines",
            Self::Versions { .. } => "versions",
        }
    }

    /// The member of what it brings that holds its id.
    pub(super) fn id_member(&self) -> &'static str {
        match self {
            Self::Newest(kind) => kind.id_member(),
            Self::SharedPipelines => TopicKind::Pipelines.id_member(),
            Self::Versions { .. } => "pipeline_version_id",
            _ => TopicKind::Runs.id_member(),
        }
    }

    /// Under what the index keeps what it brings.
    pub(super) fn kept_under(&self, key: &IndexKey) -> IndexKey {
        let namespace = match self {
            Self::SharedPipelines
            | Self::Versions {
                is_shared: true, ..
            } => String::new(),
            _ => key.namespace.clone(),
        };
        IndexKey {
            decides_by: key.decides_by.clone(),
            namespace,
        }
    }

    /// Path and query.
    ///
    /// # Errors
    /// If a time cannot be written.
    pub(super) fn address(&self, namespace: &Namespace) -> Result<String, InvalidQuery> {
        let runs = |size: u32| RunQuery::in_namespace(namespace.clone()).page_size(size);
        let unfinished = Filter::new().one_of(Key::Status, UNFINISHED);
        let by_end = Sort::ascending(Key::FinishedAt);
        let newest = Sort::newest_first;
        let query = match self {
            Self::NewestRuns | Self::Newest(TopicKind::Runs) => runs(RUNS_AT_ONCE).sort(newest()),
            Self::UnfinishedRuns => runs(RUNS_AT_ONCE).sort(by_end).filter(unfinished),
            Self::UnfinishedCount => runs(1).sort(by_end).filter(unfinished),
            Self::EndedRuns(since) => {
                let ended = Filter::new()
                    .one_of(Key::Status, ENDED)
                    .since(Key::FinishedAt, *since);
                let by_end = Sort::descending(Key::FinishedAt);
                runs(RUNS_AT_ONCE).sort(by_end).filter(ended)
            }
            Self::Runs(ids) => {
                let named = Filter::new().one_of(Key::Id, ids.iter().cloned());
                runs(RUNS_AT_ONCE).filter(named)
            }
            Self::MadeWithin { since, before } => {
                let before = FilterValue::Time(*before);
                let mut made = Filter::new().and(Key::CreatedAt, FilterOperation::LessThan, before);
                if let Some(since) = since {
                    made = made.since(Key::CreatedAt, *since);
                }
                runs(RUNS_AT_ONCE).sort(newest()).filter(made)
            }
            // Order and filter stand in the token.
            Self::Second(crowd) => runs(RUNS_AT_ONCE).page_token(crowd.next.clone()),
            Self::Newest(TopicKind::Experiments) => {
                let query = ExperimentQuery::in_namespace(namespace.clone());
                let query = query.page_size(OTHERS_AT_ONCE).sort(newest());
                return Ok(written("experiments", &query.to_query_string()?));
            }
            Self::Newest(TopicKind::RecurringRuns) => {
                let query = RecurringRunQuery::in_namespace(namespace.clone());
                let query = query.page_size(OTHERS_AT_ONCE).sort(newest());
                return Ok(written("recurringruns", &query.to_query_string()?));
            }
            Self::Newest(TopicKind::Pipelines) => {
                let query = PipelineQuery::in_namespace(namespace.clone());
                let query = query.page_size(OTHERS_AT_ONCE).sort(newest());
                return Ok(written("pipelines", &query.to_query_string()?));
            }
            Self::SharedPipelines => {
                let query = PipelineQuery::shared();
                let query = query.page_size(OTHERS_AT_ONCE).sort(newest());
                return Ok(written("pipelines", &query.to_query_string()?));
            }
            Self::Versions { pipeline, ids, .. } => {
                let path = format!("pipelines/{}/versions", element(pipeline.as_str()));
                let query = PipelineVersionQuery::of(pipeline.clone());
                let named = Filter::new().one_of(Key::Id, ids.iter().cloned());
                let query = query.page_size(RUNS_AT_ONCE).filter(named);
                return Ok(written(&path, &query.to_query_string()?));
            }
        };
        Ok(written("runs", &query.to_query_string()?))
    }
}

fn written(path: &str, query: &str) -> String {
    format!("/apis/v2beta1/{path}?{query}")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn address(read: &Read) -> String {
        let namespace: Namespace = "team-a".parse().expect("a namespace");
        read.address(&namespace).expect("an address")
    }

    /// The filter of an address as KFP reads it.
    fn filter(address: &str) -> String {
        let (_, query) = address.split_once('?').expect("a query");
        let filter = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "filter");
        let once = filter.expect("a filter").1;
        percent_encoding::percent_decode_str(&once)
            .decode_utf8()
            .expect("text")
            .into_owned()
    }

    #[test]
    fn runs_are_asked_for_by_what_has_an_index() {
        let unfinished = address(&Read::UnfinishedRuns);
        assert!(
            unfinished.starts_with(
                "/apis/v2beta1/runs?namespace=team-a&page_size=50&sort_by=finished_at"
            )
        );
        assert_eq!(
            filter(&unfinished),
            r#"{"predicates":[{"operation":"IN","key":"status","string_values":{"values":["Running","Pending","Terminating","Unknown"]}}]}"#
        );
        let ended = address(&Read::EndedRuns(datetime!(2026-11-25 10:00 UTC)));
        assert!(
            ended.contains("sort_by=finished_at+desc")
                && filter(&ended).contains("2026-11-25T10:00:00Z")
        );
        assert!(address(&Read::UnfinishedCount).contains("page_size=1&"));
        let named = filter(&address(&Read::Runs(vec!["r-1".to_owned()])));
        assert!(named.contains(r#""values":["r-1"]"#), "{named}");
        let versions = address(&Read::Versions {
            pipeline: PipelineId::new("p 1").expect("an id"),
            is_shared: false,
            ids: vec!["v-1".to_owned()],
        });
        assert!(versions.starts_with("/apis/v2beta1/pipelines/p%201/versions?page_size=50&"));
        assert!(filter(&versions).contains(r#""key":"id","string_values":{"values":["v-1"]}"#));
    }
}
