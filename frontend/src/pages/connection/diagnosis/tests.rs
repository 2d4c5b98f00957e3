//! What is concluded from what was seen.

use kfp_core::error::{ProxyReason, SignedOut};

use super::*;
use crate::{
    data::{Failure, FailureKind, Refused},
    text::{FailedHop, Language},
};

pub(in super::super) fn report(hops: &[(Hop, Verdict)]) -> ConnectionReport {
    ConnectionReport {
        language: "ko".to_owned(),
        checked_at: "2026-11-25T22:00:00Z".to_owned(),
        user: "jbpark8@example.com".to_owned(),
        namespace: Some("kubeflow-jbpark8".to_owned()),
        hops: hops
            .iter()
            .map(|(hop, verdict)| bare(*hop, *verdict))
            .collect(),
        kfp: None,
    }
}

pub(in super::super) fn answered(result: Result<Box<ConnectionReport>, Refused>) -> Observation {
    Observation {
        origin: "http://kf.example.com".to_owned(),
        asked: "GET /kfp-console/api/connection".to_owned(),
        duration_ms: 18,
        outcome: Outcome::Answered {
            status: 200,
            server: Some("istio-envoy".to_owned()),
            upstream_ms: Some(3),
            result,
        },
    }
}

fn refused(reason: Option<ProxyReason>, kind: FailureKind) -> Refused {
    Refused {
        reason,
        failure: Failure {
            kind,
            code: "x".to_owned(),
            said: String::new(),
        },
    }
}

fn verdicts(diagnosis: &Diagnosis) -> Vec<Verdict> {
    diagnosis
        .hops
        .iter()
        .map(|checked| checked.report.verdict)
        .collect()
}

fn english() -> &'static Catalogue {
    Language::English.catalogue()
}

const SERVER: [Hop; 4] = [
    Hop::Console,
    Hop::Sidecar,
    Hop::MlPipeline,
    Hop::KfpAuthorization,
];

#[test]
fn a_whole_way_works_only_when_kfp_decided() {
    let all = SERVER.map(|hop| (hop, Verdict::Works));
    let diagnosis = diagnose(&answered(Ok(Box::new(report(&all)))), english());
    assert_eq!(verdicts(&diagnosis), [Verdict::Works; 6]);
    assert_eq!(diagnosis.overall(), Overall::Works);
    assert_eq!(diagnosis.checked(), 6);
    let healthy = report(&[
        (Hop::Console, Verdict::Works),
        (Hop::MlPipeline, Verdict::Works),
    ]);
    let diagnosis = diagnose(&answered(Ok(Box::new(healthy))), english());
    assert_eq!(diagnosis.overall(), Overall::Unfinished);
    assert_eq!(diagnosis.first_to_look_at(), Hop::Sidecar);
}

#[test]
fn without_a_namespace_nothing_was_decided() {
    let mut hops = SERVER.map(|hop| (hop, Verdict::Works));
    hops[3].1 = Verdict::NotChecked;
    let mut report = report(&hops);
    report.namespace = None;
    let diagnosis = diagnose(&answered(Ok(Box::new(report))), english());
    assert_eq!(diagnosis.overall(), Overall::Unfinished);
    assert_eq!(diagnosis.first_to_look_at(), Hop::KfpAuthorization);
}

#[test]
fn the_first_failing_hop_is_opened() {
    let hops = [
        (Hop::Console, Verdict::Warning),
        (Hop::Sidecar, Verdict::Works),
        (Hop::MlPipeline, Verdict::Fails),
        (Hop::KfpAuthorization, Verdict::NotReached),
    ];
    let diagnosis = diagnose(&answered(Ok(Box::new(report(&hops)))), english());
    assert_eq!(diagnosis.overall(), Overall::Fails(Hop::MlPipeline));
    assert_eq!(diagnosis.first_to_look_at(), Hop::MlPipeline);
    assert_eq!(diagnosis.failing(), 1);
}

#[test]
fn what_something_else_answered_tells_where_the_way_ended() {
    let cases = [
        (
            ProxyReason::SignedOut {
                by: SignedOut::EmptyObject,
            },
            Hop::Browser,
        ),
        (ProxyReason::LoginServiceDown, Hop::Gateway),
        (ProxyReason::RbacDenied, Hop::Gateway),
        (ProxyReason::WrongApplication, Hop::Gateway),
        (ProxyReason::NoHealthyUpstream, Hop::Console),
    ];
    for (reason, hop) in cases {
        let diagnosis = diagnose(
            &answered(Err(refused(Some(reason), FailureKind::Garbled))),
            english(),
        );
        assert_eq!(diagnosis.overall(), Overall::Fails(hop), "{reason:?}");
        let failing = diagnosis.hop(hop).expect("the hop");
        assert!(failing.report.cause.is_some() && failing.report.hint.is_some());
        let after = diagnosis
            .hops
            .iter()
            .skip_while(|checked| checked.report.hop != hop)
            .skip(1);
        assert!(
            after.clone().count() > 0
                && after
                    .into_iter()
                    .all(|checked| checked.report.verdict == Verdict::NotReached),
            "{reason:?}"
        );
    }
}

#[test]
fn silence_is_not_blamed_on_a_hop_that_was_not_reached() {
    let failure = Failure {
        kind: FailureKind::Down(FailedHop::Console),
        code: "x".to_owned(),
        said: "the browser reports a network error".to_owned(),
    };
    let seen = Observation {
        outcome: Outcome::Silence(failure),
        ..answered(Err(refused(None, FailureKind::Rejected)))
    };
    let diagnosis = diagnose(&seen, english());
    assert_eq!(diagnosis.overall(), Overall::Fails(Hop::Browser));
    assert_eq!(verdicts(&diagnosis)[1..], [Verdict::NotReached; 5]);
}

#[test]
fn without_a_proxy_the_gateway_is_not_claimed_to_work() {
    let mut seen = answered(Ok(Box::new(report(
        &SERVER.map(|hop| (hop, Verdict::Works)),
    ))));
    if let Outcome::Answered {
        server,
        upstream_ms,
        ..
    } = &mut seen.outcome
    {
        (*server, *upstream_ms) = (None, None);
    }
    let diagnosis = diagnose(&seen, english());
    assert_eq!(
        diagnosis
            .hop(Hop::Gateway)
            .map(|checked| checked.report.verdict),
        Some(Verdict::NotChecked)
    );
}

#[test]
fn times_belong_to_the_hop_that_a_call_leads_into() {
    let mut report = report(&SERVER.map(|hop| (hop, Verdict::Works)));
    report.hops[2].duration_ms = Some(2);
    let diagnosis = diagnose(&answered(Ok(Box::new(report))), english());
    let times: Vec<_> = diagnosis
        .hops
        .iter()
        .map(|checked| checked.report.duration_ms)
        .collect();
    assert_eq!(times, [None, Some(18), Some(3), None, Some(2), None]);
}

#[test]
fn cards_say_who_and_where_and_reports_say_in_which_language_they_are() {
    let all = SERVER.map(|hop| (hop, Verdict::Works));
    let diagnosis = diagnose(&answered(Ok(Box::new(report(&all)))), english());
    let place = |hop| diagnosis.hop(hop)?.report.place.clone();
    assert_eq!(place(Hop::Browser).as_deref(), Some("jbpark8@example.com"));
    assert_eq!(place(Hop::Gateway).as_deref(), Some("kf.example.com"));
    let languages: Vec<_> = diagnosis.hops.iter().map(|checked| checked.lang).collect();
    let by_server = Some("ko");
    assert_eq!(languages[..2], [None, None]);
    assert_eq!(languages[2..], [by_server; 4]);
}

#[test]
fn a_refusal_shows_its_status_where_the_way_was_cut() {
    let refused = refused(Some(ProxyReason::RbacDenied), FailureKind::Garbled);
    let mut seen = answered(Err(refused));
    if let Outcome::Answered { status, .. } = &mut seen.outcome {
        *status = 403;
    }
    let diagnosis = diagnose(&seen, english());
    let gateway = diagnosis.hop(Hop::Gateway).expect("the hop");
    assert_eq!(gateway.report.status, Some(403));
    assert_eq!(gateway.report.code, "gateway.rbac_denied");
}
