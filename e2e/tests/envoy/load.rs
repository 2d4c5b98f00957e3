//! People who never rest.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use e2e::envoy::{Reply, get, send};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::fleet::{Fleet, until};
use crate::platform::OWN_EXPERIMENTS;

/// What no log may hold.
pub(crate) const IN_EVERY_BODY: &str = "a description that stands in a body alone";
/// Somebody who was refused a connection looks again after this. The pause is a real one, as the processes that are asked
/// are: nothing waits for it, and tests about time itself stand on a clock that is paused.
const BREATH: Duration = Duration::from_millis(10);

/// What became of one request.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) began: Instant,
    pub(crate) ended: Instant,
    /// The status and the body; nothing if the connection broke.
    pub(crate) answer: Option<(u16, String)>,
    /// What it was to create.
    name: Option<String>,
}

impl Outcome {
    pub(crate) fn is_good(&self) -> bool {
        matches!(self.answer, Some((200, _)))
    }

    /// What was created, if the answer says so.
    pub(crate) fn created(&self) -> Option<&str> {
        self.name.as_deref().filter(|_| self.is_good())
    }
}

/// Requests, one after the other, of several people at once.
pub(crate) struct Load {
    good: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    people: Vec<JoinHandle<Vec<Outcome>>>,
}

impl Load {
    /// Two read and one writes, all through the gateway.
    pub(crate) fn start(fleet: &Fleet) -> Self {
        let (good, stop) = (Arc::default(), Arc::default());
        let people = (0..3).map(|number| {
            let person = Person {
                number,
                gateway: fleet.gateway(),
                cookie: fleet.jar.header(),
                good: Arc::clone(&good),
                stop: Arc::clone(&stop),
            };
            tokio::spawn(person.work())
        });
        let people = people.collect();
        Self { good, stop, people }
    }

    /// Waits for so many more good answers.
    pub(crate) async fn answers(&self, more: usize) -> Result<()> {
        let enough = self.good.load(Ordering::Acquire) + more;
        until(async || Ok(self.good.load(Ordering::Acquire) >= enough)).await
    }

    /// Lets everybody end what they do, and tells what became of it all.
    pub(crate) async fn finish(self) -> Result<Vec<Outcome>> {
        self.stop.store(true, Ordering::Release);
        let mut outcomes = Vec::new();
        for person in self.people {
            outcomes.extend(person.await?);
        }
        Ok(outcomes)
    }
}

struct Person {
    number: usize,
    gateway: SocketAddr,
    cookie: String,
    good: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Person {
    async fn work(self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        while !self.stop.load(Ordering::Acquire) {
            let name = (self.number == 0).then(|| format!("written-{}", outcomes.len()));
            let began = Instant::now();
            let reply = match &name {
                Some(name) => self.write(name).await,
                None => self.read().await,
            };
            let outcome = Outcome {
                began,
                ended: Instant::now(),
                answer: reply
                    .ok()
                    .map(|reply| (reply.status.as_u16(), reply.text().to_owned())),
                name,
            };
            if outcome.is_good() {
                self.good.fetch_add(1, Ordering::AcqRel);
            } else {
                sleep(BREATH).await;
            }
            outcomes.push(outcome);
        }
        outcomes
    }

    async fn read(&self) -> Result<Reply> {
        let url = format!("{OWN_EXPERIMENTS}&page_size=2");
        get(self.gateway, &url, &[("Cookie", &self.cookie)]).await
    }

    async fn write(&self, name: &str) -> Result<Reply> {
        let headers = [
            ("Host", "kubeflow.example.com"),
            ("Origin", "http://kubeflow.example.com"),
            ("Cookie", self.cookie.as_str()),
            ("Content-Type", "application/json"),
        ];
        let body = json!({
            "display_name": name,
            "namespace": "kubeflow-jbpark8",
            "description": IN_EVERY_BODY,
        });
        let url = "/kfp-console/apis/v2beta1/experiments";
        send(self.gateway, "POST", url, &headers, body.to_string()).await
    }
}
