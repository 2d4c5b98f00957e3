//! The axes beside each other, with a line for each run.

use leptos::prelude::*;

use super::{
    Shown,
    axis::Axis,
    lines::{HIGH, WIDE, lines},
};
use crate::{
    navigation::History,
    reactive::{Erase, flag, part, press, say, unless},
    text::use_text,
    ui::{Button, Entry, Icon, IconButton, entries},
    url_state::{AxisChoice, DURATION, TrialsState},
};

/// The panel.
#[component]
pub(super) fn Board(shown: Shown) -> impl IntoView {
    let text = use_text();
    let columns = entries(move || {
        let drawn = shown.axes.read();
        let count = drawn.shown.len();
        let entry = |(at, axis): (usize, &Axis)| {
            let axis = axis.clone();
            // What is drawn of it but for its brush, which moves while somebody holds it.
            let key = format!("{at} {count} {axis:?}");
            Entry::new(
                key,
                move || view! { <AxisColumn axis=axis at=at count=count shown=shown /> },
            )
        };
        drawn.shown.iter().enumerate().map(entry).collect()
    });
    let told = say(move || {
        let (runs, axes) = (shown.count(), shown.axes.read().shown.len());
        (text.get().trials().lines)(runs, axes)
    });
    let drawing = part(move || {
        let (axes, state, trials) = (shown.axes.read(), shown.state.read(), shown.trials.read());
        let items = trials.as_ref().map_or(&[][..], |trials| &trials.items);
        let markup = lines(&axes.shown, items, |trial| axes.holds(&state, trial));
        let count = u32::try_from(axes.shown.len()).unwrap_or(1).max(1);
        view! {
            <svg
                class="axes-lines"
                viewBox=format!("0 0 {} {HIGH}", WIDE * count)
                preserveAspectRatio="none"
                role="img"
                aria-label=told
                inner_html=markup
            ></svg>
        }
    });
    let inside = say(move || (text.get().trials().inside)(shown.inside().len(), shown.count()));
    let clear = move |()| {
        shown.go(TrialsState {
            brushes: Vec::new(),
            ..shown.state.get_untracked()
        });
    };
    let none_vary = move || shown.axes.read().shown.is_empty();
    let not_drawn = move || shown.axes.read().too_many.join(", ");
    view! {
        <section class="panel" aria-label=text.t(|c| c.trials().title)>
            <div class="panel-head">
                <h2>{text.t(|c| c.trials().title)}</h2>
                <span class="sub">{inside}</span>
                <div class="row row-wrap end">
                    <span hidden=unless(move || !shown.state.read().brushes.is_empty())>
                        <Button label=text.t(|c| c.trials().clear) on_press=clear />
                    </span>
                    <AddAxis shown=shown />
                </div>
            </div>
            <div class="axes" role="region" tabindex="0" aria-label=text.t(|c| c.trials().scrolls)>
                <div class="axes-room">
                    {drawing}
                    {columns}
                </div>
            </div>
            <p class="panel-none" hidden=unless(none_vary)>{text.t(|c| c.trials().none_vary)}</p>
            <p class="panel-more sub" hidden=unless(move || !not_drawn().is_empty())>
                {say(move || (text.get().trials().not_drawn)(&not_drawn()))}
            </p>
        </section>
    }
}

/// The axes as they are shown, for an address that names them.
fn choices(shown: Shown) -> Vec<AxisChoice> {
    let drawn = shown.axes.read_untracked();
    let choice = |axis: &Axis| AxisChoice {
        name: axis.name.clone(),
        log: axis.log,
    };
    drawn.shown.iter().map(choice).collect()
}

/// Shows these axes.
fn choose(shown: Shown, axes: Vec<AxisChoice>) {
    shown.go(TrialsState {
        axes,
        ..shown.state.get_untracked()
    });
}

/// What an axis is called.
pub(super) fn called(text: crate::text::Text, name: &str) -> String {
    if name == DURATION {
        text.get().trials().duration.to_owned()
    } else {
        name.to_owned()
    }
}

#[component]
fn AddAxis(shown: Shown) -> impl IntoView {
    let text = use_text();
    let names = Memo::new(move |_| {
        let axes = shown.axes.read();
        let names = axes.others.iter().map(|axis| axis.name.clone());
        names.collect::<Vec<_>>()
    });
    let add = move |name: String| {
        let mut axes = choices(shown);
        axes.push(AxisChoice { name, log: false });
        choose(shown, axes);
    };
    part(move || {
        let names = names.get();
        let option = |name: String| {
            let label = called(text, &name);
            view! { <option value=name>{label}</option> }
        };
        (!names.is_empty()).then(|| {
            view! {
                <select
                    class="in axes-add"
                    aria-label=text.t(|c| c.trials().add)
                    on:change=move |event| {
                        let name = event_target_value(&event);
                        if !name.is_empty() {
                            add(name);
                        }
                    }
                >
                    <option value="">{text.t(|c| c.trials().add)}</option>
                    {names.into_iter().map(option).collect_view()}
                </select>
            }
        })
    })
}

#[component]
fn AxisColumn(axis: Axis, at: usize, count: usize, shown: Shown) -> impl IntoView {
    let text = use_text();
    let axis = StoredValue::new(axis);
    let name = axis.with_value(|axis| axis.name.clone());
    let last = axis.with_value(Axis::last);
    let named = name.clone();
    let label = say(move || called(text, &named));
    let words = axis.with_value(|axis| {
        let is_number = matches!(axis.scale, super::axis::Scale::Numbers { .. });
        let places = if is_number {
            vec![0, last]
        } else {
            (0..=last).collect()
        };
        places
            .into_iter()
            .map(|place| axis.label(place))
            .collect::<Vec<_>>()
    });
    let words = words.into_iter().map(|word| {
        let title = word.clone();
        view! { <span class="ellipsis" title=title>{word}</span> }
    });
    view! {
        <div class="axis" role="group" aria-label=label>
            <strong class="axis-name ellipsis" title=label>{label}</strong>
            <div class="axis-track">
                <End axis=axis is_upper=false label=label shown=shown />
                <div class="axis-words" aria-hidden="true">{words.collect_view()}</div>
                <End axis=axis is_upper=true label=label shown=shown />
            </div>
            <Acts axis=axis at=at count=count label=label shown=shown />
        </div>
    }
}

/// One end of what an axis is narrowed to: a slider, which keys and pointers move alike.
#[component]
fn End(
    axis: StoredValue<Axis>,
    is_upper: bool,
    label: Signal<String>,
    shown: Shown,
) -> impl IntoView {
    let text = use_text();
    let name = axis.with_value(|axis| axis.name.clone());
    let places = Memo::new(move |_| {
        let state = shown.state.read();
        let brush = state.brush(&name);
        axis.with_value(|axis| axis.places(brush))
    });
    let place = move || {
        let (from, to) = places.get();
        if is_upper { to } else { from }
    };
    let moved = move |text: &str| {
        let Ok(to) = text.parse::<u32>() else { return };
        let (low, high) = places.get_untracked();
        let (low, high) = if is_upper {
            (low.min(to), to)
        } else {
            (to, high.max(to))
        };
        let brush = axis.with_value(|axis| axis.brush(low, high));
        let state = shown.state.get_untracked().brushed(brush);
        shown.change.run((state, History::Replace));
    };
    view! {
        <input
            type="range"
            class=if is_upper { "axis-end axis-to" } else { "axis-end" }
            min="0"
            max=axis.with_value(Axis::last).to_string()
            step="1"
            aria-orientation="vertical"
            prop:value=move || place().to_string()
            aria-label=say(move || {
                let words = text.get().trials();
                (if is_upper { words.to } else { words.from })(&label.read())
            })
            aria-valuetext=say(move || axis.with_value(|axis| axis.at(place())))
            on:input=move |event| moved(&event_target_value(&event))
        />
    }
}

/// What is done to an axis.
#[component]
fn Acts(
    axis: StoredValue<Axis>,
    at: usize,
    count: usize,
    label: Signal<String>,
    shown: Shown,
) -> impl IntoView {
    let text = use_text();
    let act = move |say_it: fn(&'static crate::text::Catalogue) -> fn(&str) -> String| {
        say(move || say_it(text.get())(&label.read()))
    };
    let swap = move |with: usize| {
        let mut axes = choices(shown);
        if at.max(with) < axes.len() {
            axes.swap(at, with);
            choose(shown, axes);
        }
    };
    let left = (at > 0).then(|| {
        view! {
            <IconButton
                label=act(|c| c.trials().to_left)
                shows=Signal::stored(Icon::Left)
                on_press=move |_| swap(at - 1)
            />
        }
    });
    let right = (at + 1 < count).then(|| {
        view! {
            <IconButton
                label=act(|c| c.trials().to_right)
                shows=Signal::stored(Icon::Right)
                on_press=move |_| swap(at + 1)
            />
        }
    });
    let turn = move || {
        let mut axes = choices(shown);
        if let Some(axis) = axes.get_mut(at) {
            axis.log = !axis.log;
            choose(shown, axes);
        }
    };
    let log = axis.with_value(Axis::can_be_log).then(|| {
        view! {
            <button
                type="button"
                class="btn btn-ghost btn-small"
                aria-label=act(|c| c.trials().log)
                title=act(|c| c.trials().log)
                aria-pressed=flag(move || axis.with_value(|axis| axis.log))
                on:click=press(move |_| turn())
            >
                "log"
            </button>
        }
    });
    let remove = move || {
        let mut axes = choices(shown);
        if at < axes.len() {
            axes.remove(at);
            choose(shown, axes);
        }
    };
    let remove = (count > 1).then(|| {
        view! {
            <IconButton
                label=act(|c| c.trials().remove)
                shows=Signal::stored(Icon::Close)
                on_press=move |_| remove()
            />
        }
    });
    view! { <div class="axis-acts">{left} {log} {right} {remove}</div> }.erased()
}
