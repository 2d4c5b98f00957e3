//! The KFP API server, and what stands before it.

use kfp_sandbox::{Action, EnvoyReply, Fault, Place, Switch};

use crate::rig::Rig;

/// In whatever a fault lets come in place of an answer.
const HTML: &str = "<!doctype html><html><title>s3cr3t-of-the-browser</title></html>";

#[tokio::test]
async fn answer_that_breaks_is_named_for_how_it_broke() {
    // Long enough for an answer on a busy machine; two of the faults take as long.
    let rig = Rig::start(&["--kfp-timeout=3s", "--upload-timeout=3s"]).await;
    let faults = rig.sandbox.faults();
    for (name, action, status, code) in [
        (
            "cut in the middle of the body",
            Action::CutBody { after: 100 },
            502,
            "kfp.unreachable",
        ),
        (
            "stalled before the answer",
            Action::Stall,
            504,
            "kfp.timeout",
        ),
        (
            "stalled in the middle of the body",
            Action::StallBody { after: 100 },
            504,
            "kfp.timeout",
        ),
        (
            "half a document",
            Action::HalfBody,
            502,
            "kfp.answer_not_understood",
        ),
        (
            "HTML",
            Action::answer(200, "text/html", HTML),
            502,
            "kfp.answer_not_understood",
        ),
        (
            "HTML with an error",
            Action::answer(502, "text/html", HTML),
            503,
            "kfp.unavailable",
        ),
        (
            "503 of a proxy",
            Action::Envoy {
                reply: EnvoyReply::NoHealthyUpstream,
            },
            503,
            "kfp.unavailable",
        ),
        ("no answer at all", Action::Drop, 503, "kfp.unavailable"),
    ] {
        let fault = faults.add(Fault::at(Place::MlPipeline, action));
        rig.fails(name, status, code).await;
        faults.remove(fault);
        rig.is_back(name).await;
    }
}

/// With the settings of a delivered console: after some calls in vain no more are made, and soon one is again.
#[tokio::test]
async fn restart_is_over_five_seconds_after_kfp_is_there_again() {
    let rig = Rig::start(&[]).await;
    let faults = rig.sandbox.faults();
    faults.set(Switch::KfpDown, true);
    for _ in 0..10 {
        rig.fails("restarted", 503, "kfp.unavailable").await;
    }
    faults.set(Switch::KfpDown, false);
    rig.is_back("restarted").await;
}

#[tokio::test]
async fn way_that_is_cut_is_unreachable_and_comes_back() {
    let rig = Rig::start(&[]).await;
    rig.to_kfp.lead(None);
    rig.fails("the way is cut", 502, "kfp.unreachable").await;
    rig.to_kfp
        .lead(Some(rig.sandbox.addresses().console_sidecar));
    rig.is_back("the way is cut").await;
}
