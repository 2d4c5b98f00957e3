//! A table of things, with what narrows, sorts and turns its pages.

use anyhow::Result;
use thirtyfour::{Key, WebElement};

use crate::browser::{Browser, Name, Role, Scope, until};

/// The first line of each row's head: the name of the thing. A skeleton has none.
const FIRST_LINES: &str = "
    return [...arguments[0].tBodies].flatMap((body) => [...body.rows])
        .map((row) => (row.querySelector('th')?.innerText ?? '').split('\\n')[0].trim())
        .filter((name) => name && !arguments[0].querySelector('.skeleton'))";

/// A table with its filter and pager.
#[derive(Debug)]
pub struct List<'a> {
    browser: &'a Browser,
    caption: Name,
}

impl<'a> List<'a> {
    pub(super) async fn find(browser: &'a Browser, caption: Name) -> Result<Self> {
        let list = Self { browser, caption };
        list.names_when(|names| !names.is_empty()).await?;
        Ok(list)
    }

    /// The table.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn table(&self) -> Result<Scope> {
        self.browser
            .page()
            .part(Role::Table, self.caption.clone())
            .await
    }

    /// Waits until the names of the rows are as wanted, and returns them in their order.
    ///
    /// # Errors
    /// When they are not until the deadline.
    pub async fn names_when(&self, wanted: impl Fn(&[String]) -> bool) -> Result<Vec<String>> {
        let mut last = Vec::new();
        let found = until("rows as they are wanted", async || {
            let tables = self
                .browser
                .page()
                .now(Role::Table, self.caption.clone())
                .await?;
            let [table] = tables.as_slice() else {
                return Ok(None);
            };
            last = self.browser.evaluate_on(table, FIRST_LINES).await?;
            Ok(wanted(&last).then(|| last.clone()))
        })
        .await;
        found.map_err(|error| error.context(format!("the rows are {last:?}")))
    }

    /// The names of the rows at this moment.
    ///
    /// # Errors
    /// When the table is not there.
    pub async fn names(&self) -> Result<Vec<String>> {
        self.names_when(|_| true).await
    }

    /// Opens a row by its name.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn open(&self, name: &str) -> Result<()> {
        self.table().await?.click(Role::Link, name).await
    }

    /// The button in a column's header.
    ///
    /// # Errors
    /// When the column cannot be sorted.
    pub async fn sorter(&self, column: &str) -> Result<WebElement> {
        let header = self
            .table()
            .await?
            .find(Role::ColumnHeader, Name::has(column))
            .await?;
        Scope::inside(&header).find(Role::Button, Name::Any).await
    }

    /// Waits until a column's header announces this direction.
    ///
    /// # Errors
    /// When it does not until the deadline.
    pub async fn sorted_when(&self, column: &str, direction: &str) -> Result<()> {
        until(&format!("{column} in {direction} order"), async || {
            let header = self
                .table()
                .await?
                .find(Role::ColumnHeader, Name::has(column))
                .await?;
            Ok((header.attr("aria-sort").await?.as_deref() == Some(direction)).then_some(()))
        })
        .await
    }

    /// The field that narrows the list.
    ///
    /// # Errors
    /// When there is none.
    pub async fn filter(&self) -> Result<WebElement> {
        self.browser
            .page()
            .find(Role::SearchBox, Name::has("Filter"))
            .await
    }

    /// Empties the field that narrows the list, as a person does.
    ///
    /// # Errors
    /// When there is none.
    pub async fn empty_filter(&self) -> Result<()> {
        let everything = Key::Control + "a";
        let keys = everything + Key::Backspace;
        Ok(self.filter().await?.send_keys(keys).await?)
    }

    /// The pager.
    ///
    /// # Errors
    /// When there is none.
    pub async fn pages(&self) -> Result<Scope> {
        self.browser.page().part(Role::Navigation, "Pages").await
    }
}
