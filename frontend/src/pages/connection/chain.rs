//! The hops side by side: a list of tabs, of which one is open below.

use console_api::{Hop, HopReport, Verdict};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::diagnosis::{Diagnosis, WAY};
use crate::{
    a11y::focus_first,
    navigation::History,
    reactive::{flag, part, press, say},
    text::use_text,
    ui::{Icon, VerdictGlyph, icon, verdict_class},
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

fn hop_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fails => "hop hop-fails",
        Verdict::NotReached | Verdict::NotChecked => "hop hop-idle",
        Verdict::Works | Verdict::Warning => "hop",
    }
}

/// The chain.
#[component]
pub(super) fn Chain(
    diagnosis: Signal<Diagnosis>,
    open: Memo<Hop>,
    #[prop(into)] on_open: Callback<(Hop, History)>,
) -> impl IntoView {
    let text = use_text();
    let key = move |event: KeyboardEvent| {
        if let Some(hop) = reached(&event.key(), open.get_untracked()) {
            event.prevent_default();
            // Back is not to go through every hop that the arrows passed.
            on_open.run((hop, History::Replace));
            focus_first(&format!("#{}", tab_id(hop)));
        }
    };
    let links = part(move || {
        let hops = diagnosis.get().hops;
        hops.into_iter()
            .map(|checked| {
                let report = checked.report;
                let wire = (report.hop != Hop::Browser).then(|| wire(&report));
                view! {
                    {wire}
                    <HopTab report=report lang=checked.lang open=open on_open=on_open />
                }
            })
            .collect_view()
    });
    view! {
        <div class="chain" role="tablist" aria-label=text.t(|c| c.connection().hops) on:keydown=key>
            {links}
        </div>
    }
}

#[component]
fn HopTab(
    report: HopReport,
    lang: Option<&'static str>,
    open: Memo<Hop>,
    on_open: Callback<(Hop, History)>,
) -> impl IntoView {
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
            on:click=press(move |_| on_open.run((hop, History::Push)))
        >
            <span class="hop-icon">{icon(picture(hop))}</span>
            <span class="hop-name strong ellipsis">{say(move || (text.get().connection().hop)(hop).to_owned())}</span>
            <span class="hop-place sub" lang=lang>{report.place}</span>
            <span class=format!("hop-verdict {}", verdict_class(verdict))>
                <VerdictGlyph verdict=verdict />
                <span>{say(move || (text.get().connection().verdict)(verdict).to_owned())}</span>
            </span>
        </button>
    }
}

/// The line that leads into a hop, with the status that was seen there when it fails, else the time of the call.
fn wire(report: &HopReport) -> impl IntoView + use<> {
    let class = match report.verdict {
        Verdict::Works | Verdict::Warning => "wire",
        Verdict::Fails => "wire wire-cut",
        Verdict::NotReached | Verdict::NotChecked => "wire wire-idle",
    };
    view! { <div class=class aria-hidden="true"><span>{on_wire(report)}</span></div> }
}

fn on_wire(report: &HopReport) -> String {
    match (report.verdict, report.status, report.duration_ms) {
        (Verdict::Fails, Some(status), _) => status.to_string(),
        (Verdict::NotReached | Verdict::NotChecked, ..) | (.., None) => String::new(),
        (.., Some(duration)) => format!("{duration} ms"),
    }
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

    #[test]
    fn a_line_shows_the_time_of_the_hop_it_leads_into_and_of_a_failing_one_its_status() {
        let report = |verdict, status, duration_ms| HopReport {
            hop: Hop::MlPipeline,
            verdict,
            code: String::new(),
            place: None,
            evidence: Vec::new(),
            cause: None,
            hint: None,
            status,
            duration_ms,
        };
        for (report, shown) in [
            (report(Verdict::Works, None, Some(3)), "3 ms"),
            (report(Verdict::Works, None, None), ""),
            (report(Verdict::Fails, Some(403), Some(3)), "403"),
            (report(Verdict::Fails, None, Some(3)), "3 ms"),
            (report(Verdict::NotReached, None, Some(3)), ""),
        ] {
            assert_eq!(on_wire(&report), shown, "{report:?}");
        }
    }
}
