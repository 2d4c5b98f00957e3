//! What is in a package that is about to be uploaded.

use kfp_core::model::Document;
use serde::{Deserialize, Serialize};

/// The answer of `POST {prefix}/api/package?namespace=…`, whose body is a package as KFP's compiler writes it: YAML, JSON,
/// a zip or a gzipped tar. The package is read and not kept, and KFP hears nothing of it.
///
/// A package that KFP would not take is a [`Problem`](crate::Problem) whose code begins with `package.`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageReport {
    /// The name in the spec: lower case, digits and `-`.
    pub name: String,
    /// Its name for people; empty where the spec has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its tasks, those of its loops and conditions included; each as often as it is written.
    pub tasks: usize,
    /// Whether it came in an archive: KFP tells that from text by the ending of the name of its file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_archive: bool,
    /// Lines of a comment that spilled out of it. KFP refuses such a package as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spilled_comment: Option<LineRange>,
    /// The text with those lines as comments, to be uploaded in its place; `None` where nothing spilled, and where it is
    /// too large for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repaired: Option<String>,
    /// The spec as JSON, wrapped together with its platform settings where it has some; `None` where it is too large for
    /// an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
}

/// Lines of a text, from 1, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRange {
    /// The first.
    pub first: usize,
    /// The last.
    pub last: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_back_and_the_smallest_one_too() {
        let report = PackageReport {
            name: "churn".to_owned(),
            display_name: String::new(),
            description: "words".to_owned(),
            tasks: 3,
            is_archive: true,
            spilled_comment: Some(LineRange { first: 4, last: 5 }),
            repaired: Some("# text".to_owned()),
            document: Document::parse(r#"{"root":{}}"#).ok(),
        };
        let text = serde_json::to_string(&report).expect("JSON");
        assert_eq!(
            serde_json::from_str::<PackageReport>(&text).ok(),
            Some(report)
        );
        let smallest: PackageReport =
            serde_json::from_str(r#"{"name":"a","tasks":0,"later":1}"#).expect("a report");
        assert_eq!((smallest.document, smallest.spilled_comment), (None, None));
    }
}
