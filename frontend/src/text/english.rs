//! English.

use console_api::{Hop, Verdict};

use super::{
    Duration, FailedHop, Finding,
    catalogue::{
        Catalogue, ConnectionText, ListText, SettingsText, ShellText, StateText, TimeText,
    },
    duration::Parts,
    number,
};
use crate::status::Status;

/// The English catalogue.
pub(super) static ENGLISH: Catalogue = Catalogue {
    shell: SHELL,
    lists: LISTS,
    states: STATES,
    connection: CONNECTION,
    settings: SETTINGS,
    status,
    time: TIME,
};

const SHELL: ShellText = ShellText {
    product: "KFP Console",
    skip: "Skip to content",
    sections: "Console sections",
    experiments: "Experiments",
    connection: "Connection",
    failing_checks: |count| {
        if count == 1 {
            "failing check".to_owned()
        } else {
            "failing checks".to_owned()
        }
    },
    namespace: "Namespace:",
    choose_namespace: "Choose a namespace",
    find_namespace: "Find a namespace",
    no_namespace_found: "No namespace has this in its name",
    namespaces_incomplete: "There may be more. Open one by its address: /ns/name/",
    owner: "Owner",
    contributor: "Contributor",
    viewer: "Viewer",
    account: |user| format!("Account: {user}"),
    account_menu: "Account",
    signed_in_as: "Signed in as",
    sign_out: "Sign out",
    simulated: "Simulated",
    simulated_hint: "Everything behind this console is the sandbox: no run here is real.",
    to_dark: "Switch to the dark theme",
    to_light: "Switch to the light theme",
    own_tab: "Open in its own tab",
    new_tab: "(new tab)",
    copy: "Copy",
    copied: "Copied",
    copy_failed: "The browser did not allow copying. Select the text and copy it.",
    close: "Close",
    refresh: "Refresh",
    other_namespace: |page, dashboard| {
        format!("You are looking at {page}. The dashboard shows {dashboard}.")
    },
    switch_dashboard: "Switch the dashboard",
    switched: |new, old| format!("Switched to {new}. What you had open is in {old}."),
    open_it: "Open it",
    address_dropped: |keys| {
        format!("Part of the address was not understood and is ignored: {keys}")
    },
    breadcrumb: "Breadcrumb",
    notifications: "Notifications",
};

const LISTS: ListText = ListText {
    experiment: "Experiment",
    created: "Created",
    last_run: "Last run",
    no_run_yet: "no run yet",
    run: "Run",
    status: "Status",
    version: "Pipeline version",
    inline_spec: "own spec",
    version_title: |pipeline, version| format!("Pipeline {pipeline}, version {version}"),
    duration: "Duration",
    started: "Started",
    actions: "Actions",
    copy_run_id: |name| format!("Copy the id of {name}"),
    experiments_caption: |namespace| format!("Experiments in {namespace}"),
    runs_caption: |experiment| format!("Runs of {experiment}"),
    active: "Active",
    archived: "Archived",
    storage: "Active or archived",
    filter_experiments: "Filter by name",
    filter_runs: "Filter by name, or type a key such as status:",
    unknown_term: "This filter is not known and has no effect",
    remove_filter: |term| format!("Remove filter {term}"),
    by_status: "Filter by status",
    all: "All",
    failed_or_canceled: "Failed or canceled",
    no_index: "KFP has no index for this column, so sorting by it would read every run of the namespace",
    sort_by: |column| format!("Sort by {column}"),
    rows_of_another: "Rows of another filter or order",
    rows: |first, last, total| {
        format!("{} to {} of {}", number(first), number(last), number(total))
    },
    undecodable: |count| {
        if count == 1 {
            "1 row could not be read by this version and is left out".to_owned()
        } else {
            format!("{count} rows could not be read by this version and are left out")
        }
    },
    pages: "Pages",
    previous: "Previous",
    next: "Next",
    address_full: "An address cannot carry more pages. Filter to see more.",
    found: |total| {
        if total == 1 {
            "1 match".to_owned()
        } else {
            format!("{} matches", number(total))
        }
    },
    loading: "Loading",
    still_loading: "Still waiting for an answer from KFP.",
};

const STATES: StateText = StateText {
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
    not_found_text: |namespace| {
        format!("It may have been deleted, or belong to another namespace than {namespace}.")
    },
    elsewhere_title: |namespace| format!("This experiment is in {namespace}"),
    elsewhere_text: "The address names another of your namespaces.",
    open_in: |namespace| format!("Open it in {namespace}"),
    to_experiments: "All experiments",
    to_start: "Go to the start",
    empty_experiments: |namespace| format!("No experiments yet in {namespace}"),
    empty_experiments_text: "The first run creates one. Submit it from code:",
    empty_archive: "Nothing is archived",
    empty_archive_text: "What is archived is kept and can be restored.",
    empty_runs: "No runs yet in this experiment",
    empty_runs_text: "Submit one from code:",
    snippet: "Snippet for a first run",
    no_match: "Nothing matches these filters",
    no_match_narrowest: |filter| format!("The narrowest filter is {filter}."),
    drop_filter: |filter| format!("Remove {filter}"),
    clear_all: "Clear all",
    name_filter: |text| format!("name “{text}”"),
    status_filter: |words| format!("status {words}"),
    rejected_title: "KFP refuses this request as wrong",
    rejected_text: "The same request will be refused again.",
    rejected_page: "The page in the address may be of another list, or too old.",
    first_page: "First page",
    garbled_title: "The answer was not understood",
    garbled_text: "Something else than KFP may have answered, or a KFP that this version does not know.",
    offline: "The browser has no network. Loading goes on by itself when it is back.",
    broken_title: "The page stopped because of an error in the console. Reload it.",
    code: |code| format!("Code: {code}"),
    waiting_dashboard: "Waiting for the dashboard to name a namespace",
    silent_dashboard: "The dashboard has not named a namespace. Choose one:",
};

const CONNECTION: ConnectionText = ConnectionText {
    checked: |hops, when| format!("{hops} hops checked, {when}"),
    checking: "Checking",
    again: "Check again",
    copy_report: "Copy report",
    hops: "Hops",
    way: "Path of a request",
    hop: |hop| match hop {
        Hop::Browser => "Browser",
        Hop::Gateway => "Gateway",
        Hop::Console => "Console",
        Hop::Sidecar => "Istio sidecar",
        Hop::MlPipeline => "ml-pipeline",
        Hop::KfpAuthorization => "KFP authorization",
    },
    verdict: |verdict| match verdict {
        Verdict::Works => "Works",
        Verdict::Warning => "Look here",
        Verdict::Fails => "Fails",
        Verdict::NotReached => "Not reached",
        Verdict::NotChecked => "Not checked",
    },
    all_works: "Everything works",
    all_works_text: |namespace| match namespace {
        Some(namespace) => format!(
            "A request from this browser reaches KFP, and KFP lets you look at {namespace}."
        ),
        None => "A request from this browser reaches KFP.".to_owned(),
    },
    fails_at: |hop| format!("{hop} fails"),
    warns_at: |hop| format!("It works, but look at {hop}"),
    unfinished: "No failure was found",
    unfinished_text: "Some hops could not be checked from here; they are marked.",
    seen: "What was seen",
    cause: "Cause",
    hint: "What to do",
    nothing_to_do: "Nothing: this hop is in order.",
    nothing_seen: "Nothing: this hop was not reached.",
    finding: "Code",
    kfp_version: "KFP release",
    unknown: "unknown",
    label_page: "Page",
    label_transport: "Transport",
    label_asked: "Asked",
    label_answer: "Answer",
    label_answered_by: "Answered by",
    label_user: "Signed in as",
    transport_tls: "https",
    transport_plain: "plain http",
    no_answer: "none",
    no_proxy: "no proxy named itself",
    label_said: "Said",
    own_namespaces: "Your namespaces",
    checked_at: "Checked at",
    nothing_checked: "Nothing: there is no way to check this hop from here.",
    gateway_not_seen: "No proxy named itself in the answer: the console was reached without the gateway, or the gateway hides its name.",
    finding_words,
};

fn finding_words(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::SessionEnded => (
            "The session at the gateway is over. It lasts 24 hours at most.",
            "Sign in again at the top of this page.",
        ),
        Finding::CookiesPiledUp => (
            "Cookies of earlier logins have piled up, and the request is too large for the gateway.",
            "Delete the cookies of this site and sign in again.",
        ),
        Finding::NoAnswer => (
            "No answer came to the browser: the network, a VPN, or the gateway itself.",
            "Check whether other pages of this site open, and try again.",
        ),
        Finding::LoginServiceDown => (
            "The login service does not answer the gateway, or too slowly.",
            "Ask an admin to look at the pods of oauth2-proxy or authservice, and at the policies before them.",
        ),
        Finding::TokenRefused => (
            "The mesh does not take the token of the session: its issuer is not known, or keys have changed.",
            "Sign in again; if it stays, ask an admin to check the RequestAuthentication of the gateway.",
        ),
        Finding::MeshRefuses => (
            "A policy of the mesh does not let the gateway reach the console.",
            "Ask an admin for an AuthorizationPolicy that admits the gateway's principal to the console.",
        ),
        Finding::NoRoute => (
            "This path does not lead to the console: its route is missing, or not bound to the gateway.",
            "Ask an admin to check the console's VirtualService and its gateway.",
        ),
        Finding::ConsoleUnreachable => (
            "The gateway does not reach the console: no ready pod, or a closed network.",
            "Ask an admin to check the pods of the console and a NetworkPolicy from istio-system to its port.",
        ),
        Finding::ConsoleFailed => (
            "The console answered with an error of its own.",
            "Look at what it said; its log holds the same code.",
        ),
        Finding::NotUnderstood => (
            "Something answered that is not the console of this version.",
            "Reload the page; if it stays, ask an admin what stands at this path.",
        ),
    }
}

const SETTINGS: SettingsText = SettingsText {
    title: "Settings",
    theme: "Theme",
    system: "System",
    light: "Light",
    dark: "Dark",
    language: "Language",
    single_keys: "Single-letter shortcuts",
    single_keys_hint: "Such as / for the filter and j, k for rows. They act only while no field has the focus.",
    on: "On",
    off: "Off",
    kept_here: "Settings are kept in this browser.",
    about: "About",
    console_version: "Console",
    keys: "Keyboard shortcuts",
    key_filter: "Go to the filter",
    key_rows: "Next row, previous row",
    key_experiments: "Go to Experiments",
    key_connection: "Go to Connection",
    key_help: "This list",
};

const TIME: TimeText = TimeText {
    just_now: "just now",
    minutes_ago: |minutes| format!("{minutes} min ago"),
    yesterday: |clock| format!("Yesterday {clock}"),
    date_and_clock: |date, clock| format!("{date}, {clock}"),
    duration,
};

fn duration(length: Duration) -> String {
    match length.parts() {
        Parts::Days(days, hours) => format!("{days}d {hours}h"),
        Parts::Hours(hours, minutes) => format!("{hours}h {minutes:02}m"),
        Parts::Minutes(minutes, seconds) => format!("{minutes}m {seconds:02}s"),
    }
}

fn status(status: &Status) -> String {
    match status {
        Status::Pending => "Pending",
        Status::Running => "Running",
        Status::Succeeded => "Succeeded",
        Status::Cached => "Cached",
        Status::Skipped => "Skipped",
        Status::Omitted => "Omitted",
        Status::Failed => "Failed",
        Status::Canceling => "Canceling",
        Status::Canceled => "Canceled",
        Status::Paused => "Paused",
        Status::Unknown(word) => word,
    }
    .to_owned()
}
