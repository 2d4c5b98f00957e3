//! What was typed, kept for the tab: it survives a reload and a sign-in. Pure but for the storage.

use leptos::prelude::window;
use serde::{Deserialize, Serialize};

use super::{difference::carried, reading::Typed, timing::TimingDraft};
use crate::{data::Original, secret::is_secret_text, url_state::NewRunState};

/// A draft that is longer is not kept: the browser keeps some megabytes for all pages of an origin.
const MOST_BYTES: usize = 1_000_000;

/// What a form holds beside its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    /// The name that was typed; `None` while the form fills it in.
    pub(super) name: Option<String>,
    /// Free text.
    pub(super) description: String,
    /// The service account.
    pub(super) service_account: String,
    /// Where outputs go.
    pub(super) root: String,
    /// Whether every task runs.
    pub(super) no_cache: bool,
    /// The fields of the inputs.
    pub(super) typed: Typed,
    /// All values as JSON, while they are written so.
    pub(super) json: Option<String>,
    /// When a recurring run makes its runs.
    pub(super) timing: TimingDraft,
}

impl Draft {
    /// The same without what nobody may keep.
    fn without_secrets(mut self) -> Self {
        self.typed.retain(|name, text| !is_secret_text(name, text));
        self.json = self.json.filter(|text| !is_secret_text("", text));
        self
    }
}

impl Draft {
    /// With what the address says, where nothing was typed.
    pub(super) fn carrying(mut self, state: &NewRunState) -> Self {
        carried(&state.params, &mut self.typed);
        if !state.cron.is_empty() && self.timing == TimingDraft::default() {
            self.timing = TimingDraft::of_cron(&state.cron);
        }
        self
    }

    /// With what a run or recurring run was started with; values that were typed stay.
    pub(super) fn like(mut self, original: &Original) -> Self {
        let config = original.runtime_config.clone().unwrap_or_default();
        carried(&config.parameters, &mut self.typed);
        let timing = original.recurs.as_ref().map(TimingDraft::of);
        Self {
            description: original.description.clone(),
            service_account: original.service_account.clone(),
            root: config.pipeline_root,
            timing: timing
                .filter(|_| self.timing == TimingDraft::default())
                .unwrap_or(self.timing),
            ..self
        }
    }
}

/// Keeps a draft, or forgets it.
pub(super) fn keep(place: &str, draft: Option<Draft>) {
    let Some(storage) = window().session_storage().ok().flatten() else {
        return;
    };
    let draft = draft.map(Draft::without_secrets);
    let text = draft
        .filter(|draft| *draft != Draft::default())
        .and_then(|draft| serde_json::to_string(&draft).ok())
        .filter(|text| text.len() <= MOST_BYTES);
    let key = key(place);
    // Storage can be full: then the draft lives as long as the page.
    let _kept = match text {
        Some(text) => storage.set_item(&key, &text),
        None => storage.remove_item(&key),
    };
}

/// The draft of a place.
pub(super) fn kept(place: &str) -> Option<Draft> {
    let storage = window().session_storage().ok().flatten()?;
    let text = storage.get_item(&key(place)).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

fn key(place: &str) -> String {
    format!("kfp-console.draft.{place}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_secret_is_kept() {
        let typed = [
            ("rate", "0.5"),
            ("api_key", "abc"),
            ("config", r#"{"db": [{"password": "abc"}]}"#),
            ("broken", r#"{"password": "abc""#),
            ("words", "the key to it"),
        ];
        let typed = typed.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let draft = Draft {
            name: Some("n".to_owned()),
            typed: BTreeMap::from(typed),
            json: Some(r#"{"a": {"hf_token": "abc"}}"#.to_owned()),
            ..Draft::default()
        };
        let kept = draft.without_secrets();
        assert_eq!(kept.typed.keys().collect::<Vec<_>>(), ["rate", "words"]);
        assert_eq!((kept.name.as_deref(), kept.json), (Some("n"), None));
    }

    #[test]
    fn a_draft_reads_back_and_an_older_one_too() {
        let draft = Draft {
            typed: BTreeMap::from([("a".to_owned(), "1".to_owned())]),
            no_cache: true,
            ..Draft::default()
        };
        let text = serde_json::to_string(&draft).expect("JSON");
        assert_eq!(serde_json::from_str::<Draft>(&text).ok(), Some(draft));
        assert_eq!(
            serde_json::from_str::<Draft>("{}").ok(),
            Some(Draft::default())
        );
    }
}
