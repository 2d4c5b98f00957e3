//! What is attempted through the console, and what stops it.
//!
//! An attempt names objects by short names: those that end in `a` are the attacker's, those in `b` belong to the other
//! tenant, those in `s` to nobody.

mod objects;
mod openings;
mod pages;

use kfp_console::config::Defence;

use crate::whole::Front;

pub(crate) use objects::OBJECTS;
pub(crate) use openings::OPENINGS;
pub(crate) use pages::FOREIGN_PAGES;

/// One request of an attacker.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    pub(crate) name: &'static str,
    pub(crate) method: &'static str,
    /// Behind the prefix.
    pub(crate) path: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: &'static str,
    /// Status and code of the refusal.
    pub(crate) refusal: (u16, &'static str),
    pub(crate) by: By,
}

/// What stops an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// Kubernetes does not allow it to this user, in the namespace where the object is.
    Review,
    /// Kubernetes does not allow the user to read the pipeline of the run.
    ReadablePipeline,
    /// No row of the access table has it, or the row asks for a namespace.
    Table,
    /// Nothing that only the server sets is taken.
    ServerSet,
    /// Only page tokens that were handed out are taken.
    PageTokens,
    /// Nothing is written for a foreign page.
    Origin,
}

impl By {
    pub(crate) const ALL: [Self; 6] = [
        Self::Review,
        Self::ReadablePipeline,
        Self::Table,
        Self::ServerSet,
        Self::PageTokens,
        Self::Origin,
    ];

    /// The console without this, and nothing else.
    pub(crate) fn left_out(self) -> Front {
        match self {
            Self::Review => Front::WithoutReviews,
            Self::ReadablePipeline => Front::Without(Defence::PipelineOfARun),
            Self::Table => Front::Bare,
            Self::ServerSet => Front::Without(Defence::ServerSet),
            Self::PageTokens => Front::Without(Defence::PageTokens),
            Self::Origin => Front::Without(Defence::Origin),
        }
    }

    /// How it is left out, for the table of the documentation.
    pub(crate) fn without(self) -> &'static str {
        match self {
            Self::Review => "a Kubernetes that allows everything",
            Self::Table => "no console: what comes is passed on",
            _ => "a test build leaves it out",
        }
    }

    /// What it is, for the table of the documentation.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Review => "access review of the user, in the namespace of the object (K82)",
            Self::ReadablePipeline => "access review of the pipeline of a run",
            Self::Table => "access table: no row, or a row that asks for a namespace",
            Self::ServerSet => "what only the server sets is refused by name",
            Self::PageTokens => "page tokens are sealed to user, list and scope",
            Self::Origin => "origin, fetch metadata and media type of a write",
        }
    }
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const FORM: &[(&str, &str)] = &[("content-type", "multipart/form-data; boundary=x")];
const BYTES: &[(&str, &str)] = &[("content-type", "application/octet-stream")];
/// A form with a package as its file.
pub(crate) const FILE: &str = "--x\r\ncontent-disposition: form-data; name=\"uploadfile\"; filename=\"p.yaml\"\r\n\r\nPACKAGE\r\n--x--\r\n";

/// An attempt at something of the other tenant.
const fn foreign(
    name: &'static str,
    method: &'static str,
    path: &'static str,
    body: &'static str,
) -> Attempt {
    Attempt {
        name,
        method,
        path,
        headers: if body.is_empty() { &[] } else { JSON },
        body,
        refusal: (403, "access.denied"),
        by: By::Review,
    }
}

/// An upload of a package.
const fn upload(name: &'static str, path: &'static str) -> Attempt {
    Attempt {
        headers: FORM,
        ..foreign(name, "POST", path, FILE)
    }
}

/// A package to be read by the console itself.
const fn package(name: &'static str, path: &'static str) -> Attempt {
    Attempt {
        headers: BYTES,
        ..foreign(name, "POST", path, "PACKAGE")
    }
}

impl Attempt {
    /// The address, behind a prefix.
    pub(crate) fn path_in(&self, prefix: &str) -> String {
        match self.path.strip_prefix("../") {
            Some(path) => format!("{prefix}/apis/{path}"),
            None if self.path.starts_with('/') => format!("{prefix}{}", self.path),
            None => format!("{prefix}/apis/v2beta1/{}", self.path),
        }
    }

    /// The same, refused otherwise.
    const fn refused(self, status: u16, code: &'static str, by: By) -> Self {
        Self {
            refusal: (status, code),
            by,
            ..self
        }
    }
}
