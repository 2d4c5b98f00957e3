//! Bars, menus and what is on every page.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;
use crate::paths::Section;

words! {
    /// Bars, menus and what is on every page.
    pub(crate) struct ShellText {
        /// What the program is called.
        product: &'static str,
        /// The first tab stop.
        skip: &'static str,
        /// The name of the row of tabs.
        sections: &'static str,
        /// The tab and the page.
        overview: &'static str,
        /// The tab and the list.
        runs: &'static str,
        /// The tab and the list.
        experiments: &'static str,
        /// The tab and the list.
        pipelines: &'static str,
        /// The tab and the list.
        recurring_runs: &'static str,
        /// The tab and the page.
        connection: &'static str,
        /// How many checks fail, after the number.
        failing_checks: fn(usize) -> String,
        /// The label before the name of the namespace.
        namespace: &'static str,
        /// The list of namespaces.
        choose_namespace: &'static str,
        /// The field that narrows the list of namespaces.
        find_namespace: &'static str,
        /// No namespace holds what was typed.
        no_namespace_found: &'static str,
        /// There may be more namespaces than listed.
        namespaces_incomplete: &'static str,
        /// Parts of a user in a namespace.
        owner: &'static str,
        /// Parts of a user in a namespace.
        contributor: &'static str,
        /// Parts of a user in a namespace.
        viewer: &'static str,
        /// The button of the account menu: name of the user.
        account: fn(&str) -> String,
        /// The account menu, before the user is known.
        account_menu: &'static str,
        /// Before the name of the user in the menu.
        signed_in_as: &'static str,
        /// Ends the session.
        sign_out: &'static str,
        /// Ends the session, where only the dashboard can.
        sign_out_at_dashboard: &'static str,
        /// Why it is the dashboard.
        sign_out_hint: &'static str,
        /// Behind this console is the sandbox.
        simulated: &'static str,
        /// The same, in a sentence.
        simulated_hint: &'static str,
        /// Switches to the dark theme.
        to_dark: &'static str,
        /// Switches to the light theme.
        to_light: &'static str,
        /// Opens the page outside of the frame.
        own_tab: &'static str,
        /// Told to screen readers at a link that opens a tab.
        new_tab: &'static str,
        /// Copies something.
        copy: &'static str,
        /// It was copied.
        copied: &'static str,
        /// The browser does not let a page copy.
        copy_failed: &'static str,
        /// The button that opens the command palette, and its field.
        find: &'static str,
        /// Closes something.
        close: &'static str,
        /// Reads the data again.
        refresh: &'static str,
        /// The page of the path is of another namespace than the dashboard's: page, dashboard.
        other_namespace: fn(&str, &str) -> String,
        /// The link to the dashboard's address with the page's namespace.
        switch_dashboard: &'static str,
        /// The namespace was changed while something was open: new, old.
        switched: fn(&str, &str) -> String,
        /// Opens what was open.
        open_it: &'static str,
        /// Some values of the address were not understood: the keys.
        address_dropped: fn(&str) -> String,
        /// What the page of an address of the classic UI is called.
        classic: &'static str,
        /// Parts of the page.
        breadcrumb: &'static str,
        /// Notifications.
        notifications: &'static str,
    }
}

impl ShellText {
    /// What a section is called.
    pub(crate) fn section(&self, section: Section) -> &'static str {
        match section {
            Section::Overview => self.overview,
            Section::Runs => self.runs,
            Section::Experiments => self.experiments,
            Section::Pipelines => self.pipelines,
            Section::RecurringRuns => self.recurring_runs,
            Section::Connection => self.connection,
        }
    }
}
