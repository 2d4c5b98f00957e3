//! What is another in the run than in the one that is cloned.

use leptos::prelude::*;

use super::{
    difference::{Change, Line, differences},
    form::Form,
};
use crate::{
    reactive::{part, when},
    secret::looks_secret,
    text::{NewRunText, use_new_run_text, use_text},
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
    let call = form.calls().version.call();
    call.failure().is_some() && !call.is_answered()
}

fn shown(name: &str, value: &str, hidden: &str) -> String {
    if looks_secret(name) && !value.is_empty() {
        return hidden.to_owned();
    }
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// The panel; nothing where no run is cloned.
#[component]
pub(super) fn DifferencePanel(form: Form) -> impl IntoView {
    let (text, words) = (use_text(), use_new_run_text());
    // While another version is read, and while what is typed cannot be, the panel stays: the form would jump.
    let lines = Memo::new(move |last: Option<&Option<Vec<Line>>>| {
        lines(form).or_else(|| last.cloned().flatten().filter(|_| !is_unknown(form)))
    });
    let row = move |line: Line| {
        let hidden = text.get().recurring().hidden_value;
        let class = match line.change {
            Change::Kept => "change",
            Change::Changed => "change is-running",
            Change::Gone => "change is-canceling",
            Change::New => "change is-succeeded",
        };
        view! {
            <tr>
                <th scope="row" class="mono">
                    {line.name.clone()}
                </th>
                <td>
                    <span class=class>{word(words.get(), line.change)}</span>
                </td>
                <td>
                    <span class="value mono">{shown(&line.name, &line.before, hidden)}</span>
                </td>
                <td>
                    <span class="value mono">{shown(&line.name, &line.now, hidden)}</span>
                </td>
            </tr>
        }
    };
    when(
        move || lines.read().as_ref().is_some_and(|lines| !lines.is_empty()),
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
                                lines.get().unwrap_or_default().into_iter().map(row).collect_view()
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
        assert_eq!(
            shown("rate", &"값".repeat(MOST + 1), "").chars().count(),
            MOST + 1
        );
    }
}
