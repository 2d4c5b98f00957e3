//! The name in a spec, which KFP makes names of objects of Kubernetes from.

/// Longest name that is proposed, in bytes.
const MAX_BYTES: usize = 128;

/// Whether KFP takes a name in a spec: it wants a small letter or a digit of ASCII in it, and looks no closer. The name for
/// people is another field, which takes every letter.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/2.17.0/backend/src/apiserver/template/v2_template.go>
pub fn is_pipeline_name(name: &str) -> bool {
    name.bytes()
        .any(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// A name as compilers write them, as near to a text as can be; `None` when nothing of it can stand.
pub fn proposed_pipeline_name(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut name = words.join("-");
    name.truncate(MAX_BYTES);
    let name = name.trim_end_matches('-');
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_taken_or_mended() {
        for (name, is_taken, proposed) in [
            ("train", true, Some("train")),
            ("0-a", true, Some("0-a")),
            ("Churn Forecast_v2", true, Some("churn-forecast-v2")),
            ("CHURN", false, Some("churn")),
            ("해지 예측 v2", true, Some("v2")),
            ("解約予測", false, None),
            ("-", false, None),
            ("", false, None),
        ] {
            assert_eq!(is_pipeline_name(name), is_taken, "{name}");
            assert_eq!(proposed_pipeline_name(name).as_deref(), proposed, "{name}");
        }
    }

    proptest! {
        #[test]
        fn what_is_proposed_is_taken(text in "\\PC{0,200}|[a-z-]{120,140}") {
            if let Some(name) = proposed_pipeline_name(&text) {
                prop_assert!(is_pipeline_name(&name) && name.len() <= MAX_BYTES, "{name}");
            }
        }
    }
}
