//! In Korean, for people alone.

use crate::program::{Rig, run_in, run_with};

const KOREAN: [(&str, &str); 1] = [("LANG", "ko_KR.UTF-8")];

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

#[tokio::test]
async fn failures_and_hints_follow_the_language() {
    let home = tempfile::tempdir().unwrap();
    let args = ["runs", "ls"];
    let korean = run_with(home.path(), &KOREAN, &args).await;
    let english = run_in(home.path(), &args).await;
    assert_eq!((korean.code, korean.out.as_str()), (english.code, ""));
    assert!(
        is_korean(&korean.words) && !is_korean(&english.words),
        "{}",
        korean.words
    );
    assert!(korean.words.lines().all(is_korean), "{}", korean.words);
    let ours = [("LANG", "ko_KR.UTF-8"), ("KFPC_LANG", "en")];
    let chosen = run_with(home.path(), &ours, &args).await;
    assert_eq!(chosen.words, english.words);
}

#[tokio::test]
async fn help_follows_the_language() {
    let home = tempfile::tempdir().unwrap();
    for args in [&["--help"][..], &["runs", "create", "--help"]] {
        let korean = run_with(home.path(), &KOREAN, args).await;
        let english = run_in(home.path(), args).await;
        assert!(korean.ok().contains("사용법: kfpc"), "{korean:?}");
        assert!(!is_korean(english.ok()), "{english:?}");
    }
}

#[tokio::test]
async fn what_a_program_reads_is_the_same() {
    let rig = Rig::start().await;
    let (address, token) = (
        format!("http://{}", rig.sandbox.addresses().console_sidecar),
        rig.path("token"),
    );
    let common = [
        "--endpoint",
        &address,
        "--token-file",
        &token,
        "-n",
        crate::program::OWN,
    ];
    let with = async |variables, args: &[&str]| {
        run_with(rig.folder.path(), variables, &[&common, args].concat()).await
    };
    let args = ["experiments", "ls", "-o", "json"];
    let korean = with(&KOREAN, &args).await;
    assert_eq!(korean.ok(), with(&[], &args).await.ok());
    let none = with(&KOREAN, &["runs", "ls", "--contains", "no such name"]).await;
    assert_eq!((none.ok(), none.words.trim()), ("", "아무것도 없어요."));
    let slip = with(&KOREAN, &["runs", "get", "no such name"]).await;
    assert_eq!(slip.code, 6, "{slip:?}");
    assert!(slip.words.lines().all(is_korean), "{}", slip.words);
    let doctor = with(&KOREAN, &["doctor"]).await;
    assert!(
        doctor.ok().contains("모든 단계가 정상이에요."),
        "{doctor:?}"
    );
    let lost = [&common[..2], &["--token-file", "/nowhere/token", "doctor"]].concat();
    let lost = run_with(rig.folder.path(), &KOREAN, &lost).await;
    assert!(
        lost.out
            .contains("원인 [D52]: 파드에 projected 토큰이 없어요."),
        "{}",
        lost.out
    );
}
