//! Six hops in their order: what the server reported, and what the browser itself saw of the call for that report.

use console_api::{ConnectionReport, Evidence, FindingCode, Hop, HopReport, KfpServer, Verdict};

use super::findings;
use crate::{
    data::{Observation, Outcome},
    text::{Catalogue, Finding, Language},
};

/// The hops in the order a request takes them.
pub(super) const WAY: [Hop; 6] = [
    Hop::Browser,
    Hop::Gateway,
    Hop::Console,
    Hop::Sidecar,
    Hop::MlPipeline,
    Hop::KfpAuthorization,
];

/// A hop with who reported it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    /// The report.
    pub(super) report: HopReport,
    /// The tag of the language in which the server wrote it; `None` for what the page itself says. It is the page's
    /// but for the moment after another one was chosen.
    pub(super) lang: Option<&'static str>,
}

/// All that is known of the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Diagnosis {
    /// The six hops.
    pub(super) hops: Vec<Checked>,
    /// When the server ended its checks, as it wrote it.
    pub(super) checked_at: Option<String>,
    /// Whose access was reviewed.
    pub(super) user: Option<String>,
    /// Where.
    pub(super) namespace: Option<String>,
    /// What KFP said of itself.
    pub(super) kfp: Option<KfpServer>,
}

/// The whole in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overall {
    /// Everything was checked and is in order.
    Works,
    /// A hop works, but somebody should look.
    Warns(Hop),
    /// A hop is not in order.
    Fails(Hop),
    /// No failure, but not everything could be checked.
    Unfinished,
}

impl Diagnosis {
    /// The report of a hop.
    pub(super) fn hop(&self, hop: Hop) -> Option<&Checked> {
        self.hops.iter().find(|checked| checked.report.hop == hop)
    }

    /// The release of KFP, else the commit it was built from.
    pub(super) fn release(&self) -> Option<&str> {
        let kfp = self.kfp.as_ref()?;
        kfp.version.as_deref().or(kfp.commit.as_deref())
    }

    fn first(&self, verdict: Verdict) -> Option<Hop> {
        self.hops
            .iter()
            .map(|checked| &checked.report)
            .find(|report| report.verdict == verdict)
            .map(|report| report.hop)
    }

    /// The whole in one word. KFP's own decision decides that it works: a healthy server proves nothing about identity.
    pub(super) fn overall(&self) -> Overall {
        if let Some(hop) = self.first(Verdict::Fails) {
            return Overall::Fails(hop);
        }
        if let Some(hop) = self.first(Verdict::Warning) {
            return Overall::Warns(hop);
        }
        let decided = self
            .hop(Hop::KfpAuthorization)
            .is_some_and(|checked| checked.report.verdict == Verdict::Works);
        if decided {
            Overall::Works
        } else {
            Overall::Unfinished
        }
    }

    /// The hop that is opened first.
    pub(super) fn first_to_look_at(&self) -> Hop {
        match self.overall() {
            Overall::Fails(hop) | Overall::Warns(hop) => hop,
            Overall::Works | Overall::Unfinished => self
                .first(Verdict::NotChecked)
                .filter(|_| self.overall() == Overall::Unfinished)
                .unwrap_or(Hop::KfpAuthorization),
        }
    }

    /// How many hops fail.
    pub(super) fn failing(&self) -> usize {
        self.hops
            .iter()
            .filter(|checked| checked.report.verdict == Verdict::Fails)
            .count()
    }

    /// How many hops were checked.
    pub(super) fn checked(&self) -> usize {
        let unchecked = [Verdict::NotChecked, Verdict::NotReached];
        self.hops
            .iter()
            .filter(|checked| !unchecked.contains(&checked.report.verdict))
            .count()
    }
}

/// Puts together what the browser saw and what the server reported.
pub(super) fn diagnose(seen: &Observation, text: &Catalogue) -> Diagnosis {
    match &seen.outcome {
        Outcome::Answered {
            result: Ok(report), ..
        } => with_report(seen, report, text),
        Outcome::Answered {
            result: Err(refused),
            ..
        } => {
            let (hop, finding) = findings::of_refusal(refused);
            without_report(seen, hop, finding, &refused.failure.said, text)
        }
        Outcome::Silence(failure) => {
            without_report(seen, Hop::Browser, Finding::NoAnswer, &failure.said, text)
        }
    }
}

fn with_report(seen: &Observation, report: &ConnectionReport, text: &Catalogue) -> Diagnosis {
    let lang = Language::from_tag(&report.language).map(Language::tag);
    let hops = WAY.into_iter().map(|hop| match hop {
        Hop::Browser => own(browser(seen, text, Some(&report.user))),
        Hop::Gateway => own(gateway(seen, text)),
        hop => match report.hops.iter().find(|known| known.hop == hop) {
            Some(known) => Checked {
                report: timed(known.clone(), seen),
                lang,
            },
            None => own(bare(hop, Verdict::NotChecked)),
        },
    });
    Diagnosis {
        hops: hops.collect(),
        checked_at: Some(report.checked_at.clone()),
        user: Some(report.user.clone()),
        namespace: report.namespace.clone(),
        kfp: report.kfp.clone(),
    }
}

/// The way ended at a hop: those before it let the call pass, those behind it were not reached.
fn without_report(
    seen: &Observation,
    failed: Hop,
    finding: Finding,
    said: &str,
    text: &Catalogue,
) -> Diagnosis {
    let (cause, hint) = (text.connection().finding_words)(finding);
    let hops = WAY.into_iter().map(|hop| {
        let report = match hop {
            Hop::Browser => browser(seen, text, None),
            Hop::Gateway if failed != Hop::Browser => gateway(seen, text),
            hop => bare(
                hop,
                if hop == failed {
                    Verdict::Fails
                } else {
                    Verdict::NotReached
                },
            ),
        };
        if hop != failed {
            return own(report);
        }
        let mut evidence = report.evidence;
        if hop == Hop::Console {
            evidence.extend(answer(seen, text));
        }
        if !said.is_empty() {
            evidence.push(pair(text.connection().label_said, said));
        }
        own(HopReport {
            verdict: Verdict::Fails,
            status: status(seen),
            code: finding.code().to_owned(),
            evidence,
            cause: Some(cause.to_owned()),
            hint: Some(hint.to_owned()),
            ..report
        })
    });
    Diagnosis {
        hops: hops.collect(),
        ..Diagnosis::default()
    }
}

fn own(report: HopReport) -> Checked {
    Checked { report, lang: None }
}

/// The console cannot time the call that it answers; the gateway before it has.
fn timed(report: HopReport, seen: &Observation) -> HopReport {
    let by_gateway = match &seen.outcome {
        Outcome::Answered { upstream_ms, .. } if report.hop == Hop::Console => *upstream_ms,
        _ => None,
    };
    HopReport {
        duration_ms: report.duration_ms.or(by_gateway),
        ..report
    }
}

fn status(seen: &Observation) -> Option<u16> {
    match &seen.outcome {
        Outcome::Answered { status, .. } => Some(*status),
        Outcome::Silence(_) => None,
    }
}

fn bare(hop: Hop, verdict: Verdict) -> HopReport {
    let code = if verdict == Verdict::NotReached {
        "not_reached"
    } else {
        "not_checked"
    };
    HopReport {
        hop,
        verdict,
        code: code.to_owned(),
        place: None,
        evidence: Vec::new(),
        cause: None,
        hint: None,
        status: None,
        duration_ms: None,
    }
}

fn pair(label: &str, value: impl Into<String>) -> Evidence {
    Evidence {
        kind: String::new(),
        label: label.to_owned(),
        value: value.into(),
    }
}

fn browser(seen: &Observation, text: &Catalogue, user: Option<&str>) -> HopReport {
    let labels = text.connection();
    let transport = if seen.origin.starts_with("https:") {
        labels.transport_tls
    } else {
        labels.transport_plain
    };
    let mut evidence = vec![
        pair(labels.label_page, seen.origin.as_str()),
        pair(labels.label_transport, transport),
    ];
    evidence.extend(user.map(|user| pair(labels.label_user, user)));
    HopReport {
        code: const { FindingCode::BrowserOk.slug() }.to_owned(),
        place: Some(user.unwrap_or(transport).to_owned()),
        evidence,
        ..bare(Hop::Browser, Verdict::Works)
    }
}

/// The gateway is known by the header that Envoy sets. Without it there is none in between, or one that hides.
fn gateway(seen: &Observation, text: &Catalogue) -> HopReport {
    let labels = text.connection();
    let Outcome::Answered {
        server,
        upstream_ms,
        ..
    } = &seen.outcome
    else {
        return bare(Hop::Gateway, Verdict::NotReached);
    };
    let is_envoy = upstream_ms.is_some()
        || server
            .as_deref()
            .is_some_and(|server| server.contains("envoy"));
    let by = server.as_deref().unwrap_or(labels.no_proxy);
    let mut evidence = vec![pair(labels.label_answered_by, by)];
    evidence.extend(answer(seen, text));
    let verdict = if is_envoy {
        Verdict::Works
    } else {
        Verdict::NotChecked
    };
    let code = if is_envoy {
        const { FindingCode::GatewayOk.slug() }
    } else {
        const { FindingCode::GatewayNotSeen.slug() }
    };
    let cause = (!is_envoy).then(|| labels.gateway_not_seen.to_owned());
    HopReport {
        code: code.to_owned(),
        place: Some(host(&seen.origin).to_owned()),
        evidence,
        cause,
        duration_ms: Some(seen.duration_ms),
        ..bare(Hop::Gateway, verdict)
    }
}

/// The host of an origin, with its port where it has one.
fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

fn answer(seen: &Observation, text: &Catalogue) -> Vec<Evidence> {
    let labels = text.connection();
    let answer = match &seen.outcome {
        Outcome::Answered { status, .. } => format!("{status}, {} ms", seen.duration_ms),
        Outcome::Silence(_) => labels.no_answer.to_owned(),
    };
    vec![
        pair(labels.label_asked, seen.asked.as_str()),
        pair(labels.label_answer, answer),
    ]
}

#[cfg(test)]
pub(super) mod tests;
