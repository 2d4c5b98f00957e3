//! Fields that say what is wrong with them.

use leptos::{html, prelude::*};

use super::rules::Fault;
use crate::{
    reactive::{Erase, effect, say, unless, while_holds},
    status::Status,
    text::{UploadText, use_upload_text},
    ui::status_glyph,
};

fn in_words(text: &UploadText, fault: Fault) -> String {
    match fault {
        Fault::Blank => text.blank.to_owned(),
        Fault::TooLong(bytes) => (text.too_long)(bytes),
        Fault::Unstorable => text.unstorable.to_owned(),
        Fault::Address => text.address_fault.to_owned(),
    }
}

/// A field for text with its label above and what is to be said of it below.
#[component]
pub(super) fn Field(
    id: &'static str,
    /// What it is for.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Gets what is typed.
    #[prop(into)]
    on_type: Callback<String>,
    /// What is wrong.
    #[prop(into)]
    fault: Signal<Option<Fault>>,
    /// What else there is to say.
    #[prop(optional, into)]
    note: Signal<String>,
    /// Its lines; none for a field of one line.
    #[prop(optional)]
    lines: u32,
) -> impl IntoView {
    let words = use_upload_text();
    let described_by = format!("{id}-fault {id}-note");
    let invalid = while_holds("true", move || fault.read().is_some());
    let control = if lines > 0 {
        let field_node = NodeRef::<html::Textarea>::new();
        effect(move || {
            let value = value.get();
            if let Some(field) = field_node.get().filter(|field| field.value() != value) {
                field.set_value(&value);
            }
        });
        view! {
            <textarea
                class="in"
                id=id
                node_ref=field_node
                rows=lines
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=described_by
                on:input=move |event| on_type.run(event_target_value(&event))
            ></textarea>
        }
        .erased()
    } else {
        // What stands there already is not written again: that would end a syllable that is being composed.
        let field_node = NodeRef::<html::Input>::new();
        effect(move || {
            let value = value.get();
            if let Some(field) = field_node.get().filter(|field| field.value() != value) {
                field.set_value(&value);
            }
        });
        view! {
            <input
                class="in"
                type="text"
                id=id
                node_ref=field_node
                autocomplete="off"
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=described_by
                on:input=move |event| on_type.run(event_target_value(&event))
            />
        }
        .erased()
    };
    let said = say(move || {
        let fault = fault.get();
        fault.map_or_else(String::new, |fault| in_words(words.get(), fault))
    });
    view! {
        <div class="wide">
            <label for=id>{label}</label>
            <div class="control">
                {control}
                <p class="fault" id=format!("{id}-fault") hidden=unless(move || fault.read().is_some())>
                    {status_glyph(&Status::Failed)} <span>{said}</span>
                </p>
                <p class="sub" id=format!("{id}-note") hidden=unless(move || !note.read().is_empty())>
                    {note}
                </p>
            </div>
        </div>
    }
}
