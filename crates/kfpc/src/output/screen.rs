//! What changes while somebody looks on.

use std::collections::HashMap;

use serde::Serialize;

use super::Row;
use super::table::{self, Layout};
use super::terminal::Terminal;
use crate::cli::Format;
use crate::failure::Failure;

/// Shows a list anew after each change: in its place on a terminal, else what is new of it, line by line.
pub(crate) struct Changes {
    format: Format,
    layout: Option<Layout>,
    /// What was shown last of each, by its id.
    shown: HashMap<String, String>,
    /// How many lines the terminal shows of it.
    height: usize,
}

impl Changes {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            layout: None,
            shown: HashMap::new(),
            height: 0,
        }
    }

    /// Shows the list as it is now. Returns whether anything of it changed.
    pub(crate) fn show<T: Row + Serialize>(
        &mut self,
        items: &[T],
        terminal: &mut Terminal,
    ) -> Result<bool, Failure> {
        let is_first = self.layout.is_none() && self.shown.is_empty();
        let mut now = HashMap::new();
        let mut changed = Vec::new();
        for item in items {
            let text = self.text(item)?;
            if self.shown.get(item.id()) != Some(&text) {
                changed.push((item, text.clone()));
            }
            now.insert(item.id().to_owned(), text);
        }
        let gone: Vec<String> = self
            .shown
            .keys()
            .filter(|id| !now.contains_key(*id))
            .cloned()
            .collect();
        self.shown = now;
        let is_table = matches!(self.format, Format::Table | Format::Wide);
        if is_table && terminal.redraws() {
            if is_first || !changed.is_empty() || !gone.is_empty() {
                self.redraw(items, terminal)?;
            }
        } else {
            self.lines(&changed, terminal)?;
            for id in &gone {
                let said = terminal.language.left_the_list(&table::plain(id));
                terminal.say(&said);
            }
        }
        Ok(!changed.is_empty() || !gone.is_empty())
    }

    /// What tells one state of it from another in this format.
    fn text<T: Row + Serialize>(&self, item: &T) -> Result<String, Failure> {
        match self.format {
            Format::Table => Ok(cells(item, false)),
            Format::Wide => Ok(cells(item, true)),
            Format::Name => Ok(item.id().to_owned()),
            Format::Json => serde_json::to_string(item)
                .map_err(|error| Failure::Output(std::io::Error::from(error))),
            Format::Yaml => super::terminal::as_text(Format::Yaml, item),
        }
    }

    /// One line for each change; of YAML one document.
    fn lines<T: Row + Serialize>(
        &mut self,
        changed: &[(&T, String)],
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        for (item, text) in changed {
            match self.format {
                Format::Table | Format::Wide => {
                    let line = self.row(*item, terminal)?;
                    terminal.result(&line)?;
                }
                Format::Yaml => terminal.result(&format!("---\n{}", text.trim_end()))?,
                Format::Json | Format::Name => terminal.result(text)?,
            }
        }
        Ok(())
    }

    /// A line of the table; before the first its head.
    fn row<T: Row>(&mut self, item: &T, terminal: &mut Terminal) -> Result<String, Failure> {
        let is_first = self.layout.is_none();
        let wide = self.format == Format::Wide;
        let layout = self.layout.get_or_insert_with(|| Layout::of::<T>(wide));
        let line = layout.rows(std::slice::from_ref(item)).concat();
        if is_first {
            terminal.result(&layout.head::<T>())?;
        }
        Ok(line)
    }

    fn redraw<T: Row>(&mut self, items: &[T], terminal: &mut Terminal) -> Result<(), Failure> {
        let mut lines = table::lay_out(items, self.format == Format::Wide);
        let most = terminal_size::terminal_size().map_or(usize::MAX, |(_, height)| {
            usize::from(height.0).saturating_sub(1).max(2)
        });
        if lines.len() > most {
            let hidden = lines.len() - most + 1;
            lines.truncate(most - 1);
            lines.push(terminal.language.and_more(hidden));
        }
        terminal.bytes(in_place(&lines, self.height).as_bytes())?;
        self.height = lines.len();
        self.layout = Some(Layout::of::<T>(false));
        Ok(())
    }
}

fn cells<T: Row>(item: &T, wide: bool) -> String {
    let shown = item.cells().into_iter().zip(T::COLUMNS);
    let shown = shown.filter(|(_, column)| wide || !column.wide);
    shown.map(|(cell, _)| cell).collect::<Vec<_>>().join("\t")
}

/// Lines in the place of those before. Lines that are too long are cut by the terminal rather than broken: a broken one
/// would be two when it is to be overwritten.
fn in_place(lines: &[String], before: usize) -> String {
    let up = if before == 0 {
        String::new()
    } else {
        format!("\u{1b}[{before}A\u{1b}[J")
    };
    format!("{up}\u{1b}[?7l{}\n\u{1b}[?7h", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::in_place;

    #[test]
    fn what_was_there_is_overwritten() {
        let lines = ["NAME".to_owned(), "a".to_owned()];
        assert_eq!(in_place(&lines, 0), "\u{1b}[?7lNAME\na\n\u{1b}[?7h");
        assert!(in_place(&lines, 2).starts_with("\u{1b}[2A\u{1b}[J"));
    }
}
