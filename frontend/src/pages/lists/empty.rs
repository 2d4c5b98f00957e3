//! Nothing yet: how to make the first one.

use std::fmt::Write as _;

use leptos::prelude::*;

use crate::{
    navigation::use_navigation,
    pages::lists::name_of,
    reactive::{Erase, say},
    text::{Catalogue, use_text},
    ui::{CodeBlock, Icon, StatePanel},
};

/// What makes the first run from code, as it stands: in a pod of the namespace nothing else is needed.
fn snippet(namespace: &str, experiment: &str) -> String {
    let mut snippet = String::from(
        "from kfp import Client, dsl\n\n\n@dsl.component\ndef hello() -> str:\n    return \"hello\"\n\n\nClient().create_run_from_pipeline_func(\n    hello,\n",
    );
    for (name, value) in [("experiment_name", experiment), ("namespace", namespace)] {
        // Without the name of an experiment the run goes into the namespace's default one.
        if !value.is_empty() {
            for part in ["    ", name, "=", &literal(value), ",\n"] {
                snippet.push_str(part);
            }
        }
    }
    snippet.push(')');
    snippet
}

/// A text as Python writes it.
fn literal(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _written = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

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
    /// The name of the experiment that the first run belongs into; empty leaves it to KFP.
    #[prop(optional, into)]
    experiment: Signal<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let code = say(move || {
        let namespace = name_of(navigation.route().get().namespace());
        snippet(&namespace, &experiment.read())
    });
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
                            code=code
                        />
                    }
                    .erased()
                })
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_snippet_makes_a_run_in_the_place_that_is_open() {
        let code = snippet("team-a", "nothing here yet");
        assert!(
            code.ends_with(
                "    hello,\n    experiment_name=\"nothing here yet\",\n    namespace=\"team-a\",\n)"
            ),
            "{code}"
        );
        assert!(!snippet("team-a", "").contains("experiment_name"));
    }

    #[test]
    fn a_name_cannot_break_out_of_the_snippet() {
        assert_eq!(
            literal("a\"), __import__(\\\n학습"),
            r#""a\"), __import__(\\\u000a학습""#
        );
    }
}
