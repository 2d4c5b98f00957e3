//! The topics that are read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use console_api::live::{Position, Topic, TopicKind};
use kfp_core::model::Namespace;

use super::back::Back;
use super::pace::Pace;
use super::reader::read_on;
use super::source::FromKfp;
use super::topic::{TopicFeed, Touched, Watch};
use crate::config::Config;
use crate::identity::UserId;
use crate::index::{Index, Key as IndexKey, Naming};
use crate::problem::{Failure, ProblemCode, document};
use crate::telemetry::Metrics;
use crate::upstream::Kfp;

/// Shared reading of lists. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(crate) struct Feed(Arc<Topics>);

#[derive(Debug)]
struct Topics {
    kfp: Kfp,
    index: Index,
    back: Back,
    metrics: Arc<Metrics>,
    pace: Pace,
    most: usize,
    prefix: String,
    by_key: Mutex<HashMap<Key, Arc<TopicFeed>>>,
}

/// What KFP decides by the user is read for each user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    decides_by: String,
    kind: TopicKind,
    namespace: String,
}

impl Feed {
    pub(crate) fn new(config: &Config, kfp: Kfp, index: Index, metrics: Arc<Metrics>) -> Self {
        Self(Arc::new(Topics {
            kfp,
            index,
            back: Back::new(config.index.index_pace, config.index.index_round),
            metrics,
            pace: Pace {
                fast: config.live.feed_fast,
                slow: config.live.feed_slow.max(config.live.feed_fast),
            },
            most: config.live.feed_topics,
            prefix: config.app.prefix.as_str().to_owned(),
            by_key: Mutex::default(),
        }))
    }

    /// Begins to watch a topic, after a position or from the beginning. Only for whom may see it.
    ///
    /// # Errors
    /// If the namespace is none, or as many topics as allowed are watched.
    pub(crate) fn watch(
        &self,
        user: &UserId,
        topic: &Topic,
        after: Option<Position>,
    ) -> Result<Watch, Failure> {
        self.with(user, topic, |feed| feed.watch(after))
    }

    /// The same for somebody who asks now and then, and will come again within this time.
    ///
    /// # Errors
    /// As [`Feed::watch`].
    pub(crate) fn look(
        &self,
        user: &UserId,
        topic: &Topic,
        after: Option<Position>,
        again_within: Duration,
    ) -> Result<Watch, Failure> {
        self.with(user, topic, |feed| {
            feed.lease(again_within);
            feed.watch(after)
        })
    }

    /// Reads older runs of a namespace for the index while somebody looks at it. Only for whom may see them.
    pub(crate) fn look_back(&self, user: &UserId, key: &IndexKey) {
        if let Ok(namespace) = key.namespace.parse() {
            let source = self.source(namespace, user);
            self.0.back.look(key, &self.0.index, source);
        }
    }

    /// How far the names of what runs of a namespace belong to were read.
    pub(crate) fn naming(&self, key: &IndexKey) -> Naming {
        self.0.back.naming(key)
    }

    fn source(&self, namespace: Namespace, user: &UserId) -> FromKfp {
        FromKfp {
            kfp: self.0.kfp.clone(),
            index: self.0.index.clone(),
            metrics: Arc::clone(&self.0.metrics),
            namespace,
            caller: user.clone(),
        }
    }

    /// A version of a pipeline was given another name, or deleted.
    pub(super) fn renamed(&self, version: String) {
        // Where the program comes to its end nobody will ask for it any more.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let index = self.0.index.clone();
            runtime.spawn(async move { index.renamed(version).await });
        }
    }

    /// Something was changed in a namespace.
    pub(super) fn touch(&self, namespace: &str, kind: TopicKind, touch: impl Fn(&mut Touched)) {
        if kind == TopicKind::Pipelines {
            self.0.back.name_pipelines(namespace);
        }
        let topics = self.0.topics();
        for (key, feed) in topics.iter() {
            if key.kind == kind && key.namespace == namespace {
                feed.touch(&touch);
            }
        }
    }

    /// A watch is made while the topics are locked: a reader ends only when nobody watches, and looks under the same lock.
    fn with<T>(
        &self,
        user: &UserId,
        topic: &Topic,
        watch: impl FnOnce(&Arc<TopicFeed>) -> T,
    ) -> Result<T, Failure> {
        let namespace: Namespace = topic.namespace.parse().map_err(|error| {
            let detail = format!("The namespace cannot be used: {error}.");
            Failure::new(ProblemCode::Invalid, detail)
        })?;
        let key = Key {
            decides_by: self.0.kfp.decides_by(user).to_owned(),
            kind: topic.kind,
            namespace: topic.namespace.clone(),
        };
        let mut topics = self.0.topics();
        if let Some(feed) = topics.get(&key) {
            return Ok(watch(feed));
        }
        if topics.len() >= self.0.most {
            topics.retain(|_, feed| feed.is_watched());
        }
        if topics.len() >= self.0.most {
            let detail = "As many lists as allowed are being watched.";
            return Err(Failure::new(ProblemCode::Overloaded, detail));
        }
        let feed = TopicFeed::new(topic.clone());
        let watched = watch(&feed);
        topics.insert(key.clone(), Arc::clone(&feed));
        self.0.metrics.live().topics(topics.len());
        self.begin(key, feed, namespace, user);
        Ok(watched)
    }

    fn begin(&self, key: Key, feed: Arc<TopicFeed>, namespace: Namespace, user: &UserId) {
        let source = self.source(namespace, user);
        let prefix = self.0.prefix.clone();
        let problem = move |failure: &Failure| document(failure, &prefix);
        let (topics, kind, own) = (Arc::downgrade(&self.0), key.kind, Arc::clone(&feed));
        let is_over = move || is_over(&topics, &key, &own);
        tokio::spawn(read_on(feed, kind, source, self.0.pace, is_over, problem));
    }
}

impl Topics {
    fn topics(&self) -> MutexGuard<'_, HashMap<Key, Arc<TopicFeed>>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets a topic that nobody watches. `false` if somebody has come in the meantime.
fn is_over(topics: &Weak<Topics>, key: &Key, own: &Arc<TopicFeed>) -> bool {
    let Some(topics) = topics.upgrade() else {
        return true;
    };
    let mut by_key = topics.topics();
    if own.is_watched() {
        return false;
    }
    // It may have been forgotten before, to make room, and another one may stand in its place.
    if by_key.get(key).is_some_and(|feed| Arc::ptr_eq(feed, own)) {
        by_key.remove(key);
        topics.metrics.live().topics(by_key.len());
    }
    true
}
