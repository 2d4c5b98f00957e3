//! The hops side by side: a list of tabs, of which one is open below.

use console_api::{Hop, HopReport, Verdict};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::diagnosis::{Diagnosis, WAY};
use crate::{
    a11y::focus_first,
    reactive::{flag, part, press, say},
    text::use_text,
    ui::{Icon, VerdictGlyph, icon},
};

fn picture(hop: Hop) -> Icon {
    match hop {
        Hop::Browser => Icon::Browser,
        Hop::Gateway => Icon::Gateway,
        Hop::Console => Icon::Terminal,
        Hop::Sidecar => Icon::Shield,
        Hop::MlPipeline => Icon::Server,
        Hop::KfpAuthorization => Icon::Key,
    }
}

/// The id of a hop's tab.
pub(super) fn tab_id(hop: Hop) -> &'static str {
    match hop {
        Hop::Browser => "hop-browser",
        Hop::Gateway => "hop-gateway",
        Hop::Console => "hop-console",
        Hop::Sidecar => "hop-sidecar",
        Hop::MlPipeline => "hop-ml-pipeline",
        Hop::KfpAuthorization => "hop-kfp-authorization",
    }
}

/// The hop that a key leads to.
fn reached(key: &str, from: Hop) -> Option<Hop> {
    let at = WAY.iter().position(|hop| *hop == from)?;
    let next = match key {
        "ArrowRight" | "ArrowDown" => (at + 1) % WAY.len(),
        "ArrowLeft" | "ArrowUp" => (at + WAY.len() - 1) % WAY.len(),
        "Home" => 0,
        "End" => WAY.len() - 1,
        _ => return None,
    };
    WAY.get(next).copied()
}

fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Works => "is-succeeded",
        Verdict::Warning => "is-warning",
        Verdict::Fails => "is-failed",
        Verdict::NotReached => "is-omitted",
        Verdict::NotChecked => "is-unknown",
    }
}

fn hop_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fails => "hop hop-fails",
        Verdict::NotReached | Verdict::NotChecked => "hop hop-idle",
        Verdict::Works | Verdict::Warning => "hop",
    }
}

/// The first thing that was seen stands under the name of the hop.
fn short(report: &HopReport) -> String {
    report
        .evidence
        .first()
        .map(|evidence| evidence.value.clone())
        .unwrap_or_default()
}

/// The chain.
#[component]
pub(super) fn Chain(
    diagnosis: Signal<Diagnosis>,
    open: Memo<Hop>,
    #[prop(into)] on_open: Callback<Hop>,
) -> impl IntoView {
    let text = use_text();
    let key = move |event: KeyboardEvent| {
        if let Some(hop) = reached(&event.key(), open.get_untracked()) {
            event.prevent_default();
            on_open.run(hop);
            focus_first(&format!("#{}", tab_id(hop)));
        }
    };
    let links = part(move || {
        let hops = diagnosis.get().hops;
        let count = hops.len();
        hops.into_iter()
            .enumerate()
            .map(|(at, checked)| {
                let wire =
                    (at + 1 < count).then(|| view! { <Wire report=checked.report.clone() /> });
                view! {
                    <HopTab report=checked.report open=open on_open=on_open />
                    {wire}
                }
            })
            .collect_view()
    });
    view! {
        <div class="chain" role="tablist" aria-label=text.t(|c| c.connection.hops) on:keydown=key>
            {links}
        </div>
    }
}

#[component]
fn HopTab(report: HopReport, open: Memo<Hop>, on_open: Callback<Hop>) -> impl IntoView {
    let text = use_text();
    let (hop, verdict) = (report.hop, report.verdict);
    let is_open = move || open.get() == hop;
    view! {
        <button
            type="button"
            role="tab"
            class=hop_class(verdict)
            id=tab_id(hop)
            aria-controls="hop-detail"
            aria-selected=flag(is_open)
            tabindex=say(move || if is_open() { "0".to_owned() } else { "-1".to_owned() })
            on:click=press(move |_| on_open.run(hop))
        >
            <span class="hop-icon">{icon(picture(hop))}</span>
            <span class="stack">
                <span class="strong ellipsis">{say(move || (text.get().connection.hop)(hop).to_owned())}</span>
                <span class="sub ellipsis">{short(&report)}</span>
            </span>
            <span class=format!("hop-verdict {}", verdict_class(verdict))>
                <VerdictGlyph verdict=verdict />
                <span>{say(move || (text.get().connection.verdict)(verdict).to_owned())}</span>
            </span>
        </button>
    }
}

/// The line to the next hop, with the time that the call took.
#[component]
fn Wire(report: HopReport) -> impl IntoView {
    let class = match report.verdict {
        Verdict::Works | Verdict::Warning => "wire",
        Verdict::Fails => "wire wire-cut",
        Verdict::NotReached | Verdict::NotChecked => "wire wire-idle",
    };
    let time = report.duration_ms.map(|duration| format!("{duration} ms"));
    view! { <div class=class aria-hidden="true"><span>{time}</span></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_home_and_end_go_to_the_ends() {
        assert_eq!(
            reached("ArrowRight", Hop::KfpAuthorization),
            Some(Hop::Browser)
        );
        assert_eq!(
            reached("ArrowLeft", Hop::Browser),
            Some(Hop::KfpAuthorization)
        );
        assert_eq!(reached("End", Hop::Gateway), Some(Hop::KfpAuthorization));
        assert_eq!(reached("x", Hop::Gateway), None);
    }
}
