//! English.

use super::PaletteText;

pub(in crate::text) const ENGLISH: PaletteText = PaletteText {
    title: "Command palette",
    results: "Results",
    by_address: "Address or id",
    recent: "Recent",
    verbs: "With this",
    go_to: "Go to",
    namespaces: "Namespaces",
    actions: "Do",
    run: "run",
    experiment: "experiment",
    pipeline: "pipeline",
    recurring_run: "recurring run",
    page: "page",
    theme: |theme| format!("Theme: {theme}"),
    language: |language| format!("Language: {language}"),
    copy_link: "Copy link to this view",
    copy_dashboard_link: "Copy link to this view in the dashboard",
    link_copied: "The link is copied",
    open: "Open",
    clone: "Clone",
    copy_id: "Copy id",
    id_copied: "The id is copied",
    count: |count| {
        if count == 1 {
            "1 result".to_owned()
        } else {
            format!("{count} results")
        }
    },
    searching: "Searching names…",
    search_failed: "Some names could not be searched.",
    nothing: "Nothing matches.",
    hint: "Type a part of a name, or paste an id or an address, also one of the classic Pipelines UI.",
    no_such_id: "Nothing that you may see has this id.",
    no_such_page: "The console has no page for this address of the classic Pipelines UI.",
    key_move: "move",
    key_open: "open",
    key_more: "more",
    key_close: "close",
    key_filter: "Go to the filter",
    key_next_row: "Next row",
    key_previous_row: "Previous row",
    key_help: "This list",
    keys_everywhere: "Everywhere",
    keys_lists: "In lists",
    keys_go_to: "Go to, one key after the other",
    keys_page: "Open as a page",
    single_keys_off: "Single-letter shortcuts are off in the settings.",
    no_classic_title: "The console has no page for this address",
    no_classic_text: "It is one of the classic Pipelines UI. The console has these pages:",
    classic_gone_title: "What this address shows does not exist",
    classic_gone_text: "The address is one of the classic Pipelines UI. What it shows may have been deleted. The console has these pages:",
};
