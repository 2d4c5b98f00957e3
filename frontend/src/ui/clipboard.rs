//! Copying. A page on plain http has no clipboard, so the old way stays as the second one.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::{Icon, Kind, Toasts, icon::changing_icon};
use crate::{
    a11y::Announcer,
    reactive::{press, say, spawn},
    text::use_text,
};

/// How long a button says that it has copied.
const SAID: Duration = Duration::from_secs(2);

/// Copies a text; whether it went well.
async fn copy(text: &str) -> bool {
    if window().is_secure_context() && by_clipboard(text).await.is_ok() {
        return true;
    }
    by_command(text).unwrap_or(false)
}

/// Through the clipboard of a secure context. Not in web-sys without unstable features, so by name.
async fn by_clipboard(text: &str) -> Result<(), JsValue> {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into())?;
    let write =
        js_sys::Reflect::get(&clipboard, &"writeText".into())?.dyn_into::<js_sys::Function>()?;
    let promise = write
        .call1(&clipboard, &JsValue::from_str(text))?
        .dyn_into::<js_sys::Promise>()?;
    JsFuture::from(promise).await.map(drop)
}

/// Through a selected field, which works everywhere during a click.
fn by_command(text: &str) -> Result<bool, JsValue> {
    let document = document();
    let body = document.body().ok_or(JsValue::NULL)?;
    let before = document
        .active_element()
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let field = document
        .create_element("textarea")?
        .dyn_into::<HtmlTextAreaElement>()?;
    field.set_class_name("sr-only");
    field.set_value(text);
    body.append_child(&field)?;
    field.select();
    let command =
        js_sys::Reflect::get(&document, &"execCommand".into())?.dyn_into::<js_sys::Function>()?;
    let copied = command
        .call1(&document, &"copy".into())?
        .as_bool()
        .unwrap_or(false);
    field.remove();
    if let Some(before) = before {
        before.focus()?;
    }
    Ok(copied)
}

/// Copies a text and says so, for a moment in `copied` too.
fn copying(copied: RwSignal<bool>) -> impl Fn(String) + Copy {
    use_copy(move || {
        // The page may be gone by now.
        let _said = copied.try_set(true);
        set_timeout(
            move || {
                let _said = copied.try_set(false);
            },
            SAID,
        );
    })
}

/// Copies a text and says so; then `on_copied` may show it.
pub(crate) fn use_copy(on_copied: impl Fn() + Copy + 'static) -> impl Fn(String) + Copy {
    let words = use_text();
    let announcer = expect_context::<Announcer>();
    let toasts = expect_context::<Toasts>();
    move |text| {
        spawn(async move {
            if !copy(&text).await {
                toasts.error(words.now().shell.copy_failed);
                return;
            }
            announcer.say(words.now().shell.copied);
            on_copied();
        });
    }
}

/// A button that copies a text.
#[component]
pub(crate) fn CopyButton(
    /// What it says, or is called when it shows only a picture.
    #[prop(into)]
    label: Signal<String>,
    /// What it copies.
    #[prop(into)]
    text: Callback<(), String>,
    /// How much it asks to be pressed.
    #[prop(optional)]
    kind: Kind,
    /// Shows only a picture.
    #[prop(optional)]
    bare: bool,
    /// Draws it smaller.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let words = use_text();
    let copied = RwSignal::new(false);
    let copy_it = copying(copied);
    let copy_it = press(move |_| copy_it(text.run(())));
    let name = say(move || {
        if copied.get() {
            words.get().shell.copied.to_owned()
        } else {
            label.get()
        }
    });
    let size = if small { " btn-small" } else { "" };
    let shape = if bare { " btn-icon" } else { "" };
    let class = format!("{}{size}{shape}", kind.class());
    view! {
        <button
            type="button"
            class=class
            aria-label=bare.then_some(name)
            title=bare.then_some(name)
            on:click=copy_it
        >
            {changing_icon(move || Some(if copied.get() { Icon::Check } else { Icon::Copy }))}
            {(!bare).then(|| view! { <span>{name}</span> })}
        </button>
    }
}
