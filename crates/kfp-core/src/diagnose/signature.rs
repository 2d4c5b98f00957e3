//! A row of the table, and the search in it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::rows::SIGNATURES;
use super::symptom::Symptom;

/// How well a row fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// No other known failure looks like this.
    Certain,
    /// This one looks like it, and so do others that are less common.
    Likely,
    /// It cannot be ruled out from here.
    Possible,
}

/// Who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mender {
    /// The person who calls.
    Caller,
    /// An owner of the namespace.
    NamespaceOwner,
    /// Whoever develops or installs the application that calls or is called.
    Developer,
    /// An administrator of the platform.
    Administrator,
}

impl fmt::Display for Mender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Caller => "you",
            Self::NamespaceOwner => "an owner of the namespace",
            Self::Developer => "whoever installs the application",
            Self::Administrator => "an administrator of the platform",
        })
    }
}

/// A failure that is known from the field.
///
/// The ids D01 to D71 are stable: they may be named in issues and scripts.
#[derive(Clone, Copy)]
pub struct Signature {
    /// Its stable name.
    pub id: &'static str,
    /// How it looks, in one line.
    pub sign: &'static str,
    /// Why it happens, in a sentence or two.
    pub cause: &'static str,
    /// What mends it.
    pub fix: &'static str,
    /// Who can apply the fix.
    pub mender: Mender,
    /// What to try next, to tell it from others that look the same; absent where nothing else looks so.
    pub next_probe: Option<&'static str>,
    pub(super) fits: fn(&Facts<'_>) -> Option<Fit>,
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature")
            .field("id", &self.id)
            .field("sign", &self.sign)
            .finish_non_exhaustive()
    }
}

/// A row that fits a symptom.
#[derive(Clone, Copy, Debug)]
pub struct Diagnosis {
    /// The row.
    pub signature: &'static Signature,
    /// How well it fits.
    pub fit: Fit,
}

/// Every row that fits, the best first; of equals, the row with the lower number. Empty when nothing known looks so.
pub fn diagnose(symptom: &Symptom<'_>) -> Vec<Diagnosis> {
    let facts = Facts::of(symptom);
    let mut found: Vec<Diagnosis> = SIGNATURES
        .iter()
        .copied()
        .flatten()
        .filter_map(|signature| {
            let fit = (signature.fits)(&facts)?;
            Some(Diagnosis { signature, fit })
        })
        .collect();
    found.sort_by_key(|diagnosis| (diagnosis.fit, diagnosis.signature.id));
    found
}
