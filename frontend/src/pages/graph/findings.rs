//! What is wrong with the spec, above its graph.

use std::sync::Arc;

use console_api::Verdict;
use kfp_core::spec::PipelineGraph;
use leptos::prelude::*;

use super::words::finding;
use crate::{
    reactive::{Erase, part, say},
    text::use_text,
    ui::VerdictGlyph,
};

/// So many are told; who repairs these compiles again anyway.
const TOLD: usize = 20;

/// A note with a sentence for each; nothing where nothing is wrong.
#[component]
pub(super) fn Findings(graph: Arc<PipelineGraph>) -> impl IntoView {
    if graph.findings.is_empty() {
        return ().erased();
    }
    let text = use_text();
    let count = graph.findings.len();
    let sentences = part(move || {
        let words = text.get();
        let told = graph.findings.iter().take(TOLD);
        told.map(|one| view! { <li>{finding(one, words)}</li> })
            .collect_view()
    });
    view! {
        <div class="note note-warn findings" role="status">
            <VerdictGlyph verdict=Verdict::Warning />
            <div>
                <p class="strong">{say(move || (text.get().graph().findings)(count))}</p>
                <ul>{sentences}</ul>
            </div>
        </div>
    }
    .erased()
}
