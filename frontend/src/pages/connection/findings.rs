//! What the browser concludes from a failed call for the report: at which hop the way ended.

use console_api::{FindingCode, Hop};
use kfp_core::error::ProxyReason;

use crate::{
    data::{FailureKind, Refused},
    text::Finding,
};

/// Where the way ended when something else than the console answered, or the console had no report.
pub(super) fn of_refusal(refused: &Refused) -> (Hop, Finding) {
    match refused.reason {
        Some(reason) => of_reason(reason),
        None if matches!(refused.failure.kind, FailureKind::Garbled) => {
            (Hop::Console, Finding::NotUnderstood)
        }
        None => (Hop::Console, Finding::ConsoleFailed),
    }
}

fn of_reason(reason: ProxyReason) -> (Hop, Finding) {
    match reason {
        ProxyReason::SignedOut { .. } | ProxyReason::EmptyUnauthorized => {
            (Hop::Browser, Finding::SessionEnded)
        }
        ProxyReason::HeadersTooLarge => (Hop::Browser, Finding::CookiesPiledUp),
        ProxyReason::LoginServiceDown | ProxyReason::LoginFailed => {
            (Hop::Gateway, Finding::LoginServiceDown)
        }
        ProxyReason::TokenRefused { .. } => (Hop::Gateway, Finding::TokenRefused),
        ProxyReason::RbacDenied => (Hop::Gateway, Finding::MeshRefuses),
        ProxyReason::NoRoute | ProxyReason::WrongApplication | ProxyReason::PathCleaned => {
            (Hop::Gateway, Finding::NoRoute)
        }
        ProxyReason::NoHealthyUpstream
        | ProxyReason::ConnectFailure
        | ProxyReason::Reset
        | ProxyReason::Timeout
        | ProxyReason::UnknownService => (Hop::Console, Finding::ConsoleUnreachable),
        _ => (Hop::Console, Finding::NotUnderstood),
    }
}

/// Stable slug of a finding. Constants, so that the program carries no words of findings that only the server makes.
pub(super) const fn code(finding: Finding) -> &'static str {
    match finding {
        Finding::SessionEnded => const { FindingCode::SignedOut.slug() },
        Finding::CookiesPiledUp => const { FindingCode::CookiesPiledUp.slug() },
        Finding::NoAnswer => const { FindingCode::NoAnswer.slug() },
        Finding::LoginServiceDown => const { FindingCode::LoginService.slug() },
        Finding::TokenRefused => const { FindingCode::GatewayTokenRefused.slug() },
        Finding::MeshRefuses => const { FindingCode::ConsoleRefusesGateway.slug() },
        Finding::NoRoute => const { FindingCode::NoRouteToConsole.slug() },
        Finding::ConsoleUnreachable => const { FindingCode::ConsoleUnreachable.slug() },
        Finding::ConsoleFailed => const { FindingCode::ConsoleFailed.slug() },
        Finding::NotUnderstood => const { FindingCode::ConsoleNotUnderstood.slug() },
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use super::*;
    use crate::text::Language;

    const DOCUMENTATION: &str = include_str!("../../../../docs/errors.md");

    #[test]
    fn what_the_browser_finds_stands_in_the_documentation_and_is_said_in_every_language() {
        for finding in Finding::ALL {
            let (cause, hint) = (Language::English.catalogue().connection.finding_words)(finding);
            let start = format!("| `{}` |", code(finding));
            let end = format!("| {cause} | {hint} |");
            assert!(
                DOCUMENTATION
                    .lines()
                    .any(|line| line.starts_with(&start) && line.ends_with(&end)),
                "docs/errors.md lacks {start} … {end}"
            );
            let (korean, _) = (Language::Korean.catalogue().connection.finding_words)(finding);
            assert!(
                korean.chars().any(|c| ('가'..='힣').contains(&c)),
                "{korean}"
            );
        }
    }

    /// Every literal of the program that is a code.
    fn codes_in(folder: &Path, found: &mut BTreeSet<String>) {
        const AREAS: [&str; 6] = ["access", "browser", "console", "gateway", "kfp", "mesh"];
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                codes_in(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).expect("a source");
                let codes = source.split('"').filter(|literal| {
                    literal.split_once('.').is_some_and(|(area, word)| {
                        AREAS.contains(&area)
                            && !word.is_empty()
                            && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                    })
                });
                found.extend(codes.map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_code_of_the_program_stands_in_the_documentation() {
        let mut found = BTreeSet::new();
        codes_in(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut found,
        );
        assert!(found.contains("console.other_namespace"), "{found:?}");
        for code in found {
            let row = format!("| `{code}` |");
            assert!(DOCUMENTATION.contains(&row), "docs/errors.md lacks {row}");
        }
    }
}
