//! What stands in a cell.

use leptos::prelude::*;

use super::matrix::{Cell, Value};
use crate::{
    navigation::RouteLink,
    reactive::{Erase, say},
    text::{self, Catalogue, moment_of, use_text},
    ui::{Duration, HIDDEN, StatusWord, When, status_glyph},
};

/// More of a value is not drawn; its end is seen by its title or by copying no more than that.
const MOST_SHOWN: usize = 1_000;

/// The class of a cell that differs.
pub(super) fn class_of(cell: &Cell) -> &'static str {
    if cell.differs {
        "cmp-cell is-other"
    } else {
        "cmp-cell"
    }
}

/// What is in a cell.
pub(super) fn content(cell: &Cell) -> AnyView {
    let text = use_text();
    let differs = cell.differs.then(|| {
        view! { <span class="sr-only">", " {text.t(|c| c.compare().differs)}</span> }
    });
    let longer = cell
        .longer
        .map(|seconds| view! { <Longer seconds=seconds /> });
    view! {
        {value(&cell.value)}
        {longer}
        {differs}
    }
    .into_any()
}

fn value(value: &Value) -> AnyView {
    let text = use_text();
    let quiet = |words: Signal<String>| view! { <span class="sub">{words}</span> }.erased();
    match value {
        Value::Nothing => view! { <span class="sub">"—"</span> }.erased(),
        Value::NotSet => quiet(text.t(|c| c.compare().not_set)),
        Value::NotTold => quiet(text.t(|c| c.compare().not_told)),
        Value::Hidden => view! {
            <span class="sub" title=text.t(|c| c.compare().hidden)>
                <span aria-hidden="true">{HIDDEN}</span>
                <span class="sr-only">{text.t(|c| c.compare().hidden)}</span>
            </span>
        }
        .erased(),
        Value::TooLong(bytes) => {
            let bytes = *bytes;
            quiet(say(move || {
                (text.get().compare().too_long)(&text::size(bytes))
            }))
        }
        Value::Link(name, route) => {
            let (title, route) = (name.clone(), (**route).clone());
            view! {
                <span class="ellipsis" title=title>
                    <RouteLink
                        to=Signal::stored(route)
                        class="link-quiet"
                        label=Signal::stored(name.clone())
                    />
                </span>
            }
            .erased()
        }
        Value::Word(word) => {
            view! { <span class="ellipsis" title=word.clone()>{word.clone()}</span> }.erased()
        }
        Value::Code(code) => code_of(code),
        Value::Status(status) => view! { <StatusWord status=status.clone() /> }.erased(),
        Value::Moment(ms) => moment_of(*ms).map(|at| view! { <When at=at /> }).erased(),
        Value::Took(start, end) => {
            let end = end.and_then(moment_of);
            let start = moment_of(*start);
            start
                .map(|start| view! { <span class="num"><Duration start=start end=end /></span> })
                .erased()
        }
        Value::Span(ms, nodes, status) => span(*ms, *nodes, status),
    }
}

fn code_of(code: &str) -> AnyView {
    let shown: String = code.chars().take(MOST_SHOWN).collect();
    let rest = (shown.len() < code.len()).then_some("…");
    view! { <code class="cmp-value" title=shown.clone()>{shown.clone()} {rest}</code> }.erased()
}

fn span(ms: Option<i64>, nodes: usize, status: &crate::status::Status) -> AnyView {
    let text = use_text();
    let seconds = ms.and_then(|ms| u64::try_from(ms / 1000).ok());
    let words = say(move || match seconds {
        Some(seconds) => (text.get().time.duration)(text::Duration::from_seconds(seconds)),
        None => "—".to_owned(),
    });
    let word = {
        let status = status.clone();
        say(move || (text.get().status)(&status))
    };
    let times = (nodes > 1).then(|| {
        view! { <span class="sub">{say(move || (text.get().compare().times)(nodes))}</span> }
    });
    view! {
        {status_glyph(status)}
        <span class="sr-only">{word} ", "</span>
        <span class="num">{words}</span>
        {times}
    }
    .erased()
}

/// How much longer or shorter than the baseline it took.
#[component]
fn Longer(seconds: i64) -> impl IntoView {
    let text = use_text();
    let length = move |text: &Catalogue| {
        let length = text::Duration::from_seconds(seconds.unsigned_abs());
        (text.time.duration)(length)
    };
    let sign = if seconds > 0 { "▲ +" } else { "▼ −" };
    let class = if seconds > 0 {
        "cmp-delta"
    } else {
        "cmp-delta is-less"
    };
    let shown = say(move || format!("{sign}{}", length(text.get())));
    let told = say(move || {
        let text = text.get();
        let words = text.compare();
        let told = if seconds > 0 {
            words.longer
        } else {
            words.shorter
        };
        told(&length(text))
    });
    view! {
        <span class=class title=told>
            <span aria-hidden="true">{shown}</span>
            <span class="sr-only">", " {told}</span>
        </span>
    }
}
