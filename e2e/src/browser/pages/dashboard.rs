//! The central dashboard around the console.

use anyhow::{Context as _, Result};
use thirtyfour::components::SelectElement;

use crate::browser::{Browser, Role};

/// The dashboard's own page, outside of the frame.
#[derive(Debug)]
pub struct Dashboard<'a> {
    browser: &'a Browser,
}

impl<'a> Dashboard<'a> {
    /// The dashboard in sight of `browser`.
    pub fn in_sight(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// Chooses a namespace in the dashboard's bar. Has to be called outside of the frame.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn choose(&self, namespace: &str) -> Result<()> {
        let picker = self
            .browser
            .page()
            .find(Role::Combobox, "Namespace")
            .await?;
        SelectElement::new(&picker)
            .await?
            .select_by_value(namespace)
            .await
            .with_context(|| format!("the dashboard does not offer {namespace}"))
    }

    /// Adds a namespace to the dashboard's bar, as if the person had been made a member of it.
    ///
    /// # Errors
    /// When there is no bar.
    pub async fn offer(&self, namespace: &str) -> Result<()> {
        let picker = self
            .browser
            .page()
            .find(Role::Combobox, "Namespace")
            .await?;
        let script = format!("arguments[0].add(new Option('{namespace}', '{namespace}'))");
        self.browser.evaluate_on(&picker, &script).await
    }
}
