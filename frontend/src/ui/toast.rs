//! Short notices at the bottom. They cover nothing for long, and wait while somebody is at them.

use std::time::Duration;

use leptos::prelude::*;

use super::{Entry, Icon, entries, icon};
use crate::{reactive::press, text::use_text};

const SHOWN: Duration = Duration::from_secs(8);
const MOST: usize = 3;

/// What can be done about a notice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ToastAction {
    /// What the button says.
    pub(crate) label: &'static str,
    /// What it does.
    pub(crate) run: Callback<()>,
}

#[derive(Clone, Debug)]
struct Toast {
    id: u32,
    text: String,
    is_error: bool,
    action: Option<ToastAction>,
}

/// The notices that are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
    attended: RwSignal<bool>,
}

impl Toasts {
    /// No notices.
    pub(crate) fn new() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            last: StoredValue::new(0),
            attended: RwSignal::new(false),
        }
    }

    /// Shows a notice for a while.
    pub(crate) fn show(self, text: impl Into<String>, action: Option<ToastAction>) {
        let id = self.push(text.into(), false, action);
        self.leave_after(id);
    }

    /// Shows what went wrong until it is closed.
    pub(crate) fn error(self, text: impl Into<String>) {
        self.push(text.into(), true, None);
    }

    fn push(self, text: String, is_error: bool, action: Option<ToastAction>) -> u32 {
        let id = self.last.get_value().wrapping_add(1);
        self.last.set_value(id);
        self.shown.update(|shown| {
            shown.push(Toast {
                id,
                text,
                is_error,
                action,
            });
            let surplus = shown.len().saturating_sub(MOST);
            shown.drain(..surplus);
        });
        id
    }

    /// Takes the notice away after its time, but not under somebody's pointer or focus.
    fn leave_after(self, id: u32) {
        set_timeout(
            move || {
                if self.attended.get_untracked() {
                    self.leave_after(id);
                } else {
                    self.close(id);
                }
            },
            SHOWN,
        );
    }

    fn close(self, id: u32) {
        self.shown
            .update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The place where notices are shown.
#[component]
pub(crate) fn ToastList() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let text = use_text();
    let entry = move |toast: Toast| {
        Entry::new(
            toast.id.to_string(),
            move || view! { <ToastView toast=toast /> },
        )
    };
    view! {
        <section
            class="toasts"
            aria-label=text.t(|c| c.shell.notifications)
            on:mouseenter=move |_| toasts.attended.set(true)
            on:mouseleave=move |_| toasts.attended.set(false)
            on:focusin=move |_| toasts.attended.set(true)
            on:focusout=move |_| toasts.attended.set(false)
        >
            {entries(move || toasts.shown.get().into_iter().map(entry).collect())}
        </section>
    }
}

#[component]
fn ToastView(toast: Toast) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let text = use_text();
    view! {
        <div class="toast" role=if toast.is_error { "alert" } else { "status" }>
            <p>{toast.text}</p>
            {toast.action.map(|action| {
                view! {
                    <button
                        type="button"
                        on:click=press(move |_| {
                            toasts.close(toast.id);
                            action.run.run(());
                        })
                    >
                        {action.label}
                    </button>
                }
            })}
            <button
                type="button"
                aria-label=text.t(|c| c.shell.close)
                on:click=press(move |_| toasts.close(toast.id))
            >
                {icon(Icon::Close)}
            </button>
        </div>
    }
}
