//! An answer of KFP's, as far as the feed looks into it.

use kfp_core::model::PageToken;
use serde::Deserialize;

use super::objects::Object;
use crate::grid::Members;
use crate::rows::{lighten, written};

/// A page of a list.
#[derive(Debug)]
pub(super) struct Page {
    /// The objects, in the order of the answer.
    pub(super) objects: Vec<Object>,
    /// How many pass the filter in all.
    pub(super) total: u64,
    /// Whether the list goes on.
    pub(super) goes_on: bool,
    /// And how.
    pub(super) next: Option<PageToken>,
    /// Bytes of the answer.
    pub(super) bytes: usize,
}

/// What KFP writes, with the name of each list.
#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(
        borrow,
        default,
        alias = "experiments",
        alias = "recurringRuns",
        alias = "pipelines",
        alias = "pipeline_versions"
    )]
    runs: Vec<Members<'a>>,
    #[serde(default)]
    total_size: u64,
    #[serde(default)]
    next_page_token: String,
}

impl Page {
    /// Reads an answer; `None` if it is no list of objects that have their id in this member.
    pub(super) fn read(id: &str, body: &[u8]) -> Option<Self> {
        // serde would take an array for a struct whose fields all have defaults.
        if !body.trim_ascii_start().starts_with(b"{") {
            return None;
        }
        let answer: Answer<'_> = serde_json::from_slice(body).ok()?;
        let rows = answer.runs.into_iter();
        let objects = rows
            .map(|members| object(id, members))
            .collect::<Option<Vec<_>>>()?;
        let next = match answer.next_page_token {
            none if none.is_empty() => None,
            token => Some(PageToken::new(token).ok()?),
        };
        Some(Self {
            objects,
            total: answer.total_size,
            goes_on: next.is_some(),
            next,
            bytes: body.len(),
        })
    }
}

fn object(id: &str, mut members: Members<'_>) -> Option<Object> {
    let text = |name: &str| -> Option<String> {
        let value = members.get(name)?;
        serde_json::from_str(value.get()).ok()
    };
    let id = text(id).filter(|id| !id.is_empty())?;
    let created_at = text("created_at").unwrap_or_default();
    let beside = lighten(&mut members);
    let text = written(&members, beside.as_ref())?;
    Some(Object {
        id,
        created_at,
        text,
    })
}

#[cfg(test)]
mod tests {
    use console_api::live::TopicKind;

    use super::*;

    fn read(kind: TopicKind, body: &str) -> Option<Page> {
        Page::read(kind.id_member(), body.as_bytes())
    }

    #[test]
    fn rows_come_without_what_makes_them_large() {
        let long = "x".repeat(4 * 1024);
        let body = format!(
            r#"{{"runs":[{{"run_id":"r-1","created_at":"2026-11-25T10:00:00Z","display_name":"a\"b","state":"RUNNING",
            "run_details":{{"task_details":[{{}}]}},"pipeline_spec":{{}},"runtime_config":{{"parameters":{{"p":"{long}"}}}}}}],
            "total_size":7,"next_page_token":"t"}}"#
        );
        let page = read(TopicKind::Runs, &body).expect("a page");
        assert_eq!((page.total, page.goes_on), (7, true));
        assert_eq!(page.objects[0].id, "r-1");
        assert_eq!(
            page.objects[0].text.get(),
            r#"{"created_at":"2026-11-25T10:00:00Z","display_name":"a\"b","run_id":"r-1","state":"RUNNING"}"#
        );
    }

    #[test]
    fn every_kind_has_its_own_name_for_its_list() {
        for (kind, body) in [
            (
                TopicKind::Experiments,
                r#"{"experiments":[{"experiment_id":"1"}]}"#,
            ),
            (
                TopicKind::RecurringRuns,
                r#"{"recurringRuns":[{"recurring_run_id":"1"}]}"#,
            ),
            (
                TopicKind::Pipelines,
                r#"{"pipelines":[{"pipeline_id":"1"}]}"#,
            ),
        ] {
            let page = read(kind, body).expect("a page");
            assert_eq!(page.objects[0].id, "1", "{body}");
        }
        let none = read(TopicKind::Runs, "{}").expect("a page");
        assert!(none.objects.is_empty() && !none.goes_on);
    }

    #[test]
    fn what_is_no_list_is_not_read() {
        for body in [
            "",
            "[]",
            "null",
            r#"{"runs":[{}]}"#,
            r#"{"runs":{}}"#,
            "<html>",
        ] {
            assert!(read(TopicKind::Runs, body).is_none(), "{body}");
        }
    }
}
