//! One Chromium with a fresh profile.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tempfile::TempDir;

use thirtyfour::{
    CapabilitiesHelper as _, ChromiumLikeCapabilities as _, DesiredCapabilities,
    Key as WebDriverKey, WebDriver, WebElement,
};
use tokio::sync::Mutex;

use super::axe::{self, Violation};
use super::chromedriver::Chromedriver;
use super::console_log::{ConsoleLog, Noise};
use super::first_row;
use super::keyboard::Key;
use super::role::Role;
use super::scope::{Scope, computed_name};
use super::settings;
use super::viewport::{ColorScheme, Viewport};
use super::wait::until;

/// How long one command to the browser may take.
const COMMAND: Duration = Duration::from_mins(1);

/// Switches that make Chromium keep to the test: no window, nothing of its own on the network.
const SWITCHES: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--window-size=1440,900",
];

/// Writes every refusal of the page's content policy to the console, where the test's end looks.
const REPORT_POLICY: &str = "
    document.addEventListener('securitypolicyviolation', (event) => console.error(
        `content policy: ${event.effectiveDirective} refuses ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`));
";

/// A browser and what its console said.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    console: Mutex<ConsoleLog>,
    chromedriver: Chromedriver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser that asks for pages in `language` (such as `en-US`).
    ///
    /// # Errors
    /// When a program is missing or does not start.
    pub async fn start(language: &str) -> Result<Self> {
        let chromedriver = Chromedriver::start().await?;
        let profile = tempfile::tempdir().context("cannot make a profile folder")?;
        let mut capabilities = DesiredCapabilities::chrome();
        let chromium = settings::chromium()?;
        capabilities.set_binary(&chromium.to_string_lossy())?;
        for switch in SWITCHES {
            capabilities.add_arg(switch)?;
        }
        capabilities.add_arg(&format!("--lang={language}"))?;
        capabilities.add_arg(&format!("--accept-lang={language}"))?;
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
        // In a build of the whole workspace its HTTP client has TLS, and wants to know by what, though nothing here uses
        // any. Fails only when one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let driver = WebDriver::builder(chromedriver.url(), capabilities)
            .request_timeout(COMMAND)
            .await
            .context("chromedriver could not start Chromium")?;
        let browser = Self {
            driver,
            console: Mutex::default(),
            chromedriver,
            _profile: profile,
        };
        browser.on_every_document(REPORT_POLICY).await?;
        browser.on_every_document(first_row::OBSERVE).await?;
        browser.resize(Viewport::DESKTOP).await?;
        browser.prefer(ColorScheme::Light).await?;
        Ok(browser)
    }

    /// Goes to an address, as if it had been typed.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver
            .goto(url)
            .await
            .with_context(|| format!("opening {url}"))
    }

    /// The page, or the frame that was entered.
    pub fn page(&self) -> Scope {
        Scope::page(std::sync::Arc::clone(self.driver.handle()))
    }

    /// The outer page's address, whichever frame was entered.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn address(&self) -> Result<String> {
        Ok(self.driver.current_url().await?.to_string())
    }

    /// Waits until the outer address ends with `end`.
    ///
    /// # Errors
    /// When it does not until the deadline; the error holds the address.
    pub async fn address_ends_with(&self, end: &str) -> Result<()> {
        let mut address = String::new();
        until(&format!("an address that ends with {end}"), async || {
            address = self.address().await?;
            Ok(address.ends_with(end).then_some(()))
        })
        .await
        .with_context(|| format!("the address is {address}"))
    }

    /// The title of the outer page.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn title(&self) -> Result<String> {
        Ok(self.driver.title().await?)
    }

    /// The browser's Back button.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn back(&self) -> Result<()> {
        Ok(self.driver.back().await?)
    }

    /// The browser's Reload button.
    ///
    /// # Errors
    /// When the page does not load again.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.driver.refresh().await?)
    }

    /// Presses keys on whatever has the focus.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn press(&self, keys: &[Key]) -> Result<()> {
        for key in keys {
            self.driver
                .action_chain_with_delay(None, None)
                .send_keys(key.typing())
                .perform()
                .await?;
        }
        Ok(())
    }

    /// Presses a letter while Control is held down.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn press_with_control(&self, letter: char) -> Result<()> {
        self.driver
            .action_chain_with_delay(None, None)
            .key_down(WebDriverKey::Control)
            .key_down(letter)
            .key_up(letter)
            .key_up(WebDriverKey::Control)
            .perform()
            .await?;
        Ok(())
    }

    /// Waits until the element with the focus has this role and name.
    ///
    /// # Errors
    /// When another one has it at the deadline; the error says which.
    pub async fn focus_is_on(&self, element: &WebElement) -> Result<()> {
        let mut focused = String::new();
        until("the focus where it belongs", async || {
            let active = self.focused().await?;
            focused = format!(
                "{} \"{}\"",
                active.tag_name().await?,
                computed_name(&active).await?
            );
            Ok((active == *element).then_some(()))
        })
        .await
        .with_context(|| format!("the focus is on {focused}"))
    }

    /// The element that has the focus.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn focused(&self) -> Result<WebElement> {
        Ok(self
            .driver
            .execute("return document.activeElement", Vec::new())
            .await?
            .element()?)
    }

    /// The accessible name of `element`.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn name_of(&self, element: &WebElement) -> Result<String> {
        computed_name(element).await
    }

    /// Enters the page's only frame; [`Self::leave_frame`] goes back.
    ///
    /// # Errors
    /// When there is no frame until the deadline.
    pub async fn enter_frame(&self) -> Result<()> {
        let frame = until("a frame", async || {
            let script = "return [...document.querySelectorAll('iframe')]";
            let mut frames = self.driver.execute(script, Vec::new()).await?.elements()?;
            Ok((frames.len() == 1).then(|| frames.pop()).flatten())
        })
        .await?;
        Ok(frame.enter_frame().await?)
    }

    /// Goes back to the outer page.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn leave_frame(&self) -> Result<()> {
        Ok(self.driver.enter_default_frame().await?)
    }

    /// Goes to the window that the page has opened: the one that is not the page's.
    ///
    /// # Errors
    /// When there is not just one until the deadline.
    pub async fn enter_window(&self) -> Result<()> {
        // The driver gives them in no order.
        let page = self.driver.window().await?;
        let opened = until("another window", async || {
            let windows = self.driver.windows().await?.into_iter();
            let mut others: Vec<_> = windows.filter(|window| *window != page).collect();
            Ok((others.len() == 1).then(|| others.pop()).flatten())
        })
        .await?;
        Ok(self.driver.switch_to_window(opened).await?)
    }

    /// Closes that window and goes back to the page.
    ///
    /// # Errors
    /// When the browser does not answer, or more than the page is left.
    pub async fn leave_window(&self) -> Result<()> {
        self.driver.close_window().await?;
        let page = until("the page alone", async || {
            let mut windows = self.driver.windows().await?;
            anyhow::ensure!(!windows.is_empty(), "the page is closed");
            Ok((windows.len() == 1).then(|| windows.pop()).flatten())
        })
        .await?;
        Ok(self.driver.switch_to_window(page).await?)
    }

    /// Announces a complaint of the console that the test provokes.
    pub async fn expect_noise(&self, noise: Noise) {
        self.console.lock().await.expect(noise);
    }

    /// Audits the document (or the frame that was entered) with axe-core.
    ///
    /// # Errors
    /// When a rule of serious or critical impact is broken; the error names each rule and element.
    pub async fn audit(&self, what: &str) -> Result<()> {
        let violations = axe::audit(self.driver.handle()).await?;
        let (grave, slight): (Vec<_>, Vec<_>) =
            violations.into_iter().partition(Violation::is_grave);
        if !slight.is_empty() {
            let path = settings::artifacts()
                .join("axe")
                .join(format!("{what}.json"));
            write(path, serde_json::to_vec_pretty(&slight)?).await?;
        }
        let grave: Vec<String> = grave.iter().map(ToString::to_string).collect();
        anyhow::ensure!(grave.is_empty(), "axe on {what}:\n{}", grave.join("\n"));
        Ok(())
    }

    /// Keeps a picture of what is in sight under `artifacts/`.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let png = self.driver.screenshot_as_png().await?;
        write(settings::artifacts().join(format!("{name}.png")), png).await
    }

    /// Reads the console. Returns what was not announced.
    pub(super) async fn complaints(&self) -> Result<Vec<String>> {
        let mut console = self.console.lock().await;
        console.record(self.driver.browser_log().await?);
        Ok(console.complaints())
    }

    /// Leaves a picture, the address, the text and the console under `artifacts/failures`.
    pub(super) async fn keep_evidence(&self, test: &str) -> Result<()> {
        self.picture(&format!("failures/{test}")).await?;
        let console = self.complaints().await?.join("\n");
        let address = self.address().await?;
        let frame: String = self.evaluate("return location.href").await?;
        let in_sight = self.page().text().await?;
        let headings = self.page().names(Role::Heading).await?.join(" | ");
        let report = format!(
            "{address}\n{frame}\n\n{headings}\n\n{in_sight}\n\n{console}\n{}",
            self.console.lock().await
        );
        write(
            settings::artifacts()
                .join("failures")
                .join(format!("{test}.txt")),
            report.into_bytes(),
        )
        .await
    }

    /// Ends the browser. That of the stage is ended by the stage.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn quit(self) -> Result<()> {
        let quit = self.driver.quit().await;
        self.chromedriver.stop().await?;
        quit.context("Chromium did not quit")
    }

    /// Runs a script in every document that is opened from now on, before the document's own.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn on_every_document(&self, script: &str) -> Result<()> {
        self.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await
    }

    pub(super) fn driver(&self) -> &WebDriver {
        &self.driver
    }

    pub(super) async fn devtools(&self, method: &str, parameters: Value) -> Result<()> {
        self.driver.cdp().send_raw(method, parameters).await?;
        Ok(())
    }
}

async fn write(path: PathBuf, content: Vec<u8>) -> Result<()> {
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    tokio::fs::write(&path, content)
        .await
        .with_context(|| format!("cannot write {}", path.display()))
}
