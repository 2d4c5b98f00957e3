//! The glyphs of the status vocabulary. Outline means "not finished or never worked", solid means "done, one way or
//! another"; the word beside a glyph is its name.

use console_api::Verdict;
use leptos::prelude::*;

use crate::{reactive::say, status::Status, text::use_text};

const RING: &str = r#"<circle class="line" cx="8" cy="8" r="5.75"/>"#;

/// The drawing of a status. Constant markup, so that a table of a thousand rows makes one node and not six for each.
fn drawing(status: &Status) -> String {
    match status {
        Status::Pending => {
            r#"<circle class="line dashed" cx="8" cy="8" r="5.75"/><circle class="solid" cx="8" cy="8" r="1.6"/>"#.to_owned()
        }
        Status::Running => r#"<circle class="line faint" cx="8" cy="8" r="5.75"/><path class="line round thick" d="M8 2.25A5.75 5.75 0 0 1 13.75 8"/><circle class="solid" cx="8" cy="8" r="2.4"/>"#.to_owned(),
        Status::Succeeded => r#"<circle class="solid" cx="8" cy="8" r="6.5"/><path class="cut" d="m5.2 8.25 1.95 1.95 3.7-4.15"/>"#.to_owned(),
        Status::Cached => r#"<rect class="solid" x="1.75" y="1.75" width="12.5" height="12.5" rx="3.5"/><path class="cut-solid" d="M8.9 3.9 5.2 8.6h2.3l-.5 3.5 3.8-4.9H8.4z"/>"#.to_owned(),
        Status::Skipped => format!(r#"{RING}<path class="line round" d="m5.6 5.9 2 2.1-2 2.1m2.9-4.2 2 2.1-2 2.1"/>"#),
        Status::Omitted => format!(r#"{RING}<path class="line" d="m4.1 11.9 7.8-7.8"/>"#),
        Status::Failed => r#"<path class="solid" d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z"/><path class="cut" d="m5.75 5.75 4.5 4.5m0-4.5-4.5 4.5"/>"#.to_owned(),
        Status::Canceling => r#"<circle class="line faint" cx="8" cy="8" r="5.75"/><path class="line round thick" d="M8 2.25A5.75 5.75 0 1 1 2.25 8"/><rect class="solid" x="5.9" y="5.9" width="4.2" height="4.2" rx=".7"/>"#.to_owned(),
        Status::Canceled => format!(r#"{RING}<rect class="solid" x="5.6" y="5.6" width="4.8" height="4.8" rx=".8"/>"#),
        Status::Paused => r#"<circle class="solid" cx="8" cy="8" r="6.5"/><path class="cut" d="M6.4 5.6v4.8M9.6 5.6v4.8"/>"#.to_owned(),
        Status::Unknown(_) => r#"<circle class="line dashed" cx="8" cy="8" r="5.75"/><path class="line round" d="M6.5 6.5a1.55 1.55 0 1 1 2.2 1.4c-.5.25-.7.5-.7 1M8 10.9v.1"/>"#.to_owned(),
    }
}

const WARNING: &str = r#"<path class="solid" d="M8.9 2.1 14.6 12.3a1 1 0 0 1-.9 1.5H2.3a1 1 0 0 1-.9-1.5L7.1 2.1a1 1 0 0 1 1.8 0Z"/><path class="cut" d="M8 5.9v3.2m0 2.2v.01"/>"#;

/// Draws the glyph of a status.
pub(crate) fn status_glyph(status: &Status) -> impl IntoView + use<> {
    glyph(class_of(status), drawing(status))
}

fn class_of(status: &Status) -> String {
    let turning = matches!(status, Status::Running | Status::Canceling);
    let turning = if turning { " glyph-turning" } else { "" };
    format!("glyph {}{turning}", status.class())
}

/// The glyph of a status as markup, where hundreds stand in one piece of it.
pub(crate) fn status_markup(status: &Status) -> String {
    let (class, drawing) = (class_of(status), drawing(status));
    format!(
        r#"<svg class="{class}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{drawing}</svg>"#
    )
}

/// The glyph of a check.
#[component]
pub(crate) fn VerdictGlyph(
    /// What the check found.
    verdict: Verdict,
    /// Draws it larger.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let drawing = match verdict {
        Verdict::Works => drawing(&Status::Succeeded),
        Verdict::Warning => WARNING.to_owned(),
        Verdict::Fails => drawing(&Status::Failed),
        Verdict::NotReached => drawing(&Status::Omitted),
        Verdict::NotChecked => drawing(&Status::Unknown("".into())),
    };
    let class = verdict_class(verdict);
    glyph(
        format!("glyph {class}{}", if large { " glyph-l" } else { "" }),
        drawing,
    )
}

/// The name of the style that gives a verdict its colours.
pub(crate) fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Works => "is-succeeded",
        Verdict::Warning => "is-warning",
        Verdict::Fails => "is-failed",
        Verdict::NotReached => "is-omitted",
        Verdict::NotChecked => "is-unknown",
    }
}

fn glyph(class: String, drawing: String) -> impl IntoView {
    view! { <svg class=class viewBox="0 0 16 16" aria-hidden="true" focusable="false" inner_html=drawing></svg> }
}

/// Glyph and word, as a table shows them.
#[component]
pub(crate) fn StatusWord(
    /// The status.
    status: Status,
) -> impl IntoView {
    let text = use_text();
    let class = format!(
        "status {}{}",
        status.class(),
        if status.is_loud() { " status-loud" } else { "" }
    );
    let glyph = status_glyph(&status);
    view! { <span class=class>{glyph} <span>{say(move || (text.get().status)(&status))}</span></span> }
}
