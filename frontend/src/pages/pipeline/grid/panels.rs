//! The panels beside the grid.

use std::{fmt::Write as _, sync::Arc};

use console_api::grid::Grid;
use leptos::prelude::*;

use super::{
    length,
    rail::{Failing, Line, failing, reused, slowest},
};
use crate::{
    reactive::{Erase, part, say},
    status::Status,
    text::{self, Catalogue, moment_of, use_text},
    ui::{Clock, status_glyph},
};

/// The panels.
#[component]
pub(super) fn Panels(grid: Memo<Option<Arc<Grid>>>) -> impl IntoView {
    let text = use_text();
    let lines = move |of: fn(&Grid) -> Vec<Line>,
                      class: &'static str,
                      none: fn(&'static Catalogue) -> &'static str,
                      is_time: bool| {
        part(move || {
            let lines = grid
                .read()
                .as_ref()
                .map(|grid| of(grid))
                .unwrap_or_default();
            if lines.is_empty() {
                return view! { <p class="panel-none">{text.t(none)}</p> }.erased();
            }
            let line = move |line: Line| {
                let value = if is_time {
                    length(text, line.value)
                } else {
                    format!("{} %", line.value)
                };
                let bar = bar(&line);
                view! {
                    <li>
                        <span class="mono ellipsis" title=line.path>{line.name}</span>
                        <svg class=format!("share {class}") aria-hidden="true" focusable="false" inner_html=bar></svg>
                        <span class="sub num">{value}</span>
                    </li>
                }
            };
            let lines = lines.into_iter().map(line).collect_view();
            view! { <ul class="shares">{lines}</ul> }.erased()
        })
    };
    let failures = part(move || {
        let known = grid.get();
        let failures = known.as_ref().map(|grid| failing(grid)).unwrap_or_default();
        if failures.is_empty() {
            return view! { <p class="panel-none">{text.t(|c| c.grid().nothing_fails)}</p> }
                .erased();
        }
        let line = move |one: Failing| {
            let run = known.as_ref().and_then(|grid| grid.runs.get(one.last));
            let made = run.map_or(0, |run| run.run.created_at_ms);
            view! { <Failure one=one made=made /> }
        };
        let lines = failures.into_iter().map(line).collect_view();
        view! { <ul class="overview-list">{lines}</ul> }.erased()
    });
    let head = move |title: fn(&'static Catalogue) -> &'static str,
                     more: Option<fn(&'static Catalogue) -> &'static str>| {
        view! {
            <div class="panel-head">
                <h2>{text.t(title)}</h2>
                {more.map(|more| view! { <span class="sub">{text.t(more)}</span> })}
            </div>
        }
    };
    view! {
        <div class="overview-side">
            <section class="panel" aria-label=text.t(|c| c.grid().time)>
                {head(|c| c.grid().time, Some(|c| c.grid().time_text))}
                {lines(slowest, "share-time", |c| c.grid().no_times, true)}
            </section>
            <section class="panel" aria-label=text.t(|c| c.grid().fails)>
                {head(|c| c.grid().fails, None)}
                {failures}
            </section>
            <section class="panel" aria-label=text.t(|c| c.grid().reused)>
                {head(|c| c.grid().reused, Some(|c| c.grid().reused_text))}
                {lines(reused, "share-cached", |c| c.grid().nothing_reused, false)}
            </section>
        </div>
    }
}

/// The bar of a line: widths are shares of the drawing.
fn bar(line: &Line) -> String {
    let per_cent = |thousandths: u32| format!("{}.{}%", thousandths / 10, thousandths % 10);
    let mut out = format!(
        r#"<rect class="share-track" width="100%" height="10" rx="3"/><rect class="share-part" width="{}" height="10" rx="3"/>"#,
        per_cent(line.share)
    );
    if line.more > 0 {
        let _written = write!(
            out,
            r#"<rect class="share-more" x="{}" y="4" width="{}" height="2"/>"#,
            per_cent(line.share),
            per_cent(line.more)
        );
    }
    out
}

#[component]
fn Failure(one: Failing, made: i64) -> impl IntoView {
    let text = use_text();
    let clock = expect_context::<Clock>();
    let runs = one.runs;
    let at = moment_of(made);
    let told = say(move || {
        let when = at.map(|at| text::when(text.language(), at, clock.now()));
        (text.get().grid().failed_in)(runs, &when.unwrap_or_default())
    });
    view! {
        <li class="with-glyph">
            {status_glyph(&Status::Failed)}
            <span class="two-lines">
                <span class="strong ellipsis" title=one.path>{one.name}</span>
                <span class="sub">{told}</span>
            </span>
        </li>
    }
}
