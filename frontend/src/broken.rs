//! The last words of a program that has met an error of its own: the page must not look alive when it is not.

use leptos::prelude::document;

use crate::text::Language;

/// Says so above the page. Uses nothing of the program: it can be in any state.
pub(crate) fn show(message: &str) {
    leptos::logging::error!("{message}");
    let document = document();
    let tag = document
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .unwrap_or_default();
    let text = Language::from_tag(&tag)
        .unwrap_or_default()
        .catalogue()
        .states
        .broken_title;
    let (Some(body), Ok(note)) = (document.body(), document.create_element("p")) else {
        return;
    };
    note.set_class_name("broken");
    note.set_text_content(Some(text));
    let _written = note.set_attribute("role", "alert");
    let _shown = body.prepend_with_node_1(&note);
}
