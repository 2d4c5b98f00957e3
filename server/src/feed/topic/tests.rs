use console_api::live::TopicKind;
use serde_json::Value;

use super::*;

fn topic() -> Arc<TopicFeed> {
    TopicFeed::new(Topic {
        kind: TopicKind::Runs,
        namespace: "team-a".to_owned(),
    })
}

fn run(id: &str, state: &str) -> Object {
    let text = format!(r#"{{"run_id":"{id}","state":"{state}"}}"#);
    Object {
        id: id.to_owned(),
        created_at: format!("2026-11-25T10:00:00Z {id}"),
        text: RawValue::from_string(text).expect("JSON"),
    }
}

fn said(watch: &mut Watch) -> Vec<FromServer<Value>> {
    let texts = watch.take();
    let read = texts.iter().map(|text| serde_json::from_str(text.as_str()));
    read.map(|message| message.expect("a message")).collect()
}

/// Plays what is said the way a page does, and gives back the states by id.
#[derive(Debug, Default)]
struct Viewer {
    runs: std::collections::BTreeMap<String, String>,
    position: Option<Position>,
    snapshots: usize,
}

impl Viewer {
    fn hear(&mut self, watch: &mut Watch) -> &mut Self {
        for message in said(watch) {
            match message {
                FromServer::Snapshot(snapshot) => {
                    self.runs.clear();
                    self.snapshots += 1;
                    self.set(&snapshot.objects);
                    self.position = Some(snapshot.position);
                }
                FromServer::Diff(diff) => {
                    let before = self.position.as_ref().expect("a snapshot came before");
                    assert_eq!(diff.position.sequence, before.sequence + 1, "a gap");
                    self.set(&diff.changed);
                    for id in diff.removed {
                        self.runs.remove(&id);
                    }
                    self.position = Some(diff.position);
                }
                _ => {}
            }
        }
        self
    }

    fn set(&mut self, objects: &[Value]) {
        for object in objects {
            let text = |name: &str| object[name].as_str().expect("a text").to_owned();
            self.runs.insert(text("run_id"), text("state"));
        }
    }

    fn shows(&self) -> String {
        let runs = self.runs.iter().map(|(id, state)| format!("{id} {state}"));
        runs.collect::<Vec<_>>().join(", ")
    }
}

#[test]
fn a_viewer_gets_everything_and_then_each_change() {
    let topic = topic();
    let mut watch = topic.watch(None);
    assert!(said(&mut watch).is_empty(), "nothing is known yet");
    topic.take_newest(vec![run("1", "RUNNING")], false);
    topic.fresh();
    let mut viewer = Viewer::default();
    assert_eq!(viewer.hear(&mut watch).shows(), "1 RUNNING");
    topic.take(vec![run("1", "SUCCEEDED"), run("2", "PENDING")]);
    topic.remove(&["1".to_owned()]);
    assert_eq!(viewer.hear(&mut watch).shows(), "2 PENDING");
    topic.take(vec![run("2", "PENDING")]);
    assert!(said(&mut watch).is_empty(), "nothing is different");
    assert_eq!(viewer.snapshots, 1);
}

#[test]
fn who_was_cut_off_goes_on_without_a_gap() {
    let topic = topic();
    topic.take_newest(vec![run("1", "RUNNING")], false);
    let mut viewer = Viewer::default();
    viewer.hear(&mut topic.watch(None));
    for at in 2..=9 {
        topic.take(vec![run(&at.to_string(), "PENDING")]);
    }
    let mut again = topic.watch(viewer.position.clone());
    viewer.hear(&mut again);
    assert_eq!((viewer.runs.len(), viewer.snapshots), (9, 1));
    assert!(said(&mut again).is_empty());
}

#[test]
fn who_was_away_too_long_or_elsewhere_gets_everything_anew_and_is_told() {
    let topic = topic();
    topic.take_newest(vec![run("1", "0")], false);
    let mut viewer = Viewer::default();
    viewer.hear(&mut topic.watch(None));
    let of = |epoch: &str, sequence| {
        let epoch = epoch.to_owned();
        Some(Position { epoch, sequence })
    };
    for at in 1..=PAST {
        topic.take(vec![run("1", &at.to_string())]);
    }
    let mut again = topic.watch(viewer.position.clone());
    assert_eq!(viewer.hear(&mut again).snapshots, 1, "all of it is kept");
    assert_eq!(viewer.shows(), format!("1 {PAST}"));
    topic.take(vec![run("1", "one more")]);
    for position in [
        of(&topic.epoch, 0),
        of("another", 257),
        of(&topic.epoch, 999),
    ] {
        let said = said(&mut topic.watch(position));
        assert!(
            matches!(said[..], [FromServer::Gap { .. }, FromServer::Snapshot(_)]),
            "{said:?}"
        );
    }
}

#[test]
fn an_outage_is_told_once_and_so_is_its_end() {
    let topic = topic();
    let problem = |code: &str| -> Problem {
        let text = format!(r#"{{"title":"Down","status":502,"code":"{code}"}}"#);
        serde_json::from_str(&text).expect("a problem")
    };
    let mut watch = topic.watch(None);
    let codes = |said: Vec<FromServer<Value>>| -> Vec<Option<String>> {
        let states = said.into_iter().filter_map(|message| match message {
            FromServer::State { state, .. } => Some(state.problem.map(|problem| problem.code)),
            _ => None,
        });
        states.collect()
    };
    topic.stale(problem("kfp.unreachable"));
    topic.stale(problem("kfp.unreachable"));
    assert_eq!(
        codes(said(&mut watch)),
        [Some("kfp.unreachable".to_owned())]
    );
    topic.take_newest(Vec::new(), false);
    topic.fresh();
    assert_eq!(codes(said(&mut watch)), [None]);
    topic.fresh();
    assert!(said(&mut watch).is_empty());
}

#[tokio::test(start_paused = true)]
async fn it_is_watched_as_long_as_somebody_looks_or_may_come_again() {
    let topic = topic();
    assert!(!topic.is_watched());
    let first = topic.watch(None);
    let second = topic.watch(None);
    drop(first);
    assert!(topic.is_watched());
    drop(second);
    assert!(!topic.is_watched());
    topic.lease(Duration::from_secs(30));
    topic.lease(Duration::from_secs(10));
    tokio::time::advance(Duration::from_secs(29)).await;
    assert!(topic.is_watched());
    tokio::time::advance(Duration::from_secs(2)).await;
    assert!(!topic.is_watched());
}
