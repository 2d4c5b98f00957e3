//! Two versions of a pipeline, one against the other. Not in the catalogue: its pages are loaded when they are opened, and
//! so are its words.

mod english;
mod korean;

use leptos::prelude::*;

use super::{Language, Text, use_text, words::words};
use crate::reactive::derived;

words! {
    /// Two versions of a pipeline, one against the other.
    pub(crate) struct VersionDiffText {
        /// Opens it from the list of versions.
        show: &'static str,
        /// It takes two.
        takes_two: &'static str,
        /// The panel, while a name is not known.
        title: &'static str,
        /// The other way round.
        swap: &'static str,
        /// The spec of the one version alone.
        close: &'static str,
        /// To the list, to choose a version to compare with.
        choose: &'static str,
        /// Both are one version.
        same_version: &'static str,
        /// Both have one spec.
        same_spec: &'static str,
        /// The other one is not there.
        gone: &'static str,
        /// What may have become of it.
        gone_text: &'static str,
        /// A version has no spec: its name.
        no_spec: fn(&str) -> String,
        /// A version is no compiled pipeline, and only its text is compared: its name.
        unreadable: fn(&str) -> String,
        /// The other one is on its way.
        waits: &'static str,
        /// What differs, in words: the heading.
        summary: &'static str,
        /// Nothing of that differs.
        none: &'static str,
        /// Inputs of the new one alone.
        inputs_added: &'static str,
        /// Inputs of the old one alone.
        inputs_removed: &'static str,
        /// Inputs with another kind or default.
        inputs_changed: &'static str,
        /// Tasks of the new one alone.
        tasks_added: &'static str,
        /// Tasks of the old one alone.
        tasks_removed: &'static str,
        /// Tasks that are another kind, have another condition or other caching.
        tasks_changed: &'static str,
        /// Images of tasks that both have.
        images: &'static str,
        /// A task with no image.
        no_image: &'static str,
        /// More of them.
        more: fn(usize) -> String,
    }
}

/// The words, in the language of the moment.
#[derive(Clone, Copy)]
pub(crate) struct VersionDiffWords(Text);

impl VersionDiffWords {
    /// The words; a view that calls this changes with the language.
    pub(crate) fn get(self) -> &'static VersionDiffText {
        of(self.0.language())
    }

    /// A string of them that changes with the language.
    pub(crate) fn t(self, pick: fn(&'static VersionDiffText) -> &'static str) -> Signal<String> {
        derived(move || pick(self.get()).to_owned())
    }
}

/// The words of two versions.
pub(crate) fn use_version_diff_text() -> VersionDiffWords {
    VersionDiffWords(use_text())
}

pub(in crate::text) fn of(language: Language) -> &'static VersionDiffText {
    match language {
        Language::English => &english::ENGLISH,
        Language::Korean => &korean::KOREAN,
    }
}
