//! How the run is carried out.

use leptos::prelude::*;

use super::{
    fields::{Choices, SelectField, Shape, TextField},
    form::Form,
};
use crate::{
    reactive::{derived, say, unless},
    text::use_new_run_text,
};

/// The value of the choice that switches caching off.
const OFF: &str = "off";

/// The panel.
#[component]
pub(super) fn SettingsPanel(form: Form) -> impl IntoView {
    let words = use_new_run_text();
    let caching = derived(move || {
        let words = words.get();
        let mut values = vec![(String::new(), words.caching_as_compiled.to_owned())];
        // A spec that cannot be read cannot be rewritten.
        if form.pipeline().is_some() {
            values.push((OFF.to_owned(), words.caching_off.to_owned()));
        }
        vec![Choices {
            heading: None,
            values,
        }]
    });
    let is_off = move || form.draft().read().no_cache;
    view! {
        <section class="panel part" aria-labelledby="new-run-settings">
            <h2 id="new-run-settings">{words.t(|w| w.settings)}</h2>
            <div class="fields fields-3">
                <div>
                    <label for="new-run-account">{words.t(|w| w.service_account)}</label>
                    <TextField
                        id="new-run-account"
                        shape=Shape::Exact
                        value=say(move || form.draft().read().service_account.clone())
                        on_type=move |text: String| {
                            form.change(|draft| draft.service_account = text);
                        }
                        fault=Signal::stored(None)
                        placeholder=words.t(|w| w.of_namespace)
                    />
                </div>
                <div>
                    <label for="new-run-caching">{words.t(|w| w.caching)}</label>
                    <SelectField
                        id="new-run-caching"
                        choices=caching
                        value=say(move || if is_off() { OFF.to_owned() } else { String::new() })
                        on_choose=move |chosen: String| {
                            form.change(|draft| draft.no_cache = chosen == OFF);
                        }
                    />
                    <p class="sub" hidden=unless(is_off)>
                        {words.t(|w| w.caching_note)}
                    </p>
                </div>
                <div>
                    <label for="new-run-root">{words.t(|w| w.root)}</label>
                    <TextField
                        id="new-run-root"
                        shape=Shape::Exact
                        value=say(move || form.draft().read().root.clone())
                        on_type=move |text: String| form.change(|draft| draft.root = text)
                        fault=Signal::stored(None)
                        placeholder=words.t(|w| w.of_namespace)
                    />
                </div>
            </div>
        </section>
    }
}
