//! A login that is good, and a user name that does not come along as it should.

use kfp_sandbox::Switch;
use serde_json::Value;

use crate::program::{Done, OWN, Rig, run_with};
use crate::session::sign_in;

const USER: &str = "jbpark8@example.com";

/// Asks the doctor with a session that is good.
async fn doctor(rig: &Rig, variables: &[(&str, &str)], more: &[&str]) -> Done {
    let gateway = format!("http://{}/pipeline", rig.sandbox.addresses().gateway);
    let cookie = rig.path("cookie");
    let args = ["--endpoint", &gateway, "--cookie-file", &cookie, "-n", OWN];
    let args = [&args[..], &["doctor"], more].concat();
    run_with(rig.folder.path(), variables, &args).await
}

async fn rig() -> Rig {
    let rig = Rig::start().await;
    let session = sign_in(rig.sandbox.addresses().gateway, USER).await;
    std::fs::write(rig.path("cookie"), session).unwrap();
    rig
}

/// K85: accounts without the claim that names are taken from.
#[tokio::test]
async fn a_login_that_passes_no_name_is_told_from_one_that_is_over() {
    let rig = rig().await;
    assert_eq!(doctor(&rig, &[], &[]).await.code, 0);
    let faults = rig.sandbox.faults();
    for switch in [Switch::UserNameAbsent, Switch::UserNameTwice] {
        faults.set(switch, true);
        let told = doctor(&rig, &[], &[]).await;
        assert_ne!(told.code, 0, "{told:?}");
        for words in [
            "You are signed in, but the login service passes no user name on",
            "oidc_email_claim",
            "an administrator of the platform",
        ] {
            assert!(told.out.contains(words), "{switch:?}: {}", told.out);
        }
        // What a pod would do is no way out of it.
        assert!(!told.out.contains("PodDefault"), "{}", told.out);
        let report = doctor(&rig, &[], &["--json"]).await;
        let report: Value = serde_json::from_str(&report.out).unwrap();
        let failed = report["checks"].as_array().unwrap().last().unwrap();
        assert_eq!(failed["step"], "identity", "{report}");
        assert_eq!(failed["causes"][0]["finding"], "no-user-name", "{report}");
        let korean = doctor(&rig, &[("LANG", "ko_KR.UTF-8")], &[]).await;
        let words = "로그인 서비스가 사용자 이름을 넘기지 않아요";
        assert!(korean.out.contains(words), "{}", korean.out);
        faults.set(switch, false);
    }
}

/// K85: an empty name, which the real server does not outlive.
#[tokio::test]
async fn an_empty_name_is_thought_of_where_the_server_dies_of_each_call() {
    let rig = rig().await;
    let faults = rig.sandbox.faults();
    faults.set(Switch::UserNameEmpty, true);
    faults.set(Switch::KfpDiesOfEmptyUser, true);
    let report = doctor(&rig, &[], &["--json"]).await;
    let report: Value = serde_json::from_str(&report.out).unwrap();
    let failed = report["checks"].as_array().unwrap().last().unwrap();
    assert_eq!(failed["step"], "identity", "{report}");
    let mut causes = failed["causes"].as_array().unwrap().iter();
    let cause = causes.find(|cause| cause["finding"] == "empty-user-name");
    assert_eq!(cause.expect("it is thought of")["fit"], "possible");
}

/// K85: a name that fits no profile: another case than the owner's, or a number.
#[tokio::test]
async fn a_name_that_fits_no_profile_is_shown() {
    let rig = rig().await;
    let faults = rig.sandbox.faults();
    for (switch, name) in [
        (Switch::UserNameInCapitals, "JBPARK8@EXAMPLE.COM"),
        (
            Switch::UserNameOpaque,
            "8c2f0a4e-51d7-4b7e-9a53-6b8a2f6f0c11",
        ),
    ] {
        faults.set(switch, true);
        let told = doctor(&rig, &[], &[]).await;
        assert_eq!(told.code, 5, "{told:?}");
        let words = format!("KFP takes the caller for {name}");
        assert!(told.out.contains(&words), "{}", told.out);
        assert!(told.out.contains("D55"), "{}", told.out);
        faults.set(switch, false);
    }
}
