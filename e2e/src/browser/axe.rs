//! The accessibility audit.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use thirtyfour::session::handle::SessionHandle;

use super::settings;

/// The rules that are run: WCAG 2.2 AA and axe's own good practice.
const RUN: &str = r"
const done = arguments[arguments.length - 1];
axe.run(document, {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  resultTypes: ['violations'],
}).then(
  (result) => done({
    violations: result.violations.map((violation) => ({
      id: violation.id,
      impact: violation.impact ?? 'none',
      help: violation.help,
      nodes: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.html.slice(0, 200)}: ${node.failureSummary}`),
    })),
  }),
  (error) => done({ error: String(error) }),
);
";

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    violations: Vec<Violation>,
    #[serde(default)]
    error: Option<String>,
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Violation {
    id: String,
    impact: String,
    help: String,
    nodes: Vec<String>,
}

impl Violation {
    pub(super) fn is_grave(&self) -> bool {
        matches!(self.impact.as_str(), "serious" | "critical")
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}): {}", self.id, self.impact, self.help)?;
        for node in &self.nodes {
            write!(formatter, "\n    {node}")?;
        }
        Ok(())
    }
}

/// Runs the audit on the document that the session is in.
///
/// The script is given to the browser by its driver and not by the page, so the page's content policy stays as it is.
pub(super) async fn audit(session: &Arc<SessionHandle>) -> Result<Vec<Violation>> {
    let present = session
        .execute("return typeof window.axe === 'object'", Vec::new())
        .await?;
    if present.json() != &serde_json::Value::Bool(true) {
        let path = settings::axe()?;
        session.execute(read(&path).await?, Vec::new()).await?;
    }
    let answer: Answer = session.execute_async(RUN, Vec::new()).await?.convert()?;
    if let Some(error) = answer.error {
        bail!("axe failed: {error}");
    }
    Ok(answer.violations)
}

async fn read(path: &Path) -> Result<String> {
    tokio::fs::read_to_string(path)
        .await
        .with_context(|| format!("cannot read {}", path.display()))
}
