//! One polite live region for the whole page.

use leptos::prelude::*;

/// Tells screen readers what changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Announcer(RwSignal<String>);

impl Announcer {
    /// An announcer that has said nothing.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Says something once.
    pub(crate) fn say(self, text: impl Into<String>) {
        let mut text = text.into();
        self.0.update(|said| {
            // A region that does not change is not read: the same sentence twice differs by a space nobody hears.
            if *said == text {
                text.push('\u{a0}');
            }
            *said = text;
        });
    }
}

/// The region. Stands once, outside of everything that comes and goes.
#[component]
pub(crate) fn LiveRegion() -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    view! { <div class="sr-only" role="status" aria-live="polite">{announcer.0}</div> }
}
