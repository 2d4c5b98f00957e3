//! English.

use super::{FailedHop, StateText};

pub(in crate::text) const ENGLISH: StateText = StateText {
    ended_title: "Your session has ended",
    ended_text: "The page and its filters are kept, and you come back here after signing in.",
    ended_frame: "Inside the dashboard the sign-in opens at the top level, never in the frame.",
    sign_in: "Sign in again",
    forbidden_title: |verb, resource, namespace| {
        if namespace.is_empty() {
            format!("You cannot {verb} {resource} here")
        } else {
            format!("You cannot {verb} {resource} in {namespace}")
        }
    },
    forbidden_text: |namespaces, refused| {
        format!(
            "Your account may see {namespaces}. An owner of {refused} can add you as a contributor."
        )
    },
    forbidden_nowhere: |refused| format!("An owner of {refused} can add you as a contributor."),
    forbidden_plain: "Your account may not do this here",
    go_to: |namespace| format!("Go to {namespace}"),
    copy_request: "Copy request",
    owner_message: |user, verb, resource, namespace| {
        format!(
            "Hello, I am {user} and cannot {verb} {resource} in the namespace {namespace}. Could you add me as a \
             contributor (Manage Contributors in the Kubeflow dashboard)? Thank you."
        )
    },
    server_said: "What the server said",
    mesh_title: "The mesh refuses this request",
    mesh_text: "A policy of the service mesh stopped it before KFP saw it. The connection page shows at which hop.",
    see_hop: "See which hop fails",
    no_namespace_title: "You have no namespace yet",
    no_namespace_text: "A profile gives you a namespace to run in. Most sites create it at the first sign-in; here an admin has to apply one.",
    copy_manifest: "Copy Profile manifest",
    manifest: "Profile manifest",
    check_connection: "Check connection",
    down_title: |hop| {
        match hop {
            FailedHop::Console => "The console does not answer",
            FailedHop::MlPipeline => "ml-pipeline does not answer",
            FailedHop::Login => "The login service does not answer",
            FailedHop::Busy => "Too much is asked at once",
        }
        .to_owned()
    },
    down_again: |seconds, attempt| format!("Trying again in {seconds} s, attempt {attempt}."),
    down_text: "Nothing was changed. Try again, or see which hop fails.",
    try_now: "Try now",
    try_again: "Try again",
    kept: |clock| format!("Showing data from {clock}, which may be old."),
    kept_of_another: "It is not what the filter and order above ask for.",
    no_page_title: "There is no such page",
    no_page_text: "The address may be incomplete, or of a page that this version does not have.",
    not_found_title: "This experiment does not exist",
    no_pipeline_title: "This pipeline does not exist",
    no_recurring_run_title: "This recurring run does not exist",
    not_found_text: |namespace| {
        format!("It may have been deleted, or belong to another namespace than {namespace}.")
    },
    elsewhere_title: |namespace| format!("This experiment is in {namespace}"),
    pipeline_elsewhere: |namespace| format!("This pipeline is in {namespace}"),
    recurring_run_elsewhere: |namespace| format!("This recurring run is in {namespace}"),
    elsewhere_text: "The address names another of your namespaces.",
    open_in: |namespace| format!("Open it in {namespace}"),
    to_experiments: "All experiments",
    to_pipelines: "All pipelines",
    to_recurring_runs: "All recurring runs",
    to_start: "Go to the start",
    empty_experiments: |namespace| format!("No experiments yet in {namespace}"),
    empty_experiments_text: "The first run creates one. Submit it from code:",
    empty_archive: "Nothing is archived",
    empty_archive_text: "What is archived is kept and can be restored.",
    empty_runs_of_namespace: |namespace| format!("No runs yet in {namespace}"),
    empty_runs: "No runs yet in this experiment",
    empty_runs_text: "Submit one from code:",
    snippet: "Snippet for a first run",
    no_match: "Nothing matches these filters",
    no_match_narrowest: |filter| format!("The narrowest filter is {filter}."),
    drop_filter: |filter| format!("Remove {filter}"),
    clear_all: "Clear all",
    name_filter: |text| format!("name “{text}”"),
    status_filter: |words| format!("status {words}"),
    console_refused_title: "KFP does not take the console's credentials",
    console_refused_text: "This is not your fault, and waiting does not help: an operator has to mend it. The connection page says where.",
    rejected_title: "This request is refused as wrong",
    rejected_text: "The same request will be refused again.",
    rejected_page: "The page in the address may be of another list, or too old.",
    first_page: "First page",
    part_missing_title: "The page could not be fetched",
    part_missing_text: "Either the console cannot be reached at the moment, or a newer version of it has been installed since this tab was opened. Reloading the page gets the newer version.",
    reload: "Reload the page",
    garbled_title: "The answer was not understood",
    garbled_text: "Something else than KFP may have answered, or a KFP that this version does not know.",
    offline: "The browser has no network. Loading goes on by itself when it is back.",
    broken_title: "The page stopped because of an error in the console. Reload it.",
    code: |code| format!("Code: {code}"),
    waiting_dashboard: "Waiting for the dashboard to name a namespace",
    silent_dashboard: "The dashboard has not named a namespace. Choose one:",
};
