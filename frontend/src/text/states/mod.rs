//! Dead ends and how to leave them.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

/// Which hop a failed call stopped at, as a sentence about it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailedHop {
    /// The console's server did not answer the browser.
    Console,
    /// The console's server answered, KFP did not.
    MlPipeline,
    /// The login service did not answer the gateway.
    Login,
    /// Somebody on the way answered that too much is asked at once.
    Busy,
}

words! {
    /// Dead ends and how to leave them.
    pub(crate) struct StateText {
        /// The session ended.
        ended_title: &'static str,
        /// What that means.
        ended_text: &'static str,
        /// In the frame.
        ended_frame: &'static str,
        /// Signs in.
        sign_in: &'static str,
        /// Verb, resource, namespace.
        forbidden_title: fn(&str, &str, &str) -> String,
        /// Where one may go instead, and whom to ask: namespaces, the refused one.
        forbidden_text: fn(&str, &str) -> String,
        /// The same for somebody who may go nowhere: the refused one.
        forbidden_nowhere: fn(&str) -> String,
        /// A refusal whose words were not understood.
        forbidden_plain: &'static str,
        /// Goes to a namespace.
        go_to: fn(&str) -> String,
        /// Copies the message to the owner.
        copy_request: &'static str,
        /// The message to the owner: user, verb, resource, namespace.
        owner_message: fn(&str, &str, &str, &str) -> String,
        /// The server's own words.
        server_said: &'static str,
        /// The mesh refused.
        mesh_title: &'static str,
        /// What that means.
        mesh_text: &'static str,
        /// Opens the connection report.
        see_hop: &'static str,
        /// No profile.
        no_namespace_title: &'static str,
        /// What that means.
        no_namespace_text: &'static str,
        /// Copies the manifest.
        copy_manifest: &'static str,
        /// The label of the manifest.
        manifest: &'static str,
        /// Opens the connection report.
        check_connection: &'static str,
        /// Nobody answers.
        down_title: fn(FailedHop) -> String,
        /// The next attempt: seconds, attempt.
        down_again: fn(u32, u32) -> String,
        /// There is no next attempt by itself.
        down_text: &'static str,
        /// Tries at once.
        try_now: &'static str,
        /// Tries again.
        try_again: &'static str,
        /// Kept data: the time on the clock.
        kept: fn(&str) -> String,
        /// The same of an answer to another question.
        kept_of_another: &'static str,
        /// There is no such page.
        no_page_title: &'static str,
        /// What that means.
        no_page_text: &'static str,
        /// There is no such experiment.
        not_found_title: &'static str,
        /// There is no such pipeline.
        no_pipeline_title: &'static str,
        /// There is no such recurring run.
        no_recurring_run_title: &'static str,
        /// What that means: namespace.
        not_found_text: fn(&str) -> String,
        /// The experiment is at home in another of the user's namespaces: which.
        elsewhere_title: fn(&str) -> String,
        /// The pipeline is at home in another of the user's namespaces: which.
        pipeline_elsewhere: fn(&str) -> String,
        /// The recurring run is at home in another of the user's namespaces: which.
        recurring_run_elsewhere: fn(&str) -> String,
        /// What that means.
        elsewhere_text: &'static str,
        /// Goes there: the namespace.
        open_in: fn(&str) -> String,
        /// Goes to the list.
        to_experiments: &'static str,
        /// Goes to the list.
        to_pipelines: &'static str,
        /// Goes to the list.
        to_recurring_runs: &'static str,
        /// Goes to the start.
        to_start: &'static str,
        /// No experiment yet: namespace.
        empty_experiments: fn(&str) -> String,
        /// What to do about it.
        empty_experiments_text: &'static str,
        /// No experiment in the archive.
        empty_archive: &'static str,
        /// What the archive is.
        empty_archive_text: &'static str,
        /// There is no run in a namespace: its name.
        empty_runs_of_namespace: fn(&str) -> String,
        /// No run yet in this experiment.
        empty_runs: &'static str,
        /// What to do about it.
        empty_runs_text: &'static str,
        /// The label of the snippet.
        snippet: &'static str,
        /// Nothing matches.
        no_match: &'static str,
        /// The narrowest filter.
        no_match_narrowest: fn(&str) -> String,
        /// Drops it.
        drop_filter: fn(&str) -> String,
        /// Drops all.
        clear_all: &'static str,
        /// The filter by name: the text.
        name_filter: fn(&str) -> String,
        /// The filter by state: the words.
        status_filter: fn(&str) -> String,
        /// KFP did not take the console's own credentials, or the console has none.
        console_refused_title: &'static str,
        /// What to do about it.
        console_refused_text: &'static str,
        /// The request was refused as wrong.
        rejected_title: &'static str,
        /// What to do about it.
        rejected_text: &'static str,
        /// The same on a page that is not the first.
        rejected_page: &'static str,
        /// Goes to the first page.
        first_page: &'static str,
        /// A part of the program that could not be fetched.
        part_missing_title: &'static str,
        /// Why, and what to do.
        part_missing_text: &'static str,
        /// Loads the page anew.
        reload: &'static str,
        /// An answer that was not understood.
        garbled_title: &'static str,
        /// What that means.
        garbled_text: &'static str,
        /// The browser has no network.
        offline: &'static str,
        /// Something in the program went wrong.
        broken_title: &'static str,
        /// The code of a failure.
        code: fn(&str) -> String,
        /// The frame waits for the dashboard.
        waiting_dashboard: &'static str,
        /// The dashboard is silent.
        silent_dashboard: &'static str,
    }
}
