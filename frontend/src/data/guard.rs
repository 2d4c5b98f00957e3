//! The end of the session stops everything, at once: one background call can spoil the login in progress.

use kfp_core::error::SignedOut;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::PageTransitionEvent;

use super::Failure;
use crate::reactive::on_window;

/// Whether calls may be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    ended: RwSignal<Option<SignedOut>>,
    online: RwSignal<bool>,
    returned: RwSignal<u32>,
}

impl Guard {
    /// Lets calls pass, and follows the browser's network and its way back to a page.
    pub(crate) fn new() -> Self {
        let this = Self {
            ended: RwSignal::new(None),
            online: RwSignal::new(window().navigator().on_line()),
            returned: RwSignal::new(0),
        };
        on_window("online", move |_| this.online.set(true));
        on_window("offline", move |_| this.online.set(false));
        // The Back button shows the page as it was, after a sign-out too.
        on_window("pageshow", move |event| {
            if event.unchecked_into::<PageTransitionEvent>().persisted() {
                this.returned.update(|count| *count += 1);
            }
        });
        this
    }

    /// Ends the session.
    pub(crate) fn end(self, by: SignedOut) {
        if self.ended.get_untracked().is_none() {
            self.ended.set(Some(by));
        }
    }

    /// Ends the session where a failure tells that it is gone.
    pub(super) fn heed(self, failure: &Failure) {
        if let Some(by) = failure.signed_out() {
            self.end(by);
        }
    }

    /// Lets calls pass again: there is a session.
    pub(crate) fn resume(self) {
        self.ended.set(None);
    }

    /// How the end of the session showed; `None` while it lasts.
    pub(crate) fn ended(self) -> Option<SignedOut> {
        self.ended.get()
    }

    /// Whether the session has ended by this moment.
    pub(crate) fn has_ended_now(self) -> bool {
        self.ended.get_untracked().is_some()
    }

    /// Whether the browser has a network.
    pub(crate) fn is_online(self) -> bool {
        self.online.get()
    }

    /// Whether calls may be made; what calls this runs again when that changes.
    pub(super) fn lets_pass(self) -> bool {
        self.ended.get().is_none() && self.online.get()
    }

    /// Whether calls may be made at this moment.
    pub(super) fn lets_pass_now(self) -> bool {
        self.ended.get_untracked().is_none() && self.online.get_untracked()
    }

    /// Changes when the browser comes back to the page from its memory.
    pub(super) fn returned(self) -> u32 {
        self.returned.get()
    }
}
