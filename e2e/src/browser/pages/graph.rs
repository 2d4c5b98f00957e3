//! A drawing of tasks, by the tree that says the same.

use anyhow::Result;
use thirtyfour::WebElement;

use crate::browser::{Browser, Name, Role, until};

/// What every item of the tree says, in its order.
const ITEMS: &str = "
    return [...arguments[0].querySelectorAll('[role=treeitem]')].map((item) => item.textContent.trim())";
/// What the item says that the keys are at.
const ACTIVE: &str = "
    const active = document.getElementById(arguments[0].getAttribute('aria-activedescendant'));
    return active ? active.textContent.trim() : ''";
/// The boxes that are drawn: how many touch another one that stands beside them, and how many there are.
const BOXES: &str = "
    const boxes = [...arguments[0].querySelectorAll('g.leaf > .frame')].map((box) => box.getBoundingClientRect());
    const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const pairs = boxes.flatMap((a, at) => boxes.slice(at + 1).map((b) => touch(a, b)));
    return [boxes.length, pairs.filter(Boolean).length]";

/// A drawing of tasks.
#[derive(Debug)]
pub struct Graph<'a> {
    browser: &'a Browser,
    tree: WebElement,
}

impl<'a> Graph<'a> {
    /// Waits for the drawing of this name, with its boxes.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find(browser: &'a Browser, name: impl Into<Name>) -> Result<Self> {
        let tree = browser.page().find(Role::Tree, name).await?;
        let graph = Self { browser, tree };
        graph.items_when(|items| !items.is_empty()).await?;
        until("boxes", async || {
            Ok((graph.boxes().await?.0 > 0).then_some(()))
        })
        .await?;
        Ok(graph)
    }

    /// The element that takes the keys.
    pub fn tree(&self) -> &WebElement {
        &self.tree
    }

    /// Waits until the tree says what is wanted, and returns what it says of each task.
    ///
    /// # Errors
    /// When it does not until the deadline.
    pub async fn items_when(&self, wanted: impl Fn(&[String]) -> bool) -> Result<Vec<String>> {
        let mut last: Vec<String> = Vec::new();
        let found = until("items as they are wanted", async || {
            last = self.browser.evaluate_on(&self.tree, ITEMS).await?;
            Ok(wanted(&last).then(|| last.clone()))
        })
        .await;
        found.map_err(|error| error.context(format!("the items are {last:?}")))
    }

    /// Waits until the keys are at an item that begins like this.
    ///
    /// # Errors
    /// When they are not until the deadline.
    pub async fn active_is(&self, beginning: &str) -> Result<()> {
        let mut last = String::new();
        let found = until("the item that the keys are at", async || {
            last = self.browser.evaluate_on(&self.tree, ACTIVE).await?;
            Ok(last.starts_with(beginning).then_some(()))
        })
        .await;
        found.map_err(|error| {
            error.context(format!("the keys are at {last:?} and not {beginning:?}"))
        })
    }

    /// How many boxes are drawn, and how many pairs of them touch.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn boxes(&self) -> Result<(usize, usize)> {
        self.browser.evaluate_on(&self.tree, BOXES).await
    }
}
