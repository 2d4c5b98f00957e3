//! How many match is told to those who do not see the list.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::ListCall;
use crate::{a11y::Announcer, reactive::effect, text::use_text};

/// How long it has to be quiet before it is told.
const QUIET: Duration = Duration::from_millis(500);

/// Tells the number of matches after a filter took effect.
pub(in crate::pages) fn announce_matches(list: ListCall, is_filtered: impl Fn() -> bool + 'static) {
    let text = use_text();
    let announcer = expect_context::<Announcer>();
    let waiting = StoredValue::new_local(None::<TimeoutHandle>);
    let cancel = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    on_cleanup(cancel);
    effect(move || {
        cancel();
        let shown = list
            .present()
            .filter(|_| is_filtered() && !list.call.is_busy());
        let Some(total) = shown.map(|shown| shown.total) else {
            return;
        };
        waiting.set_value(
            set_timeout_with_handle(
                move || announcer.say((text.now().lists.found)(total)),
                QUIET,
            )
            .ok(),
        );
    });
}
