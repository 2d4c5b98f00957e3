//! The connection report: which hops between the browser and KFP were checked, and what was found.

use serde::{Deserialize, Serialize};

/// The answer of `GET {prefix}/api/connection?namespace=NS&lang=ko`.
///
/// Labels, causes and hints are written in the language that was asked for, English without one; programs go by
/// [`HopReport::code`] and [`Evidence::kind`], which never change.
///
/// Holds the hops that the server can check. The browser adds [`Hop::Browser`] and [`Hop::Gateway`] from what it saw
/// of the same request. Nothing in a report is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionReport {
    /// The language of the words in it, as a tag: `en` or `ko`.
    #[serde(default = "english")]
    pub language: String,
    /// When the checks ended, RFC 3339 in UTC.
    pub checked_at: String,
    /// The user whose access was reviewed.
    pub user: String,
    /// The namespace whose access was reviewed, when one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The checked hops in the order a request takes them.
    pub hops: Vec<HopReport>,
    /// What KFP said of itself, when it could be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kfp: Option<KfpServer>,
}

/// One step of the way from the browser to KFP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hop {
    /// The page itself.
    Browser,
    /// The Istio ingress gateway with its login service.
    Gateway,
    /// This console's server: identity header, verified peer, token file.
    Console,
    /// The proxy beside the console.
    Sidecar,
    /// The KFP API server and the proxy before it.
    MlPipeline,
    /// KFP's and Kubernetes' decision on this user and namespace.
    KfpAuthorization,
}

/// What was found at a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Checked and in order.
    Works,
    /// Works, but somebody should look.
    Warning,
    /// Checked and not in order.
    Fails,
    /// Not checked, because an earlier hop fails.
    NotReached,
    /// Not checked, because there is no way to check it from here.
    NotChecked,
}

/// The check of one hop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HopReport {
    /// Which hop.
    pub hop: Hop,
    /// What was found.
    pub verdict: Verdict,
    /// Stable slug of the finding, such as `mesh.rbac_denied`: one of [`FindingCode`](crate::FindingCode), or one that
    /// a newer server knows.
    pub code: String,
    /// Where or what the hop is, in a few words: an address, a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What was seen, in the order it was seen: labels and values without secrets.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Why, most likely; absent when the hop works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What to do about it; absent when the hop works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The HTTP status of the answer that shows the fault; absent when the hop works or nothing answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long the call into the hop took until it was answered, in milliseconds, where one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
}

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Stable word for what it is, such as `answer`.
    #[serde(default)]
    pub kind: String,
    /// What it is, such as `Answer`.
    pub label: String,
    /// What was seen, such as `403 RBAC: access denied`.
    pub value: String,
}

/// What the KFP API server said of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KfpServer {
    /// The release, such as `2.17.0`; absent where the server does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The commit it was built from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Whether it tells users apart.
    pub multi_user: bool,
}

fn english() -> String {
    "en".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_report_of_a_server_that_says_less_and_one_that_says_more() {
        let report: ConnectionReport = serde_json::from_str(
            r#"{"checked_at":"2026-11-25T22:00:00Z","user":"a","new":1,"hops":[{"hop":"sidecar","verdict":"works",
                "code":"sidecar.new","evidence":[{"label":"Answer","value":"200"}]}]}"#,
        )
        .expect("a report");
        assert_eq!(report.language, "en");
        assert_eq!(report.hops[0].place, None);
        assert_eq!(report.hops[0].evidence[0].kind, "");
    }
}
