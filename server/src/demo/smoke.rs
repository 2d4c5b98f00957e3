//! The demo, tried once from the gateway's door to the rows.

use std::fmt;
use std::time::{Duration, Instant};

use console_api::Session;
use http::StatusCode;
use kfp_core::model::{Experiment, Namespace, StorageState};
use kfp_core::query::{
    Direction, ExperimentQuery, Filter, InvalidQuery, Key, RecurringRunQuery, RunQuery, Sort,
};
use serde::Deserialize;
use serde_json::json;

use super::DemoError;
use super::browser::{Browser, Page, encoding};
use super::form::{Form, attribute, tags};
use super::latency::{self, Latency};
use super::running::Running;

const CONSOLE: &str = "/kfp-console/";
/// Pages on which a login stops: one to say that one wants to sign in, one for the password, and a choice before.
const MOST_PAGES: usize = 4;

/// What the test measured.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    ready: Duration,
    experiments: u64,
    runs: u64,
    recurring_runs: u64,
    rss_mib: Option<u64>,
    first_load_bytes: usize,
    latency: Latency,
}

/// One line of JSON.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = json!({
            "ready_ms": u64::try_from(self.ready.as_millis()).unwrap_or(u64::MAX),
            "experiments": self.experiments,
            "runs": self.runs,
            "recurring_runs": self.recurring_runs,
            "rss_mib": self.rss_mib,
            "first_load_bytes": self.first_load_bytes,
            "list_ms": millis(self.latency.through_console),
            "list_without_console_ms": millis(self.latency.without_console),
        });
        write!(f, "{figures}")
    }
}

/// A list of KFP's, as far as it is counted here.
#[derive(Deserialize)]
struct List {
    #[serde(default)]
    experiments: Vec<Experiment>,
    #[serde(default)]
    total_size: u64,
}

/// Signs in as the owner and reads what the owner has.
///
/// # Errors
/// The step that failed, and how.
pub(super) async fn run(running: &Running, started: Instant) -> Result<Figures, DemoError> {
    let ready = started.elapsed();
    let mut browser = Browser::new(running.gateway());
    let (user, password) = running
        .owner()
        .ok_or_else(|| failed("sign-in", "there is no sample owner"))?;
    let page = sign_in(&mut browser, user, password)
        .await
        .map_err(|problem| failed("sign-in", problem))?;
    if page.status != StatusCode::OK || base(&page.text()).as_deref() != Some(CONSOLE) {
        return Err(failed(
            "page",
            format!("{} and no page of the console", page.status),
        ));
    }
    let first_load_bytes = first_load(&mut browser)
        .await
        .map_err(|problem| failed("first load", problem))?;
    let session: Session = get(&mut browser, "session", "api/session").await?;
    if session.user != user {
        return Err(failed("session", "somebody else is signed in"));
    }
    let owned = session
        .namespaces
        .iter()
        .find(|namespace| namespace.role == Some(console_api::Role::Owner));
    let namespace = &owned
        .ok_or_else(|| failed("session", "the owner is offered no namespace of theirs"))?
        .name;
    let namespace =
        Namespace::new(namespace.as_str()).map_err(|error| failed("session", error.to_string()))?;
    let query = RecurringRunQuery::in_namespace(namespace.clone()).page_size(1);
    let path = format!(
        "apis/v2beta1/recurringruns?{}",
        written(query.to_query_string())?
    );
    let recurring_runs: List = get(&mut browser, "recurring runs", &path).await?;
    let query = ExperimentQuery::in_namespace(namespace)
        .page_size(200)
        .sort(newest_first(Key::LastRunCreatedAt))
        .filter(shown());
    let path = format!(
        "apis/v2beta1/experiments?{}",
        written(query.to_query_string())?
    );
    let experiments: List = get(&mut browser, "experiments", &path).await?;
    let latest = experiments
        .experiments
        .first()
        .ok_or_else(|| failed("experiments", "there is none"))?;
    let query = RunQuery::in_experiment(latest.experiment_id.clone())
        .page_size(20)
        .sort(newest_first(Key::CreatedAt))
        .filter(shown());
    let path = format!("apis/v2beta1/runs?{}", written(query.to_query_string())?);
    let runs: List = get(&mut browser, "runs", &path).await?;
    let latency = latency::measure(&mut browser, &path)
        .await
        .map_err(|problem| failed("latency", problem))?;
    Ok(Figures {
        ready,
        experiments: experiments.total_size,
        runs: runs.total_size,
        recurring_runs: recurring_runs.total_size,
        rss_mib: resident_mib(),
        first_load_bytes,
        latency,
    })
}

/// What the lists of the page show unless a person asks for the archive.
fn shown() -> Filter {
    Filter::new().equals(Key::StorageState, StorageState::Available.as_str())
}

fn newest_first(key: Key) -> Sort {
    Sort {
        key,
        direction: Direction::Descending,
    }
}

fn written(query: Result<String, InvalidQuery>) -> Result<String, DemoError> {
    query.map_err(|error| failed("query", error.to_string()))
}

/// Milliseconds with three places.
fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}

/// Opens the console and does what its pages ask for, until it is the console that answers.
async fn sign_in(browser: &mut Browser, user: &str, password: &str) -> Result<Page, String> {
    let mut page = browser.open(CONSOLE).await?;
    for _ in 0..MOST_PAGES {
        if page.status == StatusCode::OK && page.path == CONSOLE {
            return Ok(page);
        }
        let form = Form::find(&page.text())
            .ok_or_else(|| format!("{} and no form to go on with", page.status))?;
        let filled: &[(&str, &str)] = if form.asks_for("password") {
            &[("login", user), ("password", password)]
        } else {
            &[]
        };
        page = browser.submit(&page, &form, filled).await?;
    }
    Err("the login does not end".to_owned())
}

/// Loads the page and everything it names, compressed as a browser asks for it, and counts the bytes on the wire.
async fn first_load(browser: &mut Browser) -> Result<usize, String> {
    let plain = browser.open(CONSOLE).await?.text();
    let page = browser.fetch(CONSOLE, Some("br")).await?;
    let mut bytes = page.body.len();
    let mut named: Vec<String> = tags(&plain, "link")
        .filter_map(|tag| attribute(tag, "href"))
        .chain(tags(&plain, "script").filter_map(|tag| attribute(tag, "src")))
        .map(|path| path.trim_start_matches("./").to_owned())
        .collect();
    named.sort_unstable();
    named.dedup();
    if !named.iter().any(|path| ends_with(path, &["wasm"])) {
        return Err("the page names no program".to_owned());
    }
    for path in named {
        if path.starts_with("data:") {
            continue;
        }
        let file = browser
            .fetch(&format!("{CONSOLE}{path}"), Some("br"))
            .await?;
        if file.status != StatusCode::OK {
            return Err(format!("{} for a file that the page names", file.status));
        }
        if ends_with(&path, &["js", "wasm", "css"]) && encoding(&file.headers) != "br" {
            return Err("a file of the program came without brotli".to_owned());
        }
        bytes += file.body.len();
    }
    Ok(bytes)
}

/// Where the relative addresses of a page begin.
fn base(html: &str) -> Option<String> {
    tags(html, "base").find_map(|tag| attribute(tag, "href"))
}

fn ends_with(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.contains(&ending))
}

async fn get<T: serde::de::DeserializeOwned>(
    browser: &mut Browser,
    step: &'static str,
    path: &str,
) -> Result<T, DemoError> {
    let page = browser
        .fetch(&format!("{CONSOLE}{path}"), None)
        .await
        .map_err(|problem| failed(step, problem))?;
    if page.status != StatusCode::OK {
        return Err(failed(
            step,
            format!("{} with {}", page.status, page.text()),
        ));
    }
    serde_json::from_slice(&page.body)
        .map_err(|error| failed(step, format!("an answer that cannot be read: {error}")))
}

fn failed(step: &'static str, problem: impl Into<String>) -> DemoError {
    DemoError::Smoke {
        step,
        problem: problem.into(),
    }
}

/// The memory this process holds, sandbox and console together; only Linux tells.
fn resident_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}
