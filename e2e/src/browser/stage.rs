//! A test's surroundings: the whole, and a browser in front of it.

use std::any::type_name_of_val;
use std::panic::{AssertUnwindSafe, resume_unwind};

use anyhow::{Context as _, Result, ensure};
use futures::FutureExt as _;
use kfp_sandbox::LoginEra;
use tokio::runtime;

use super::console_log::Noise;
use super::pages::{Console, Dashboard, List, SignIn};
use super::session::Browser;
use super::whole::{Plan, Whole};

/// The owner of [`OWNED`].
pub const OWNER: &str = "jbpark8@example.com";
/// The owner's namespace.
pub const OWNED: &str = "kubeflow-jbpark8";
/// The caption of the list of [`OWNED`]'s experiments.
pub const EXPERIMENTS_OF_OWNER: &str = "Experiments in kubeflow-jbpark8";
/// Somebody who may look at [`VIEWED`].
pub const VIEWER: &str = "viewer@example.com";
/// The namespace that the viewer may look at.
pub const VIEWED: &str = "team-vision";
/// Somebody who has no namespace.
pub const NEWCOMER: &str = "newcomer@example.com";

/// What a test runs on.
#[derive(Debug)]
pub struct Stage {
    /// Sandbox, console and gateway.
    pub whole: Whole,
    /// A browser that nobody has signed in with.
    pub browser: Browser,
    era: LoginEra,
}

impl Stage {
    /// Runs `test` on a gateway of Kubeflow from 1.9.1, with an English browser.
    ///
    /// # Errors
    /// Whatever the test fails with, and what the browser's console complained about.
    pub fn run(test: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        Self::run_with(Plan::default(), "en-US", test)
    }

    /// Runs `test` on something else, with a browser that asks for pages in `language`.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_with(
        plan: Plan,
        language: &str,
        test: impl AsyncFnOnce(&Self) -> Result<()>,
    ) -> Result<()> {
        runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("no runtime")?
            .block_on(Self::play(plan, language, test))
    }

    /// Starts, tests, looks at the console, and stops everything however the test ended.
    async fn play(
        plan: Plan,
        language: &str,
        test: impl AsyncFnOnce(&Self) -> Result<()>,
    ) -> Result<()> {
        let name = name_of(&test);
        let era = plan.era;
        let whole = Whole::start(&plan).await?;
        let browser = Browser::start(language).await?;
        let stage = Self {
            whole,
            browser,
            era,
        };
        let outcome = AssertUnwindSafe(test(&stage)).catch_unwind().await;
        let complaints = stage.browser.complaints().await;
        let evidence = match (&outcome, &complaints) {
            (Ok(Ok(())), Ok(none)) if none.is_empty() => Ok(()),
            _ => stage.browser.keep_evidence(&name).await,
        };
        let quit = stage.browser.quit().await;
        stage.whole.stop().await;
        match outcome {
            Ok(result) => result?,
            Err(panic) => resume_unwind(panic),
        }
        let complaints = complaints?;
        ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
        evidence.context("the evidence of a failure could not be kept")?;
        quit
    }

    /// An address at the gateway.
    pub fn at_gateway(&self, path: &str) -> String {
        format!("{}{path}", self.whole.gateway())
    }

    /// Opens an address of the gateway without having signed in, signs in, and lands there.
    ///
    /// # Errors
    /// When a hop of the login fails.
    pub async fn sign_in_at(&self, path: &str, user: &str) -> Result<Console<'_>> {
        if self.era == LoginEra::Oauth2Proxy {
            // The sign-in page itself is a refusal.
            let bare = path.split(['?', '#']).next().unwrap_or_default();
            self.expect(403, bare).await;
        }
        self.browser.open(&self.at_gateway(path)).await?;
        self.login()
            .as_person(user, self.whole.password_of(user)?)
            .await?;
        Ok(self.console())
    }

    /// Signs in as the owner and opens the experiments of their namespace, with `query` such as `?sort=name`.
    ///
    /// # Errors
    /// When a hop of the login fails, or the rows do not come.
    pub async fn owner_at_experiments(&self, query: &str) -> Result<(Console<'_>, List<'_>)> {
        let path = format!("/kfp-console/ns/{OWNED}/experiments{query}");
        let console = self.sign_in_at(&path, OWNER).await?;
        let list = console.list(EXPERIMENTS_OF_OWNER).await?;
        Ok((console, list))
    }

    /// Announces an answer that the browser's console will complain about.
    pub async fn expect(&self, status: u16, path: &str) {
        self.browser.expect_noise(Noise::status(status, path)).await;
    }

    /// Opens an address of the gateway.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn open(&self, path: &str) -> Result<Console<'_>> {
        self.browser.open(&self.at_gateway(path)).await?;
        Ok(self.console())
    }

    /// What KFP itself answers the person who is signed in, past the console.
    ///
    /// # Errors
    /// When the answer is not JSON.
    pub async fn ask_kfp(&self, path: &str) -> Result<serde_json::Value> {
        self.browser.fetch(&format!("/pipeline{path}")).await
    }

    /// The console in sight.
    pub fn console(&self) -> Console<'_> {
        Console::in_sight(&self.browser)
    }

    /// The dashboard in sight.
    pub fn dashboard(&self) -> Dashboard<'_> {
        Dashboard::in_sight(&self.browser)
    }

    /// The pages of the login services in sight.
    pub fn login(&self) -> SignIn<'_> {
        SignIn::at(&self.browser, self.era)
    }
}

/// The path of the test function that a closure stands in, as a file name.
fn name_of<T>(test: &T) -> String {
    type_name_of_val(test)
        .trim_end_matches("::{{closure}}")
        .replace("::", "-")
}
