//! What was typed, kept for the tab: it survives a reload and a sign-in. The package is not kept.

use kfp_core::model::Namespace;
use leptos::prelude::window;
use serde::{Deserialize, Serialize};

/// What the form holds beside its package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    /// The name that was typed; `None` while the form fills it in.
    pub(super) name: Option<String>,
    /// Free text.
    pub(super) description: String,
    /// The address of a package.
    pub(super) address: String,
}

/// Keeps a draft, or forgets it.
pub(super) fn keep(namespace: Option<&Namespace>, draft: &Draft) {
    let Some(storage) = window().session_storage().ok().flatten() else {
        return;
    };
    let text = serde_json::to_string(draft).ok();
    let text = text.filter(|_| *draft != Draft::default());
    let key = key(namespace);
    // Storage can be full: then the draft lives as long as the page.
    let _kept = match text {
        Some(text) => storage.set_item(&key, &text),
        None => storage.remove_item(&key),
    };
}

/// The draft of a namespace.
pub(super) fn kept(namespace: Option<&Namespace>) -> Draft {
    let read = || {
        let storage = window().session_storage().ok().flatten()?;
        let text = storage.get_item(&key(namespace)).ok().flatten()?;
        serde_json::from_str(&text).ok()
    };
    read().unwrap_or_default()
}

fn key(namespace: Option<&Namespace>) -> String {
    let namespace = namespace.map_or("", Namespace::as_str);
    format!("kfp-console.upload.{namespace}")
}
