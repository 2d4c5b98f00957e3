//! Fields that say what is wrong with them.

use kfp_core::spec::ParameterType;
use leptos::{html, prelude::*};

use super::reading::Fault;
use crate::{
    reactive::{Erase, effect, part, press, say, unless, while_holds},
    status::Status,
    text::{NewRunText, use_new_run_text},
    ui::status_glyph,
};

/// The id of the note of a field.
fn note_of(id: &str) -> String {
    format!("{id}-fault")
}

/// What a field says that is wrong with it.
pub(super) fn in_words(text: &NewRunText, fault: &Fault) -> String {
    match fault {
        Fault::Missing => text.missing.to_owned(),
        Fault::Kind(_, Some(_)) => text.use_point.to_owned(),
        Fault::Kind(wanted, None) => (text.wrong_kind)(wanted),
        Fault::Json(line, column) => (text.no_json)(*line, *column),
        Fault::NotAnObject => text.no_object.to_owned(),
        Fault::NotAmong(values) => (text.not_among)(&values.join(", ")),
        Fault::NotExact => text.not_exact.to_owned(),
        Fault::Unknown => text.unknown_input.to_owned(),
        Fault::TooLong(most) => (text.too_long)(*most),
        Fault::Cron(why) => (text.no_cron)(why),
        Fault::FiveFields => text.five_fields.to_owned(),
        Fault::NoInterval => text.no_interval.to_owned(),
        Fault::NoMoment => text.no_moment.to_owned(),
        Fault::NoSuchDay => text.no_such_day.to_owned(),
        Fault::EndsFirst => text.ends_first.to_owned(),
        Fault::NeverStarts => text.never_starts.to_owned(),
    }
}

/// How a field looks and is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One line of words.
    Words,
    /// One line of something that is written exactly.
    Exact,
    /// The same, a number.
    Number(&'static str),
    /// Lines of JSON.
    Lines(u32),
}

impl Shape {
    /// That of a kind of value.
    pub(super) fn of(kind: &ParameterType) -> Self {
        match kind {
            ParameterType::NumberInteger => Self::Number("numeric"),
            ParameterType::NumberDouble => Self::Number("decimal"),
            ParameterType::List | ParameterType::Struct => Self::Lines(3),
            _ => Self::Exact,
        }
    }
}

/// A field for text with what is wrong with it below.
#[component]
pub(super) fn TextField(
    /// What the label names it by.
    #[prop(into)]
    id: String,
    shape: Shape,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Gets what is typed.
    #[prop(into)]
    on_type: Callback<String>,
    /// What is wrong.
    #[prop(into)]
    fault: Signal<Option<Fault>>,
    /// What it says while it is empty.
    #[prop(optional, into)]
    placeholder: Signal<String>,
) -> impl IntoView {
    let invalid = while_holds("true", move || fault.read().is_some());
    let described_by = note_of(&id);
    let note = view! { <FaultNote id=described_by.clone() fault=fault on_use=on_type /> };
    let control = if let Shape::Lines(lines) = shape {
        let field_node = NodeRef::<html::Textarea>::new();
        effect(move || {
            let value = value.get();
            if let Some(field) = field_node.get().filter(|field| field.value() != value) {
                field.set_value(&value);
            }
        });
        view! {
            <textarea
                class="in mono"
                id=id
                node_ref=field_node
                rows=lines
                spellcheck="false"
                placeholder=placeholder
                aria-invalid=invalid
                aria-describedby=described_by
                on:input=move |event| on_type.run(event_target_value(&event))
            ></textarea>
        }
        .erased()
    } else {
        // What stands there already is not written again: that would end a syllable that is being composed.
        let field_node = NodeRef::<html::Input>::new();
        effect(move || {
            let value = value.get();
            if let Some(field) = field_node.get().filter(|field| field.value() != value) {
                field.set_value(&value);
            }
        });
        let mode = match shape {
            Shape::Number(mode) => mode,
            _ => "text",
        };
        view! {
            <input
                class=if shape == Shape::Words { "in" } else { "in mono" }
                type="text"
                inputmode=mode
                id=id
                node_ref=field_node
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-invalid=invalid
                aria-describedby=described_by
                on:input=move |event| on_type.run(event_target_value(&event))
            />
        }
        .erased()
    };
    view! { <div class="control">{control} {note}</div> }
}

/// Values to choose from, under a heading where there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choices {
    /// The heading.
    pub(super) heading: Option<String>,
    /// Values, and what they are called.
    pub(super) values: Vec<(String, String)>,
}

/// A field of which one value is chosen.
#[component]
pub(super) fn SelectField(
    /// What the label names it by.
    #[prop(into)]
    id: String,
    /// The values.
    #[prop(into)]
    choices: Signal<Vec<Choices>>,
    /// The one that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Gets the one that is chosen.
    #[prop(into)]
    on_choose: Callback<String>,
    /// What is wrong.
    #[prop(optional, into)]
    fault: Signal<Option<Fault>>,
) -> impl IntoView {
    let described_by = note_of(&id);
    let option = move |(named, label): (String, String)| {
        let is_chosen = named == value.get();
        view! { <option value=named prop:selected=is_chosen>{label}</option> }
    };
    let group = move |choices: Choices| {
        let options = choices.values.into_iter().map(option).collect_view();
        match choices.heading {
            Some(heading) => view! { <optgroup label=heading>{options}</optgroup> }.erased(),
            None => options.erased(),
        }
    };
    let options = part(move || choices.get().into_iter().map(group).collect_view());
    view! {
        <div class="control">
            <select
                class="in"
                id=id
                aria-invalid=while_holds("true", move || fault.read().is_some())
                aria-describedby=described_by.clone()
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {options}
            </select>
            <FaultNote id=described_by fault=fault on_use=on_choose />
        </div>
    }
}

/// What is wrong with a field, and what would be right where that is known.
#[component]
fn FaultNote(id: String, fault: Signal<Option<Fault>>, on_use: Callback<String>) -> impl IntoView {
    let words = use_new_run_text();
    let said = say(move || {
        let fault = fault.read();
        let said = fault.as_ref().map(|fault| in_words(words.get(), fault));
        said.unwrap_or_default()
    });
    let better = part(move || {
        let better = match &*fault.read() {
            Some(Fault::Kind(_, Some(better))) => better.clone(),
            _ => return None,
        };
        let used = better.clone();
        Some(view! {
            <button
                type="button"
                class="link-quiet mono"
                on:click=press(move |_| on_use.run(used.clone()))
            >
                {better}
            </button>
        })
    });
    view! {
        <p class="fault" id=id hidden=unless(move || fault.read().is_some())>
            {status_glyph(&Status::Failed)}
            <span>{said} " " {better}</span>
        </p>
    }
}
