//! The grid as markup: thousands of cells in one piece of it, with one listener for all.

use std::fmt::Write as _;

use super::{
    Place,
    model::{Column, Model, Row},
    version_of,
};
use crate::{status::Status, ui::status_markup};

/// The height of the longest bar.
const HEIGHT: i64 = 56;
/// Columns from one label to the next.
const LABELS_APART: usize = 4;

/// What the grid says in the language of the reader.
pub(super) struct Words<'a> {
    /// The corner: what the bars are, and what the times are.
    pub(super) corner: (&'a str, &'a str),
    /// The name of the state of a task or a run.
    pub(super) state: &'a dyn Fn(&Status) -> String,
    /// A length of milliseconds.
    pub(super) length: &'a dyn Fn(i64) -> String,
    /// The day of a moment.
    pub(super) day: &'a dyn Fn(i64) -> String,
    /// A run: its name, its state, how long it took.
    pub(super) run: fn(&str, &str, &str) -> String,
    /// A cell: task, run, state.
    pub(super) cell: fn(&str, &str, &str) -> String,
    /// Nothing is known.
    pub(super) unknown: &'a str,
}

/// Text that stands in markup: what came from elsewhere is never markup itself.
struct Plain<'a>(&'a str);

impl std::fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// What a run is called.
pub(super) fn name_of(column: &Column) -> &str {
    let run = &column.run;
    if run.name.is_empty() {
        &run.run_id
    } else {
        &run.name
    }
}

/// Draws head and body of the table. Exactly one cell is a stop of the Tab key; runs that are picked are marked.
pub(super) fn table(model: &Model, words: &Words<'_>, stop: Place, picked: &[String]) -> String {
    let mut out = String::with_capacity(model.rows.len() * model.columns.len() * 200);
    head(&mut out, model, words, stop, picked);
    out.push_str(r#"<tbody role="rowgroup">"#);
    for (at, row) in model.rows.iter().enumerate() {
        body_row(&mut out, model, words, (at + 1, row), stop, picked);
    }
    out.push_str("</tbody>");
    out
}

fn tab(stop: Place, row: usize, column: usize) -> &'static str {
    if stop == (Place { row, column }) {
        "0"
    } else {
        "-1"
    }
}

fn head(out: &mut String, model: &Model, words: &Words<'_>, stop: Place, picked: &[String]) {
    let (bars, times) = words.corner;
    let _written = write!(
        out,
        r#"<thead role="rowgroup"><tr role="row"><td role="gridcell" class="grid-corner" data-r="0" data-c="0" tabindex="{}"><span class="sub">{}</span> <span class="sub">{}</span></td>"#,
        tab(stop, 0, 0),
        Plain(bars),
        Plain(times),
    );
    let longest = model.columns.iter().filter_map(|column| column.took).max();
    let mut last: Option<(usize, String)> = None;
    for (at, column) in model.columns.iter().enumerate() {
        let took = column
            .took
            .map_or_else(String::new, |took| (words.length)(took));
        let version = version_of(&column.run).filter(|_| column.is_new_version);
        let state = (words.state)(&column.status);
        let label = (words.run)(name_of(column), &state, &took);
        // Where the version changes, its name is worth more than the day. The line stands there without it too.
        let is_version = version.is_some();
        let day = version.unwrap_or_else(|| (words.day)(column.run.created_at_ms));
        let is_due = last.as_ref().is_none_or(|(place, known)| {
            at - place >= LABELS_APART && (is_version || *known != day)
        });
        let shown = if is_due { day.as_str() } else { "" };
        let _written = write!(
            out,
            r#"<th scope="col" role="columnheader" class="{}" data-r="0" data-c="{}" tabindex="{}" aria-label="{}"{}>{}<span class="grid-day" aria-hidden="true">{}</span></th>"#,
            classes("grid-run", column, picked),
            at + 1,
            tab(stop, 0, at + 1),
            Plain(&label),
            selected(column, picked),
            bar(column, longest),
            Plain(shown),
        );
        if is_due {
            last = Some((at, day));
        }
    }
    out.push_str("</tr></thead>");
}

fn classes(base: &str, column: &Column, picked: &[String]) -> String {
    let mut classes = base.to_owned();
    if column.is_new_version {
        classes.push_str(" is-new-version");
    }
    if picked.contains(&column.run.run_id) {
        classes.push_str(" is-picked");
    }
    classes
}

/// Runs are selected, and with them their columns.
fn selected(column: &Column, picked: &[String]) -> &'static str {
    if picked.contains(&column.run.run_id) {
        r#" aria-selected="true""#
    } else {
        ""
    }
}

fn bar(column: &Column, longest: Option<i64>) -> String {
    let part = i128::from(column.took.unwrap_or(0)) * i128::from(HEIGHT)
        / i128::from(longest.unwrap_or(1).max(1));
    let height = i64::try_from(part).unwrap_or(HEIGHT).clamp(3, HEIGHT);
    let (y, class) = (HEIGHT - height, bar_class(&column.status));
    let rect = match column.status {
        // Lines are drawn on the edge: half a pixel inside it looks as wide as a filled bar.
        Status::Running | Status::Canceling | Status::Canceled | Status::Skipped => {
            format!(
                r#"<rect class="{class}" x=".5" y="{y}.5" width="11" height="{}" rx="1"/>"#,
                height - 1
            )
        }
        _ => {
            format!(r#"<rect class="{class}" x="0" y="{y}" width="12" height="{height}" rx="1"/>"#)
        }
    };
    // A failure has a mark under the line, so that it is seen without its colour.
    let mark = if column.status == Status::Failed {
        format!(
            r#"<rect class="{class}" x="0" y="{}" width="12" height="2"/>"#,
            HEIGHT + 2
        )
    } else {
        String::new()
    };
    format!(
        r#"<svg class="grid-bar" viewBox="0 0 12 60" aria-hidden="true" focusable="false">{rect}{mark}</svg>"#
    )
}

fn bar_class(status: &Status) -> &'static str {
    match status {
        Status::Succeeded => "bar-succeeded",
        Status::Failed => "bar-failed",
        Status::Running | Status::Canceling => "bar-running",
        Status::Canceled => "bar-canceled",
        Status::Skipped => "bar-skipped",
        _ => "bar-pending",
    }
}

fn body_row(
    out: &mut String,
    model: &Model,
    words: &Words<'_>,
    (at, row): (usize, &Row),
    stop: Place,
    picked: &[String],
) {
    let median = row
        .median
        .map_or_else(String::new, |median| (words.length)(median));
    let unfolded = match (row.is_group, row.is_folded) {
        (false, _) => "",
        (true, true) => r#" aria-expanded="false""#,
        (true, false) => r#" aria-expanded="true""#,
    };
    let depth = row.depth.min(6);
    let _written = write!(
        out,
        r#"<tr role="row"><th scope="row" role="rowheader" class="grid-task depth-{depth}" data-r="{at}" data-c="0" tabindex="{}"{unfolded}><span class="grid-fold" aria-hidden="true"></span><span class="grid-name" title="{}">{}</span> <span class="sub">{}</span></th>"#,
        tab(stop, at, 0),
        Plain(&row.path),
        Plain(&row.name),
        Plain(&median),
    );
    for (place, (column, cell)) in model.columns.iter().zip(&row.cells).enumerate() {
        let state = cell.as_ref().map(|(status, _)| (words.state)(status));
        let state = state.filter(|word| !word.is_empty());
        let label = (words.cell)(
            &row.name,
            name_of(column),
            state.as_deref().unwrap_or(words.unknown),
        );
        let _written = write!(
            out,
            r#"<td role="gridcell" class="{}" data-r="{at}" data-c="{}" tabindex="{}" aria-label="{}"{}>{}</td>"#,
            classes("grid-cell", column, picked),
            place + 1,
            tab(stop, at, place + 1),
            Plain(&label),
            selected(column, picked),
            cell.as_ref()
                .map_or_else(String::new, |(status, _)| mark(status)),
        );
    }
    out.push_str("</tr>");
}

/// Success is a plain square, so that everything else stands out.
pub(super) fn mark(status: &Status) -> String {
    match status {
        Status::Succeeded => r#"<i class="square square-good"></i>"#.to_owned(),
        Status::Skipped => r#"<i class="square square-skipped"></i>"#.to_owned(),
        other => status_markup(other),
    }
}

#[cfg(test)]
mod tests {
    use console_api::grid::TaskState;

    use super::{
        super::model::{
            model,
            tests::{grid, run, task},
        },
        *,
    };

    fn drawn(stop: Place, picked: &[String]) -> String {
        let mut odd = run("1", "FAILED", Some(1));
        odd.run.name = r#""><img src=x onerror=alert(1)>'"#.to_owned();
        let answer = grid(
            vec![odd, run("2", "SUCCEEDED", Some(10_000))],
            vec![task("<b>/&amp;", &[Some((TaskState::Failed, 1)), None])],
        );
        let words = Words {
            corner: ("bars", "median"),
            state: &|status| format!("{status:?}"),
            length: &|ms| format!("{ms} ms"),
            day: &|_| "Nov 5".to_owned(),
            run: |name, state, took| format!("{name}: {state} {took}"),
            cell: |task, run, state| format!("{task}, {run}: {state}"),
            unknown: "not known",
        };
        table(&model(&answer, &[], 0), &words, stop, picked)
    }

    #[test]
    fn names_are_never_markup() {
        let drawn = drawn(Place::default(), &[]);
        assert!(!drawn.contains("<img") && !drawn.contains("<b>"), "{drawn}");
        assert!(drawn.contains("&lt;img src=x onerror=alert(1)&gt;&#39;"));
        assert!(
            drawn.contains("&amp;amp;"),
            "what looks escaped is escaped once more"
        );
    }

    #[test]
    fn one_cell_is_a_stop_and_every_cell_has_a_name() {
        let drawn = drawn(Place { row: 1, column: 2 }, &["2".to_owned()]);
        assert_eq!(drawn.matches(r#"tabindex="0""#).count(), 1);
        assert!(drawn.contains(r#"data-r="1" data-c="2" tabindex="0" aria-label="&amp;amp;, run 2: not known" aria-selected="true""#), "{drawn}");
        assert_eq!(drawn.matches("is-picked").count(), 2);
        assert_eq!(drawn.matches("aria-label=").count(), 4);
        assert_eq!(drawn.matches(">Nov 5<").count(), 1, "a day is named once");
    }

    #[test]
    fn the_longest_run_has_the_full_height_and_a_failure_a_mark_below() {
        let drawn = drawn(Place::default(), &[]);
        assert!(drawn.contains(r#"y="0" width="12" height="56""#));
        assert!(drawn.contains(r#"y="53" width="12" height="3""#));
        assert_eq!(drawn.matches("bar-failed").count(), 2);
    }
}
