//! The Kubernetes API, which decides on access.

use kfp_sandbox::{Action, Fault, Place, Sandbox, SandboxConfig};

use crate::log;
use crate::rig::Rig;

const REFUSED: (u16, &str) = (503, "access.review_unavailable");

#[tokio::test]
async fn no_decision_is_a_no_until_there_is_one() {
    let rig = Rig::start(&["--review-timeout=300ms"]).await;
    let faults = rig.sandbox.faults();
    for (name, action) in [
        ("slow", Action::Stall),
        ("slow in the middle", Action::StallBody { after: 10 }),
        ("cut", Action::CutBody { after: 10 }),
        ("closed without an answer", Action::Drop),
        (
            "an error",
            Action::answer(500, "text/plain", "s3cr3t-of-the-browser"),
        ),
        (
            "a sign-in page",
            Action::answer(200, "text/html", "<html>s3cr3t-of-the-browser</html>"),
        ),
    ] {
        let fault = faults.add(Fault::at(Place::Kubernetes, action));
        rig.fails(name, REFUSED.0, REFUSED.1).await;
        faults.remove(fault);
        rig.is_back(name).await;
    }
}

#[tokio::test]
async fn kubernetes_that_is_down_is_a_no_until_it_is_up() {
    let rig = Rig::start(&["--review-timeout=1s"]).await;
    rig.to_kubernetes.lead(None);
    rig.fails("down", REFUSED.0, REFUSED.1).await;
    rig.to_kubernetes
        .lead(Some(rig.sandbox.addresses().kubernetes));
    rig.is_back("down").await;
}

/// Another cluster is not even asked. It would refuse the console's token too, so the answer alone tells nothing: the log
/// has to name the certificate.
#[tokio::test]
async fn kubernetes_with_a_wrong_certificate_is_not_believed() {
    // Longer than any handshake takes: that it took too long would be another reason.
    let rig = Rig::start(&["--review-timeout=5m"]).await;
    let other = Sandbox::start(SandboxConfig::default())
        .await
        .expect("a sandbox");
    rig.to_kubernetes.lead(Some(other.addresses().kubernetes));
    rig.fails("wrong certificate", REFUSED.0, REFUSED.1).await;
    let text = log::text();
    let told = text
        .lines()
        .find(|line| line.contains("kfp_console::") && line.contains("invalid peer certificate: "));
    assert!(told.is_some(), "the certificate is not named as the reason");
    rig.to_kubernetes
        .lead(Some(rig.sandbox.addresses().kubernetes));
    rig.is_back("wrong certificate").await;
}
