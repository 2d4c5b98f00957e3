//! The grids of the calendar as markup. Nothing that a tenant wrote stands in it.

use std::fmt::Write as _;

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// What a screen reader says.
    pub(super) name: String,
    /// What stands in it.
    pub(super) text: String,
    /// How many starts there are.
    pub(super) count: usize,
    /// Its style beside that of its weight.
    pub(super) class: &'static str,
}

/// The starts that the fullest hour is drawn with.
const LEVELS: usize = 4;
/// Dots that a day of a month has at most.
const DOTS: usize = 6;

/// Days down, hours across: `heads` names the days, `hours` the hours that are named.
pub(super) fn hours(
    corner: &str,
    hours: &[String],
    heads: &[String],
    rows: &[Vec<Cell>],
) -> String {
    let mut out = String::from("<thead><tr role=\"row\"><td class=\"cells-corner\">");
    plain(&mut out, corner);
    out.push_str("</td>");
    for hour in hours {
        out.push_str("<th scope=\"col\">");
        plain(&mut out, hour);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    let most = rows.iter().flatten().map(|cell| cell.count).max();
    let most = most.unwrap_or(0);
    for (row, (cells, head)) in rows.iter().zip(heads).enumerate() {
        out.push_str("<tr role=\"row\"><th scope=\"row\">");
        plain(&mut out, head);
        out.push_str("</th>");
        for (column, cell) in cells.iter().enumerate() {
            let shown = match cell.count {
                0 => String::new(),
                count @ 1..100 => count.to_string(),
                _ => "99+".to_owned(),
            };
            let class = format!("load-{}", level(cell.count, most));
            open(&mut out, (row, column), cell, &class, &shown);
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody>");
    out
}

/// The days of a month in weeks, each with a dot for every start as far as there is room.
pub(super) fn month(heads: &[String], weeks: &[Vec<Cell>]) -> String {
    let mut out = String::from("<thead><tr role=\"row\">");
    for head in heads {
        out.push_str("<th scope=\"col\">");
        plain(&mut out, head);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for (row, week) in weeks.iter().enumerate() {
        out.push_str("<tr role=\"row\">");
        for (column, cell) in week.iter().enumerate() {
            open(&mut out, (row, column), cell, "", &cell.text);
            out.push_str("<span class=\"month-dots\">");
            for _ in 0..cell.count.min(DOTS) {
                out.push_str("<i></i>");
            }
            if cell.count > DOTS {
                let _written = write!(out, "<b data-shown=\"{}\"></b>", cell.count);
            }
            out.push_str("</span></td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody>");
    out
}

/// What is shown is drawn by the style: the name of the cell says the same in words, and in another order.
fn open(out: &mut String, (row, column): (usize, usize), cell: &Cell, class: &str, shown: &str) {
    let own = cell.class;
    let _written = write!(
        out,
        "<td role=\"gridcell\" tabindex=\"-1\" data-r=\"{row}\" data-c=\"{column}\" class=\"{class} {own}\" aria-label=\""
    );
    plain(out, &cell.name);
    out.push_str("\" data-shown=\"");
    plain(out, shown);
    out.push_str("\">");
}

fn level(count: usize, most: usize) -> usize {
    match count {
        0 => 0,
        _ => (count * LEVELS).div_ceil(most.max(1)).min(LEVELS),
    }
}

/// What the browser wrote is no markup either.
fn plain(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|c| !matches!(c, '<' | '>' | '&' | '"')));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(name: &str, count: usize) -> Cell {
        Cell {
            name: name.to_owned(),
            text: "24".to_owned(),
            count,
            class: "",
        }
    }

    #[test]
    fn an_hour_says_its_number_and_weighs_as_much() {
        let rows = [vec![cell("one", 1), cell("most", 140), cell("none", 0)]];
        let markup = hours("", &[], &["Tue 24".to_owned()], &rows);
        for part in [
            r#"data-r="0" data-c="0" class="load-1 " aria-label="one" data-shown="1"></td>"#,
            r#"class="load-4 " aria-label="most" data-shown="99+"></td>"#,
            r#"class="load-0 " aria-label="none" data-shown=""></td>"#,
        ] {
            assert!(markup.contains(part), "{part}: {markup}");
        }
    }

    #[test]
    fn a_day_has_a_dot_for_each_start_and_a_number_where_there_are_many() {
        let markup = month(&[], &[vec![cell("few", 3), cell("many", 40)]]);
        assert_eq!(markup.matches("<i></i>").count(), 3 + DOTS);
        assert!(markup.contains(r#"<b data-shown="40">"#));
    }

    #[test]
    fn no_word_is_markup() {
        let told = cell("<script>\" onfocus=\"x", 1);
        let markup = month(&["<b>".to_owned()], &[vec![told]]);
        assert!(!markup.contains("<script") && !markup.contains("\" onfocus"));
    }
}
