//! Icons of 16 × 16, drawn with the colour of the text around them.

use leptos::prelude::*;

use crate::reactive::{say, unless};

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Browser,
    Calendar,
    Box,
    Branch,
    Check,
    Clone,
    Close,
    Copy,
    Down,
    Experiment,
    External,
    Filter,
    Fit,
    Gateway,
    Gear,
    Graph,
    Info,
    Import,
    Key,
    Left,
    Loop,
    Moon,
    Minus,
    Namespace,
    Page,
    Plus,
    Right,
    Retry,
    Search,
    Server,
    Shield,
    SignOut,
    SortDown,
    SortUp,
    Spec,
    Sun,
    Terminal,
    Trash,
    UpDown,
}

impl Icon {
    pub(in crate::ui) fn path(self) -> &'static str {
        match self {
            Self::Branch => "M4.5 2.75v10.5M4.5 9.5c0-3 7-1 7-4.25M9.5 7.25l2-2 2 2",
            Self::Box => {
                "M8 2.25 13.25 5v6L8 13.75 2.75 11V5L8 2.25ZM2.75 5 8 7.75 13.25 5M8 7.75v6"
            }
            Self::Browser => {
                "M2.25 8a5.75 5.75 0 1 0 11.5 0a5.75 5.75 0 1 0-11.5 0M2.25 8h11.5M8 2.25c3.2 3.3 3.2 8.2 0 11.5c-3.2-3.3-3.2-8.2 0-11.5"
            }
            Self::Calendar => {
                "M3.5 3.75h9a.75.75 0 0 1 .75.75v8a.75.75 0 0 1-.75.75h-9a.75.75 0 0 1-.75-.75v-8a.75.75 0 0 1 .75-.75M2.75 6.75h10.5M5.5 2.25v2.5M10.5 2.25v2.5"
            }
            Self::Check => "m3.5 8.5 3 3 6-7",
            Self::Clone => {
                "M2.75 4a1.25 1.25 0 0 1 1.25-1.25h5A1.25 1.25 0 0 1 10.25 4v5A1.25 1.25 0 0 1 9 10.25H4A1.25 1.25 0 0 1 2.75 9zM12 6.5h.25a1 1 0 0 1 1 1v4.75a1 1 0 0 1-1 1H7.5a1 1 0 0 1-1-1V12"
            }
            Self::Close => "m4.5 4.5 7 7m0-7-7 7",
            Self::Down => "m4.5 6.5 3.5 3.5 3.5-3.5",
            Self::Copy => {
                "M5.75 7a1.25 1.25 0 0 1 1.25-1.25h5a1.25 1.25 0 0 1 1.25 1.25v5a1.25 1.25 0 0 1-1.25 1.25h-5a1.25 1.25 0 0 1-1.25-1.25zM10.25 5.75v-2a1 1 0 0 0-1-1h-5.5a1 1 0 0 0-1 1v5.5a1 1 0 0 0 1 1h2"
            }
            Self::Experiment => {
                "M6.25 2.5h3.5M6.75 2.5v3.75L3.25 12a.9.9 0 0 0 .8 1.35h7.9a.9.9 0 0 0 .8-1.35L9.25 6.25V2.5M5 9.5h6"
            }
            Self::External => {
                "M9.25 3H13v3.75M12.75 3.25 7.5 8.5M11.5 9.5v2.75a.75.75 0 0 1-.75.75h-7a.75.75 0 0 1-.75-.75v-7a.75.75 0 0 1 .75-.75H6.5"
            }
            Self::Fit => {
                "M2.75 6V3.5a.75.75 0 0 1 .75-.75H6M10 2.75h2.5a.75.75 0 0 1 .75.75V6M13.25 10v2.5a.75.75 0 0 1-.75.75H10M6 13.25H3.5a.75.75 0 0 1-.75-.75V10"
            }
            Self::Filter => "M2.5 4h11M4.5 8h7M6.5 12h3",
            Self::Gateway => "M2.5 13.25V5.5L8 2.5l5.5 3v7.75M5.25 13.25V8h5.5v5.25M8 8v5.25",
            Self::Graph => {
                "M2.25 7a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1zM9.75 3.5a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1zM9.75 10.5a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-2a1 1 0 0 1-1-1zM6.25 8h1.25c.6 0 .5-3.5 2.25-3.5M7.5 8c.6 0 .5 3.5 2.25 3.5"
            }
            // Sliders: a wheel of this size is taken for the sun beside it.
            Self::Gear => {
                "M2.5 5h5.75M11.75 5h1.75M8.25 5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0M2.5 11h1.75M7.75 11h5.75M4.25 11a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0"
            }
            Self::Import => "M8 2.75v7m-2.75-2.5L8 10l2.75-2.75M3 12.75h10",
            Self::Info => {
                "M2.25 8a5.75 5.75 0 1 0 11.5 0a5.75 5.75 0 1 0-11.5 0M8 7.25v3.5M8 5.2v.1"
            }
            Self::Key => {
                "M2.75 10.75a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M7 9l5.5-5.5M10.5 5.5l1.75 1.75"
            }
            Self::Loop => {
                "M11 2.5 13 4.5l-2 2M13 4.5H5.5a2.75 2.75 0 0 0-2.75 2.75V8M5 13.5l-2-2 2-2M3 11.5h7.5a2.75 2.75 0 0 0 2.75-2.75V8"
            }
            Self::Left => "M9.5 4.5 6 8l3.5 3.5",
            Self::Minus => "M3.25 8h9.5",
            Self::Moon => "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5Z",
            Self::Namespace => {
                "m8 2.5 5.5 2.75L8 8 2.5 5.25 8 2.5ZM2.5 8 8 10.75 13.5 8M2.5 10.75 8 13.5l5.5-2.75"
            }
            Self::Page => "M4 2.75h5L12 5.75v7.5H4zM9 2.75v3h3",
            Self::Plus => "M8 3.25v9.5M3.25 8h9.5",
            Self::Right => "m6.5 4.5 3.5 3.5-3.5 3.5",
            Self::Retry => "M13 8a5 5 0 1 1-1.5-3.55M13 2.5v2.75h-2.75",
            Self::Search => "M2.75 7a4.25 4.25 0 1 0 8.5 0a4.25 4.25 0 1 0-8.5 0M10.2 10.2l3.3 3.3",
            Self::Server => {
                "M3.5 3h9a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M3.5 9h9a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-2a1 1 0 0 1 1-1M5 5h.01M5 11h.01"
            }
            Self::Shield => "M8 2.25 13 4v4c0 3-2.2 4.9-5 5.75C5.2 12.9 3 11 3 8V4l5-1.75Z",
            Self::SignOut => {
                "M6.25 13.25h-2.5a1 1 0 0 1-1-1v-8.5a1 1 0 0 1 1-1h2.5M10.25 10.75 13 8l-2.75-2.75M13 8H6.25"
            }
            Self::SortDown => "M8 3.5v9m-3-3 3 3 3-3",
            Self::Spec => "m5.5 4.5-3 3.5 3 3.5M10.5 4.5l3 3.5-3 3.5",
            Self::SortUp => "M8 12.5v-9m-3 3 3-3 3 3",
            Self::Sun => {
                "M5.25 8a2.75 2.75 0 1 0 5.5 0a2.75 2.75 0 1 0-5.5 0M8 1.75v1M8 13.25v1M1.75 8h1M13.25 8h1M3.6 3.6l.7.7M11.7 11.7l.7.7M3.6 12.4l.7-.7M11.7 4.3l.7-.7"
            }
            Self::Terminal => {
                "M3.5 3h9a1.25 1.25 0 0 1 1.25 1.25v7.5A1.25 1.25 0 0 1 12.5 13h-9a1.25 1.25 0 0 1-1.25-1.25v-7.5A1.25 1.25 0 0 1 3.5 3M5 6.25 7 8 5 9.75M8.5 10H11"
            }
            Self::Trash => {
                "M3 4.5h10M6.25 4.25v-1.5h3.5v1.5M4.5 4.5l.5 8.75h6l.5-8.75M6.75 7v4M9.25 7v4"
            }
            Self::UpDown => "M5.5 6.25 8 3.75l2.5 2.5M5.5 9.75l2.5 2.5 2.5-2.5",
        }
    }
}

/// Draws an icon. It says nothing by itself: what it stands for is written beside it or in the name of its button.
pub(crate) fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=icon.path()></path>
        </svg>
    }
}

/// Draws an icon that changes; nothing while there is none.
pub(super) fn changing_icon(
    icon: impl Fn() -> Option<Icon> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 16 16"
            aria-hidden="true"
            focusable="false"
            hidden=unless(move || icon().is_some())
        >
            <path d=say(move || icon().map_or("", Icon::path).to_owned())></path>
        </svg>
    }
}

/// Draws the mark of the product.
pub(crate) fn mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 22 22" aria-hidden="true" focusable="false">
            <rect class="mark-field" width="22" height="22" rx="6"></rect>
            <path class="mark-lines" d="M7 7.2c3 0 2.5 3.8 5.5 3.8M7 14.8c3 0 2.5-3.8 5.5-3.8h2.3"></path>
            <g class="mark-dots">
                <circle cx="6.4" cy="7.2" r="2"></circle>
                <circle cx="6.4" cy="14.8" r="2"></circle>
                <circle cx="15.6" cy="11" r="2.3"></circle>
            </g>
        </svg>
    }
}
