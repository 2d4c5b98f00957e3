//! Pages that show an object, where such pages are.
//!
//! No link is given that leads nowhere: who serves pages at the address is asked, and the object is looked up first.

use http::{StatusCode, header};
use kfp_core::BaseUrl;
use kfp_core::error::Error;
use kfp_core::model::{AnsweredBy, ExperimentId, Namespace, PipelineId, RecurringRunId, RunId};
use kfp_core::request::element;

use crate::connection::Connected;

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

/// A page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// What it shows.
    pub(crate) what: What,
    /// Where. The console has a namespace in each of its addresses.
    pub(crate) namespace: Option<Namespace>,
}

/// What a page shows.
#[derive(Clone, Debug)]
pub(crate) enum What {
    Experiment(ExperimentId),
    Run(RunId),
    Pipeline(PipelineId),
    RecurringRun(RecurringRunId),
    All(List),
}

/// All of a kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum List {
    Runs,
    Experiments,
    Pipelines,
    RecurringRuns,
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

    /// Whether a single run has a page.
    pub(crate) fn show_a_run(self) -> bool {
        self == Self::Stock
    }

    /// The address of a page; `None` where there is no such page.
    pub(crate) fn address(self, base: &BaseUrl, page: &Page) -> Option<String> {
        let path = match self {
            Self::Console => console(page)?,
            Self::Stock => stock(&page.what),
        };
        Some(format!("{base}{path}"))
    }
}

/// The table in `frontend/src/paths.rs` says which there are.
fn console(page: &Page) -> Option<String> {
    let path = match &page.what {
        What::Experiment(id) => format!("experiments/{}", element(id.as_str())),
        What::Pipeline(id) => format!("pipelines/{}/versions", element(id.as_str())),
        What::RecurringRun(id) => format!("recurring/{}", element(id.as_str())),
        What::All(List::Runs) => "runs".to_owned(),
        What::All(List::Experiments) => "experiments".to_owned(),
        What::All(List::Pipelines) => "pipelines".to_owned(),
        What::All(List::RecurringRuns) => "recurring".to_owned(),
        What::Run(_) => return None,
    };
    Some(format!("/ns/{}/{path}", page.namespace.as_ref()?))
}

fn stock(what: &What) -> String {
    let (kind, id) = match what {
        What::Experiment(id) => ("experiments", id.as_str()),
        What::Run(id) => ("runs", id.as_str()),
        What::Pipeline(id) => ("pipelines", id.as_str()),
        What::RecurringRun(id) => ("recurringrun", id.as_str()),
        What::All(List::Runs) => return "/#/runs".to_owned(),
        What::All(List::Experiments) => return "/#/experiments".to_owned(),
        What::All(List::Pipelines) => return "/#/pipelines".to_owned(),
        What::All(List::RecurringRuns) => return "/#/recurringruns".to_owned(),
    };
    format!("/#/{kind}/details/{}", element(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: &str = include_str!("../../../frontend/src/paths.rs");

    fn in_team(what: What) -> Page {
        Page {
            what,
            namespace: Some(Namespace::new("team").unwrap()),
        }
    }

    #[test]
    fn every_page_of_the_console_that_is_linked_stands_in_its_table() {
        let id = "{id}";
        let pages = [
            What::Experiment(ExperimentId::new(id).unwrap()),
            What::Pipeline(PipelineId::new(id).unwrap()),
            What::RecurringRun(RecurringRunId::new(id).unwrap()),
            What::All(List::Runs),
            What::All(List::Experiments),
            What::All(List::Pipelines),
            What::All(List::RecurringRuns),
        ];
        for page in pages.map(in_team) {
            let path = console(&page).unwrap();
            let template = path.replace("team", "{namespace}").replace("%7Bid%7D", id);
            assert!(PATHS.contains(&format!("| `{template}` |")), "{template}");
        }
    }

    #[test]
    fn no_page_of_a_run_is_made_up() {
        let base: BaseUrl = "https://kubeflow.example.com/console".parse().unwrap();
        let run = in_team(What::Run(RunId::new("a").unwrap()));
        assert_eq!(Pages::Console.address(&base, &run), None);
    }

    #[test]
    fn the_stock_pages_are_behind_a_hash() {
        let base: BaseUrl = "https://kubeflow.example.com/pipeline".parse().unwrap();
        let address = |what| Pages::Stock.address(&base, &in_team(what)).unwrap();
        let begin = "https://kubeflow.example.com/pipeline/#";
        let run = What::Run(RunId::new("a b").unwrap());
        assert_eq!(address(run), format!("{begin}/runs/details/a%20b"));
        let all = What::All(List::RecurringRuns);
        assert_eq!(address(all), format!("{begin}/recurringruns"));
    }
}
