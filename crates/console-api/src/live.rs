//! The live feed: what is said on the websocket and in its place.
//!
//! Everything is about a [`Topic`]: the objects of one kind in one namespace. The server numbers the changes of a topic;
//! who was cut off names the last number it has seen and gets what came since, or all of it anew where that is too long
//! ago. Objects are KFP's own, in KFP's spelling, without the parts that make a row of a list large; of a run's tasks, which
//! are such a part, it is told how far they are ([`crate::beside`]).
//!
//! ```text
//! page                                     server
//!  │ {"subscribe":{"topic":…}} ──────────────►│
//!  │◄─────────────────────────── {"snapshot":…}│  everything, at a position
//!  │◄─────────────────────────────── {"diff":…}│  what changed, at the next position
//!  ╳  cut
//!  │ {"resume":{"topic":…,"position":…}} ─────►│
//!  │◄─────────────────────────────── {"diff":…}│  each change since then,
//!  │◄──────────────── {"gap":…}, {"snapshot":…}│  or all of it anew
//! ```
//!
//! Where websockets are refused, `GET {prefix}/api/feed` answers with a [`FeedAnswer`] of the same messages.
//!
//! A message of a kind that the reader does not know is to be skipped: a tab may be older than its server.

use serde::{Deserialize, Serialize};

use crate::{Problem, overview::StateCounts};

/// The longest message that a server reads, in bytes.
pub const LONGEST_MESSAGE: usize = 4096;

/// What somebody can watch: the objects of one kind in one namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Topic {
    /// The kind of the objects.
    pub kind: TopicKind,
    /// The namespace that they belong to.
    pub namespace: String,
}

/// The kinds of objects that can be watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicKind {
    /// Runs: those that have not ended, and the newest of the others.
    Runs,
    /// Experiments, the newest first.
    Experiments,
    /// Recurring runs, the newest first.
    RecurringRuns,
    /// Pipelines of the namespace, the newest first.
    Pipelines,
}

impl TopicKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::Runs,
        Self::Experiments,
        Self::RecurringRuns,
        Self::Pipelines,
    ];

    /// The kind as it is written in messages and in queries.
    pub fn word(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Experiments => "experiments",
            Self::RecurringRuns => "recurring_runs",
            Self::Pipelines => "pipelines",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The member of an object that holds its id.
    pub fn id_member(self) -> &'static str {
        match self {
            Self::Runs => "run_id",
            Self::Experiments => "experiment_id",
            Self::RecurringRuns => "recurring_run_id",
            Self::Pipelines => "pipeline_id",
        }
    }
}

/// How far somebody has read a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Which counting the number belongs to: another replica, and a topic that nobody watched for a while, count anew.
    pub epoch: String,
    /// The number of the last change; a snapshot before any change has 0.
    pub sequence: u64,
}

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToServer {
    /// Begin with everything.
    Subscribe {
        /// What to watch.
        topic: Topic,
    },
    /// Go on where I was.
    Resume {
        /// What to watch.
        topic: Topic,
        /// How far I have read.
        position: Position,
    },
    /// No more of this.
    Unsubscribe {
        /// What was watched.
        topic: Topic,
    },
}

/// What the server says. `O` is an object as the reader wants it: the server writes texts that it has, a reader may leave
/// out what it does not show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromServer<O> {
    /// Everything there is; what was known before is void.
    Snapshot(Snapshot<O>),
    /// What changed since the position before.
    Diff(Diff<O>),
    /// The position that was named is too long ago, or of another counting. A snapshot follows.
    Gap {
        /// What is watched.
        topic: Topic,
    },
    /// How a topic stands. Comes after a subscription and whenever it changes.
    State {
        /// What is watched.
        topic: Topic,
        /// How it stands.
        state: TopicState,
    },
    /// Something is refused. With a topic, that subscription has ended; without one, a message was not understood.
    Problem {
        /// What is not watched any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<Topic>,
        /// Why.
        problem: Problem,
    },
    /// Nothing has happened for a while, and the socket is alive.
    Beat {},
    /// The socket ends.
    Bye {
        /// Why.
        reason: ByeReason,
        /// After how many milliseconds to open the next one.
        resume_after_ms: u64,
    },
}

/// All objects of a topic that the server keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot<O> {
    /// What is watched.
    pub topic: Topic,
    /// How far this goes.
    pub position: Position,
    /// The objects, the newest first.
    pub objects: Vec<O>,
    /// Whether these are all there are in the namespace.
    pub complete: bool,
}

/// One numbered change of a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diff<O> {
    /// What is watched.
    pub topic: Topic,
    /// How far this goes: one more than the position before.
    pub position: Position,
    /// Objects that are new or different, whole.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<O>,
    /// Ids of objects that were deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
}

/// How a topic stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicState {
    /// When KFP was last read, in milliseconds since 1970; `None` before the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at_ms: Option<u64>,
    /// Why KFP could not be read since; `None` while what is shown is fresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// How many runs there are; `None` of other kinds, and while not all of them were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<RunCounts>,
}

/// The runs of a namespace by their states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCounts {
    /// Those that are not archived.
    pub active: StateCounts,
    /// Those that are.
    pub archived: StateCounts,
}

/// Why the server ends a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByeReason {
    /// The gateway looks at a session only when a socket is opened, so no socket lives long.
    Lifetime,
    /// This server stops.
    Draining,
    /// The page takes what it is sent too slowly.
    Slow,
    /// The page sends more than it may.
    Flood,
    /// A reason that this version does not know.
    #[serde(other)]
    Unknown,
}

/// The answer of `GET {prefix}/api/feed`: what a socket would have said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedAnswer<O> {
    /// The messages in their order.
    pub messages: Vec<FromServer<O>>,
    /// After how many milliseconds to ask again.
    pub again_after_ms: u64,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn runs() -> Topic {
        Topic {
            kind: TopicKind::Runs,
            namespace: "team-a".to_owned(),
        }
    }

    fn at(sequence: u64) -> Position {
        Position {
            epoch: "e1".to_owned(),
            sequence,
        }
    }

    /// Writes and reads it, and gives back what was written.
    fn through(message: &FromServer<Value>) -> Value {
        let written = serde_json::to_string(message).expect("it can be written");
        let read: FromServer<Value> = serde_json::from_str(&written).expect("it can be read");
        assert_eq!(&read, message);
        serde_json::from_str(&written).expect("JSON")
    }

    #[test]
    fn the_page_says_what_it_watches_and_how_far_it_has_read() {
        let said = r#"{"resume":{"topic":{"kind":"recurring_runs","namespace":"team-a"},"position":{"epoch":"e1","sequence":7}}}"#;
        let message: ToServer = serde_json::from_str(said).expect("a message");
        let topic = Topic {
            kind: TopicKind::RecurringRuns,
            ..runs()
        };
        let position = at(7);
        assert_eq!(message, ToServer::Resume { topic, position });
        assert_eq!(serde_json::to_string(&message).expect("written"), said);
        for said in [
            json!({"subscribe": {"topic": runs()}}),
            json!({"unsubscribe": {"topic": runs()}}),
        ] {
            let message: ToServer = serde_json::from_value(said.clone()).expect("a message");
            assert_eq!(serde_json::to_value(message).expect("written"), said);
        }
        let unknown = r#"{"subscribe":{"topic":{"kind":"secrets","namespace":"team-a"}}}"#;
        assert!(serde_json::from_str::<ToServer>(unknown).is_err());
    }

    #[test]
    fn a_snapshot_and_its_changes_are_read_as_they_were_written() {
        let snapshot = FromServer::Snapshot(Snapshot {
            topic: runs(),
            position: at(0),
            objects: vec![json!({"run_id": "r-1", "state": "RUNNING"})],
            complete: true,
        });
        assert_eq!(
            through(&snapshot),
            json!({"snapshot": {"topic": {"kind": "runs", "namespace": "team-a"},
                "position": {"epoch": "e1", "sequence": 0},
                "objects": [{"run_id": "r-1", "state": "RUNNING"}], "complete": true}})
        );
        let diff = FromServer::Diff(Diff {
            topic: runs(),
            position: at(1),
            changed: Vec::new(),
            removed: vec!["r-1".to_owned()],
        });
        let written = through(&diff);
        assert_eq!(written["diff"]["removed"], json!(["r-1"]));
        assert_eq!(written["diff"].get("changed"), None);
        through(&FromServer::Gap { topic: runs() });
    }

    #[test]
    fn an_end_is_told_with_its_reason_even_if_the_reader_does_not_know_it() {
        let bye = FromServer::Bye {
            reason: ByeReason::Lifetime,
            resume_after_ms: 250,
        };
        assert_eq!(
            through(&bye),
            json!({"bye": {"reason": "lifetime", "resume_after_ms": 250}})
        );
        let newer = r#"{"bye":{"reason":"eclipse","resume_after_ms":1,"more":true}}"#;
        let read: FromServer<Value> = serde_json::from_str(newer).expect("a message");
        let FromServer::Bye { reason, .. } = read else {
            panic!("{read:?}");
        };
        assert_eq!(reason, ByeReason::Unknown);
        assert_eq!(through(&FromServer::Beat {}), json!({"beat": {}}));
    }

    #[test]
    fn a_problem_names_its_topic_where_it_has_one() {
        let problem: Problem =
            serde_json::from_str(r#"{"title":"Not allowed","status":403,"code":"access.denied"}"#)
                .expect("a problem");
        let message = FromServer::Problem {
            topic: None,
            problem: problem.clone(),
        };
        assert_eq!(through(&message)["problem"].get("topic"), None);
        let message = FromServer::Problem {
            topic: Some(runs()),
            problem: problem.clone(),
        };
        assert_eq!(
            through(&message)["problem"]["problem"]["code"],
            "access.denied"
        );
        let stale = TopicState {
            read_at_ms: Some(1),
            problem: Some(problem),
            counts: Some(RunCounts::default()),
        };
        let topic = runs();
        through(&FromServer::State {
            topic,
            state: stale,
        });
    }

    #[test]
    fn every_kind_has_one_word_in_messages_and_queries() {
        for kind in TopicKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("a word"), kind.word());
            assert_eq!(TopicKind::of_word(kind.word()), Some(kind));
        }
        assert_eq!(TopicKind::of_word("secrets"), None);
    }
}
