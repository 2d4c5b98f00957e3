//! The values that a run is started with: a field for each input, or all of them as JSON.

use kfp_core::spec::{CompiledPipeline, ParameterSpec, ParameterType};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    draft::Draft,
    fields::{Choices, SelectField, Shape, TextField},
    form::Form,
    reading::{Fault, Reading, Typed, guessed, written},
};
use crate::{
    reactive::{Erase, derived, either, part, say, unless, when},
    text::use_new_run_text,
    ui::{Button, Icon, Kind, Segmented, icon},
};

/// The panel; nothing before a version is chosen.
#[component]
pub(super) fn ParameterPanel(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    let is_readable = Memo::new(move |_| form.pipeline().is_some());
    let count = move || form.pipeline().map_or(0, |of| of.spec.inputs().count());
    when(
        move || form.calls().compiled.get().is_some(),
        move || {
            view! {
                <section class="panel" aria-labelledby="new-run-parameters">
                    <div class="part-head">
                        <h2 id="new-run-parameters">{words.t(|w| w.parameters)}</h2>
                        <span class="sub" hidden=unless(move || is_readable.get())>
                            {say(move || (words.get().inputs)(count()))}
                        </span>
                        <div class="row end" hidden=unless(move || is_readable.get())>
                            <Segmented
                                label=words.t(|w| w.editor)
                                choices=derived(move || {
                                    let words = words.get();
                                    vec![words.fields.to_owned(), words.json.to_owned()]
                                })
                                current=derived(move || usize::from(form.is_json()))
                                on_choose=move |at: usize| switch(form, at == 1)
                            />
                            <Button
                                kind=Kind::Ghost
                                label=words.t(|w| w.reset)
                                on_press=move |()| {
                                    form.change(|draft| {
                                        draft.typed.clear();
                                        draft.json = draft.json.as_ref().map(|_| String::new());
                                    });
                                }
                            />
                        </div>
                    </div>
                    {either(
                        move || form.is_json(),
                        move || view! { <JsonEditor form=form /> },
                        move || view! { <Rows form=form /> },
                    )}
                </section>
            }
        },
    )
}

/// Goes from fields to JSON, or back as far as the JSON can be read.
fn switch(form: Form, to_json: bool) {
    let is_json = untrack(|| form.is_json());
    if is_json == to_json {
        return;
    }
    let Ok(Reading { values, .. }) = form.reading().get_untracked() else {
        return;
    };
    form.change(|draft| {
        if to_json {
            draft.json = Some(written(&Value::Object(values)));
        } else {
            draft.json = None;
            draft.typed = typed_of(&values);
        }
    });
}

fn typed_of(values: &serde_json::Map<String, Value>) -> Typed {
    let values = values.iter();
    values
        .map(|(name, value)| (name.clone(), written(value)))
        .collect()
}

/// All values as JSON.
#[component]
fn JsonEditor(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    // Of a spec that cannot be read there are no fields, but values of a cloned run.
    let value = say(move || {
        let Draft { json, typed, .. } = form.draft().get();
        json.unwrap_or_else(|| {
            let values = guessed(&typed);
            if values.is_empty() {
                String::new()
            } else {
                written(&Value::Object(values))
            }
        })
    });
    let unreadable = part(move || {
        let compiled = form.calls().compiled.get()?;
        let why = compiled.0.pipeline.as_ref().err()?.to_string();
        Some(view! {
            <div class="note note-warn">
                {icon(Icon::Info)}
                <p>
                    <span class="strong">{words.t(|w| w.unreadable)}</span>
                    " "
                    {words.t(|w| w.unreadable_text)}
                    <span class="sub" lang="en">" " {why}</span>
                </p>
            </div>
        })
    });
    let fault = derived(move || match &*form.reading().read() {
        Ok(reading) => reading.faults.values().next().cloned(),
        Err(fault) => Some(fault.clone()),
    });
    let names = say(move || match &*form.reading().read() {
        Ok(reading) => reading
            .faults
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(", "),
        Err(_) => String::new(),
    });
    view! {
        <div class="part">
            {unreadable}
            <label class="sr-only" for="new-run-json">
                {words.t(|w| w.json_label)}
            </label>
            <TextField
                id="new-run-json"
                shape=Shape::Lines(12)
                value=value
                on_type=move |text: String| form.change(|draft| draft.json = Some(text))
                fault=fault
            />
            <p class="fault mono" hidden=unless(move || !names.read().is_empty())>{names}</p>
        </div>
    }
}

/// A row for each input.
#[component]
fn Rows(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    part(move || {
        let pipeline = form.pipeline()?;
        let rows = rows(form, &pipeline);
        Some(if rows.is_empty() {
            view! { <p class="part quiet">{words.t(|w| w.no_inputs)}</p> }.erased()
        } else {
            view! { <div class="inputs">{rows}</div> }.erased()
        })
    })
}

fn rows(form: Form, pipeline: &CompiledPipeline) -> Vec<AnyView> {
    let inputs = pipeline.spec.inputs().enumerate();
    inputs
        .map(|(at, (name, input))| {
            let (name, input) = (name.to_owned(), input.clone());
            view! { <Row form=form at=at name=name input=input /> }.erased()
        })
        .collect()
}

#[component]
fn Row(form: Form, at: usize, name: String, input: ParameterSpec) -> impl IntoView {
    let words = use_new_run_text();
    let id = format!("new-run-input-{at}");
    let named = name.clone();
    let fault = Memo::new(move |_| fault_of(form, &named));
    let kind = input.kind();
    let count = input.literals.len();
    let kind_words = say(move || {
        let words = words.get();
        let of = (words.kind)(&kind);
        if count > 0 {
            format!("{of}, {}", (words.one_of)(count))
        } else {
            of
        }
    });
    let optional = (!input.is_required())
        .then(|| view! { <span class="sub">{words.t(|w| w.optional)}</span> });
    let control = control(form, id.clone(), name.clone(), &input, fault.into());
    view! {
        <div class="input-row" data-bad=move || fault.read().is_some().then_some("")>
            <div class="input-name">
                <label class="mono strong" for=id>
                    {name}
                </label>
                {optional}
                <span class="kind mono">{kind_words}</span>
                <p class="sub">{input.description}</p>
            </div>
            {control}
        </div>
    }
}

/// What is missing is told only once a start was tried.
fn fault_of(form: Form, name: &str) -> Option<Fault> {
    let reading = form.reading().read();
    let fault = reading.as_ref().ok()?.faults.get(name)?.clone();
    let is_due = fault != Fault::Missing || form.was_tried().get();
    is_due.then_some(fault)
}

/// The field of an input: what has few values is chosen, the rest is typed.
fn control(
    form: Form,
    id: String,
    name: String,
    input: &ParameterSpec,
    fault: Signal<Option<Fault>>,
) -> AnyView {
    let words = use_new_run_text();
    let default = input.default_value.as_ref().map(written);
    let shown = name.clone();
    let begins_with = default.clone().unwrap_or_default();
    let value = say(move || {
        let typed = form.draft().read().typed.get(&shown).cloned();
        typed.unwrap_or_else(|| begins_with.clone())
    });
    let on_type = Callback::new(move |text: String| {
        form.change(|draft| {
            draft.typed.insert(name.clone(), text);
        });
    });
    let literals: Vec<String> = if input.kind() == ParameterType::Boolean {
        ["true", "false"].map(str::to_owned).to_vec()
    } else {
        input.literals.iter().map(written).collect()
    };
    if literals.is_empty() {
        let placeholder = say(move || {
            let not_set = words.get().not_set;
            if default.is_none() {
                not_set.to_owned()
            } else {
                String::new()
            }
        });
        let placeholder = if input.is_required() {
            Signal::stored(String::new())
        } else {
            placeholder
        };
        return view! {
            <TextField
                id=id
                shape=Shape::of(&input.kind())
                value=value
                on_type=on_type
                fault=fault
                placeholder=placeholder
            />
        }
        .erased();
    }
    let (has_default, is_required) = (default.is_some(), input.is_required());
    let choices = derived(move || {
        let words = words.get();
        let none = if is_required {
            words.choose
        } else {
            words.not_set
        };
        let none = (!has_default).then(|| (String::new(), none.to_owned()));
        let values = literals.iter().map(|value| (value.clone(), value.clone()));
        vec![Choices {
            heading: None,
            values: none.into_iter().chain(values).collect(),
        }]
    });
    view! { <SelectField id=id choices=choices value=value on_choose=on_type fault=fault /> }
        .erased()
}
