//! Lists, written as they come: a namespace can hold more than fits into memory.

use kfp_core::model::Undecodable;
use serde::Serialize;

use super::Row;
use super::table::Layout;
use super::terminal::{Terminal, as_text};
use crate::cli::Format;
use crate::failure::Failure;
use crate::words::Language;

/// How many are put in line with each other before the first is shown: as many as KFP gives at once.
const IN_LINE: usize = 200;

/// A list that is being written: one value for programs, also when it is empty or breaks off.
pub(crate) struct ListWriter<'t, T> {
    terminal: &'t mut Terminal,
    format: Format,
    layout: Layout,
    waiting: Vec<T>,
    written: usize,
}

impl<'t, T: Row + Serialize> ListWriter<'t, T> {
    pub(crate) fn new(terminal: &'t mut Terminal, format: Format) -> Self {
        Self {
            terminal,
            format,
            layout: Layout::of::<T>(format == Format::Wide),
            waiting: Vec::new(),
            written: 0,
        }
    }

    /// Takes the next one.
    pub(crate) fn push(&mut self, item: T) -> Result<(), Failure> {
        self.waiting.push(item);
        if self.waiting.len() < IN_LINE {
            return Ok(());
        }
        self.write()
    }

    /// Whether nobody reads on.
    pub(crate) fn is_closed(&self) -> bool {
        self.terminal.is_closed()
    }

    /// Says that one is not in the list, since it cannot be read.
    pub(crate) fn left_out(&mut self, why: &Undecodable) {
        self.terminal.left_out(why);
    }

    /// Ends the list.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        self.write()?;
        match (self.format, self.written) {
            (Format::Json | Format::Yaml, 0) => self.terminal.result("[]"),
            (Format::Json, _) => self.terminal.result("\n]"),
            (Format::Table | Format::Wide, 0) => {
                self.terminal.tell(Language::there_are_none);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Ends the list before its end: whole for a program if some of it is out already, else not written at all.
    pub(crate) fn break_off(self) -> Result<(), Failure> {
        if self.written == 0 {
            return Ok(());
        }
        self.end()
    }

    fn write(&mut self) -> Result<(), Failure> {
        let items = std::mem::take(&mut self.waiting);
        if items.is_empty() {
            return Ok(());
        }
        let text = match self.format {
            Format::Table | Format::Wide => self.rows(&items),
            Format::Name => lines(items.iter().map(Row::id)),
            Format::Json => self.elements(&items)?,
            // A sequence goes on where another ends.
            Format::Yaml => as_text(self.format, &items)?,
        };
        self.written += items.len();
        self.terminal.bytes(text.as_bytes())
    }

    fn rows(&mut self, items: &[T]) -> String {
        let mut rows = self.layout.rows(items);
        if self.written == 0 {
            rows.insert(0, self.layout.head::<T>());
        }
        lines(rows.iter().map(String::as_str))
    }

    /// Elements of an array, without its end.
    fn elements(&self, items: &[T]) -> Result<String, Failure> {
        let mut text = String::new();
        for (number, item) in items.iter().enumerate() {
            let is_first = self.written + number == 0;
            text.push_str(if is_first { "[\n" } else { ",\n" });
            let element = as_text(self.format, item)?;
            // No text of JSON holds a line end of its own.
            let indented: Vec<String> = element.lines().map(|line| format!("  {line}")).collect();
            text.push_str(&indented.join("\n"));
        }
        Ok(text)
    }
}

fn lines<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}
