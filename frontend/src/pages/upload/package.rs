//! Where the package is: a file, a text or an address.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, HtmlInputElement};

use super::{
    fields::Field,
    form::{Form, Look, Source},
};
use crate::{
    reactive::{Erase, derived, part, say, unless, when},
    status::Status,
    text::{size, use_upload_text},
    ui::{Button, Icon, Segmented, status_glyph},
};

/// What the field for a file offers.
const ENDINGS: &str = ".yaml,.yml,.json,.zip,.gz,.tgz";

/// Takes the file that is dropped; whatever else is dropped must not take the page away.
pub(super) fn dropped(form: Form, event: &DragEvent) {
    event.prevent_default();
    let files = event.data_transfer().and_then(|data| data.files());
    if let Some(file) = files.and_then(|files| files.get(0)) {
        form.parts().source.set(Source::File);
        take(form, file);
    }
}

fn take(form: Form, file: File) {
    let name = file.name();
    form.take(file.into(), name);
}

/// The panel.
#[component]
pub(super) fn PackagePanel(form: Form) -> impl IntoView {
    let words = use_upload_text();
    let choices = derived(move || {
        let words = words.get();
        vec![
            words.file.to_owned(),
            words.paste.to_owned(),
            words.address.to_owned(),
        ]
    });
    let current = derived(move || {
        let source = form.parts().source.get();
        let at = Source::ALL.iter().position(|one| *one == source);
        at.unwrap_or_default()
    });
    view! {
        <section class="panel part" aria-labelledby="upload-package">
            <div class="row row-wrap">
                <h2 id="upload-package">{words.t(|w| w.package)}</h2>
                <span class="end">
                    <Segmented
                        label=words.t(|w| w.source)
                        choices=choices
                        current=current
                        on_choose=move |at: usize| {
                            if let Some(source) = Source::ALL.get(at) {
                                form.take_from(*source);
                            }
                        }
                    />
                </span>
            </div>
            {part(move || match form.parts().source.get() {
                Source::File => view! { <FileField form=form /> }.erased(),
                Source::Text => view! { <Pasted form=form /> }.erased(),
                Source::Address => view! { <Address form=form /> }.erased(),
            })}
            <LookNote form=form />
        </section>
    }
}

#[component]
fn FileField(form: Form) -> impl IntoView {
    let words = use_upload_text();
    let chosen = say(move || match &*form.parts().chosen.read() {
        Some(chosen) => (words.get().chosen)(&chosen.name, &size(chosen.bytes)),
        None => String::new(),
    });
    let on_change = move |event: Event| {
        let field = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let files = field.and_then(|field| field.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            take(form, file);
        }
    };
    view! {
        <div class="drop">
            <label for="upload-file">{words.t(|w| w.drop)}</label>
            <input
                type="file"
                id="upload-file"
                accept=ENDINGS
                aria-describedby="upload-formats"
                on:change=on_change
            />
            <p class="sub" id="upload-formats">
                {words.t(|w| w.formats)}
            </p>
            <p class="strong">{chosen}</p>
        </div>
    }
}

#[component]
fn Pasted(form: Form) -> impl IntoView {
    let words = use_upload_text();
    view! {
        <div class="fields">
            <Field
                id="upload-text"
                label=words.t(|w| w.text_label)
                value=form.parts().pasted
                on_type=move |text: String| form.paste(text)
                fault=Signal::stored(None)
                lines=10
            />
        </div>
    }
}

#[component]
fn Address(form: Form) -> impl IntoView {
    let words = use_upload_text();
    let is_cut = move || form.parts().draft.read().is_cut;
    view! {
        <div class="fields">
            <Field
                id="upload-address"
                label=words.t(|w| w.address_label)
                value=say(move || form.parts().draft.read().address.clone())
                on_type=move |text: String| {
                    form.change(|draft| {
                        draft.address = text;
                        draft.is_cut = false;
                    });
                }
                fault=derived(move || form.address_fault())
                note=words.t(|w| w.address_note)
            />
            <p class="note note-warn" role="status" hidden=unless(is_cut)>
                {words.t(|w| w.address_cut)}
            </p>
        </div>
    }
}

/// How it stands with looking at the package.
#[component]
fn LookNote(form: Form) -> impl IntoView {
    let words = use_upload_text();
    let percent = Memo::new(move |_| match *form.parts().look.read() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of a hundred"
        )]
        Look::GoesOn(part) => Some((part * 100.0) as u32),
        _ => None,
    });
    let failure = Memo::new(move |_| match &*form.parts().look.read() {
        Look::Failed(failure) => Some(failure.clone()),
        _ => None,
    });
    view! {
        <p class="sub" role="status">
            {say(move || percent.get().map_or_else(String::new, words.get().checking))}
        </p>
        {part(move || {
            // The shell says that for the whole page.
            let failure = failure.get().filter(|failure| failure.signed_out().is_none())?;
            let code = failure.code.clone();
            // The console's detail has the place, and what it is instead.
            let detail = failure.said.lines().nth(1).map(str::to_owned);
            let again = (!code.starts_with("package.") && code != "request.too_large")
                .then(|| {
                    view! {
                        <Button
                            label=words.t(|w| w.check_again)
                            before=Icon::Retry
                            on_press=move |()| form.look_at_it()
                        />
                    }
                });
            Some(
                view! {
                    <div class="note note-warn" role="alert">
                        {status_glyph(&Status::Failed)}
                        <div class="stack">
                            <span class="strong">{say(move || (words.get().refused)(&code))}</span>
                            {detail.map(|detail| view! { <span lang="en">{detail}</span> })}
                            {again}
                        </div>
                    </div>
                },
            )
        })}
        {when(
            move || matches!(&*form.parts().look.read(), Look::Seen(seen) if !seen.secrets().is_empty()),
            move || {
                view! {
                    <div class="note note-warn" role="status">
                        {status_glyph(&Status::Canceling)}
                        <p>
                            {say(move || match &*form.parts().look.read() {
                                Look::Seen(seen) => (words.get().secrets)(&seen.secrets().join(", ")),
                                _ => String::new(),
                            })}
                        </p>
                    </div>
                }
            },
        )}
    }
}
