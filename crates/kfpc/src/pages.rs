//! Pages that show an object, where such pages are.
//!
//! No link is given that leads nowhere: who serves pages at the address is asked, and the object is looked up first.

use http::{StatusCode, header};
use kfp_core::BaseUrl;
use kfp_core::error::Error;
use kfp_core::model::{AnsweredBy, ExperimentId, Namespace, PipelineId, RecurringRunId, RunId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::connection::Connected;

/// What stands in an element of a path as it is.
const ELEMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
/// A first page has a few kB, the console's document of a session less.
const MOST: usize = 256 * 1024;

/// Who serves pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    /// The console.
    Console,
    /// KFP's stock user interface.
    Stock,
}

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PageError {
    /// Nobody serves pages at the address.
    #[error("nobody serves pages at this address")]
    NoPages,
    /// Pages are served, and none for this.
    #[error("the console has no page for it")]
    NoneForIt,
}

impl PageError {
    /// What to do about it.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::NoPages => {
                "Give the address of the gateway with --endpoint, as https://GATEWAY/pipeline, or a context of it."
            }
            Self::NoneForIt => {
                "KFP's own interface has one: give --endpoint https://GATEWAY/pipeline."
            }
        }
    }
}

/// What has a page.
#[derive(Clone, Debug)]
pub(crate) enum Page {
    Experiment(ExperimentId, Option<Namespace>),
    Run(RunId),
    Pipeline(PipelineId),
    RecurringRun(RecurringRunId),
}

impl Pages {
    /// Who serves pages at the address; `None` where only the API is, as inside the cluster.
    pub(crate) async fn of(connected: &Connected) -> Result<Option<Self>, Error> {
        let client = &connected.client;
        if client.healthz().await?.answered_by == AnsweredBy::UiServer {
            let first = client.visit("/").await?;
            let is_page = first
                .headers()
                .get(header::CONTENT_TYPE)
                .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
            return Ok((first.status() == StatusCode::OK && is_page).then_some(Self::Stock));
        }
        let session = client.visit("/api/session").await?;
        if session.status() != StatusCode::OK {
            return Ok(None);
        }
        let Ok(session) = session.into_body().collect(MOST).await else {
            return Ok(None);
        };
        let session: Option<serde_json::Value> = serde_json::from_slice(&session).ok();
        let is_console = session.is_some_and(|session| session["console"]["prefix"].is_string());
        Ok(is_console.then_some(Self::Console))
    }

    /// The address of a page; `None` where there is no such page.
    pub(crate) fn address(self, base: &BaseUrl, page: &Page) -> Option<String> {
        let path = match self {
            Self::Console => console(page)?,
            Self::Stock => stock(page),
        };
        Some(format!("{base}{path}"))
    }
}

/// The table in `frontend/src/paths.rs` says which there are.
fn console(page: &Page) -> Option<String> {
    match page {
        Page::Experiment(id, Some(namespace)) => Some(format!(
            "/ns/{namespace}/experiments/{}",
            element(id.as_str())
        )),
        _ => None,
    }
}

fn stock(page: &Page) -> String {
    let (kind, id) = match page {
        Page::Experiment(id, _) => ("experiments", id.as_str()),
        Page::Run(id) => ("runs", id.as_str()),
        Page::Pipeline(id) => ("pipelines", id.as_str()),
        Page::RecurringRun(id) => ("recurringrun", id.as_str()),
    };
    format!("/#/{kind}/details/{}", element(id))
}

fn element(text: &str) -> impl std::fmt::Display {
    utf8_percent_encode(text, ELEMENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: &str = include_str!("../../../frontend/src/paths.rs");

    #[test]
    fn every_page_of_the_console_that_is_linked_stands_in_its_table() {
        let id = "{id}";
        let pages = [Page::Experiment(
            ExperimentId::new(id).unwrap(),
            Some(Namespace::new("team").unwrap()),
        )];
        for page in pages {
            let path = console(&page).unwrap();
            let template = path.replace("team", "{namespace}").replace("%7Bid%7D", id);
            assert!(PATHS.contains(&format!("| `{template}` |")), "{template}");
        }
    }

    #[test]
    fn the_stock_pages_are_behind_a_hash() {
        let base: BaseUrl = "https://kubeflow.example.com/pipeline".parse().unwrap();
        let page = Page::Run(RunId::new("a b").unwrap());
        assert_eq!(
            Pages::Stock.address(&base, &page).unwrap(),
            "https://kubeflow.example.com/pipeline/#/runs/details/a%20b"
        );
        assert_eq!(Pages::Console.address(&base, &page), None);
    }
}
