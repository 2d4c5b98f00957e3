//! Where the program is split: what only these functions need is not in the first load.
//!
//! Outside of a browser the macro calls them as they are.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the macro gives its own failure, that a part cannot be fetched, as the function's"
)]

use futures::FutureExt as _;
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};

use super::super::{
    classic::ClassicPage, compare::ComparePage, connection::ConnectionPage,
    experiment::ExperimentPage, experiments::ExperimentsPage, new_run::NewRun,
    overview::OverviewPage, pipeline::PipelinePage, pipeline_version::PipelineVersionPage,
    pipelines::PipelinesPage, recurring_run::RecurringRunPage, recurring_runs::RecurringRunsPage,
    settings::SettingsPage, shortcuts::ShortcutsPage, upload::UploadPage, views::ViewsPanel,
};
use crate::{reactive::Erase, url_state::Making};

/// What a function at a split gives: the page, or nothing if its part cannot be fetched.
type Drawn = Result<AnyView, SplitLoaderError>;

#[wasm_split(console, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_console))]
fn console(page: FetchedPage) -> Drawn {
    Ok(match page {
        FetchedPage::Settings => view! { <SettingsPage /> }.erased(),
        FetchedPage::Shortcuts => view! { <ShortcutsPage /> }.erased(),
        FetchedPage::Classic => view! { <ClassicPage /> }.erased(),
        FetchedPage::Views => view! { <ViewsPanel /> }.erased(),
        _ => view! { <ConnectionPage /> }.erased(),
    })
}

#[wasm_split(overview, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_overview))]
fn overview() -> Drawn {
    Ok(view! { <OverviewPage /> }.erased())
}

#[wasm_split(compare, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_compare))]
fn compare() -> Drawn {
    Ok(view! { <ComparePage /> }.erased())
}

#[wasm_split(experiment, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_experiment))]
fn experiment(page: FetchedPage) -> Drawn {
    Ok(match page {
        FetchedPage::Experiment => view! { <ExperimentPage /> }.erased(),
        _ => view! { <ExperimentsPage /> }.erased(),
    })
}

#[wasm_split(pipelines, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_pipelines))]
fn pipelines(page: FetchedPage) -> Drawn {
    Ok(match page {
        FetchedPage::Pipeline => view! { <PipelinePage /> }.erased(),
        _ => view! { <PipelinesPage /> }.erased(),
    })
}

#[wasm_split(version, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_version))]
fn version(page: FetchedPage) -> Drawn {
    Ok(match page {
        // What reads a spec and draws it is in this part.
        FetchedPage::Upload => view! { <UploadPage /> }.erased(),
        _ => view! { <PipelineVersionPage /> }.erased(),
    })
}

#[wasm_split(recurring, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_recurring))]
fn recurring(page: FetchedPage) -> Drawn {
    Ok(match page {
        FetchedPage::RecurringRun => view! { <RecurringRunPage /> }.erased(),
        _ => view! { <RecurringRunsPage /> }.erased(),
    })
}

#[wasm_split(new_run, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_new_run))]
fn new_run(page: FetchedPage) -> Drawn {
    let making = match page {
        FetchedPage::NewRecurringRun => Making::RecurringRun,
        _ => Making::Run,
    };
    Ok(view! { <NewRun making=making /> }.erased())
}

/// A page that is not in the first load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FetchedPage {
    Connection,
    Overview,
    Settings,
    Shortcuts,
    Classic,
    Compare,
    Experiments,
    Experiment,
    Pipelines,
    Pipeline,
    PipelineVersion,
    RecurringRuns,
    RecurringRun,
    NewRun,
    NewRecurringRun,
    Upload,
    /// A part of the list of runs.
    Views,
}

impl FetchedPage {
    /// The part that it is in.
    pub(super) fn part(self) -> Part {
        match self {
            Self::Connection | Self::Settings | Self::Shortcuts | Self::Classic | Self::Views => {
                Part::Console
            }
            Self::Overview => Part::Overview,
            Self::Compare => Part::Compare,
            Self::Experiments | Self::Experiment => Part::Experiment,
            Self::Pipelines | Self::Pipeline => Part::Pipelines,
            Self::PipelineVersion | Self::Upload => Part::Version,
            Self::RecurringRuns | Self::RecurringRun => Part::RecurringRuns,
            Self::NewRun | Self::NewRecurringRun => Part::NewRun,
        }
    }

    /// The page, when its part is here.
    pub(super) fn draw(self) -> Option<AnyView> {
        let drawn = match self.part() {
            Part::Console => console(self).now_or_never(),
            Part::Overview => overview().now_or_never(),
            Part::Compare => compare().now_or_never(),
            Part::Experiment => experiment(self).now_or_never(),
            Part::Pipelines => pipelines(self).now_or_never(),
            Part::Version => version(self).now_or_never(),
            Part::RecurringRuns => recurring(self).now_or_never(),
            Part::NewRun => new_run(self).now_or_never(),
        };
        drawn?.ok()
    }
}

/// A part of the program that is fetched by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What is about the console itself.
    Console,
    Overview,
    Compare,
    Experiment,
    Pipelines,
    /// With what draws graphs and reads specs.
    Version,
    RecurringRuns,
    NewRun,
}

impl Part {
    /// How many there are: the last one tells.
    pub(super) const COUNT: usize = Self::NewRun as usize + 1;

    /// Fetches it; whether it is here then. What could not be fetched is tried anew by the next call.
    pub(super) async fn fetch(self) -> bool {
        let fetched = match self {
            Self::Console => fetch_console().await,
            Self::Overview => fetch_overview().await,
            Self::Compare => fetch_compare().await,
            Self::Experiment => fetch_experiment().await,
            Self::Pipelines => fetch_pipelines().await,
            Self::Version => fetch_version().await,
            Self::RecurringRuns => fetch_recurring().await,
            Self::NewRun => fetch_new_run().await,
        };
        fetched.is_ok()
    }
}
