//! Finding things by role and accessible name.

use std::fmt;
use std::sync::Arc;

use anyhow::{Result, bail};
use http::Method;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::session::handle::SessionHandle;
use thirtyfour::{By, ElementId, RequestData, SessionId, WebElement};

use super::role::Role;
use super::wait::until;

/// What the accessible name of a wanted element is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// Any name.
    Any,
    /// Exactly this name.
    Is(String),
    /// A name with this in it.
    Has(String),
}

impl Name {
    /// A name with `part` in it.
    pub fn has(part: impl Into<String>) -> Self {
        Self::Has(part.into())
    }

    fn fits(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Is(wanted) => name == wanted,
            Self::Has(part) => name.contains(part),
        }
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::Is(name.to_owned())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => formatter.write_str("of any name"),
            Self::Is(name) => write!(formatter, "named \"{name}\""),
            Self::Has(part) => write!(formatter, "with \"{part}\" in its name"),
        }
    }
}

/// The page, or a part of it, in which things are looked for. Only what is displayed can be found.
#[derive(Clone, Debug)]
pub struct Scope {
    session: Arc<SessionHandle>,
    root: Option<WebElement>,
}

impl Scope {
    pub(super) fn page(session: Arc<SessionHandle>) -> Self {
        Self {
            session,
            root: None,
        }
    }

    /// The part of the page inside `element`.
    pub fn inside(element: &WebElement) -> Self {
        Self {
            session: Arc::clone(element.handle()),
            root: Some(element.clone()),
        }
    }

    /// The part of the page inside the one element of this role and name.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub async fn part(&self, role: Role, name: impl Into<Name>) -> Result<Self> {
        Ok(Self::inside(&self.find(role, name).await?))
    }

    /// Waits for the one displayed element of this role and name.
    ///
    /// # Errors
    /// When there is none, or more than one, until the deadline; the error lists what there is of that role.
    pub async fn find(&self, role: Role, name: impl Into<Name>) -> Result<WebElement> {
        let name = name.into();
        let mut seen = Vec::new();
        let found = until(&format!("a {role} {name}"), async || {
            let (mut fitting, others) = self.look(role, &name).await?;
            seen = others;
            Ok(match fitting.len() {
                1 => fitting.pop(),
                _ => None,
            })
        })
        .await;
        found.map_err(|error| error.context(format!("every {role} in sight: {seen:?}")))
    }

    /// Clicks the one displayed element of this role and name, as soon as there is one.
    ///
    /// # Errors
    /// As [`Self::find`], and when something covers it.
    pub async fn click(&self, role: Role, name: impl Into<Name>) -> Result<()> {
        Ok(self.find(role, name).await?.click().await?)
    }

    /// Waits for at least one displayed element of this role and name, and returns them in document order.
    ///
    /// # Errors
    /// When there is none until the deadline.
    pub async fn find_all(&self, role: Role, name: impl Into<Name>) -> Result<Vec<WebElement>> {
        let name = name.into();
        until(&format!("some {role} {name}"), async || {
            let (fitting, _) = self.look(role, &name).await?;
            Ok((!fitting.is_empty()).then_some(fitting))
        })
        .await
    }

    /// The displayed elements of this role and name at this moment, in document order.
    ///
    /// # Errors
    /// When the browser does not answer, or the page changes while it is being read.
    pub async fn now(&self, role: Role, name: impl Into<Name>) -> Result<Vec<WebElement>> {
        Ok(self.look(role, &name.into()).await?.0)
    }

    /// Waits until no element of this role and name is displayed.
    ///
    /// # Errors
    /// When there still is one at the deadline.
    pub async fn gone(&self, role: Role, name: impl Into<Name>) -> Result<()> {
        let name = name.into();
        until(&format!("no {role} {name} any more"), async || {
            let (fitting, _) = self.look(role, &name).await?;
            Ok(fitting.is_empty().then_some(()))
        })
        .await
    }

    /// The accessible names of every displayed element of `role` at this moment, in document order.
    ///
    /// # Errors
    /// When the browser does not answer, or the page changes while it is being read.
    pub async fn names(&self, role: Role) -> Result<Vec<String>> {
        Ok(self.look(role, &Name::Any).await?.1)
    }

    /// Waits until the text in sight contains every one of `parts`.
    ///
    /// # Errors
    /// When one is missing at the deadline; the error holds the text.
    pub async fn reads(&self, parts: &[&str]) -> Result<()> {
        let mut text = String::new();
        let result = until(&format!("a text with {parts:?}"), async || {
            text = self.text().await?;
            Ok(parts.iter().all(|part| text.contains(part)).then_some(()))
        })
        .await;
        result.map_err(|error| error.context(format!("the text in sight: {text}")))
    }

    /// The text in sight at this moment.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn text(&self) -> Result<String> {
        Ok(match &self.root {
            Some(root) => root.text().await?,
            None => self.session.find(By::Css("body")).await?.text().await?,
        })
    }

    /// Elements that fit, and the names of every displayed element of the role.
    async fn look(&self, role: Role, name: &Name) -> Result<(Vec<WebElement>, Vec<String>)> {
        let mut fitting = Vec::new();
        let mut names = Vec::new();
        for element in self.candidates(role).await? {
            if computed_role(&element).await? != role.computed() {
                continue;
            }
            let computed = computed_name(&element).await?;
            if name.fits(&computed) {
                fitting.push(element);
            }
            names.push(computed);
        }
        Ok((fitting, names))
    }

    /// The displayed elements that may have the role, with one question to the browser.
    async fn candidates(&self, role: Role) -> Result<Vec<WebElement>> {
        let root = match &self.root {
            Some(root) => root.to_json()?,
            None => serde_json::Value::Null,
        };
        let found = self
            .session
            .execute(CANDIDATES, vec![root, role.candidates().into()])
            .await?;
        Ok(found.elements()?)
    }
}

/// Elements that match a selector and are displayed.
const CANDIDATES: &str = "
    const [root, selector] = arguments;
    return [...(root ?? document).querySelectorAll(selector)].filter((element) =>
        element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0);
";

/// The name that the browser computes for `element`, as a screen reader would say it.
pub(super) async fn computed_name(element: &WebElement) -> Result<String> {
    ask(element, "computedlabel").await
}

async fn computed_role(element: &WebElement) -> Result<String> {
    ask(element, "computedrole").await
}

async fn ask(element: &WebElement, what: &'static str) -> Result<String> {
    let command = Computed {
        element: element.element_id(),
        what,
    };
    match element.handle().cmd(command).await?.value_json()? {
        serde_json::Value::String(value) => Ok(value),
        other => bail!("{what} is not a string: {other}"),
    }
}

/// The commands of the accessibility chapter, which thirtyfour has no methods for.
///
/// # Spec
/// <https://www.w3.org/TR/webdriver2/#get-computed-label>
#[derive(Debug)]
struct Computed {
    element: ElementId,
    what: &'static str,
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(
            Method::GET,
            format!("session/{session}/element/{}/{}", self.element, self.what),
        )
    }
}
