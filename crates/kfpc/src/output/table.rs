//! Columns for people.

use unicode_width::UnicodeWidthStr as _;

use super::row::Row;

/// Longest cell that is shown whole; a description may have any length.
const WIDEST: usize = 64;

/// The widths of the columns of one table. They grow with what is shown, and never shrink.
#[derive(Debug)]
pub(super) struct Layout {
    shown: Vec<usize>,
    widths: Vec<usize>,
}

impl Layout {
    /// That of a table with nothing but its head.
    pub(super) fn of<T: Row>(wide: bool) -> Self {
        let shown: Vec<usize> = (0..T::COLUMNS.len())
            .filter(|column| wide || !T::COLUMNS[*column].wide)
            .collect();
        let heads = shown.iter().map(|column| T::COLUMNS[*column].head.width());
        Self {
            widths: heads.collect(),
            shown,
        }
    }

    /// The line of heads. To be asked for after the first rows, whose widths it then has.
    pub(super) fn head<T: Row>(&self) -> String {
        let heads = self.shown.iter().map(|column| T::COLUMNS[*column].head);
        self.line(&heads.map(str::to_owned).collect::<Vec<_>>())
    }

    /// The lines of some rows. Names are other people's texts: what could move the cursor or change colours is shown
    /// as a mark in its place.
    pub(super) fn rows<T: Row>(&mut self, items: &[T]) -> Vec<String> {
        let lines: Vec<Vec<String>> = items.iter().map(|item| self.cells(item)).collect();
        for line in &lines {
            for (width, cell) in self.widths.iter_mut().zip(line) {
                *width = (*width).max(cell.width());
            }
        }
        lines.iter().map(|line| self.line(line)).collect()
    }

    fn cells<T: Row>(&self, item: &T) -> Vec<String> {
        let cells = item.cells();
        let cell = |column: &usize| harmless(cells.get(*column).map_or("", String::as_str));
        self.shown.iter().map(cell).collect()
    }

    fn line(&self, cells: &[String]) -> String {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&self.widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// A table with its head.
pub(super) fn lay_out<T: Row>(items: &[T], wide: bool) -> Vec<String> {
    let mut layout = Layout::of::<T>(wide);
    let mut lines = layout.rows(items);
    lines.insert(0, layout.head::<T>());
    lines
}

/// One line without control characters and without what turns the direction of the text.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
            if c.is_control() || turns { '\u{fffd}' } else { c }
        })
        .collect()
}

/// A cell: plain, and cut in its middle.
fn harmless(text: &str) -> String {
    let plain = plain(text);
    let plain = if plain.trim().is_empty() && !text.is_empty() {
        "(blank)".to_owned()
    } else {
        plain
    };
    if plain.width() <= WIDEST {
        return plain;
    }
    let chars: Vec<char> = plain.chars().collect();
    let mut head = String::new();
    let mut tail: Vec<char> = Vec::new();
    let (mut first, mut last) = (0, chars.len());
    let mut used = 1;
    while first < last {
        let from_head = head.width() <= tail.iter().collect::<String>().width();
        let c = if from_head {
            chars[first]
        } else {
            chars[last - 1]
        };
        let width = c.to_string().width();
        if used + width > WIDEST {
            break;
        }
        used += width;
        if from_head {
            head.push(c);
            first += 1;
        } else {
            tail.push(c);
            last -= 1;
        }
    }
    head.push('…');
    head.extend(tail.iter().rev());
    head
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::row::Column;

    struct Named(&'static str);

    impl Row for Named {
        const COLUMNS: &'static [Column] = &[
            Column {
                head: "NAME",
                wide: false,
            },
            Column {
                head: "MORE",
                wide: true,
            },
        ];

        fn cells(&self) -> Vec<String> {
            vec![self.0.to_owned(), "x".to_owned()]
        }

        fn id(&self) -> &str {
            self.0
        }
    }

    #[test]
    fn wide_letters_keep_the_columns_in_line() {
        let table = lay_out(&[Named("학습"), Named("ab")], true);
        assert_eq!(table, ["NAME  MORE", "학습  x", "ab    x"]);
        assert_eq!(lay_out(&[Named("ab")], false), ["NAME", "ab"]);
    }

    #[test]
    fn later_rows_stay_in_line_with_the_first() {
        let mut layout = Layout::of::<Named>(true);
        assert_eq!(layout.rows(&[Named("longest name")]), ["longest name  x"]);
        assert_eq!(layout.rows(&[Named("ab")]), ["ab            x"]);
    }

    #[test]
    fn a_name_cannot_touch_the_terminal() {
        for bad in ["\u{1b}[31mred", "a\nb", "a\rb", "\u{202e}cba"] {
            let shown = harmless(bad);
            assert!(!shown.chars().any(char::is_control), "{shown:?}");
            assert!(!shown.contains('\u{202e}'), "{shown:?}");
        }
        assert_eq!(harmless("   "), "(blank)");
    }

    #[test]
    fn long_names_keep_both_ends() {
        let name = format!("begin-{}-end", "x".repeat(100));
        let shown = harmless(&name);
        assert!(
            shown.starts_with("begin-") && shown.ends_with("-end"),
            "{shown}"
        );
        assert!(shown.width() <= WIDEST);
        assert!(harmless(&"학".repeat(100)).width() <= WIDEST);
    }
}
