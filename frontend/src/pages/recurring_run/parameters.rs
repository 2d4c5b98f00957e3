//! What its runs are started with.

use kfp_core::model::RecurringRun;
use leptos::prelude::*;
use serde_json::Value;

use crate::{reactive::Erase, secret::is_secret, text::use_text};

/// Most characters of a value that are drawn: a value can have megabytes.
const MOST: usize = 2_000;

/// A value as it is shown: a text as it is, anything else as JSON.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The panel.
pub(super) fn parameters(of: &RecurringRun) -> impl IntoView + use<> {
    let text = use_text();
    let given = of.runtime_config.as_ref().map(|config| &config.parameters);
    let row = move |(name, value): (&String, &Value)| {
        let value = if is_secret(name, value) {
            view! { <span class="sub">{text.t(|c| c.recurring().hidden_value)}</span> }.erased()
        } else {
            view! { <span class="value mono">{shown(value)}</span> }.erased()
        };
        view! {
            <tr>
                <th scope="row" class="mono">{name.clone()}</th>
                <td>{value}</td>
            </tr>
        }
    };
    let rows: Vec<_> = given.into_iter().flatten().map(row).collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <table class="facts-table">
                <caption class="sr-only">{text.t(|c| c.recurring().parameters)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{text.t(|c| c.recurring().parameter)}</th>
                        <th scope="col">{text.t(|c| c.recurring().value)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    let none = table
        .is_none()
        .then(|| view! { <p class="quiet">{text.t(|c| c.recurring().no_parameters)}</p> });
    view! {
        <section class="panel part">
            <h2>{text.t(|c| c.recurring().parameters)}</h2>
            {table}
            {none}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_of_megabytes_is_not_drawn_whole() {
        let long = shown(&json!("값".repeat(1_000_000)));
        assert_eq!(long.chars().count(), MOST + 1);
        assert!(long.ends_with('…'));
        assert_eq!(shown(&json!("0.5")), "0.5");
        assert_eq!(shown(&json!({"a": [1]})), r#"{"a":[1]}"#);
    }
}
