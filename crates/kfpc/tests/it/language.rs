//! In Korean, for people alone.

use crate::program::{OWN, Rig, run_in, run_with};

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

#[tokio::test]
async fn what_a_command_line_lacks_follows_the_language() {
    let rig = Rig::start().await;
    let (home, package) = (
        rig.folder.path(),
        crate::uploads::compiled("typed_params.yaml"),
    );
    let here = ["--endpoint", "http://127.0.0.1:9", "-n", "team"];
    let slips: [&[&str]; 9] = [
        &["rnus"],
        &["runs", "ls", "-o", "xml"],
        &["runs", "get"],
        &["context", "set", "-"],
        &["connect-kit", "Team Vision"],
        &["login"],
        &[
            "recurring-runs",
            "create",
            "--dry-run",
            "p.yaml",
            "--cron",
            "10 10 * * *",
        ],
        &[
            "recurring-runs",
            "create",
            "--dry-run",
            "p.yaml",
            "--every",
            "soon",
        ],
        &[
            "runs",
            "create",
            &package,
            "-p",
            "required_count=three",
            "-p",
            "requiredText=x",
        ],
    ];
    for slip in slips {
        let args = [&here[..], slip].concat();
        // `login` asks for an address only where none is given.
        let args = if slip == ["login"] { slip } else { &args[..] };
        let korean = run_with(home, &KOREAN, args).await;
        let english = run_in(home, args).await;
        assert_eq!((korean.code, korean.out.as_str()), (2, ""), "{korean:?}");
        assert_eq!(english.code, 2, "{english:?}");
        assert!(!is_korean(&english.words), "{english:?}");
        // Names of ours may stand alone in a line; nothing else does.
        let first = korean.words.lines().next().unwrap();
        assert!(is_korean(first), "{korean:?}");
    }
    let values = run_with(home, &KOREAN, &[&here[..], slips[8]].concat()).await;
    for words in [
        "`required_count`: 값의 종류가 달라요. 필요한 것: 정수",
        "혹시 `required_text`?",
        "required_text (문자열, 필수)",
    ] {
        assert!(values.words.contains(words), "{words}: {values:?}");
    }
}

#[tokio::test]
async fn a_slip_is_harmless_and_keeps_its_number_when_nobody_listens() {
    let home = tempfile::tempdir().unwrap();
    let args = ["runs", "ls", "--limit", "many\u{1b}[2J"];
    for variables in [&KOREAN[..], &[]] {
        let told = run_with(home.path(), variables, &args).await;
        assert_eq!(told.code, 2, "{told:?}");
        assert!(told.words.contains("many"), "{told:?}");
        assert!(!told.words.contains('\u{1b}'), "{told:?}");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let alone = tokio::process::Command::new(env!("CARGO_BIN_EXE_kfpc"))
        .args(args)
        .env_clear()
        .envs(KOREAN)
        .env("HOME", home.path())
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(writer)
        .status();
    assert_eq!(alone.await.unwrap().code(), Some(2));
}

#[tokio::test]
async fn timetables_follow_the_language() {
    let home = tempfile::tempdir().unwrap();
    let create = async |cron: &str| {
        let args = ["recurring-runs", "create", "--dry-run", "p.yaml", "--cron"];
        run_with(home.path(), &KOREAN, &[&args[..], &[cron]].concat()).await
    };
    let nightly = create("0 0 2 * * *").await;
    let told = nightly.ok();
    assert!(told.contains("실행 주기: 매일 02:00."), "{told}");
    for (cron, words) in [
        ("0 0 2", "필드가 3개예요"),
        ("10 10 * * *", "매시 10분 10초"),
        ("10 10 * * *", "매일 10:10, 다음 시각"),
        ("0 0 0 30 2 *", "2월 30일 00:00"),
    ] {
        let slip = create(cron).await;
        assert_eq!(slip.code, 2, "{slip:?}");
        assert!(slip.words.contains(words), "{cron}: {slip:?}");
        for english in ["fires", " at ", "field"] {
            assert!(!slip.words.contains(english), "{cron}: {slip:?}");
        }
    }
}

/// Nothing of what the doctor saw and thinks is left in English, wherever the way ends.
#[tokio::test]
async fn the_doctor_follows_the_language() {
    let rig = Rig::start().await;
    let addresses = rig.sandbox.addresses();
    let (near, gateway) = (
        format!("http://{}", addresses.console_sidecar),
        format!("http://{}/pipeline", addresses.gateway),
    );
    let (token, ended) = (rig.path("token"), rig.path("ended"));
    let ended_token = rig.sandbox.mint_token(&kfp_sandbox::TokenRequest {
        expires_in: std::time::Duration::ZERO,
        ..kfp_sandbox::TokenRequest::for_pipelines(OWN, "default-editor")
    });
    std::fs::write(&ended, ended_token).unwrap();
    std::fs::write(rig.path("cookie"), "oauth2_proxy_kubeflow=stale").unwrap();
    let cookie = rig.path("cookie");
    for (address, credential, namespace) in [
        (near.as_str(), &["--token-file", token.as_str()][..], OWN),
        (&near, &["--token-file", &token], "team-vision"),
        (&near, &["--token-file", &ended], OWN),
        (&near, &["--token-file", "/nowhere/token"], OWN),
        (&near, &[], OWN),
        (&gateway, &["--cookie-file", &cookie], OWN),
        ("http://127.0.0.1:9", &[], OWN),
        ("http://nowhere.invalid", &[], OWN),
    ] {
        let args = ["--endpoint", address, "-n", namespace, "doctor"];
        let args = [&args[..], credential].concat();
        let korean = run_with(rig.folder.path(), &KOREAN, &args).await;
        let as_data = [&args[..], &["--json"]].concat();
        let report = run_in(rig.folder.path(), &as_data).await;
        let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
        let checks = report["checks"].as_array().unwrap();
        let of_checks = checks.iter().map(|check| &check["evidence"][0]);
        let causes = checks.iter().filter_map(|check| check["causes"].as_array());
        let of_causes = causes
            .flatten()
            .flat_map(|cause| [&cause["cause"], &cause["fix"]]);
        let english = of_checks.chain(of_causes);
        let english = english.map(|text| text.as_str().unwrap());
        for text in english.chain(["from the call"]) {
            assert!(!korean.out.contains(text), "{text}\n{}", korean.out);
        }
    }
}

/// What is not sent is said whole in Korean, not only around what the library says of it.
#[tokio::test]
async fn what_is_not_sent_is_told_in_the_language() {
    let home = tempfile::tempdir().unwrap();
    let long = "n".repeat(300);
    for name in ["", "   ", "\u{1f680}", &long] {
        let args = ["--endpoint", "http://127.0.0.1:9", "-n", OWN];
        let args = [&args[..], &["experiments", "create", name]].concat();
        let english = run_in(home.path(), &args).await;
        let korean = run_with(home.path(), &KOREAN, &args).await;
        assert_eq!(korean.code, english.code, "{korean:?}");
        for words in ["name", "holds", "is empty", "is longer"] {
            assert!(!korean.words.contains(words), "{korean:?}");
        }
        assert!(is_korean(&korean.words), "{korean:?}");
    }
}
