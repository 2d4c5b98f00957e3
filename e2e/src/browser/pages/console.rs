//! The console's own shell, alone or in the dashboard's frame.

use anyhow::{Context as _, Result};
use thirtyfour::WebElement;

use super::List;
use crate::browser::{Browser, Name, Role, Scope, until};

/// What is on every page.
#[derive(Debug)]
pub struct Console<'a> {
    browser: &'a Browser,
}

impl<'a> Console<'a> {
    /// The console in sight of `browser`.
    pub fn in_sight(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// The page.
    pub fn page(&self) -> Scope {
        self.browser.page()
    }

    /// The part of the page below the bars.
    ///
    /// # Errors
    /// When there is none.
    pub async fn main(&self) -> Result<Scope> {
        self.page().part(Role::Main, Name::Any).await
    }

    /// Waits for a heading; of several with the name (a page's own and that of a panel) it is the first.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn heading(&self, name: impl Into<Name>) -> Result<WebElement> {
        let headings = self.page().find_all(Role::Heading, name).await?;
        headings.into_iter().next().context("no heading")
    }

    /// Has the connection page check again until it comes to this heading.
    ///
    /// Once is not enough: the server keeps a report for two seconds, so that a key that is held down is no load.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn check_until(&self, heading: impl Into<Name>) -> Result<()> {
        let (page, heading) = (self.page(), heading.into());
        until("the connection page comes to the heading", async || {
            for name in ["Check again", "다시 점검"] {
                for button in page.now(Role::Button, name).await? {
                    button.click().await?;
                }
            }
            let headings = page.now(Role::Heading, heading.clone()).await?;
            Ok(headings.first().map(drop))
        })
        .await
    }

    /// The tabs.
    ///
    /// # Errors
    /// When there are none.
    pub async fn sections(&self) -> Result<Scope> {
        self.page().part(Role::Navigation, "Console sections").await
    }

    /// Waits for the table with this caption, with at least one row.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn list(&self, caption: impl Into<Name>) -> Result<List<'a>> {
        List::find(self.browser, caption.into()).await
    }

    /// Opens the namespace switcher and reads what it offers.
    ///
    /// # Errors
    /// When there is none: then no other namespace is offered.
    pub async fn offered_namespaces(&self) -> Result<Vec<String>> {
        self.page()
            .click(Role::Button, Name::has("Namespace:"))
            .await?;
        let choices = self.page().find_all(Role::Option, Name::Any).await?;
        let mut names = Vec::new();
        for choice in choices {
            names.push(self.browser.name_of(&choice).await?);
        }
        Ok(names)
    }
}
