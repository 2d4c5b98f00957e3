//! The size and the taste of the simulated screen.

use serde_json::json;

/// A size in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields say it")]
pub struct Viewport {
    pub width: u32,
    pub height: u32,
}

impl Viewport {
    /// The size that the design was drawn for.
    pub const DESKTOP: Self = Self {
        width: 1440,
        height: 900,
    };
    /// A telephone.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
    };
    /// The narrowest width at which WCAG 1.4.10 demands reflow.
    pub const NARROWEST: Self = Self {
        width: 320,
        height: 640,
    };

    pub(super) fn metrics(self) -> serde_json::Value {
        json!({
            "width": self.width,
            "height": self.height,
            "deviceScaleFactor": 1,
            "mobile": false,
        })
    }
}

/// What the operating system says the person prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ColorScheme {
    Light,
    Dark,
}

impl ColorScheme {
    /// The value of the media feature `prefers-color-scheme`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
