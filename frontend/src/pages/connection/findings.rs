//! What the browser concludes from a failed call for the report: at which hop the way ended.

use console_api::Hop;

use crate::{
    data::{FailureKind, Refused},
    text::Finding,
};

/// Where the way ended when something else than the console answered, or the console had no report.
pub(super) fn of_refusal(refused: &Refused) -> (Hop, Finding) {
    let finding = match refused.reason {
        Some(reason) => Finding::of(reason),
        None if matches!(refused.failure.kind, FailureKind::Garbled) => Finding::NotUnderstood,
        None => Finding::ConsoleFailed,
    };
    (hop_of(finding), finding)
}

/// The hop at which the way ended.
fn hop_of(finding: Finding) -> Hop {
    match finding {
        Finding::SessionEnded | Finding::CookiesPiledUp | Finding::NoAnswer => Hop::Browser,
        Finding::LoginServiceDown
        | Finding::TokenRefused
        | Finding::MeshRefuses
        | Finding::NoRoute
        | Finding::RateLimited => Hop::Gateway,
        Finding::ConsoleUnreachable | Finding::ConsoleFailed | Finding::NotUnderstood => {
            Hop::Console
        }
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
            let (cause, hint) = (Language::English.catalogue().connection().finding_words)(finding);
            let start = format!("| `{}` |", finding.code());
            let end = format!("| {cause} | {hint} |");
            assert!(
                DOCUMENTATION
                    .lines()
                    .any(|line| line.starts_with(&start) && line.ends_with(&end)),
                "docs/errors.md lacks {start} … {end}"
            );
            let (korean, _) = (Language::Korean.catalogue().connection().finding_words)(finding);
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
