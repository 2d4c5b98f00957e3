//! All strings of one language, part by part.

use super::{
    actions::{self, ActionText},
    connection::{self, ConnectionText},
    lists::{self, ListText},
    pipelines::{self, PipelineText},
    recurring::{self, RecurringText},
    settings::{self, SettingsText},
    shell::{self, ShellText},
    states::{self, StateText},
    status,
    time::{self, TimeText},
};
use crate::status::Status;

/// All strings of one language.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// Bars, menus and what is on every page.
    pub(crate) shell: ShellText,
    /// Tables, filters and pages.
    pub(crate) lists: ListText,
    /// Pipelines and their versions.
    pub(crate) pipelines: PipelineText,
    /// Recurring runs.
    pub(crate) recurring: RecurringText,
    /// What is done to one thing or to many.
    pub(crate) actions: ActionText,
    /// Dead ends and how to leave them.
    pub(crate) states: StateText,
    /// The connection report.
    pub(crate) connection: ConnectionText,
    /// Settings and keys.
    pub(crate) settings: SettingsText,
    /// The word of a status.
    pub(crate) status: fn(&Status) -> String,
    /// Times and durations.
    pub(crate) time: TimeText,
}

/// The English catalogue.
pub(super) static ENGLISH: Catalogue = Catalogue {
    shell: shell::ENGLISH,
    lists: lists::ENGLISH,
    pipelines: pipelines::ENGLISH,
    recurring: recurring::ENGLISH,
    actions: actions::ENGLISH,
    states: states::ENGLISH,
    connection: connection::ENGLISH,
    settings: settings::ENGLISH,
    status: status::english::word,
    time: time::ENGLISH,
};

/// The Korean catalogue. Sentences in 해요체, labels and states as noun endings, product nouns as people say them.
pub(super) static KOREAN: Catalogue = Catalogue {
    shell: shell::KOREAN,
    lists: lists::KOREAN,
    pipelines: pipelines::KOREAN,
    recurring: recurring::KOREAN,
    actions: actions::KOREAN,
    states: states::KOREAN,
    connection: connection::KOREAN,
    settings: settings::KOREAN,
    status: status::korean::word,
    time: time::KOREAN,
};
