//! The report as text to paste into a ticket. Holds what the page shows, and nothing that is secret.

use std::fmt::Write as _;

use super::{diagnosis::Diagnosis, verdict_title};
use crate::text::Catalogue;

/// Writes the report as Markdown.
pub(super) fn markdown(diagnosis: &Diagnosis, text: &Catalogue) -> String {
    let labels = text.connection();
    let mut out = format!(
        "# {}: {}\n",
        text.shell.product,
        verdict_title(diagnosis.overall(), text)
    );
    let known = [
        (labels.label_user, diagnosis.user.as_deref()),
        (
            text.shell.namespace.trim_end_matches(':'),
            diagnosis.namespace.as_deref(),
        ),
        (labels.kfp_version, diagnosis.release()),
        (labels.checked_at, diagnosis.checked_at.as_deref()),
    ];
    for (label, value) in known {
        if let Some(value) = value {
            line(&mut out, label, value);
        }
    }
    for checked in &diagnosis.hops {
        let report = &checked.report;
        let _written = write!(
            out,
            "\n## {}: {}\n",
            (labels.hop)(report.hop),
            (labels.verdict)(report.verdict)
        );
        line(&mut out, labels.finding, &report.code);
        for evidence in &report.evidence {
            line(&mut out, &evidence.label, &evidence.value);
        }
        for (label, value) in [(labels.cause, &report.cause), (labels.hint, &report.hint)] {
            if let Some(value) = value {
                line(&mut out, label, value);
            }
        }
    }
    out
}

/// A line of the list. A value is one line of code, so that nothing in it becomes markup.
fn line(out: &mut String, label: &str, value: &str) {
    let value: String = value
        .chars()
        .map(|c| if c.is_control() || c == '`' { ' ' } else { c })
        .collect();
    let _written = writeln!(out, "- {label}: `{value}`");
}

#[cfg(test)]
mod tests {
    use console_api::{Evidence, Hop, Verdict};

    use super::*;
    use crate::{
        pages::connection::diagnosis::{
            diagnose,
            tests::{answered, report},
        },
        text::Language,
    };

    #[test]
    fn a_report_is_text_that_cannot_break_out() {
        let text = Language::English.catalogue();
        let mut report = report(&[
            (Hop::Console, Verdict::Works),
            (Hop::MlPipeline, Verdict::Fails),
        ]);
        report.hops[1].evidence.push(Evidence {
            kind: String::new(),
            label: "Answer".to_owned(),
            value: "403 `x`\n# not a heading".to_owned(),
        });
        let out = markdown(&diagnose(&answered(Ok(Box::new(report))), text), text);
        assert!(out.starts_with("# KFP Console: ml-pipeline fails\n- Signed in as: `jbpark8@example.com`\n- Namespace: `kubeflow-jbpark8`\n"), "{out}");
        assert!(out.contains("\n## ml-pipeline: Fails\n"), "{out}");
        assert!(
            out.contains("- Answer: `403  x  # not a heading`\n"),
            "{out}"
        );
        assert_eq!(out.matches("\n## ").count(), 6, "{out}");
    }
}
