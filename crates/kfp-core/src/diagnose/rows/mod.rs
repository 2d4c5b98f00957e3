//! The table, one file for each place where things fail, in the order of a request.

mod kfp;
mod login;
mod mesh;
mod platform;
mod routes;
mod token;
mod unreachable;

use super::signature::{Fit, Mender, Signature};

/// The known failures, by the place where they show.
///
/// # Source
/// Reports from the field since Kubeflow 1.4, reproduced with Istio's Envoy, oauth2-proxy, authservice, Dex and KFP.
pub const SIGNATURES: &[&[Signature]] = &[
    mesh::ROWS,
    login::ROWS,
    token::ROWS,
    unreachable::ROWS,
    routes::ROWS,
    kfp::ROWS,
    platform::ROWS,
];

const fn certain_if(holds: bool) -> Option<Fit> {
    if holds { Some(Fit::Certain) } else { None }
}

const fn likely_if(holds: bool) -> Option<Fit> {
    if holds { Some(Fit::Likely) } else { None }
}

const fn possible_if(holds: bool) -> Option<Fit> {
    if holds { Some(Fit::Possible) } else { None }
}

/// Certain under the one condition, likely under the other.
const fn certain_or_likely(certain: bool, likely: bool) -> Option<Fit> {
    if certain {
        Some(Fit::Certain)
    } else {
        likely_if(likely)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_has_every_row_once_and_each_says_everything() {
        let ids: Vec<&str> = SIGNATURES
            .iter()
            .copied()
            .flatten()
            .map(|row| row.id)
            .collect();
        let expected: BTreeSet<String> = (1..=71).map(|number| format!("D{number:02}")).collect();
        assert_eq!(ids.len(), expected.len());
        assert_eq!(
            ids.iter()
                .map(|id| (*id).to_owned())
                .collect::<BTreeSet<_>>(),
            expected
        );
        for row in SIGNATURES.iter().copied().flatten() {
            for (what, text) in [("sign", row.sign), ("cause", row.cause), ("fix", row.fix)] {
                assert!(text.len() > 12, "{}: its {what} says nothing", row.id);
                assert!(
                    !text.ends_with(' ') && !text.contains("  "),
                    "{}: {what}",
                    row.id
                );
            }
            for text in [Some(row.cause), Some(row.fix), row.next_probe]
                .into_iter()
                .flatten()
            {
                assert!(text.ends_with('.'), "{}: {text:?} is no sentence", row.id);
            }
        }
    }
}
