//! The command palette, the list of shortcuts, and addresses of the classic UI.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// The command palette, the list of shortcuts, and addresses of the classic UI.
    pub(crate) struct PaletteText {
        /// What it is called.
        title: &'static str,
        /// The list of what was found.
        results: &'static str,
        /// Things that an address or an id means.
        by_address: &'static str,
        /// What was opened last.
        recent: &'static str,
        /// What can be done with one thing.
        verbs: &'static str,
        /// Pages.
        go_to: &'static str,
        /// Namespaces to switch to.
        namespaces: &'static str,
        /// Actions.
        actions: &'static str,
        /// One of its kind, behind its name.
        run: &'static str,
        /// One of its kind, behind its name.
        experiment: &'static str,
        /// One of its kind, behind its name.
        pipeline: &'static str,
        /// One of its kind, behind its name.
        recurring_run: &'static str,
        /// A page of the console, behind its name.
        page: &'static str,
        /// An action: the name of the theme.
        theme: fn(&str) -> String,
        /// An action: the name of the language.
        language: fn(&str) -> String,
        /// An action: copies the address of the page.
        copy_link: &'static str,
        /// An action: copies the address of the page inside the dashboard.
        copy_dashboard_link: &'static str,
        /// The address was copied.
        link_copied: &'static str,
        /// An action with one thing.
        open: &'static str,
        /// An action with one thing: it is done once more.
        clone: &'static str,
        /// An action with one thing.
        copy_id: &'static str,
        /// The id was copied.
        id_copied: &'static str,
        /// How many there are.
        count: fn(usize) -> String,
        /// Names are being looked for.
        searching: &'static str,
        /// Names could not be looked for.
        search_failed: &'static str,
        /// There is nothing like what was typed.
        nothing: &'static str,
        /// What can be typed.
        hint: &'static str,
        /// Nothing has this id.
        no_such_id: &'static str,
        /// An address of a page that the console has not.
        no_such_page: &'static str,
        /// What the arrows do.
        key_move: &'static str,
        /// What Enter does.
        key_open: &'static str,
        /// What Tab does with a thing.
        key_more: &'static str,
        /// What Escape does.
        key_close: &'static str,
        /// What the keys do.
        key_filter: &'static str,
        /// What the keys do.
        key_next_row: &'static str,
        /// What the keys do.
        key_previous_row: &'static str,
        /// What the keys do.
        key_help: &'static str,
        /// Keys of every page.
        keys_everywhere: &'static str,
        /// Keys of lists.
        keys_lists: &'static str,
        /// Keys that lead to a section, pressed one after the other.
        keys_go_to: &'static str,
        /// The list as a page.
        keys_page: &'static str,
        /// Single letters are turned off.
        single_keys_off: &'static str,
        /// The console has no page for such an address.
        no_classic_title: &'static str,
        /// What that means.
        no_classic_text: &'static str,
        /// What such an address shows does not exist.
        classic_gone_title: &'static str,
        /// What that means.
        classic_gone_text: &'static str,
    }
}
