use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use console_api::Problem;
use console_api::live::TopicKind;
use futures::channel::mpsc;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::*;
use crate::feed::scripted::ScriptedTopic;
use crate::problem::document;

const LIMITS: Limits = Limits {
    longest: Duration::from_mins(10),
    review: Duration::from_mins(1),
    patience: Duration::from_secs(20),
    are_strict: true,
};

/// The server's end of a connection.
struct Wire {
    heard: mpsc::UnboundedReceiver<Message>,
    said: mpsc::Sender<Message>,
}

impl Stream for Wire {
    type Item = Result<Message, ()>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.heard.poll_next_unpin(cx).map(|heard| heard.map(Ok))
    }
}

impl Sink<Message> for Wire {
    type Error = ();

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), ()>> {
        self.said.poll_ready_unpin(cx).map_err(drop)
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), ()> {
        self.said.start_send_unpin(message).map_err(drop)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), ()>> {
        self.said.poll_flush_unpin(cx).map_err(drop)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), ()>> {
        self.said.poll_close_unpin(cx).map_err(drop)
    }
}

/// Lets watch what it knows, unless a namespace is refused.
#[derive(Clone, Debug, Default)]
struct Scripted {
    topics: Arc<Mutex<HashMap<Topic, ScriptedTopic>>>,
    refused: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    fn topic(&self, topic: &Topic) -> ScriptedTopic {
        let mut topics = self.topics.lock().expect("nobody panicked with it");
        let known = topics.entry(topic.clone());
        known.or_insert_with(|| ScriptedTopic::of(topic)).clone()
    }

    fn refuse(&self, namespace: &str) {
        let mut refused = self.refused.lock().expect("nobody panicked with it");
        refused.push(namespace.to_owned());
    }
}

impl Desk for Scripted {
    async fn watch(&self, topic: &Topic, after: Option<Position>) -> Result<Watch, Failure> {
        self.review(topic).await?;
        Ok(self.topic(topic).watch(after))
    }

    async fn review(&self, topic: &Topic) -> Result<(), Failure> {
        let refused = self.refused.lock().expect("nobody panicked with it");
        if refused.contains(&topic.namespace) {
            return Err(Failure::new(ProblemCode::AccessDenied, "Not allowed."));
        }
        Ok(())
    }

    fn document(&self, failure: &Failure) -> Problem {
        document(failure, "/kfp-console/")
    }

    fn sent(&self, _count: usize) {}
}

/// A page, and the session that serves it.
struct Page {
    desk: Scripted,
    says: mpsc::UnboundedSender<Message>,
    hears: mpsc::Receiver<Message>,
    draining: CancellationToken,
    serving: JoinHandle<Ended>,
}

impl Page {
    fn open() -> Self {
        let desk = Scripted::default();
        let (says, from_page) = mpsc::unbounded();
        let (to_page, hears) = mpsc::channel(0);
        let draining = CancellationToken::new();
        let session = Session::new(
            Wire {
                heard: from_page,
                said: to_page,
            },
            desk.clone(),
            LIMITS,
        );
        let token = draining.clone();
        let serving = tokio::spawn(async move { session.run(&token).await });
        Self {
            desk,
            says,
            hears,
            draining,
            serving,
        }
    }

    fn says(&self, message: &Value) {
        let text = Message::Text(message.to_string().into());
        self.says.unbounded_send(text).expect("it is served");
    }

    /// The next message; beats are skipped.
    async fn hears(&mut self) -> Value {
        loop {
            match self.hears.next().await {
                Some(Message::Text(text)) => {
                    let message: Value = serde_json::from_str(text.as_str()).expect("JSON");
                    if message.get("beat").is_none() {
                        return message;
                    }
                }
                Some(Message::Close(Some(frame))) => return json!({"close": frame.code}),
                other => panic!("{other:?}"),
            }
        }
    }
}

fn topic(namespace: &str) -> Topic {
    Topic {
        kind: TopicKind::Runs,
        namespace: namespace.to_owned(),
    }
}

fn subscribe(namespace: &str) -> Value {
    json!({"subscribe": {"topic": topic(namespace)}})
}

#[tokio::test(start_paused = true)]
async fn a_page_hears_of_what_it_watches_and_of_nothing_else() {
    let mut page = Page::open();
    let (a, b) = (page.desk.topic(&topic("a")), page.desk.topic(&topic("b")));
    page.says(&subscribe("a"));
    page.says(&subscribe("b"));
    assert_eq!(page.hears().await["snapshot"]["topic"]["namespace"], "a");
    assert_eq!(page.hears().await["snapshot"]["topic"]["namespace"], "b");
    b.set("1", "RUNNING");
    let diff = &page.hears().await["diff"];
    assert_eq!(
        (&diff["topic"]["namespace"], &diff["position"]["sequence"]),
        (&json!("b"), &json!(1))
    );
    page.says(&json!({"unsubscribe": {"topic": topic("b")}}));
    page.says(&subscribe("c"));
    assert_eq!(page.hears().await["snapshot"]["topic"]["namespace"], "c");
    assert!(!b.is_watched());
    b.set("1", "FAILED");
    a.set("2", "RUNNING");
    assert_eq!(page.hears().await["diff"]["topic"]["namespace"], "a");
}

#[tokio::test(start_paused = true)]
async fn a_page_that_was_cut_off_hears_what_it_missed() {
    let mut page = Page::open();
    page.says(&subscribe("a"));
    let position = page.hears().await["snapshot"]["position"].clone();
    let desk = page.desk.clone();
    drop(page);
    desk.topic(&topic("a")).set("1", "RUNNING");
    let mut page = Page::open();
    // The same desk: another session of the same console.
    page.desk
        .topics
        .lock()
        .expect("fine")
        .insert(topic("a"), desk.topic(&topic("a")));
    page.says(&json!({"resume": {"topic": topic("a"), "position": position}}));
    let message = page.hears().await;
    assert_eq!(message["diff"]["changed"][0]["run_id"], "1", "{message}");
    page.says(
        &json!({"resume": {"topic": topic("a"), "position": {"epoch": "other", "sequence": 3}}}),
    );
    assert!(page.hears().await.get("gap").is_some());
    assert!(page.hears().await.get("snapshot").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_right_that_was_taken_away_ends_the_topic_and_not_the_socket() {
    let mut page = Page::open();
    page.says(&subscribe("a"));
    page.says(&subscribe("b"));
    page.hears().await;
    page.hears().await;
    page.desk.refuse("a");
    let message = page.hears().await;
    assert_eq!(message["problem"]["topic"]["namespace"], "a", "{message}");
    assert_eq!(message["problem"]["problem"]["code"], "access.denied");
    page.desk.topic(&topic("a")).set("1", "RUNNING");
    page.desk.topic(&topic("b")).set("2", "RUNNING");
    assert_eq!(page.hears().await["diff"]["topic"]["namespace"], "b");
    page.says(&subscribe("a"));
    assert_eq!(
        page.hears().await["problem"]["problem"]["code"],
        "access.denied"
    );
}

#[tokio::test(start_paused = true)]
async fn it_ends_after_its_time_with_a_word() {
    let mut page = Page::open();
    page.says(&subscribe("a"));
    page.hears().await;
    assert_eq!(
        page.hears().await,
        json!({"bye": {"reason": "lifetime", "resume_after_ms": 0}})
    );
    assert_eq!(page.hears().await, json!({"close": 1000}));
    let Page {
        says,
        serving,
        desk,
        ..
    } = page;
    drop(says);
    assert_eq!(
        serving.await.expect("no panic"),
        Ended::Sent(ByeReason::Lifetime)
    );
    assert!(!desk.topic(&topic("a")).is_watched());
}

#[tokio::test(start_paused = true)]
async fn pages_are_sent_elsewhere_when_the_console_stops() {
    let mut page = Page::open();
    page.draining.cancel();
    assert_eq!(page.hears().await["bye"]["reason"], "draining");
    assert_eq!(page.hears().await, json!({"close": 1001}));
}

#[tokio::test(start_paused = true)]
async fn a_page_that_says_too_much_is_sent_away() {
    let mut page = Page::open();
    for _ in 0..65 {
        page.says(&json!({"unsubscribe": {"topic": topic("a")}}));
    }
    let message = page.hears().await;
    assert_eq!(message["bye"]["reason"], "flood", "{message}");
    assert_eq!(page.hears().await, json!({"close": 1008}));
}

#[tokio::test(start_paused = true)]
async fn a_page_that_takes_nothing_is_left_and_what_it_missed_is_kept_once() {
    let mut page = Page::open();
    page.says(&subscribe("a"));
    page.hears().await;
    let a = page.desk.topic(&topic("a"));
    for at in 0..1000 {
        a.set("1", &at.to_string());
        tokio::task::yield_now().await;
    }
    assert_eq!(
        page.serving.await.expect("no panic"),
        Ended::Sent(ByeReason::Slow)
    );
    assert!(!a.is_watched());
}

#[tokio::test(start_paused = true)]
async fn one_that_was_slow_for_a_while_gets_everything_anew() {
    let mut page = Page::open();
    page.says(&subscribe("a"));
    page.hears().await;
    let a = page.desk.topic(&topic("a"));
    for at in 0..1000 {
        a.set("1", &at.to_string());
        tokio::task::yield_now().await;
    }
    let mut last = Value::Null;
    let mut has_gap = false;
    while last["snapshot"]["position"]["sequence"] != 1000 {
        last = page.hears().await;
        has_gap |= last.get("gap").is_some();
    }
    assert!(has_gap);
    assert_eq!(last["snapshot"]["objects"][0]["state"], "999");
}

#[tokio::test(start_paused = true)]
async fn what_is_no_message_is_said_to_be_none_and_topics_are_counted() {
    let mut page = Page::open();
    for odd in [
        "",
        "{}",
        "[]",
        r#"{"subscribe":{"topic":{"kind":"secrets","namespace":"a"}}}"#,
    ] {
        let text = Message::Text(odd.to_owned().into());
        page.says.unbounded_send(text).expect("it is served");
        let message = page.hears().await;
        assert_eq!(
            message["problem"]["problem"]["code"], "request.invalid",
            "{odd}"
        );
        assert_eq!(message["problem"].get("topic"), None);
    }
    for at in 0..MOST_TOPICS {
        page.says(&subscribe(&format!("n{at}")));
        assert!(page.hears().await.get("snapshot").is_some());
    }
    page.says(&subscribe("one-more"));
    let message = page.hears().await;
    assert_eq!(message["problem"]["problem"]["code"], "console.overloaded");
    // The same one again is no further one.
    page.says(&subscribe("n3"));
    assert!(page.hears().await.get("snapshot").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_silent_socket_beats() {
    let mut page = Page::open();
    let message = page.hears.next().await.expect("a message");
    let Message::Text(text) = message else {
        panic!("{message:?}");
    };
    assert_eq!(text.as_str(), r#"{"beat":{}}"#);
    page.says.close_channel();
    assert_eq!(page.serving.await.expect("no panic"), Ended::Left);
}
