//! English.

use super::ShellText;

pub(in crate::text) const ENGLISH: ShellText = ShellText {
    product: "KFP Console",
    skip: "Skip to content",
    sections: "Console sections",
    overview: "Overview",
    runs: "Runs",
    experiments: "Experiments",
    pipelines: "Pipelines",
    recurring_runs: "Recurring runs",
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
    sign_out_at_dashboard: "Sign out in the dashboard",
    sign_out_hint: "The login service of this site ends a session only from there.",
    simulated: "Simulated",
    simulated_hint: "Everything behind this console is the sandbox: no run here is real.",
    to_dark: "Switch to the dark theme",
    to_light: "Switch to the light theme",
    own_tab: "Open in its own tab",
    new_tab: "(new tab)",
    copy: "Copy",
    copied: "Copied",
    copy_failed: "The browser did not allow copying. Select the text and copy it.",
    find: "Search or jump to",
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
    classic: "Classic address",
    breadcrumb: "Breadcrumb",
    notifications: "Notifications",
};
