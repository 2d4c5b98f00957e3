//! What stands beside the form: what is checked before the upload, and the upload.

use leptos::prelude::*;

use super::{
    form::{Form, Look, Source},
    rules::name_fault,
    sending::Sending,
};
use crate::{
    data::{may_change, use_account},
    reactive::{part, say},
    status::Status,
    text::use_upload_text,
    ui::{Button, Icon, Kind, Said, status_glyph},
};

/// Checks, and the upload.
#[component]
pub(super) fn UploadPanel(form: Form, sending: Sending) -> impl IntoView {
    let words = use_upload_text();
    view! {
        <section class="panel" aria-labelledby="upload-checks">
            <div class="part-head">
                <h2 id="upload-checks">{words.t(|w| w.checks)}</h2>
            </div>
            <ul class="checks">{checks(form)}</ul>
            <div class="part start">
                <Button
                    kind=Kind::Primary
                    label=say(move || {
                        let words = words.get();
                        let label = if sending.sent().is_some() { words.uploading } else { words.upload };
                        label.to_owned()
                    })
                    why_not=sending.why_not()
                    on_press=move |()| sending.start()
                />
                <p class="sub">
                    <span class="kbd">"Ctrl"</span>
                    " "
                    <span class="kbd">"⏎"</span>
                    " "
                    {words.t(|w| w.keys)}
                </p>
                <Progress sending=sending />
                <Outcome form=form sending=sending />
            </div>
        </section>
    }
}

/// One line for each check.
fn checks(form: Form) -> impl IntoView {
    let words = use_upload_text();
    let account = use_account();
    let line = |status: Status, title: String| {
        view! {
            <li>
                {status_glyph(&status)}
                <span class="strong">{title}</span>
            </li>
        }
    };
    let package = part(move || {
        let words = words.get();
        let (status, title) = match &*form.parts().look.read() {
            _ if form.parts().source.get() == Source::Address => {
                (Status::Pending, words.package_unseen)
            }
            Look::Rests => (Status::Pending, words.no_package),
            Look::GoesOn(_) => (Status::Running, words.package_waits),
            Look::Seen(seen) if seen.is_usable() => (Status::Succeeded, words.package_fits),
            Look::Seen(_) | Look::Failed(_) => (Status::Failed, words.package_broken),
        };
        line(status, title.to_owned())
    });
    let name = part(move || {
        let words = words.get();
        let name = form.name();
        let (status, title) = if name.is_empty() && form.name_fault().is_none() {
            (Status::Pending, words.no_name)
        } else if name_fault(&name).is_some() || form.parts().namesake.read().is_some() {
            (Status::Failed, words.name_broken)
        } else {
            (Status::Succeeded, words.name_fits)
        };
        line(status, title.to_owned())
    });
    let rights = part(move || {
        let (words, namespace) = (words.get(), form.parts().namespace.get()?);
        Some(if may_change(account, &namespace) {
            line(Status::Succeeded, (words.may_upload)(namespace.as_str()))
        } else {
            line(Status::Failed, words.may_not_upload.to_owned())
        })
    });
    (package, name, rights)
}

#[component]
fn Progress(sending: Sending) -> impl IntoView {
    let words = use_upload_text();
    let percent = Memo::new(move |_| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of a hundred"
        )]
        sending.sent().map(|part| (part * 100.0) as u32)
    });
    let goes_on = Memo::new(move |_| percent.read().is_some());
    part(move || {
        goes_on.get().then(|| {
            let part_sent = move || percent.get().unwrap_or(100);
            view! {
                <div class="stack">
                    <progress
                        max="100"
                        aria-label=words.t(|w| w.uploading)
                        prop:value=part_sent
                    ></progress>
                    <div class="row">
                        <span class="sub">{say(move || (words.get().sent)(part_sent()))}</span>
                        <span class="end" hidden=move || part_sent() == 100>
                            <Button
                                kind=Kind::Ghost
                                label=words.t(|w| w.stop)
                                on_press=move |()| sending.stop()
                            />
                        </span>
                    </div>
                </div>
            }
        })
    })
}

/// How the last upload ended, where it did not end well.
#[component]
fn Outcome(form: Form, sending: Sending) -> impl IntoView {
    let words = use_upload_text();
    part(move || {
        let (failure, is_unknown) = sending.failure()?;
        // The shell says that for the whole page.
        if failure.signed_out().is_some() && !is_unknown {
            return None;
        }
        let title = if is_unknown {
            words.t(|w| w.unknown)
        } else {
            words.t(|w| w.not_uploaded)
        };
        let explains = say(move || {
            let words = words.get();
            let text = match form.parts().source.get() {
                _ if is_unknown => words.unknown_text,
                Source::Address => words.address_refused,
                _ => "",
            };
            text.to_owned()
        });
        let look = is_unknown.then(|| {
            view! {
                <Button
                    label=words.t(|w| w.look_again)
                    before=Icon::Search
                    on_press=move |()| sending.look()
                />
            }
        });
        Some(view! {
            <div class="note note-warn" role="alert">
                {status_glyph(&Status::Failed)}
                <div class="stack">
                    <span class="strong">{title}</span>
                    <span>{explains}</span>
                    <Said words=failure.said code=failure.code />
                    {look}
                </div>
            </div>
        })
    })
}
