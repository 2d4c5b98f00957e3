//! A topic that tests write.

use std::sync::Arc;

use console_api::live::{Position, Topic};
use serde_json::value::RawValue;

use super::objects::Object;
use super::topic::{TopicFeed, Watch};

/// A topic that nobody reads: what is known of it is what a test says.
#[derive(Clone, Debug)]
pub(crate) struct ScriptedTopic(Arc<TopicFeed>);

impl ScriptedTopic {
    /// A topic that was read, and is empty.
    pub(crate) fn of(topic: &Topic) -> Self {
        let feed = TopicFeed::new(topic.clone());
        feed.take_newest(Vec::new(), false);
        Self(feed)
    }

    /// A run is there, in this state.
    pub(crate) fn set(&self, id: &str, state: &str) {
        let text = format!(r#"{{"run_id":"{id}","state":"{state}"}}"#);
        self.0.take(vec![Object {
            id: id.to_owned(),
            created_at: id.to_owned(),
            text: RawValue::from_string(text).expect("JSON"),
        }]);
    }

    /// Begins to watch.
    pub(crate) fn watch(&self, after: Option<Position>) -> Watch {
        self.0.watch(after)
    }

    /// Whether anybody does.
    pub(crate) fn is_watched(&self) -> bool {
        self.0.is_watched()
    }
}
