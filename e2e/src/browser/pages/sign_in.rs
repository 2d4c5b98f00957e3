//! The pages of the login services.

use anyhow::Result;
use kfp_sandbox::LoginEra;

use crate::browser::{Browser, Role};

/// Whatever the gateway puts before somebody without a session.
#[derive(Debug)]
pub struct SignIn<'a> {
    browser: &'a Browser,
    era: LoginEra,
}

impl<'a> SignIn<'a> {
    /// The pages in sight of `browser`.
    pub fn at(browser: &'a Browser, era: LoginEra) -> Self {
        Self { browser, era }
    }

    /// Goes through every hop as a person does, up to the page that was wanted.
    ///
    /// # Errors
    /// When a page, field or button is missing.
    pub async fn as_person(&self, user: &str, password: &str) -> Result<()> {
        let page = self.browser.page();
        // oidc-authservice sends the browser to Dex at once.
        if self.era == LoginEra::Oauth2Proxy {
            page.click(Role::Button, "Sign in with Dex").await?;
        }
        self.at_dex(user, password).await
    }

    /// Fills in the form of Dex.
    ///
    /// # Errors
    /// When a field or the button is missing.
    pub async fn at_dex(&self, user: &str, password: &str) -> Result<()> {
        let page = self.browser.page();
        page.find(Role::TextBox, "Email Address")
            .await?
            .send_keys(user)
            .await?;
        page.find(Role::TextBox, "Password")
            .await?
            .send_keys(password)
            .await?;
        page.click(Role::Button, "Login").await?;
        page.gone(Role::Button, "Login").await
    }
}
