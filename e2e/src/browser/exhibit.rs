//! A page from every side: both themes, the widths that matter, the audit, and a picture of each.

use anyhow::{Result, ensure};

use super::session::Browser;
use super::viewport::{ColorScheme, Viewport};

impl Browser {
    /// Audits and pictures what is in sight in both themes, and makes sure that nothing has to be scrolled sideways
    /// on a telephone and at the narrowest width. The page is left as it was found.
    ///
    /// # Errors
    /// When the audit finds something grave, or the page is wider than its window.
    pub async fn exhibit(&self, name: &str) -> Result<()> {
        for scheme in [ColorScheme::Dark, ColorScheme::Light] {
            self.prefer(scheme).await?;
            let name = format!("{name}-{}", scheme.keyword());
            self.audit(&name).await?;
            self.picture(&name).await?;
        }
        for viewport in [Viewport::PHONE, Viewport::NARROWEST] {
            self.resize(viewport).await?;
            let overflow = self.sideways_overflow().await?;
            let name = format!("{name}-{}", viewport.width);
            self.picture(&name).await?;
            ensure!(
                overflow <= 0,
                "{name} is {overflow} pixels wider than its window"
            );
            self.audit(&name).await?;
        }
        self.resize(Viewport::DESKTOP).await
    }
}
