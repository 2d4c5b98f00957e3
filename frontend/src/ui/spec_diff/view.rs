//! Two specs as YAML, line by line. Made in steps between frames, since a spec may have half a megabyte.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use console_api::compare::ComparedSpec;
use futures::channel::oneshot;
use leptos::prelude::*;
use serde_json::Value;

use super::{
    lines::{Shown, Stretch, diff, shown, side_by_side},
    masked::masked,
};
use crate::{
    reactive::{Erase, part, press, say, spawn},
    text::{size, use_text},
    yaml::spec,
};

/// Most lines that are drawn.
const MOST_LINES: usize = 1_500;
/// Most places that are listed.
const MOST_PLACES: usize = 8;
/// How deep places are told: the components and executors of a spec, and no further.
const DEEPEST_PLACE: usize = 3;

/// Two texts, and what is the same in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Compared {
    old: Vec<String>,
    new: Vec<String>,
    stretches: Vec<Stretch>,
    places: Vec<String>,
}

/// What became of comparing.
#[derive(Clone, Debug)]
enum Outcome {
    Done(Arc<Compared>),
    /// One of them has so many bytes.
    TooLong(usize),
    /// One of them is no JSON.
    Broken,
}

/// The differences of two specs.
#[component]
pub(crate) fn SpecDiff(
    /// The one.
    old: ComparedSpec,
    /// The other.
    new: ComparedSpec,
    /// Whether they stand side by side, and not one below the other.
    #[prop(into)]
    is_split: Signal<bool>,
    /// What is compared, for those who do not see it.
    label: String,
) -> impl IntoView {
    let text = use_text();
    let outcome = RwSignal::new(None::<Outcome>);
    spawn(async move {
        let made = compare(old, new).await;
        // The page may be gone by now.
        let _shown = outcome.try_set(Some(made));
    });
    let opened = RwSignal::new(BTreeSet::new());
    part(move || match outcome.get() {
        None => view! {
            <p class="cmp-spec-word skeleton" role="status">{text.t(|c| c.compare().working)}</p>
        }
        .erased(),
        Some(Outcome::Broken) => {
            view! { <p class="cmp-spec-word">{text.t(|c| c.compare().broken_spec)}</p> }.erased()
        }
        Some(Outcome::TooLong(bytes)) => {
            let words = say(move || (text.get().compare().too_long_spec)(&size(bytes)));
            view! { <p class="cmp-spec-word">{words}</p> }.erased()
        }
        Some(Outcome::Done(compared)) => {
            let label = label.clone();
            view! { <Lines is_split=is_split compared=compared opened=opened label=label /> }
                .erased()
        }
    })
}

/// Lets the page have its turn.
async fn pause() {
    let (go_on, wait) = oneshot::channel();
    let wake = move || {
        let _woken = go_on.send(());
    };
    set_timeout(wake, Duration::ZERO);
    // Without a timer there is nothing to wait for.
    let _waited = wait.await;
}

/// Compares them, a step at a time.
async fn compare(old: ComparedSpec, new: ComparedSpec) -> Outcome {
    let read = |spec: ComparedSpec| -> Result<Value, Outcome> {
        let Some(document) = spec.document else {
            return Err(Outcome::TooLong(spec.bytes));
        };
        let value = document.read::<Value>().map_err(|_| Outcome::Broken)?;
        Ok(masked(value))
    };
    pause().await;
    let old = match read(old) {
        Ok(old) => old,
        Err(outcome) => return outcome,
    };
    pause().await;
    let new = match read(new) {
        Ok(new) => new,
        Err(outcome) => return outcome,
    };
    pause().await;
    let mut places = Vec::new();
    differing(&old, &new, &mut Vec::new(), &mut places);
    let old = lines(&old);
    pause().await;
    let new = lines(&new);
    pause().await;
    let stretches = diff(&old, &new);
    Outcome::Done(Arc::new(Compared {
        old,
        new,
        stretches,
        places,
    }))
}

/// A spec as people know it.
fn lines(value: &Value) -> Vec<String> {
    spec(value).lines().map(str::to_owned).collect()
}

/// Where two values differ: the names that lead there, down to some depth.
fn differing<'a>(
    old: &'a Value,
    new: &'a Value,
    path: &mut Vec<&'a str>,
    places: &mut Vec<String>,
) {
    if old == new {
        return;
    }
    match (old, new) {
        (Value::Object(old), Value::Object(new)) if path.len() < DEEPEST_PLACE => {
            let names: BTreeSet<&str> = old.keys().chain(new.keys()).map(String::as_str).collect();
            for name in names {
                path.push(name);
                let none = &Value::Null;
                let (old, new) = (old.get(name), new.get(name));
                differing(old.unwrap_or(none), new.unwrap_or(none), path, places);
                path.pop();
            }
        }
        _ => places.push(path.join(".")),
    }
}

#[component]
fn Lines(
    is_split: Signal<bool>,
    compared: Arc<Compared>,
    opened: RwSignal<BTreeSet<usize>>,
    label: String,
) -> impl IntoView {
    let text = use_text();
    let count = |of: fn(&Stretch) -> usize| -> usize {
        let changed = compared.stretches.iter().filter(|one| !one.is_same);
        changed.map(of).sum()
    };
    let (removed, added) = (count(|one| one.old_lines), count(|one| one.new_lines));
    if removed + added == 0 {
        return view! { <p class="cmp-spec-word">{text.t(|c| c.compare().only_hidden)}</p> }
            .erased();
    }
    let places = places(&compared.places);
    let table = part(move || {
        let lines = shown(&compared.stretches, |at| opened.read().contains(&at));
        let left = lines.len().saturating_sub(MOST_LINES);
        let lines = &lines[..lines.len() - left];
        let rows: Vec<AnyView> = if is_split.get() {
            let rows = side_by_side(lines).into_iter();
            rows.map(|(old, new)| split_row(&compared, old, new, opened))
                .collect()
        } else {
            lines
                .iter()
                .map(|line| row(&compared, *line, opened))
                .collect()
        };
        let more = (left > 0).then(|| {
            view! { <p class="cmp-spec-word">{say(move || (text.get().compare().more_lines)(left))}</p> }
        });
        view! { <table class="cmp-lines"><tbody>{rows}</tbody></table> {more} }.into_any()
    });
    view! {
        <p class="cmp-spec-word sub">
            {say(move || (text.get().compare().lines)(added, removed))}
            {places}
        </p>
        <div
            class="cmp-text"
            tabindex="0"
            role="region"
            aria-label=say(move || (text.get().compare().diff_of)(&label))
        >
            {table}
        </div>
    }
    .erased()
}

/// Where they differ, in a sentence.
fn places(all: &[String]) -> AnyView {
    let text = use_text();
    let mut listed: Vec<AnyView> = Vec::new();
    for place in all
        .iter()
        .filter(|place| !place.is_empty())
        .take(MOST_PLACES)
    {
        listed.push(view! { " " <code>{place.clone()}</code> }.into_any());
    }
    if listed.is_empty() {
        return ().erased();
    }
    let more = all.len().saturating_sub(MOST_PLACES);
    let more = (more > 0).then(|| {
        view! { " " {say(move || (text.get().compare().and_more)(more))} }
    });
    view! { <span>" · " {text.t(|c| c.compare().places)} ":" {listed} {more}</span> }.erased()
}

fn number(at: usize) -> String {
    (at + 1).to_string()
}

/// A line in one column.
fn row(compared: &Compared, line: Shown, opened: RwSignal<BTreeSet<usize>>) -> AnyView {
    let of = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    let (class, old, new, words) = match line {
        Shown::Same(old, new) => ("", number(old), number(new), of(&compared.old, old)),
        Shown::Removed(old) => ("is-del", number(old), String::new(), of(&compared.old, old)),
        Shown::Added(new) => ("is-add", String::new(), number(new), of(&compared.new, new)),
        Shown::Folded(at, count) => return fold(at, count, "4", opened),
    };
    view! {
        <tr class=class>
            <td class="cmp-no">{old}</td>
            <td class="cmp-no">{new}</td>
            <td class="cmp-sign">{sign(line)}</td>
            <td class="cmp-line">{words}</td>
        </tr>
    }
    .erased()
}

/// Two lines beside each other.
fn split_row(
    compared: &Compared,
    old: Option<Shown>,
    new: Option<Shown>,
    opened: RwSignal<BTreeSet<usize>>,
) -> AnyView {
    if let Some(Shown::Folded(at, count)) = old {
        return fold(at, count, "6", opened);
    }
    let side = |line: Option<Shown>, is_old: bool| {
        let (class, at) = match line {
            Some(Shown::Same(old, new)) => ("", Some(if is_old { old } else { new })),
            Some(Shown::Removed(old)) => ("is-del", Some(old)),
            Some(Shown::Added(new)) => ("is-add", Some(new)),
            _ => ("is-none", None),
        };
        let lines = if is_old { &compared.old } else { &compared.new };
        let words = at.and_then(|at| lines.get(at)).cloned().unwrap_or_default();
        view! {
            <td class=format!("cmp-no {class}")>{at.map(number)}</td>
            <td class=format!("cmp-sign {class}")>{line.and_then(sign)}</td>
            <td class=format!("cmp-line cmp-half {class}")>{words}</td>
        }
    };
    view! { <tr>{side(old, true)} {side(new, false)}</tr> }.erased()
}

/// What became of a line, as a sign and in a word.
fn sign(line: Shown) -> Option<AnyView> {
    let text = use_text();
    let (sign, word) = match line {
        Shown::Removed(_) => ("−", text.t(|c| c.compare().line_removed)),
        Shown::Added(_) => ("+", text.t(|c| c.compare().line_added)),
        _ => return None,
    };
    let drawn = view! {
        <span aria-hidden="true">{sign}</span>
        <span class="sr-only">{word}</span>
    };
    Some(drawn.into_any())
}

/// Lines that are left out, and the button that shows them.
fn fold(
    at: usize,
    count: usize,
    columns: &'static str,
    opened: RwSignal<BTreeSet<usize>>,
) -> AnyView {
    let text = use_text();
    let open = move |_| {
        opened.update(|opened| {
            opened.insert(at);
        });
    };
    view! {
        <tr class="is-fold">
            <td colspan=columns>
                <button type="button" on:click=press(open)>
                    {say(move || (text.get().compare().unchanged)(count))}
                </button>
            </td>
        </tr>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_told_down_to_a_depth() {
        let old = json!({"components": {"a": {"x": {"y": 1}}, "b": 1}, "root": 1});
        let new = json!({"components": {"a": {"x": {"y": 2}}, "b": 1, "c": {}}, "root": 1});
        let mut places = Vec::new();
        differing(&old, &new, &mut Vec::new(), &mut places);
        assert_eq!(places, ["components.a.x", "components.c"]);
        places.clear();
        differing(&json!(1), &json!([]), &mut Vec::new(), &mut places);
        assert_eq!(places, [""]);
    }
}
