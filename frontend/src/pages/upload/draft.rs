//! What was typed, kept for the tab: it survives a reload and a sign-in. The package is not kept, and of its address only
//! what lets nobody in. Pure but for the storage.

use kfp_core::model::Namespace;
use leptos::prelude::window;
use serde::{Deserialize, Serialize};

use super::rules::address_fault;

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
    /// Whether the address is only a part of what was typed: the rest is not kept.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_cut: bool,
}

impl Draft {
    /// What may be kept. An address that lets in whoever has it, such as a signed one, says so in its query, before an `@`
    /// or after a `#`.
    fn without_secrets(mut self) -> Self {
        let bare = bare(&self.address);
        self.is_cut |= bare.len() < self.address.len();
        self.address = bare;
        self
    }
}

/// Scheme, host and path of an address. Of a text that is none nothing is left, if anything in it may be more than that.
fn bare(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (kept, rest) = address.split_at(end);
    let is_address = address_fault(kept).is_none();
    let Some((scheme, after)) = kept.split_once("://").filter(|_| is_address) else {
        // Nobody knows how another program would read it.
        let is_plain = rest.is_empty() && !kept.contains('@');
        return if is_plain { kept } else { "" }.to_owned();
    };
    let host_end = after.find('/').unwrap_or(after.len());
    let (host, path) = after.split_at(host_end);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

/// Keeps a draft, or forgets it.
pub(super) fn keep(namespace: Option<&Namespace>, draft: &Draft) {
    let Some(storage) = window().session_storage().ok().flatten() else {
        return;
    };
    let draft = draft.clone().without_secrets();
    let text = serde_json::to_string(&draft).ok();
    let text = text.filter(|_| draft != Draft::default());
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
    // A console before this one kept more.
    read().map(Draft::without_secrets).unwrap_or_default()
}

fn key(namespace: Option<&Namespace>) -> String {
    let namespace = namespace.map_or("", Namespace::as_str);
    format!("kfp-console.upload.{namespace}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(address: &str) -> (String, bool) {
        let draft = Draft {
            address: address.to_owned(),
            ..Draft::default()
        };
        let kept = draft.without_secrets();
        (kept.address, kept.is_cut)
    }

    #[test]
    fn nothing_of_an_address_is_kept_that_lets_somebody_in() {
        for address in [
            "https://store.example/p.yaml?X-Amz-Signature=hunter2",
            "https://store.example/p.yaml#hunter2",
            "https://kim:hunter2@store.example/p.yaml",
            "https://kim:hunter2@store.example/p.yaml?sig=hunter2#hunter2",
            "https://a@b:hunter2@store.example/p.yaml",
        ] {
            let bare = "https://store.example/p.yaml".to_owned();
            assert_eq!(kept(address), (bare, true), "{address}");
        }
        for address in [
            "https:kim:hunter2@store.example/p.yaml",
            "https:/kim:hunter2@store.example/p.yaml",
            "kim:hunter2@store.example",
            "store.example/p.yaml?sig=hunter2",
            "http://kim:hunter2@store.example/p.yaml",
            " https://kim:hunter2@store.example/p.yaml",
        ] {
            let (kept, is_cut) = kept(address);
            assert!(!kept.contains("hunter2") && is_cut, "{address}: {kept}");
        }
    }

    #[test]
    fn an_address_without_more_is_kept_as_it_was_typed() {
        for address in [
            "",
            "https://store.example/team@1.0/p.yaml",
            "https://store.example",
            "store.exam",
            "http://store.example/p.yaml",
        ] {
            assert_eq!(kept(address), (address.to_owned(), false));
        }
    }

    #[test]
    fn what_is_cut_stays_so_until_something_else_is_typed() {
        let draft = Draft {
            address: "https://store.example/p.yaml".to_owned(),
            is_cut: true,
            ..Draft::default()
        };
        assert_eq!(draft.clone().without_secrets(), draft);
        let text = serde_json::to_string(&draft).expect("JSON");
        assert_eq!(serde_json::from_str::<Draft>(&text).ok(), Some(draft));
    }
}
