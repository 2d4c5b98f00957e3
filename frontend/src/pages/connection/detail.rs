//! The open hop: what was seen, why, and what to do.

use console_api::{Hop, Verdict};
use leptos::prelude::*;

use super::{
    chain::tab_id,
    diagnosis::{Checked, Diagnosis},
};
use crate::{
    reactive::{Erase, part, say},
    text::use_text,
};

/// The panel below the chain.
#[component]
pub(super) fn HopDetail(diagnosis: Signal<Diagnosis>, open: Memo<Hop>) -> impl IntoView {
    let text = use_text();
    let hop = move || diagnosis.read().hop(open.get()).cloned();
    view! {
        <section class="panel evidence" id="hop-detail" role="tabpanel" tabindex="0" aria-labelledby=say(move || tab_id(open.get()).to_owned())>
            {part(move || {
                hop()
                    .map(|hop| {
                        view! {
                            <div class="evidence-side">
                                <h3>{text.get().connection().seen}</h3>
                                <Seen hop=hop.clone() />
                                <dl class="pairs">
                                    <dt>{text.get().connection().finding}</dt>
                                    <dd class="mono">{hop.report.code.clone()}</dd>
                                </dl>
                            </div>
                            <Advice hop=hop />
                        }
                    })
            })}
        </section>
    }
}

#[component]
fn Seen(hop: Checked) -> impl IntoView {
    let text = use_text();
    let lang = hop.lang;
    if hop.report.evidence.is_empty() {
        let nothing = move || match hop.report.verdict {
            Verdict::NotReached => text.get().connection().nothing_seen,
            _ => text.get().connection().nothing_checked,
        };
        return view! { <p class="quiet">{say(move || nothing().to_owned())}</p> }.erased();
    }
    let pairs = hop.report.evidence.into_iter().map(|evidence| {
        view! {
            <dt lang=lang>{evidence.label}</dt>
            <dd lang=lang class="mono">{evidence.value}</dd>
        }
    });
    view! { <dl class="pairs">{pairs.collect_view()}</dl> }.erased()
}

#[component]
fn Advice(hop: Checked) -> impl IntoView {
    let text = use_text();
    let lang = hop.lang;
    let in_order = hop.report.verdict == Verdict::Works;
    let cause = hop.report.cause.map(|cause| {
        view! {
            <h3>{text.t(|c| c.connection().cause)}</h3>
            <p class="quiet" lang=lang>{cause}</p>
        }
    });
    let hint = hop.report.hint;
    let has_hint = hint.is_some() || in_order;
    let hint = match hint {
        Some(hint) => view! { <p class="quiet" lang=lang>{hint}</p> }.erased(),
        None if in_order => {
            view! { <p class="quiet">{text.t(|c| c.connection().nothing_to_do)}</p> }.erased()
        }
        None => ().erased(),
    };
    view! {
        <div class="evidence-side">
            {cause}
            {has_hint.then(|| view! { <h3>{text.t(|c| c.connection().hint)}</h3> })}
            {hint}
        </div>
    }
}
