//! What a script in the document finds out.

use anyhow::{Result, bail};
use serde::de::DeserializeOwned;
use serde_json::Value;
use thirtyfour::WebElement;

use super::first_row;
use super::session::Browser;
use super::wait::until;

impl Browser {
    /// Runs a script in the document, and reads what it returns.
    ///
    /// # Errors
    /// When the script fails or returns something else.
    pub async fn evaluate<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        Ok(self.driver().execute(script, Vec::new()).await?.convert()?)
    }

    /// Runs a script with `element` as its first argument, and reads what it returns.
    ///
    /// # Errors
    /// When the script fails or returns something else.
    pub async fn evaluate_on<T: DeserializeOwned>(
        &self,
        element: &WebElement,
        script: &str,
    ) -> Result<T> {
        Ok(self
            .driver()
            .execute(script, vec![element.to_json()?])
            .await?
            .convert()?)
    }

    /// Asks for a JSON document of the page's origin, with the person's cookies.
    ///
    /// # Errors
    /// When the answer is not JSON.
    pub async fn fetch(&self, path: &str) -> Result<Value> {
        let script = "
            const [path, done] = arguments;
            fetch(path).then((answer) => answer.json()).then(done, (error) => done(String(error)))";
        let answer = self
            .driver()
            .execute_async(script, vec![path.into()])
            .await?;
        match answer.json() {
            Value::String(error) => bail!("{path}: {error}"),
            json => Ok(json.clone()),
        }
    }

    /// How many requests the document has made to addresses that contain `part`.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn requests_to(&self, part: &str) -> Result<usize> {
        let script = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes(arguments[0])).length";
        Ok(self
            .driver()
            .execute(script, vec![part.into()])
            .await?
            .convert()?)
    }

    /// Milliseconds from the start of the navigation until a table's first row was in the document.
    ///
    /// # Errors
    /// When there is none until the deadline.
    pub async fn first_row_after(&self) -> Result<f64> {
        until("a first row", async || {
            Ok(self
                .driver()
                .execute(first_row::READ, Vec::new())
                .await?
                .convert()?)
        })
        .await
    }

    /// By how many pixels the page is wider than its window.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn sideways_overflow(&self) -> Result<i64> {
        let script =
            "const page = document.scrollingElement; return page.scrollWidth - page.clientWidth";
        Ok(self.driver().execute(script, Vec::new()).await?.convert()?)
    }

    /// The colour behind the page.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn background(&self) -> Result<String> {
        self.evaluate("return getComputedStyle(document.body).backgroundColor")
            .await
    }
}
