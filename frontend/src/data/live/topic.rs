//! What is said of one topic.

use console_api::live::{Position, RunCounts, ToServer, Topic};
use serde::Deserialize;
use serde_json::value::RawValue;

/// An object as it came: whoever shows it reads what it shows.
pub(super) type Object = Box<RawValue>;

/// A message of the server, a [`FromServer`](console_api::live::FromServer) of which only what the page acts upon is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Message {
    /// Everything there is.
    Snapshot(Said),
    /// What changed.
    Diff(Said),
    /// How the topic stands.
    State(Said),
    /// A subscription is refused.
    Problem(Said),
    /// The websocket ends.
    Bye(Said),
}

/// What stands in messages of all kinds: to read each as a type of its own takes kilobytes of program.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    topic: Option<Topic>,
    #[serde(default)]
    position: Option<Position>,
    #[serde(default, alias = "changed")]
    objects: Vec<Object>,
    #[serde(default)]
    removed: Vec<String>,
    #[serde(default)]
    state: Stands,
    /// Why something is refused.
    #[serde(default)]
    problem: Option<Refusal>,
    /// After how many milliseconds to open the next websocket.
    #[serde(default)]
    pub(super) resume_after_ms: u64,
}

#[derive(Debug, Default, Deserialize)]
struct Stands {
    #[serde(default)]
    problem: Option<Refusal>,
    #[serde(default)]
    counts: Option<RunCounts>,
}

#[derive(Debug, Deserialize)]
struct Refusal {
    #[serde(default)]
    retryable: bool,
}

impl Message {
    /// Reads a message; `None` for what a newer server says and this page does not know.
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_slice(text.as_bytes()).ok()
    }
}

/// What a websocket would have said, a [`FeedAnswer`](console_api::live::FeedAnswer) of which each message is read by
/// itself.
#[derive(Debug, Deserialize)]
pub(in crate::data) struct Asked {
    /// The messages in their order.
    pub(super) messages: Vec<Box<RawValue>>,
    /// After how many milliseconds to ask again.
    pub(super) again_after_ms: u64,
}

/// What is new.
#[derive(Debug)]
pub(super) enum News {
    /// Everything there is.
    All(Vec<Object>),
    /// What changed.
    Some {
        /// Objects that are new or different.
        changed: Vec<Object>,
        /// Ids of objects that were deleted.
        removed: Vec<String>,
    },
    /// How many runs there are, if that is known.
    Counts(Option<RunCounts>),
}

/// How far a topic was read.
#[derive(Debug)]
pub(super) struct Reading {
    topic: Topic,
    position: Option<Position>,
    /// Whether the console could read it last.
    is_stale: bool,
    /// Seconds until a refused subscription is tried again; `None` where it is not refused, or for good.
    again_in: Option<u32>,
    is_refused: bool,
}

impl Reading {
    pub(super) fn of(topic: Topic) -> Self {
        Self {
            topic,
            position: None,
            is_stale: false,
            again_in: None,
            is_refused: false,
        }
    }

    pub(super) fn topic(&self) -> &Topic {
        &self.topic
    }

    pub(super) fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    /// Whether the console cannot read what is shown.
    pub(super) fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Whether nothing is told any more: the page itself says why.
    pub(super) fn is_refused(&self) -> bool {
        self.is_refused
    }

    /// What to say when a websocket has opened.
    pub(super) fn opening(&mut self) -> ToServer {
        self.is_refused = false;
        self.again_in = None;
        let topic = self.topic.clone();
        match self.position.clone() {
            Some(position) => ToServer::Resume { topic, position },
            None => ToServer::Subscribe { topic },
        }
    }

    /// A second passes. Whether it is time to try again what was refused.
    pub(super) fn tick(&mut self) -> bool {
        match self.again_in {
            Some(0 | 1) => {
                self.again_in = None;
                true
            }
            Some(more) => {
                self.again_in = Some(more - 1);
                false
            }
            None => false,
        }
    }

    /// Takes in a message, if it is about this topic.
    pub(super) fn hear(&mut self, message: Message) -> Option<News> {
        let (Message::Snapshot(said)
        | Message::Diff(said)
        | Message::State(said)
        | Message::Problem(said)
        | Message::Bye(said)) = &message;
        if said.topic.as_ref() != Some(&self.topic) {
            return None;
        }
        // Where the console is asked, nothing is opened anew: what it says itself tells that it refuses no more.
        self.is_refused = matches!(message, Message::Problem(_));
        match message {
            Message::Snapshot(said) => {
                self.position = Some(said.position?);
                Some(News::All(said.objects))
            }
            Message::Diff(said) => {
                let (known, position) = (self.position.as_ref()?, said.position?);
                // One that was known already is heard twice, when a question and a websocket overlap.
                if known.epoch != position.epoch || position.sequence <= known.sequence {
                    return None;
                }
                self.position = Some(position);
                let (changed, removed) = (said.objects, said.removed);
                Some(News::Some { changed, removed })
            }
            Message::State(said) => {
                self.is_stale = said.state.problem.is_some();
                Some(News::Counts(said.state.counts))
            }
            Message::Problem(said) => {
                let may_pass = said.problem.is_some_and(|problem| problem.retryable);
                self.again_in = may_pass.then_some(TRY_AGAIN);
                None
            }
            Message::Bye(_) => None,
        }
    }
}

/// Seconds until a subscription is tried again that was refused for the moment.
const TRY_AGAIN: u32 = 15;

#[cfg(test)]
mod tests {
    use console_api::live::{FromServer, TopicKind, TopicState};
    use serde_json::{Value, json};

    use super::*;

    fn reading() -> Reading {
        Reading::of(Topic {
            kind: TopicKind::Runs,
            namespace: "team-a".to_owned(),
        })
    }

    /// What is new by a message: `all`, `some` or nothing, and how many objects.
    fn hear(reading: &mut Reading, text: &str) -> Option<(&'static str, usize)> {
        let message = Message::read(text).expect("a message");
        match reading.hear(message)? {
            News::All(objects) => Some(("all", objects.len())),
            News::Some { changed, removed } => Some(("some", changed.len() + removed.len())),
            News::Counts(counts) => Some(("counts", counts.map_or(0, |of| of.active.len()))),
        }
    }

    const TOPIC: &str = r#""topic":{"kind":"runs","namespace":"team-a"}"#;

    fn snapshot(epoch: &str, sequence: u64) -> String {
        format!(
            r#"{{"snapshot":{{{TOPIC},"position":{{"epoch":"{epoch}","sequence":{sequence}}},"objects":[{{"run_id":"r"}}],"complete":true}}}}"#
        )
    }

    fn diff(epoch: &str, sequence: u64) -> String {
        format!(
            r#"{{"diff":{{{TOPIC},"position":{{"epoch":"{epoch}","sequence":{sequence}}},"changed":[{{"run_id":"r"}}],"removed":["q"]}}}}"#
        )
    }

    #[test]
    fn it_begins_with_everything_and_goes_on_where_it_was() {
        let mut reading = reading();
        assert!(matches!(reading.opening(), ToServer::Subscribe { .. }));
        assert_eq!(
            hear(&mut reading, &diff("a", 1)),
            None,
            "nothing came before"
        );
        assert_eq!(hear(&mut reading, &snapshot("a", 3)), Some(("all", 1)));
        assert_eq!(hear(&mut reading, &diff("a", 4)), Some(("some", 2)));
        let ToServer::Resume { position, .. } = reading.opening() else {
            panic!("it has read something");
        };
        assert_eq!(position.sequence, 4);
    }

    #[test]
    fn what_was_heard_already_or_is_of_another_counting_is_no_news() {
        let mut reading = reading();
        hear(&mut reading, &snapshot("a", 3));
        assert_eq!(hear(&mut reading, &diff("a", 3)), None);
        assert_eq!(hear(&mut reading, &diff("b", 4)), None);
        let other = diff("a", 4).replace("team-a", "team-b");
        assert_eq!(hear(&mut reading, &other), None);
        assert_eq!(hear(&mut reading, &snapshot("b", 0)), Some(("all", 1)));
    }

    #[test]
    fn an_outage_is_remembered_and_a_refusal_is_tried_again_where_it_may_pass() {
        let mut reading = reading();
        let problem = |retryable: bool| {
            format!(r#"{{"title":"t","status":503,"code":"c","retryable":{retryable}}}"#)
        };
        let state = |inner: &str| format!(r#"{{"state":{{{TOPIC},"state":{{{inner}}}}}}}"#);
        hear(
            &mut reading,
            &state(&format!(r#""problem":{}"#, problem(true))),
        );
        assert!(reading.is_stale());
        let counts = r#""counts":{"active":{"FAILED":2},"archived":{}}"#;
        assert_eq!(hear(&mut reading, &state(counts)), Some(("counts", 1)));
        assert!(!reading.is_stale());
        let refused = |retryable| {
            format!(
                r#"{{"problem":{{{TOPIC},"problem":{}}}}}"#,
                problem(retryable)
            )
        };
        hear(&mut reading, &refused(true));
        assert!(reading.is_refused());
        assert_eq!((0..TRY_AGAIN).filter(|_| reading.tick()).count(), 1);
        for answer in [snapshot("a", 3), diff("a", 4), state(r#""read_at_ms":2"#)] {
            hear(&mut reading, &refused(true));
            hear(&mut reading, &answer);
            assert!(!reading.is_refused(), "{answer}");
        }
        reading.opening();
        hear(&mut reading, &refused(false));
        assert_eq!((0..100).filter(|_| reading.tick()).count(), 0);
    }

    #[test]
    fn what_the_console_writes_is_read_and_what_is_not_known_is_skipped() {
        let topic = reading().topic;
        let written = |message: &FromServer<Value>| serde_json::to_string(message).expect("JSON");
        let state = TopicState {
            read_at_ms: Some(1),
            problem: None,
            counts: None,
        };
        let message = Message::read(&written(&FromServer::State { topic, state }));
        assert!(matches!(message, Some(Message::State(_))), "{message:?}");
        let bye = json!({"bye": {"reason": "eclipse", "resume_after_ms": 7}});
        let Some(Message::Bye(said)) = Message::read(&bye.to_string()) else {
            panic!("it is known");
        };
        assert_eq!(said.resume_after_ms, 7);
        assert!(Message::read(&written(&FromServer::Beat {})).is_none());
        assert!(Message::read(r#"{"song":{}}"#).is_none());
    }
}
