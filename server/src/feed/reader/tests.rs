use std::collections::BTreeMap;
use std::sync::Mutex;

use console_api::live::{FromServer, Topic};
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::objects::Object;
use super::super::page::Page;
use super::super::read::Read;
use super::super::source::Urgency;
use super::super::topic::Watch;
use super::*;
use crate::problem::{ProblemCode, document};

const PACE: Pace = Pace {
    fast: Duration::from_secs(5),
    slow: Duration::from_secs(10),
};

/// A KFP with the runs of one namespace. Simulated.
#[derive(Clone, Debug, Default)]
struct Scripted(Arc<Mutex<World>>);

#[derive(Debug, Default)]
struct World {
    /// State by id; ids that are greater are newer.
    runs: BTreeMap<String, String>,
    asked: Vec<(String, Urgency)>,
    is_down: bool,
    /// Bytes of every answer.
    bytes: usize,
    /// Rows of a page, if not as many as there are.
    page: Option<usize>,
}

impl Scripted {
    fn set(&self, id: &str, state: &str) {
        self.world().runs.insert(id.to_owned(), state.to_owned());
    }

    fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.0.lock().expect("nobody panicked with it")
    }

    /// What was asked since the last time.
    fn asked(&self) -> Vec<(String, Urgency)> {
        std::mem::take(&mut self.world().asked)
    }

    fn words(&self) -> Vec<String> {
        self.asked().into_iter().map(|(word, _)| word).collect()
    }
}

impl Source for Scripted {
    async fn read(&self, read: Read, urgency: Urgency) -> Result<Page, Failure> {
        let mut world = self.world();
        world.asked.push((read.word().to_owned(), urgency));
        if world.is_down {
            return Err(Failure::new(ProblemCode::KfpUnreachable, "It is down."));
        }
        let has_ended = |state: &str| matches!(state, "SUCCEEDED" | "FAILED");
        let passes = |id: &str, state: &str| match &read {
            Read::NewestRuns
            | Read::Newest(_)
            | Read::SharedPipelines
            | Read::MadeWithin { .. }
            | Read::Second(_) => true,
            Read::UnfinishedRuns | Read::UnfinishedCount => !has_ended(state),
            Read::EndedRuns(_) => has_ended(state),
            Read::Versions { .. } => false,
            Read::Runs(ids) => ids.iter().any(|named| named == id),
        };
        let found = world.runs.iter().filter(|(id, state)| passes(id, state));
        let mut objects: Vec<Object> = found
            .map(|(id, state)| Object {
                id: id.clone(),
                created_at: id.clone(),
                text: RawValue::from_string(format!(r#"{{"run_id":"{id}","state":"{state}"}}"#))
                    .expect("JSON"),
            })
            .collect();
        let total = objects.len();
        let page = world.page.unwrap_or(total);
        if !matches!(read, Read::UnfinishedRuns) {
            objects.reverse();
        }
        objects.truncate(page);
        Ok(Page {
            total: total as u64,
            objects,
            goes_on: total > page,
            next: None,
            bytes: world.bytes,
        })
    }
}

/// A reader at work, and somebody who watches.
struct Reading {
    kfp: Scripted,
    topic: Arc<TopicFeed>,
    watch: Option<Watch>,
    task: tokio::task::JoinHandle<()>,
}

impl Reading {
    async fn of(kind: TopicKind, kfp: Scripted) -> Self {
        let topic = TopicFeed::new(Topic {
            kind,
            namespace: "team-a".to_owned(),
        });
        let watch = Some(topic.watch(None));
        let task = tokio::spawn(read_on(
            Arc::clone(&topic),
            kind,
            kfp.clone(),
            PACE,
            || true,
            |failure| document(failure, "/kfp-console/"),
        ));
        let reading = Self {
            kfp,
            topic,
            watch,
            task,
        };
        reading.after(Duration::from_millis(1)).await;
        reading
    }

    /// Lets time pass, with everything that happens in it.
    async fn after(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// What the viewer is told.
    fn told(&mut self) -> String {
        let texts = self.watch.as_mut().expect("somebody watches").take();
        let told =
            texts.iter().filter_map(|text| {
                match serde_json::from_str::<FromServer<Value>>(text.as_str()).expect("a message") {
                    FromServer::Snapshot(snapshot) => {
                        Some(format!("all: {}", list(&snapshot.objects)))
                    }
                    FromServer::Diff(diff) => {
                        let mut parts = vec![list(&diff.changed)];
                        parts.extend(diff.removed.iter().map(|id| format!("-{id}")));
                        parts.retain(|part| !part.is_empty());
                        Some(parts.join(" "))
                    }
                    FromServer::State { state, .. } => state.problem.map(|problem| problem.code),
                    _ => None,
                }
            });
        told.collect::<Vec<_>>().join("; ")
    }
}

fn list(objects: &[Value]) -> String {
    let text = |object: &Value, name: &str| object[name].as_str().expect("a text").to_owned();
    let runs = objects
        .iter()
        .map(|object| format!("{} {}", text(object, "run_id"), text(object, "state")));
    runs.collect::<Vec<_>>().join(" ")
}

#[tokio::test(start_paused = true)]
async fn the_first_viewer_is_awaited_and_gets_the_newest() {
    let kfp = Scripted::default();
    kfp.set("1", "SUCCEEDED");
    kfp.set("2", "RUNNING");
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    assert_eq!(reading.told(), "all: 2 RUNNING 1 SUCCEEDED");
    let asked = reading.kfp.asked();
    assert_eq!(
        asked,
        [
            ("newest_runs".to_owned(), Urgency::Awaited),
            // What is read after the first answer keeps nobody waiting.
            ("unfinished_runs".to_owned(), Urgency::Awaited)
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_that_has_left_the_unfinished_is_asked_for_by_its_id() {
    let kfp = Scripted::default();
    kfp.set("1", "RUNNING");
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    reading.told();
    reading.kfp.asked();
    reading.kfp.set("1", "SUCCEEDED");
    reading.kfp.set("2", "PENDING");
    reading.after(Duration::from_secs(7)).await;
    assert_eq!(reading.told(), "2 PENDING; 1 SUCCEEDED");
    assert_eq!(reading.kfp.words(), ["unfinished_runs", "named_runs"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_born_and_ended_in_between_is_found_by_its_end() {
    let mut reading = Reading::of(TopicKind::Runs, Scripted::default()).await;
    reading.told();
    reading.kfp.set("1", "FAILED");
    reading.after(Duration::from_secs(45)).await;
    assert_eq!(reading.told(), "1 FAILED");
    assert!(reading.kfp.words().contains(&"ended_runs".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn what_somebody_else_deleted_is_missing_among_the_newest() {
    let kfp = Scripted::default();
    kfp.set("1", "SUCCEEDED");
    kfp.set("2", "SUCCEEDED");
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    reading.told();
    reading.kfp.world().runs.remove("1");
    reading.after(Duration::from_secs(160)).await;
    assert_eq!(reading.told(), "-1");
}

#[tokio::test(start_paused = true)]
async fn it_is_read_fast_while_something_runs_and_slowly_otherwise() {
    let kfp = Scripted::default();
    kfp.set("1", "RUNNING");
    let reading = Reading::of(TopicKind::Runs, kfp).await;
    let count = |words: Vec<String>| {
        let rounds = words.iter().filter(|word| *word == "unfinished_runs");
        rounds.count()
    };
    reading.kfp.asked();
    reading.after(Duration::from_mins(2)).await;
    let fast = count(reading.kfp.words());
    assert!((20..=30).contains(&fast), "{fast} in two minutes");
    reading.kfp.set("1", "SUCCEEDED");
    reading.after(Duration::from_secs(10)).await;
    reading.kfp.asked();
    reading.after(Duration::from_mins(2)).await;
    let slow = count(reading.kfp.words());
    assert!((10..=15).contains(&slow), "{slow} in two minutes");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_read_while_nobody_looks_and_at_last_it_ends() {
    let kfp = Scripted::default();
    kfp.set("1", "RUNNING");
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    reading.watch = None;
    reading.after(Duration::from_secs(7)).await;
    reading.kfp.asked();
    reading.after(LINGER / 2).await;
    assert!(reading.kfp.asked().is_empty());
    // Back again: it goes on where it was.
    reading.watch = Some(reading.topic.watch(None));
    reading.after(Duration::from_millis(1)).await;
    assert_eq!(reading.kfp.words(), ["unfinished_runs", "ended_runs"]);
    reading.watch = None;
    reading.after(LINGER * 2).await;
    assert!(reading.task.is_finished());
}

#[tokio::test(start_paused = true)]
async fn who_comes_and_goes_has_nothing_read_more_often() {
    let mut reading = Reading::of(TopicKind::Runs, Scripted::default()).await;
    reading.kfp.asked();
    for _ in 0..50 {
        reading.watch = None;
        reading.after(Duration::from_millis(50)).await;
        reading.watch = Some(reading.topic.watch(None));
        reading.after(Duration::from_millis(50)).await;
    }
    assert!(reading.kfp.asked().is_empty(), "five seconds have passed");
}

#[tokio::test(start_paused = true)]
async fn a_change_through_the_console_is_read_at_once() {
    let kfp = Scripted::default();
    kfp.set("1", "RUNNING");
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    reading.told();
    reading.after(Duration::from_millis(1500)).await;
    reading.kfp.asked();
    reading.kfp.set("1", "CANCELING");
    reading
        .topic
        .touch(|touched| touched.ids.extend(["1".to_owned()]));
    reading.after(Duration::from_millis(1)).await;
    assert_eq!(reading.told(), "1 CANCELING");
    assert_eq!(
        reading.kfp.asked(),
        [("named_runs".to_owned(), Urgency::Awaited)]
    );
    // What KFP does about it comes a second later.
    reading.kfp.set("1", "FAILED");
    reading.after(Duration::from_millis(1300)).await;
    assert_eq!(reading.told(), "1 FAILED");
}

#[tokio::test(start_paused = true)]
async fn changes_in_a_row_are_read_together() {
    let mut reading = Reading::of(TopicKind::Runs, Scripted::default()).await;
    reading.after(Duration::from_secs(2)).await;
    reading.kfp.asked();
    for at in 0..100 {
        let id = format!("{at:03}");
        reading.kfp.set(&id, "PENDING");
        reading.topic.touch(|touched| touched.more = true);
        reading.after(Duration::from_millis(30)).await;
    }
    reading.after(Duration::from_secs(1)).await;
    let asked = reading.kfp.asked().len();
    assert!(asked <= 6, "{asked} readings in four seconds");
    assert!(reading.told().contains("099 PENDING"));
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_told_and_asked_about_ever_more_seldom() {
    let kfp = Scripted::default();
    kfp.set("1", "RUNNING");
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    reading.told();
    reading.kfp.world().is_down = true;
    reading.after(Duration::from_secs(10)).await;
    assert_eq!(reading.told(), "kfp.unreachable");
    reading.after(Duration::from_mins(2)).await;
    reading.kfp.asked();
    reading.after(Duration::from_mins(10)).await;
    let asked = reading.kfp.asked().len();
    assert!((4..=7).contains(&asked), "{asked} in ten minutes");
    reading.kfp.world().is_down = false;
    reading.kfp.set("1", "SUCCEEDED");
    reading.after(Duration::from_secs(150)).await;
    assert_eq!(reading.told(), "1 SUCCEEDED");
}

#[tokio::test(start_paused = true)]
async fn large_runs_are_counted_and_seldom_read() {
    let kfp = Scripted::default();
    kfp.set("1", "RUNNING");
    kfp.world().bytes = 300 * 1024;
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    reading.told();
    reading.kfp.asked();
    reading.after(Duration::from_secs(45)).await;
    let words = reading.kfp.words();
    assert!(words.contains(&"unfinished_count".to_owned()), "{words:?}");
    assert!(!words.contains(&"unfinished_runs".to_owned()), "{words:?}");
    reading.kfp.set("2", "PENDING");
    reading.after(Duration::from_secs(45)).await;
    assert_eq!(reading.told(), "2 PENDING");
}

#[tokio::test(start_paused = true)]
async fn a_small_list_is_read_whole() {
    let kfp = Scripted::default();
    kfp.set("1", "x");
    let mut reading = Reading::of(TopicKind::Experiments, kfp).await;
    assert_eq!(reading.told(), "all: 1 x");
    reading.kfp.world().runs.remove("1");
    reading.kfp.set("2", "y");
    reading.after(Duration::from_secs(25)).await;
    assert_eq!(reading.told(), "2 y -1");
    assert_eq!(reading.kfp.words(), ["experiments", "experiments"]);
}

#[tokio::test(start_paused = true)]
async fn runs_of_which_more_have_ended_than_a_page_holds_are_asked_for() {
    let kfp = Scripted::default();
    let id = |at: usize| format!("{at:03}");
    for at in 0..200 {
        kfp.set(&id(at), "RUNNING");
    }
    kfp.world().page = Some(50);
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    assert!(reading.told().contains("000 RUNNING"));
    for at in 0..100 {
        reading.kfp.set(&id(at), "SUCCEEDED");
    }
    reading.after(Duration::from_mins(2)).await;
    let told = reading.told();
    for at in 0..100 {
        let ended = format!("{} SUCCEEDED", id(at));
        assert!(told.contains(&ended), "{ended}");
    }
    // That they have ended is known: they are not asked for again and again.
    reading.kfp.asked();
    reading.after(Duration::from_secs(20)).await;
    assert!(reading.kfp.words().len() < 12);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_older_than_all_that_are_kept_is_told_once() {
    let kfp = Scripted::default();
    kfp.set("000", "RUNNING");
    let mut reading = Reading::of(TopicKind::Runs, kfp).await;
    reading.told();
    let kept = (0..500).map(|at| Object {
        id: format!("n{at:03}"),
        created_at: format!("n{at:03}"),
        text: RawValue::from_string("{\"run_id\":\"n\",\"state\":\"SUCCEEDED\"}".to_owned())
            .expect("JSON"),
    });
    reading.topic.take(kept.collect());
    reading.after(Duration::from_secs(7)).await;
    reading.told();
    reading.after(Duration::from_mins(1)).await;
    assert_eq!(reading.told(), "", "nothing has changed");
    reading.kfp.set("000", "FAILED");
    reading.after(Duration::from_secs(7)).await;
    assert_eq!(reading.told(), "000 FAILED");
}
