//! An upload: a package from a file, a text or an address, what is in it, and what it becomes.

mod contents;
mod draft;
mod fields;
mod form;
mod package;
mod rail;
mod rules;
mod seen;
mod sending;
mod way_back;

use leptos::prelude::*;

use self::{
    contents::ContentsPanel,
    fields::Field,
    form::Form,
    package::{PackagePanel, dropped},
    rail::UploadPanel,
    rules::near_the_end,
    sending::Sending,
    way_back::WayBack,
};
use super::lists::{DroppedNote, name_of};
use crate::{
    a11y::use_title,
    navigation::{RouteLink, use_navigation},
    paths::Route,
    reactive::{derived, part, say, unless},
    status::Status,
    text::{use_text, use_upload_text},
    ui::{Button, When, status_glyph},
    url_state::UploadState,
};

/// The page.
#[component]
pub(crate) fn UploadPage() -> impl IntoView {
    let (text, words) = (use_text(), use_upload_text());
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Upload(namespace) => Some(namespace),
        _ => None,
    });
    use_title(move || {
        vec![
            words.get().title.to_owned(),
            text.get().shell.pipelines.to_owned(),
            name_of(namespace.read().as_ref()),
        ]
    });
    let parsed = move || UploadState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    view! {
        <div class="page new-run">
            <DroppedNote keys=derived(move || parsed().dropped) />
            // Another namespace is another form; another pipeline is not: what was chosen stays.
            {part(move || {
                namespace.track();
                let form = Form::make(namespace, state);
                view! { <Page form=form /> }
            })}
        </div>
    }
}

#[component]
fn Page(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_upload_text());
    let sending = Sending::of(form);
    let list = derived(move || {
        form.parts()
            .namespace
            .get()
            .map_or(Route::Start, Route::Pipelines)
    });
    let title = say(move || {
        let words = words.get();
        let pipeline = form.parts().pipeline.value();
        match pipeline.filter(|_| form.parts().state.read().pipeline.is_some()) {
            Some(pipeline) => (words.title_version)(&pipeline.display_name),
            None => words.title.to_owned(),
        }
    });
    let is_gone = move || {
        let call = form.parts().pipeline.call();
        call.failure().is_some() && !call.is_answered()
    };
    view! {
        <div class="page-head">
            <nav class="crumbs" aria-label=text.t(|c| c.shell.breadcrumb)>
                <RouteLink to=list class="crumb" label=text.t(|c| c.shell.pipelines) />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
            </nav>
            <h1 tabindex="-1">{title}</h1>
        </div>
        <WayBack form=form sending=sending />
        <div class="note note-warn" role="status" hidden=unless(is_gone)>
            {status_glyph(&Status::Failed)}
            <p>{words.t(|w| w.pipeline_gone)}</p>
            <Button label=words.t(|w| w.as_pipeline) on_press=move |()| form.choose(None) />
        </div>
        <div
            class="with-rail"
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| dropped(form, &event)
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    sending.start();
                }
            }
        >
            <form
                class="stack-panels"
                aria-label=title
                on:submit=move |event| event.prevent_default()
            >
                <PackagePanel form=form />
                <Details form=form />
                <ContentsPanel form=form />
            </form>
            <aside class="stack-panels rail" aria-label=words.t(|w| w.checks)>
                <UploadPanel form=form sending=sending />
            </aside>
        </div>
    }
}

/// Name and description.
#[component]
fn Details(form: Form) -> impl IntoView {
    let words = use_upload_text();
    let is_version = move || form.parts().state.read().pipeline.is_some();
    let label = say(move || {
        let words = words.get();
        let label = if is_version() {
            words.version_name
        } else {
            words.name
        };
        label.to_owned()
    });
    let note = say(move || {
        let (words, name) = (words.get(), form.name());
        match near_the_end(&name) {
            Some(bytes) => (words.length)(bytes),
            None if name.trim().len() < name.len() => words.trimmed.to_owned(),
            None => String::new(),
        }
    });
    view! {
        <section class="panel part" aria-labelledby="upload-details">
            <h2 id="upload-details">{words.t(|w| w.details)}</h2>
            <div class="fields">
                <Field
                    id="upload-name"
                    label=label
                    value=say(move || form.name())
                    on_type=move |text: String| form.change(|draft| draft.name = Some(text))
                    fault=derived(move || form.name_fault())
                    note=note
                />
            </div>
            <NamesakeNote form=form />
            <div class="fields">
                <Field
                    id="upload-description"
                    label=words.t(|w| w.description)
                    value=say(move || form.parts().draft.read().description.clone())
                    on_type=move |text: String| form.change(|draft| draft.description = text)
                    fault=derived(move || form.description_fault())
                    lines=2
                />
            </div>
        </section>
    }
}

/// The name is taken: what can be done about it.
#[component]
fn NamesakeNote(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_upload_text());
    let made = move |at| view! { " " {text.t(|c| c.lists.created)} " " <When at=at /> };
    part(move || {
        let namesake = form.parts().namesake.get()?;
        let is_version = form.parts().state.read().pipeline.is_some();
        let said = say(move || {
            let words = words.get();
            if is_version {
                words.version_exists.to_owned()
            } else {
                (words.exists)(&name_of(form.parts().namespace.read().as_ref()))
            }
        });
        let offer = (!is_version).then(|| {
            let pipeline = namesake.pipeline;
            view! {
                <Button
                    label=words.t(|w| w.as_version)
                    on_press=move |()| form.choose(Some(pipeline.clone()))
                />
            }
        });
        Some(view! {
            <div class="note note-warn" role="status">
                {status_glyph(&Status::Canceling)}
                <p>{said} {namesake.created_at.map(made)}</p>
                {offer}
            </div>
        })
    })
}
