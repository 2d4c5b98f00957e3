//! What a fix is made with: objects, commands and programs for the very place that was examined.

use serde::{Deserialize, Serialize};

use crate::kit::Kit;

/// What becomes of a remedy's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RemedyForm {
    /// One object in YAML, for `kubectl apply -f -`.
    Manifest,
    /// A part in YAML, to be put into the manifest of a pod.
    PodPart,
    /// Commands for a shell, one a line.
    Commands,
    /// A program for the Python client.
    Python,
    /// A program for this crate.
    Rust,
}

/// One thing that a fix is made with. Gives no more rights than the fix needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// What becomes of it.
    pub form: RemedyForm,
    /// It, with a line end.
    pub text: String,
}

/// What mends a row; empty where its fix is no more than a sentence.
pub(super) fn of(id: &str, kit: &Kit) -> Vec<Remedy> {
    use RemedyForm::{Commands, Manifest, PodPart, Python, Rust};
    let remedies = match id {
        "D01" => vec![
            (Manifest, kit.mesh_policy()),
            (Python, kit.python()),
            (Rust, kit.rust()),
        ],
        "D04" | "D15" | "D51" | "D54" | "D57" | "D61" => {
            vec![(Python, kit.python()), (Rust, kit.rust())]
        }
        "D07" | "D40" => vec![
            (PodPart, kit.sidecar_label()),
            (Commands, kit.sidecar_check()),
        ],
        "D48" | "D49" | "D50" | "D52" => vec![
            (Manifest, kit.pod_default()),
            (PodPart, kit.volume()),
            (Python, kit.python()),
            (Rust, kit.rust()),
        ],
        "D53" => vec![(Manifest, kit.role_binding()), (Commands, kit.checks())],
        "D55" => vec![(Commands, kit.person_binding())],
        "D56" => vec![(Commands, kit.identity_header())],
        "D59" => vec![
            (Manifest, kit.reviews_role()),
            (Manifest, kit.reviews_binding()),
            (Commands, kit.reviews_check()),
        ],
        _ => Vec::new(),
    };
    let remedies = remedies.into_iter();
    remedies.map(|(form, text)| Remedy { form, text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::SIGNATURES;

    #[test]
    fn what_a_fix_promises_comes_along() {
        let kit = Kit::for_namespace("team".parse().unwrap());
        for row in SIGNATURES.iter().copied().flatten() {
            let remedies = of(row.id, &kit);
            let promised = [
                "PodDefault",
                "Bind the ",
                "ClusterRole",
                "sidecar.istio.io/inject",
            ];
            // D62 is about what only the stock user interface shows.
            if row.id != "D62" && promised.iter().any(|word| row.fix.contains(word)) {
                assert!(!remedies.is_empty(), "{row:?}");
            }
            for remedy in remedies {
                assert!(remedy.text.ends_with('\n'), "{row:?}");
                let is_object = remedy.text.starts_with("apiVersion: ");
                assert_eq!(is_object, remedy.form == RemedyForm::Manifest, "{row:?}");
            }
        }
    }

    /// Whoever may send the identity header may speak for any user.
    #[test]
    fn no_policy_admits_with_the_identity_header() {
        let kit = Kit::for_namespace("team".parse().unwrap());
        let rows = SIGNATURES.iter().copied().flatten();
        let all = rows.flat_map(|row| of(row.id, &kit));
        let policies = all.filter(|remedy| remedy.text.contains("AuthorizationPolicy"));
        let policies: Vec<Remedy> = policies.collect();
        assert!(!policies.is_empty());
        for policy in policies {
            let refused = "key: request.headers[kubeflow-userid]\n          notValues:\n            - \"*\"\n";
            assert!(policy.text.contains(refused), "{}", policy.text);
        }
    }
}
