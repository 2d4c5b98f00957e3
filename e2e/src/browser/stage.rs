//! A test's surroundings: the whole, and a browser in front of it.

use std::any::type_name_of_val;
use std::panic::{AssertUnwindSafe, resume_unwind};

use anyhow::{Context as _, Result, ensure};
use futures::FutureExt as _;
use kfp_sandbox::LoginEra;
use tokio::runtime;

use super::browser::Browser;
use crate::fixture::Whole;

/// What a test runs on.
#[derive(Debug)]
pub struct Stage {
    /// Sandbox, console and gateway.
    pub whole: Whole,
    /// A browser that nobody has signed in with.
    pub browser: Browser,
}

impl Stage {
    /// Runs `test` on a gateway of Kubeflow from 1.9.1, with an English browser.
    ///
    /// # Errors
    /// Whatever the test fails with, and what the browser's console complained about.
    pub fn run(test: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        Self::run_in(LoginEra::Oauth2Proxy, test)
    }

    /// Runs `test` on a gateway with the login services of `era`.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_in(era: LoginEra, test: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("no runtime")?
            .block_on(Self::play(era, test))
    }

    /// Starts, tests, looks at the console, and stops everything however the test ended.
    async fn play(era: LoginEra, test: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        let name = name_of(&test);
        let whole = Whole::start(era).await?;
        let browser = Browser::start("en-US").await?;
        let stage = Self { whole, browser };
        let outcome = AssertUnwindSafe(test(&stage)).catch_unwind().await;
        let complaints = stage.browser.complaints().await;
        let failed = !matches!((&outcome, &complaints), (Ok(Ok(())), Ok(none)) if none.is_empty());
        let evidence = match failed {
            true => stage.browser.keep_evidence(&name).await,
            false => Ok(()),
        };
        let quit = stage.browser.quit().await;
        stage.whole.stop().await;
        match outcome {
            Ok(result) => result?,
            Err(panic) => resume_unwind(panic),
        }
        evidence.context("the test failed, and its evidence could not be kept")?;
        let complaints = complaints?;
        ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
        quit
    }
}

/// The path of the test function that a closure stands in, as a file name.
fn name_of<T>(test: &T) -> String {
    type_name_of_val(test)
        .trim_end_matches("::{{closure}}")
        .replace("::", "-")
}
