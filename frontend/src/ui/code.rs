//! Something to copy as it stands: a manifest, a snippet.

use leptos::prelude::*;

use super::CopyButton;
use crate::text::use_text;

/// A block of code with a name and a button that copies it.
#[component]
pub(crate) fn CodeBlock(
    /// Its name, such as that of a file.
    name: &'static str,
    /// What it is, for somebody who does not see it.
    #[prop(into)]
    label: Signal<String>,
    /// The code.
    #[prop(into)]
    code: Signal<String>,
) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="code">
            <div class="code-head">
                <span class="mono">{name}</span>
                <span class="end">
                    <CopyButton
                        label=text.t(|c| c.shell.copy)
                        text=move |()| code.get_untracked()
                        small=true
                    />
                </span>
            </div>
            <pre tabindex="0" role="region" aria-label=label>
                {code}
            </pre>
        </div>
    }
}
