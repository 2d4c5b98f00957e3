//! Columns for people.

use unicode_width::UnicodeWidthStr as _;

use super::row::Row;

/// Longest cell that is shown whole; a description may have any length.
const WIDEST: usize = 64;

/// Lays out a table with a head. Names are other people's texts: what could move the cursor or change colours is shown
/// as a mark in its place.
pub(super) fn lay_out<T: Row>(items: &[T], wide: bool) -> String {
    let shown: Vec<usize> = (0..T::COLUMNS.len())
        .filter(|column| wide || !T::COLUMNS[*column].wide)
        .collect();
    let mut lines: Vec<Vec<String>> = vec![
        shown
            .iter()
            .map(|column| T::COLUMNS[*column].head.to_owned())
            .collect(),
    ];
    for item in items {
        let cells = item.cells();
        lines.push(
            shown
                .iter()
                .map(|column| harmless(cells.get(*column).map_or("", String::as_str)))
                .collect(),
        );
    }
    let widths: Vec<usize> = (0..shown.len())
        .map(|column| {
            lines
                .iter()
                .map(|line| line[column].width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for line in &lines {
        let mut row = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            row.push_str(cell);
            row.push_str(&" ".repeat(width - cell.width() + 2));
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// One line without control characters and without what turns the direction of the text.
pub(super) fn plain(text: &str) -> String {
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
        assert_eq!(table, "NAME  MORE\n학습  x\nab    x\n");
        assert_eq!(lay_out(&[Named("ab")], false), "NAME\nab\n");
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
