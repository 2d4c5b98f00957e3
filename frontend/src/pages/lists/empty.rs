//! Nothing yet: how to make the first one.

use leptos::prelude::*;

use crate::{
    reactive::{Erase, say},
    text::{Catalogue, use_text},
    ui::{CodeBlock, Icon, StatePanel},
};

/// The snippet that makes the first run from code.
const SNIPPET: &str =
    "import kfp\n\nclient = kfp.Client()\nclient.create_run_from_pipeline_func(hello)";

/// Says that there is nothing yet, or nothing in the archive.
#[component]
pub(in crate::pages) fn EmptyList(
    /// Whether the archive is shown.
    #[prop(into)]
    archived: Signal<bool>,
    /// What there is nothing of, in a sentence.
    #[prop(into)]
    title: Signal<String>,
    /// What to do about it.
    explains: fn(&Catalogue) -> &'static str,
) -> impl IntoView {
    let text = use_text();
    let title = move || {
        if archived.get() {
            text.get().states.empty_archive.to_owned()
        } else {
            title.get()
        }
    };
    let explains = move || {
        if archived.get() {
            text.get().states.empty_archive_text
        } else {
            explains(text.get())
        }
    };
    view! {
        <StatePanel
            shows=Icon::Experiment
            title=say(title)
            explains=say(move || explains().to_owned())
            foot=(!archived.get_untracked())
                .then(|| {
                    view! {
                        <CodeBlock
                            name="Python"
                            label=text.t(|c| c.states.snippet)
                            code=Signal::stored(SNIPPET.to_owned())
                        />
                    }
                    .erased()
                })
        />
    }
}
