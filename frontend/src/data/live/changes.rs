//! Tells that runs of a namespace have changed, for what is counted from all of them.

use std::time::Duration;

use console_api::live::{Topic, TopicKind};
use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{feed::use_live, topic::News};
use crate::reactive::effect;

/// What changes within this time is told once.
const GATHERED: Duration = Duration::from_secs(1);

/// Calls `changed` soon after runs of the namespace have changed.
///
/// What the feed begins with is not news: whoever is told reads the whole by itself, and now and then again.
pub(crate) fn use_run_changes(
    namespace: impl Fn() -> Option<Namespace> + Send + Sync + 'static,
    changed: impl Fn() + Send + Sync + 'static,
) {
    let live = use_live();
    let namespace = Memo::new(move |_| namespace());
    let changed = StoredValue::new(Box::new(changed) as Box<dyn Fn() + Send + Sync>);
    let is_waiting = StoredValue::new(false);
    let tell = move || {
        if is_waiting.try_get_value() != Some(false) {
            return;
        }
        is_waiting.set_value(true);
        let told = move || {
            // Nobody is told any more when the page has been left meanwhile.
            if is_waiting.try_set_value(false).is_none() {
                let _told = changed.try_with_value(|changed| changed());
            }
        };
        set_timeout(told, GATHERED);
    };
    effect(move || match namespace.get() {
        Some(namespace) => {
            let has_begun = StoredValue::new(false);
            let topic = Topic {
                kind: TopicKind::Runs,
                namespace: namespace.to_string(),
            };
            live.watch(topic, move |news| {
                // They follow from what has changed.
                if matches!(news, News::Counts(_)) {
                    return;
                }
                let is_first = has_begun.try_get_value() == Some(false);
                let _begun = has_begun.try_set_value(true);
                if !(is_first && matches!(news, News::All(_))) {
                    tell();
                }
            });
        }
        None => live.leave(),
    });
    on_cleanup(move || live.leave());
}
