//! What a language has to say.

use super::Duration;
use crate::status::Status;

/// Which hop a failed call stopped at, as a sentence about it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailedHop {
    /// The console's server did not answer the browser.
    Console,
    /// The console's server answered, KFP did not.
    MlPipeline,
    /// The login service did not answer the gateway.
    Login,
}

/// What the browser concludes from a failed call for the connection report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The session is gone.
    SessionEnded,
    /// Cookies and headers are too large together.
    CookiesPiledUp,
    /// No answer came.
    NoAnswer,
    /// The login service does not answer the gateway.
    LoginServiceDown,
    /// The mesh did not take the token of the session.
    TokenRefused,
    /// A policy of the mesh stopped the call.
    MeshRefuses,
    /// The path does not lead to the console.
    NoRoute,
    /// The gateway does not reach the console.
    ConsoleUnreachable,
    /// The console answered with an error.
    ConsoleFailed,
    /// The answer is not one that is known.
    NotUnderstood,
}

/// All strings of one language.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// Bars, menus and what is on every page.
    pub(crate) shell: ShellText,
    /// Tables, filters and pages.
    pub(crate) lists: ListText,
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

/// Bars, menus and what is on every page.
#[derive(Debug)]
pub(crate) struct ShellText {
    /// What the program is called.
    pub(crate) product: &'static str,
    /// The first tab stop.
    pub(crate) skip: &'static str,
    /// The name of the row of tabs.
    pub(crate) sections: &'static str,
    /// The tab and the list.
    pub(crate) experiments: &'static str,
    /// The tab and the page.
    pub(crate) connection: &'static str,
    /// How many checks fail, after the number.
    pub(crate) failing_checks: fn(usize) -> String,
    /// The label before the name of the namespace.
    pub(crate) namespace: &'static str,
    /// The list of namespaces.
    pub(crate) choose_namespace: &'static str,
    /// The field that narrows the list of namespaces.
    pub(crate) find_namespace: &'static str,
    /// No namespace holds what was typed.
    pub(crate) no_namespace_found: &'static str,
    /// There may be more namespaces than listed.
    pub(crate) namespaces_incomplete: &'static str,
    /// Parts of a user in a namespace.
    pub(crate) owner: &'static str,
    /// Parts of a user in a namespace.
    pub(crate) contributor: &'static str,
    /// Parts of a user in a namespace.
    pub(crate) viewer: &'static str,
    /// The button of the account menu: name of the user.
    pub(crate) account: fn(&str) -> String,
    /// The account menu, before the user is known.
    pub(crate) account_menu: &'static str,
    /// Before the name of the user in the menu.
    pub(crate) signed_in_as: &'static str,
    /// Ends the session.
    pub(crate) sign_out: &'static str,
    /// Behind this console is the sandbox.
    pub(crate) simulated: &'static str,
    /// The same, in a sentence.
    pub(crate) simulated_hint: &'static str,
    /// Switches to the dark theme.
    pub(crate) to_dark: &'static str,
    /// Switches to the light theme.
    pub(crate) to_light: &'static str,
    /// Opens the page outside of the frame.
    pub(crate) own_tab: &'static str,
    /// Told to screen readers at a link that opens a tab.
    pub(crate) new_tab: &'static str,
    /// Copies something.
    pub(crate) copy: &'static str,
    /// It was copied.
    pub(crate) copied: &'static str,
    /// The browser does not let a page copy.
    pub(crate) copy_failed: &'static str,
    /// Closes something.
    pub(crate) close: &'static str,
    /// Reads the data again.
    pub(crate) refresh: &'static str,
    /// The page of the path is of another namespace than the dashboard's: page, dashboard.
    pub(crate) other_namespace: fn(&str, &str) -> String,
    /// The link to the dashboard's address with the page's namespace.
    pub(crate) switch_dashboard: &'static str,
    /// The namespace was changed while something was open: new, old.
    pub(crate) switched: fn(&str, &str) -> String,
    /// Opens what was open.
    pub(crate) open_it: &'static str,
    /// Some values of the address were not understood: the keys.
    pub(crate) address_dropped: fn(&str) -> String,
    /// Parts of the page.
    pub(crate) breadcrumb: &'static str,
    /// Notifications.
    pub(crate) notifications: &'static str,
}

/// Tables, filters and pages.
#[derive(Debug)]
pub(crate) struct ListText {
    /// The column with the name of an experiment.
    pub(crate) experiment: &'static str,
    /// When it was made.
    pub(crate) created: &'static str,
    /// When the last run was made.
    pub(crate) last_run: &'static str,
    /// There is no run yet.
    pub(crate) no_run_yet: &'static str,
    /// The column with the name of a run.
    pub(crate) run: &'static str,
    /// How it stands.
    pub(crate) status: &'static str,
    /// The pipeline version it was made from.
    pub(crate) version: &'static str,
    /// It came with its own spec.
    pub(crate) inline_spec: &'static str,
    /// Pipeline and version in full.
    pub(crate) version_title: fn(&str, &str) -> String,
    /// How long it took.
    pub(crate) duration: &'static str,
    /// When it was started.
    pub(crate) started: &'static str,
    /// The column with actions.
    pub(crate) actions: &'static str,
    /// Copies the id of a run: its name.
    pub(crate) copy_run_id: fn(&str) -> String,
    /// The caption of the table of experiments.
    pub(crate) experiments_caption: fn(&str) -> String,
    /// The caption of the table of runs.
    pub(crate) runs_caption: fn(&str) -> String,
    /// Not in the archive.
    pub(crate) active: &'static str,
    /// In the archive.
    pub(crate) archived: &'static str,
    /// The choice between the two.
    pub(crate) storage: &'static str,
    /// The filter of experiments.
    pub(crate) filter_experiments: &'static str,
    /// The filter of runs.
    pub(crate) filter_runs: &'static str,
    /// A term of the filter that is not understood.
    pub(crate) unknown_term: &'static str,
    /// Removes a term: the term.
    pub(crate) remove_filter: fn(&str) -> String,
    /// The facets.
    pub(crate) by_status: &'static str,
    /// All states.
    pub(crate) all: &'static str,
    /// The facet of failed runs, which holds the canceled ones.
    pub(crate) failed_or_canceled: &'static str,
    /// Why a column cannot be sorted.
    pub(crate) no_index: &'static str,
    /// The direction that a click on a header leads to.
    pub(crate) sort_by: fn(&str) -> String,
    /// In place of the count of rows that answer another question.
    pub(crate) rows_of_another: &'static str,
    /// Rows on the page: first, last, total.
    pub(crate) rows: fn(u64, u64, u64) -> String,
    /// Rows that could not be read.
    pub(crate) undecodable: fn(usize) -> String,
    /// The pager.
    pub(crate) pages: &'static str,
    /// The page before.
    pub(crate) previous: &'static str,
    /// The page after.
    pub(crate) next: &'static str,
    /// Why there is no page after although there are more rows.
    pub(crate) address_full: &'static str,
    /// How many match, told after a filter: total.
    pub(crate) found: fn(u64) -> String,
    /// A table is being loaded.
    pub(crate) loading: &'static str,
    /// It takes long.
    pub(crate) still_loading: &'static str,
}

/// Dead ends and how to leave them.
#[derive(Debug)]
pub(crate) struct StateText {
    /// The session ended.
    pub(crate) ended_title: &'static str,
    /// What that means.
    pub(crate) ended_text: &'static str,
    /// In the frame.
    pub(crate) ended_frame: &'static str,
    /// Signs in.
    pub(crate) sign_in: &'static str,
    /// Verb, resource, namespace.
    pub(crate) forbidden_title: fn(&str, &str, &str) -> String,
    /// Where one may go instead, and whom to ask: namespaces, the refused one.
    pub(crate) forbidden_text: fn(&str, &str) -> String,
    /// The same for somebody who may go nowhere: the refused one.
    pub(crate) forbidden_nowhere: fn(&str) -> String,
    /// A refusal whose words were not understood.
    pub(crate) forbidden_plain: &'static str,
    /// Goes to a namespace.
    pub(crate) go_to: fn(&str) -> String,
    /// Copies the message to the owner.
    pub(crate) copy_request: &'static str,
    /// The message to the owner: user, verb, resource, namespace.
    pub(crate) owner_message: fn(&str, &str, &str, &str) -> String,
    /// The server's own words.
    pub(crate) server_said: &'static str,
    /// The mesh refused.
    pub(crate) mesh_title: &'static str,
    /// What that means.
    pub(crate) mesh_text: &'static str,
    /// Opens the connection report.
    pub(crate) see_hop: &'static str,
    /// No profile.
    pub(crate) no_namespace_title: &'static str,
    /// What that means.
    pub(crate) no_namespace_text: &'static str,
    /// Copies the manifest.
    pub(crate) copy_manifest: &'static str,
    /// The label of the manifest.
    pub(crate) manifest: &'static str,
    /// Opens the connection report.
    pub(crate) check_connection: &'static str,
    /// Nobody answers.
    pub(crate) down_title: fn(FailedHop) -> String,
    /// The next attempt: seconds, attempt.
    pub(crate) down_again: fn(u32, u32) -> String,
    /// There is no next attempt by itself.
    pub(crate) down_text: &'static str,
    /// Tries at once.
    pub(crate) try_now: &'static str,
    /// Tries again.
    pub(crate) try_again: &'static str,
    /// Kept data: the time on the clock.
    pub(crate) kept: fn(&str) -> String,
    /// The same of an answer to another question.
    pub(crate) kept_of_another: &'static str,
    /// There is no such page.
    pub(crate) no_page_title: &'static str,
    /// What that means.
    pub(crate) no_page_text: &'static str,
    /// There is no such experiment.
    pub(crate) not_found_title: &'static str,
    /// What that means: namespace.
    pub(crate) not_found_text: fn(&str) -> String,
    /// The experiment is at home in another of the user's namespaces: which.
    pub(crate) elsewhere_title: fn(&str) -> String,
    /// What that means.
    pub(crate) elsewhere_text: &'static str,
    /// Goes there: the namespace.
    pub(crate) open_in: fn(&str) -> String,
    /// Goes to the list.
    pub(crate) to_experiments: &'static str,
    /// Goes to the start.
    pub(crate) to_start: &'static str,
    /// No experiment yet: namespace.
    pub(crate) empty_experiments: fn(&str) -> String,
    /// What to do about it.
    pub(crate) empty_experiments_text: &'static str,
    /// No experiment in the archive.
    pub(crate) empty_archive: &'static str,
    /// What the archive is.
    pub(crate) empty_archive_text: &'static str,
    /// No run yet in this experiment.
    pub(crate) empty_runs: &'static str,
    /// What to do about it.
    pub(crate) empty_runs_text: &'static str,
    /// The label of the snippet.
    pub(crate) snippet: &'static str,
    /// Nothing matches.
    pub(crate) no_match: &'static str,
    /// The narrowest filter.
    pub(crate) no_match_narrowest: fn(&str) -> String,
    /// Drops it.
    pub(crate) drop_filter: fn(&str) -> String,
    /// Drops all.
    pub(crate) clear_all: &'static str,
    /// The filter by name: the text.
    pub(crate) name_filter: fn(&str) -> String,
    /// The filter by state: the words.
    pub(crate) status_filter: fn(&str) -> String,
    /// The request was refused as wrong.
    pub(crate) rejected_title: &'static str,
    /// What to do about it.
    pub(crate) rejected_text: &'static str,
    /// The same on a page that is not the first.
    pub(crate) rejected_page: &'static str,
    /// Goes to the first page.
    pub(crate) first_page: &'static str,
    /// An answer that was not understood.
    pub(crate) garbled_title: &'static str,
    /// What that means.
    pub(crate) garbled_text: &'static str,
    /// The browser has no network.
    pub(crate) offline: &'static str,
    /// Something in the program went wrong.
    pub(crate) broken_title: &'static str,
    /// The code of a failure.
    pub(crate) code: fn(&str) -> String,
    /// The frame waits for the dashboard.
    pub(crate) waiting_dashboard: &'static str,
    /// The dashboard is silent.
    pub(crate) silent_dashboard: &'static str,
}

/// The connection report.
#[derive(Debug)]
pub(crate) struct ConnectionText {
    /// Under the title: how many hops, when.
    pub(crate) checked: fn(usize, &str) -> String,
    /// While it is being checked.
    pub(crate) checking: &'static str,
    /// Checks again.
    pub(crate) again: &'static str,
    /// Copies the report.
    pub(crate) copy_report: &'static str,
    /// The chain.
    pub(crate) hops: &'static str,
    /// The way of a request.
    pub(crate) way: &'static str,
    /// The names of the hops.
    pub(crate) hop: fn(console_api::Hop) -> &'static str,
    /// The words of the verdicts.
    pub(crate) verdict: fn(console_api::Verdict) -> &'static str,
    /// Everything works.
    pub(crate) all_works: &'static str,
    /// What that means, with the namespace that was asked for.
    pub(crate) all_works_text: fn(Option<&str>) -> String,
    /// A hop fails: its name.
    pub(crate) fails_at: fn(&str) -> String,
    /// A hop warns: its name.
    pub(crate) warns_at: fn(&str) -> String,
    /// The way was not checked to its end.
    pub(crate) unfinished: &'static str,
    /// The same, in a sentence.
    pub(crate) unfinished_text: &'static str,
    /// What was seen.
    pub(crate) seen: &'static str,
    /// Why.
    pub(crate) cause: &'static str,
    /// What to do.
    pub(crate) hint: &'static str,
    /// There is nothing to be done.
    pub(crate) nothing_to_do: &'static str,
    /// Nothing was seen.
    pub(crate) nothing_seen: &'static str,
    /// The code of a finding.
    pub(crate) finding: &'static str,
    /// The release of KFP.
    pub(crate) kfp_version: &'static str,
    /// Nobody knows.
    pub(crate) unknown: &'static str,
    /// What the browser saw: labels.
    pub(crate) label_page: &'static str,
    /// What the browser saw: labels.
    pub(crate) label_transport: &'static str,
    /// What the browser saw: labels.
    pub(crate) label_asked: &'static str,
    /// What the browser saw: labels.
    pub(crate) label_answer: &'static str,
    /// What the browser saw: labels.
    pub(crate) label_answered_by: &'static str,
    /// What the browser saw: labels.
    pub(crate) label_user: &'static str,
    /// The page stands on https.
    pub(crate) transport_tls: &'static str,
    /// The page stands on plain http.
    pub(crate) transport_plain: &'static str,
    /// Nobody answered.
    pub(crate) no_answer: &'static str,
    /// No proxy named itself.
    pub(crate) no_proxy: &'static str,
    /// What the browser saw: labels.
    pub(crate) label_said: &'static str,
    /// The list of the namespaces that are offered.
    pub(crate) own_namespaces: &'static str,
    /// When the server ended its checks.
    pub(crate) checked_at: &'static str,
    /// Nothing was seen of a hop that was not checked.
    pub(crate) nothing_checked: &'static str,
    /// Why the gateway is not checked.
    pub(crate) gateway_not_seen: &'static str,
    /// Cause and hint of a finding of the browser.
    pub(crate) finding_words: fn(Finding) -> (&'static str, &'static str),
}

/// Settings and keys.
#[derive(Debug)]
pub(crate) struct SettingsText {
    /// The page.
    pub(crate) title: &'static str,
    /// The choice.
    pub(crate) theme: &'static str,
    /// Follows the system.
    pub(crate) system: &'static str,
    /// Light.
    pub(crate) light: &'static str,
    /// Dark.
    pub(crate) dark: &'static str,
    /// The choice.
    pub(crate) language: &'static str,
    /// The choice.
    pub(crate) single_keys: &'static str,
    /// What it means.
    pub(crate) single_keys_hint: &'static str,
    /// On.
    pub(crate) on: &'static str,
    /// Off.
    pub(crate) off: &'static str,
    /// Where it is kept.
    pub(crate) kept_here: &'static str,
    /// The versions.
    pub(crate) about: &'static str,
    /// The version of the console.
    pub(crate) console_version: &'static str,
    /// The list of keys.
    pub(crate) keys: &'static str,
    /// What the keys do.
    pub(crate) key_filter: &'static str,
    /// What the keys do.
    pub(crate) key_rows: &'static str,
    /// What the keys do.
    pub(crate) key_experiments: &'static str,
    /// What the keys do.
    pub(crate) key_connection: &'static str,
    /// What the keys do.
    pub(crate) key_help: &'static str,
}

/// Times and durations.
#[derive(Debug)]
pub(crate) struct TimeText {
    /// Less than a minute ago.
    pub(crate) just_now: &'static str,
    /// Minutes ago.
    pub(crate) minutes_ago: fn(u32) -> String,
    /// Yesterday at a time.
    pub(crate) yesterday: fn(&str) -> String,
    /// A date and a time.
    pub(crate) date_and_clock: fn(&str, &str) -> String,
    /// How long.
    pub(crate) duration: fn(Duration) -> String,
}
