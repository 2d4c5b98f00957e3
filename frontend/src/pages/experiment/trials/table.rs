//! The runs that are inside of every brush, with a column for each axis.

use leptos::prelude::*;

use super::{
    Shown,
    axis::{Axis, Value, value},
    board::called,
    series::took,
};
use crate::{
    data::Trial,
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, derived, part, press, say, unless},
    status::Status,
    text::{Text, use_text},
    ui::{Icon, StatusWord, When, icon},
    url_state::{Brush, CompareState, DURATION},
};

/// Fewest and most runs that can be compared.
const COMPARED: std::ops::RangeInclusive<usize> = 2..=10;

/// What the axes are narrowed to, each to be taken away.
#[component]
pub(super) fn Brushes(shown: Shown) -> impl IntoView {
    let text = use_text();
    let tokens = part(move || {
        let brushes = shown.state.read().brushes.clone();
        brushes
            .into_iter()
            .map(|brush| view! { <BrushToken brush=brush shown=shown /> })
            .collect_view()
    });
    view! {
        <div
            class="row row-wrap"
            role="group"
            aria-label=text.t(|c| c.trials().title)
            hidden=unless(move || !shown.state.read().brushes.is_empty())
        >
            {tokens}
        </div>
    }
}

#[component]
fn BrushToken(brush: Brush, shown: Shown) -> impl IntoView {
    let text = use_text();
    let name = brush.name.clone();
    // A term of an axis that is not known is kept and shown with a question mark.
    let is_known = shown.axes.with_untracked(|axes| axes.find(&name).is_some());
    let of = brush.name.clone();
    let words = say(move || {
        let narrowed = text.get().trials().narrowed;
        let words = narrowed(&called(text, &brush.name), &brush.from, &brush.to);
        if is_known {
            words
        } else {
            format!("{words} ?")
        }
    });
    let drop = say(move || (text.get().trials().drop_brush)(&words.read()));
    let remove = move || {
        let none = Brush {
            name: of.clone(),
            ..Brush::default()
        };
        shown.go(shown.state.get_untracked().brushed(none));
    };
    view! {
        <span class="token">
            <span>{words}</span>
            <button type="button" aria-label=drop on:click=press(move |_| remove())>
                {icon(Icon::Close)}
            </button>
        </span>
    }
}

/// The table.
#[component]
pub(super) fn TrialTable(shown: Shown) -> impl IntoView {
    let text = use_text();
    let inside = Memo::new(move |_| shown.inside());
    let caption = say(move || (text.get().trials().caption)(&shown.name.read()));
    let head = part(move || {
        let axes = shown.axes.read();
        let cell = |axis: &Axis| {
            let name = called(text, &axis.name);
            view! { <th scope="col" class="mono">{name}</th> }
        };
        view! {
            <tr>
                <th scope="col">{text.t(|c| c.lists.run)}</th>
                <th scope="col">{text.t(|c| c.lists.status)}</th>
                {axes.shown.iter().map(cell).collect_view()}
                <th scope="col">{text.t(|c| c.lists.started)}</th>
            </tr>
        }
    });
    let rows = part(move || {
        let axes = shown.axes.read();
        let row = |trial: &Trial| row(text, trial, &axes.shown);
        inside.read().iter().map(row).collect_view()
    });
    let compared = Memo::new(move |_| {
        let inside = inside.read();
        let ids = inside.iter().map(|trial| trial.run.run_id.clone());
        COMPARED
            .contains(&inside.len())
            .then(|| ids.collect::<Vec<_>>())
    });
    let compare = part(move || {
        let ids = compared.get()?;
        let namespace = shown.namespace.get()?;
        let count = ids.len();
        Some(view! {
            <RouteLink
                to=derived(move || Route::Compare(namespace.clone()))
                query=Signal::stored(CompareState::of(ids).query())
                class="link"
                label=say(move || (text.get().trials().compare)(count))
            />
        })
    });
    view! {
        <div class="panel">
            <div class="trial-scroll" role="region" tabindex="0" aria-label=caption>
                <table class="facts-table trial-table">
                    <caption class="sr-only">{caption}</caption>
                    <thead>{head}</thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="panel-none" hidden=unless(move || inside.read().is_empty())>
                {text.t(|c| c.trials().none_inside)}
            </p>
            <div class="panel-foot">
                <span>
                    {say(move || (text.get().trials().inside)(inside.read().len(), shown.count()))}
                </span>
                <span class="end">{compare}</span>
            </div>
        </div>
    }
}

fn row(text: Text, trial: &Trial, axes: &[Axis]) -> AnyView {
    let run = &trial.run;
    let name = if run.display_name.is_empty() {
        run.run_id.to_string()
    } else {
        run.display_name.clone()
    };
    let status = Status::of_run(run);
    let cell = |axis: &Axis| {
        let told = match value(trial, &axis.name) {
            Some(Value::Number(seconds)) if axis.name == DURATION => took(text, seconds),
            Some(value) => value.text(),
            None => "–".to_owned(),
        };
        view! { <td class="mono">{told}</td> }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td><StatusWord status=status /></td>
            {axes.iter().map(cell).collect_view()}
            <td>{run.created_at.map(|at| view! { <When at=at /> })}</td>
        </tr>
    }
    .erased()
}
