//! Both catalogues say the same, and say it well.

use std::collections::HashSet;

use console_api::{FindingCode, Hop, Verdict};

use super::*;
use crate::connection::reason::ConsoleFault;
use crate::connection::reason::samples::{ADDRESS, NAMESPACE, STATUS, USER, all};

/// What is found in order has no words, and what only the browser can find has its words in the page.
const WITHOUT_REASON: [FindingCode; 17] = [
    FindingCode::BrowserOk,
    FindingCode::SignedOut,
    FindingCode::CookiesPiledUp,
    FindingCode::NoAnswer,
    FindingCode::GatewayOk,
    FindingCode::GatewayNotSeen,
    FindingCode::LoginService,
    FindingCode::GatewayTokenRefused,
    FindingCode::NoRouteToConsole,
    FindingCode::ConsoleRefusesGateway,
    FindingCode::ConsoleOk,
    FindingCode::ConsoleUnreachable,
    FindingCode::ConsoleFailed,
    FindingCode::ConsoleNotUnderstood,
    FindingCode::SidecarOk,
    FindingCode::KfpOk,
    FindingCode::AuthorizationOk,
];

const DOCUMENTATION: &str = include_str!("../../../../docs/errors.md");

/// Particles that depend on the sound before them.
const PARTICLES: [char; 8] = ['은', '는', '이', '가', '을', '를', '과', '와'];

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

fn sentences(advice: Advice) -> Vec<String> {
    [Some(advice.cause), advice.hint]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn every_code_that_the_server_can_send_has_a_reason_with_words() {
    let found: HashSet<_> = all().iter().map(Reason::code).collect();
    for code in FindingCode::ALL {
        let without = WITHOUT_REASON.contains(code);
        assert_ne!(found.contains(code), without, "{}", code.slug());
    }
}

#[test]
fn both_languages_say_as_much_and_fill_in_the_same() {
    let filled = [
        ADDRESS.to_owned(),
        NAMESPACE.to_owned(),
        USER.to_owned(),
        STATUS.to_string(),
        "508".to_owned(),
        kfp_core::credentials::TOKEN_AUDIENCE.to_owned(),
        INJECT.to_owned(),
    ];
    for reason in all() {
        let english = sentences(Language::English.advice(&reason));
        let korean = sentences(Language::Korean.advice(&reason));
        assert_eq!(english.len(), korean.len(), "{reason:?}");
        for (english, korean) in english.iter().zip(&korean) {
            for part in &filled {
                assert_eq!(
                    english.contains(part),
                    korean.contains(part),
                    "{part}: {english} / {korean}"
                );
            }
            assert!(is_korean(korean) && !is_korean(english), "{korean}");
        }
    }
}

#[test]
fn sentences_are_sentences() {
    for reason in all() {
        for language in Language::ALL {
            for sentence in sentences(language.advice(&reason)) {
                assert!(sentence.ends_with('.'), "{sentence}");
                assert!(!sentence.starts_with('/'), "{sentence}");
            }
        }
        let fails = matches!(reason.verdict(), Verdict::Fails | Verdict::Warning);
        let has_hint = Language::English.advice(&reason).hint.is_some();
        assert!(
            has_hint || !fails,
            "{reason:?} fails and says not what to do"
        );
    }
}

#[test]
fn korean_puts_no_particle_directly_after_what_is_filled_in() {
    for reason in all() {
        for sentence in sentences(Language::Korean.advice(&reason)) {
            for part in [
                ADDRESS,
                NAMESPACE,
                USER,
                kfp_core::credentials::TOKEN_AUDIENCE,
                INJECT,
            ] {
                for (at, _) in sentence.match_indices(part) {
                    let rest = &sentence[at + part.len()..];
                    assert!(!rest.starts_with(PARTICLES), "{sentence}");
                }
            }
        }
    }
}

#[test]
fn labels_values_and_places_are_written_in_both() {
    for label in Label::ALL {
        let (english, korean) = (
            Language::English.label(label),
            Language::Korean.label(label),
        );
        assert!(
            !is_korean(english) && is_korean(korean),
            "{english} / {korean}"
        );
    }
    let may = Value::MayList {
        user: USER.to_owned(),
        namespace: NAMESPACE.to_owned(),
    };
    for value in [
        Value::Yes,
        Value::No,
        Value::Nothing,
        Value::NotTold,
        Value::Never,
        Value::Left(Duration::seconds(-5)),
        Value::Left(Duration::seconds(5)),
        Value::Left(Duration::minutes(50)),
        Value::Left(Duration::hours(20)),
        Value::TurnedOff,
        Value::UserHeader,
        Value::Healthz,
        Value::OneExperiment,
        may,
        Value::Sandbox,
    ] {
        let (english, korean) = (
            Language::English.value(&value),
            Language::Korean.value(&value),
        );
        assert!(
            !is_korean(&english) && is_korean(&korean),
            "{english} / {korean}"
        );
    }
    let port = Place::Port {
        name: "kubeflow".to_owned(),
        port: 8888,
    };
    assert_eq!(Language::English.place(&port), "kubeflow, port 8888");
    assert_eq!(Language::Korean.place(&port), "kubeflow, 포트 8888");
}

#[test]
fn moments_have_the_unit_that_suits_them() {
    for (seconds, span) in [
        (-3, Span::Past(3)),
        (0, Span::Past(0)),
        (119, Span::Seconds(119)),
        (120, Span::Minutes(2)),
        (7199, Span::Minutes(119)),
        (7200, Span::Hours(2)),
    ] {
        assert_eq!(Span::of(Duration::seconds(seconds)), span);
    }
}

/// The row of a finding in the documentation, with what is filled in named in braces.
fn row(code: FindingCode, advice: Option<Advice>) -> String {
    let hop = match code.hop() {
        Hop::Browser => "browser",
        Hop::Gateway => "gateway",
        Hop::Console => "console",
        Hop::Sidecar => "sidecar",
        Hop::MlPipeline => "ml-pipeline",
        Hop::KfpAuthorization => "KFP authorization",
    };
    let (cause, hint) = match advice {
        Some(Advice { cause, hint }) => (cause, hint.unwrap_or_default()),
        None => (String::new(), String::new()),
    };
    let status = STATUS.to_string();
    [
        (ADDRESS, "{address}"),
        (NAMESPACE, "{namespace}"),
        (USER, "{user}"),
        (&status, "{status}"),
        ("508", "{seconds}"),
    ]
    .into_iter()
    .fold(
        format!(
            "| `{}` | {hop} | {} | {cause} | {hint} |",
            code.slug(),
            code.meaning()
        ),
        |row, (sample, name)| row.replace(sample, name),
    )
}

/// One row for each cause; of what can be wrong with a token file, one for all.
fn rows_of(code: FindingCode) -> Vec<String> {
    let of_a_file = |reason: &Reason| {
        use kfp_core::error::TokenFault;
        matches!(reason, Reason::Console(ConsoleFault::TokenFile(fault)) if *fault != TokenFault::Missing)
    };
    all()
        .iter()
        .filter(|reason| reason.code() == code && !of_a_file(reason))
        .map(|reason| row(code, Some(Language::English.advice(reason))))
        .collect()
}

#[test]
fn every_finding_stands_in_the_documentation_with_cause_and_fix() {
    let (_, chapter) = DOCUMENTATION
        .split_once("\n# Findings")
        .expect("the chapter on findings");
    let chapter = chapter.split("\n# ").next().unwrap_or_default();
    let documented: Vec<_> = chapter
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let mut lacking = Vec::new();
    let mut expected = 0;
    for code in FindingCode::ALL {
        let rows = rows_of(*code);
        expected += rows.len().max(1);
        if rows.is_empty() {
            // Its words are the page's, which holds this table against them.
            let start = row(*code, None);
            let start = start.trim_end_matches([' ', '|']);
            if !documented.iter().any(|line| line.starts_with(start)) {
                lacking.push(format!("{start} |  |  |"));
            }
        }
        lacking.extend(
            rows.into_iter()
                .filter(|row| !documented.contains(&row.as_str())),
        );
    }
    assert!(
        lacking.is_empty(),
        "docs/errors.md lacks\n{}",
        lacking.join("\n")
    );
    assert_eq!(
        documented.len(),
        expected,
        "docs/errors.md has a row too many"
    );
}
