//! All strings of one language, part by part.

use super::{
    Language,
    actions::{self, ActionText},
    calendar::{self, CalendarText},
    compare::{self, CompareText},
    connection::{self, ConnectionText},
    graph::{self, GraphText},
    grid::{self, GridText},
    lists::{self, ListText},
    overview::{self, OverviewText},
    palette::{self, PaletteText},
    pipelines::{self, PipelineText},
    recurring::{self, RecurringText},
    settings::{self, SettingsText},
    shell::{self, ShellText},
    states::{self, StateText},
    status,
    time::{self, TimeText},
    trials::{self, TrialText},
    views::{self, ViewText},
};
use crate::status::Status;

/// All strings of one language.
#[derive(Debug)]
pub(crate) struct Catalogue {
    language: Language,
    /// Bars, menus and what is on every page.
    pub(crate) shell: ShellText,
    /// Tables, filters and pages.
    pub(crate) lists: ListText,
    /// What is done to one thing or to many.
    pub(crate) actions: ActionText,
    /// Dead ends and how to leave them.
    pub(crate) states: StateText,
    /// Settings and keys.
    pub(crate) settings: SettingsText,
    /// The word of a status.
    pub(crate) status: fn(&Status) -> String,
    /// Times and durations.
    pub(crate) time: TimeText,
}

/// Words of pages that are fetched when they are opened, and are fetched with them: nothing of the first load may read
/// them, or they are all in it.
impl Catalogue {
    /// How a namespace stands.
    pub(crate) fn overview(&self) -> &'static OverviewText {
        match self.language {
            Language::English => &overview::ENGLISH,
            Language::Korean => &overview::KOREAN,
        }
    }

    /// Pipelines and their versions.
    pub(crate) fn pipelines(&self) -> &'static PipelineText {
        match self.language {
            Language::English => &pipelines::ENGLISH,
            Language::Korean => &pipelines::KOREAN,
        }
    }

    /// Graphs of tasks, and the page of a pipeline version.
    pub(crate) fn graph(&self) -> &'static GraphText {
        match self.language {
            Language::English => &graph::ENGLISH,
            Language::Korean => &graph::KOREAN,
        }
    }

    /// Runs side by side.
    pub(crate) fn compare(&self) -> &'static CompareText {
        match self.language {
            Language::English => &compare::ENGLISH,
            Language::Korean => &compare::KOREAN,
        }
    }

    /// The runs of a pipeline by task, its runs and its recurring runs.
    pub(crate) fn grid(&self) -> &'static GridText {
        match self.language {
            Language::English => &grid::ENGLISH,
            Language::Korean => &grid::KOREAN,
        }
    }

    /// Recurring runs.
    pub(crate) fn recurring(&self) -> &'static RecurringText {
        match self.language {
            Language::English => &recurring::ENGLISH,
            Language::Korean => &recurring::KOREAN,
        }
    }

    /// The calendar of recurring runs.
    pub(crate) fn calendar(&self) -> &'static CalendarText {
        match self.language {
            Language::English => &calendar::ENGLISH,
            Language::Korean => &calendar::KOREAN,
        }
    }

    /// The parameters of the runs of an experiment.
    pub(crate) fn trials(&self) -> &'static TrialText {
        match self.language {
            Language::English => &trials::ENGLISH,
            Language::Korean => &trials::KOREAN,
        }
    }

    /// Views and columns of the list of runs.
    pub(crate) fn views(&self) -> &'static ViewText {
        match self.language {
            Language::English => &views::ENGLISH,
            Language::Korean => &views::KOREAN,
        }
    }

    /// The command palette.
    pub(crate) fn palette(&self) -> &'static PaletteText {
        match self.language {
            Language::English => &palette::ENGLISH,
            Language::Korean => &palette::KOREAN,
        }
    }

    /// The connection report.
    pub(crate) fn connection(&self) -> &'static ConnectionText {
        match self.language {
            Language::English => &connection::ENGLISH,
            Language::Korean => &connection::KOREAN,
        }
    }
}

/// The English catalogue.
pub(super) static ENGLISH: Catalogue = Catalogue {
    language: Language::English,
    shell: shell::ENGLISH,
    lists: lists::ENGLISH,
    actions: actions::ENGLISH,
    states: states::ENGLISH,
    settings: settings::ENGLISH,
    status: status::english::word,
    time: time::ENGLISH,
};

/// The Korean catalogue. Sentences in 해요체, labels and states as noun endings, product nouns as people say them.
pub(super) static KOREAN: Catalogue = Catalogue {
    language: Language::Korean,
    shell: shell::KOREAN,
    lists: lists::KOREAN,
    actions: actions::KOREAN,
    states: states::KOREAN,
    settings: settings::KOREAN,
    status: status::korean::word,
    time: time::KOREAN,
};
