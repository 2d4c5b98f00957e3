//! What is another than in what is cloned.

use leptos::prelude::*;

use super::{
    difference::{Change, Line, differences},
    form::Form,
    timing::settings,
};
use crate::{
    reactive::{part, when},
    secret::is_secret_text,
    text::{NewRunText, use_new_run_text, use_text, use_timing_text},
};

/// Most characters of a value that are drawn.
const MOST: usize = 200;

fn word(words: &NewRunText, change: Change) -> &'static str {
    match change {
        Change::Kept => words.kept,
        Change::Changed => words.changed,
        Change::Gone => words.gone,
        Change::New => words.new,
    }
}

fn lines(form: Form) -> Option<Vec<Line>> {
    let original = form.calls().original.value()?;
    form.calls().compiled.get()?;
    let before = original.runtime_config.clone().unwrap_or_default();
    let now = form.reading().get().ok()?.values;
    let pipeline = form.pipeline();
    let spec = pipeline.as_ref().map(|of| &of.spec);
    Some(differences(&before.parameters, &now, spec))
}

/// Whether there is no saying what the version takes.
fn is_unknown(form: Form) -> bool {
    form.calls().version.call().is_lost()
}

fn shown(name: &str, value: &str, hidden: &str) -> String {
    if is_secret_text(name, value) && !value.is_empty() {
        return hidden.to_owned();
    }
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// Values are written exactly, settings in words.
fn class_of(is_value: bool) -> &'static str {
    if is_value { "value mono" } else { "value" }
}

/// The panel; nothing where nothing is cloned.
#[component]
pub(super) fn DifferencePanel(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_new_run_text());
    let timing = use_timing_text();
    // While another version is read, and while what is typed cannot be, the panel stays: the form would jump.
    let lines = Memo::new(move |last: Option<&Option<Vec<Line>>>| {
        lines(form).or_else(|| last.cloned().flatten().filter(|_| !is_unknown(form)))
    });
    let settings = Memo::new(move |last: Option<&Vec<Line>>| {
        settings(form, text, timing)
            .or_else(|| last.cloned())
            .unwrap_or_default()
    });
    let row = move |(is_value, line): (bool, Line)| {
        let hidden = text.get().recurring().hidden_value;
        let class = match line.change {
            Change::Kept => "change",
            Change::Changed => "change is-running",
            Change::Gone => "change is-canceling",
            Change::New => "change is-succeeded",
        };
        view! {
            <tr>
                <th scope="row" class=is_value.then_some("mono")>
                    {line.name.clone()}
                </th>
                <td>
                    <span class=class>{word(words.get(), line.change)}</span>
                </td>
                <td>
                    <span class=class_of(is_value)>{shown(&line.name, &line.before, hidden)}</span>
                </td>
                <td>
                    <span class=class_of(is_value)>{shown(&line.name, &line.now, hidden)}</span>
                </td>
            </tr>
        }
    };
    when(
        move || {
            let has_values = lines.read().as_ref().is_some_and(|lines| !lines.is_empty());
            has_values || !settings.read().is_empty()
        },
        move || {
            view! {
                <section class="panel part" aria-labelledby="new-run-differences">
                    <h2 id="new-run-differences">{words.t(|w| w.differences)}</h2>
                    <table class="facts-table differences" aria-labelledby="new-run-differences">
                        <thead>
                            <tr>
                                <th scope="col">{text.t(|c| c.recurring().parameter)}</th>
                                <th scope="col">{words.t(|w| w.change)}</th>
                                <th scope="col">{words.t(|w| w.before)}</th>
                                <th scope="col">{words.t(|w| w.now)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {part(move || {
                                let settings = settings.get().into_iter().map(|line| (false, line));
                                let values = lines.get().unwrap_or_default().into_iter();
                                settings.chain(values.map(|line| (true, line))).map(row).collect_view()
                            })}
                        </tbody>
                    </table>
                </section>
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown_and_a_long_value_is_cut() {
        assert_eq!(shown("hf_token", "abc", "hidden"), "hidden");
        assert_eq!(shown("hf_token", "", "hidden"), "");
        let nested = r#"{"db": [{"password": "abc"}]}"#;
        assert_eq!(shown("config", nested, "hidden"), "hidden");
        assert_eq!(
            shown("rate", &"값".repeat(MOST + 1), "").chars().count(),
            MOST + 1
        );
    }
}
