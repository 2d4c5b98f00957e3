//! What is written where: results on stdout, words for people on stderr.

mod row;
mod table;

use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;

pub(crate) use row::{Column, Row, column, moment, wide};

use crate::cli::Format;
use crate::failure::{Chain, Failure};

/// The two streams.
pub(crate) struct Terminal {
    results: Box<dyn Write>,
    words: Box<dyn Write>,
    colours: bool,
}

impl Terminal {
    /// Those of this process; colours on a terminal, unless `NO_COLOR` says otherwise.
    pub(crate) fn of_process() -> Self {
        let wants_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            results: Box::new(io::stdout()),
            words: Box::new(io::stderr()),
            colours: io::stdout().is_terminal() && !wants_none,
        }
    }

    /// Writes a list: as one value for programs, also when it is empty.
    pub(crate) fn list<T: Row + Serialize>(
        &mut self,
        format: Format,
        items: &[T],
    ) -> Result<(), Failure> {
        match format {
            Format::Table | Format::Wide if items.is_empty() => {
                self.say("There are none.");
                Ok(())
            }
            Format::Table | Format::Wide => self.table(format, items),
            Format::Name => self.names(items),
            Format::Json | Format::Yaml => self.value(format, &items),
        }
    }

    /// Writes one object.
    pub(crate) fn one<T: Row + Serialize>(
        &mut self,
        format: Format,
        item: &T,
    ) -> Result<(), Failure> {
        match format {
            Format::Table | Format::Wide => self.table(format, std::slice::from_ref(item)),
            Format::Name => self.names(std::slice::from_ref(item)),
            Format::Json | Format::Yaml => self.value(format, item),
        }
    }

    /// Writes a value for programs.
    pub(crate) fn value<T: Serialize>(&mut self, format: Format, value: &T) -> Result<(), Failure> {
        let text = if format == Format::Yaml {
            serde_saphyr::to_string(value).map_err(io::Error::other)
        } else {
            serde_json::to_string_pretty(value).map_err(io::Error::from)
        };
        let text = text.map_err(Failure::Output)?;
        self.result(text.trim_end())
    }

    /// Writes a result as it is.
    pub(crate) fn result(&mut self, text: &str) -> Result<(), Failure> {
        match writeln!(self.results, "{text}").and_then(|()| self.results.flush()) {
            // Whoever reads has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(Failure::Output),
        }
    }

    /// Says something to a person.
    pub(crate) fn say(&mut self, text: &str) {
        // Nobody is left to be told that this failed.
        let _ = writeln!(self.words, "{text}");
    }

    /// Says why there is no result, and what to do.
    pub(crate) fn explain(&mut self, failure: &Failure) {
        self.say(&format!(
            "kfpc: {}",
            table::plain(&Chain(failure).to_string())
        ));
        if let Some(hint) = failure.hint() {
            self.say(&format!("  {}", table::plain(&hint)));
        }
        if failure.is_about_the_connection() {
            self.say("  `kfpc doctor` with the same flags walks the way and says more.");
        }
    }

    /// A word in a colour, where there are colours.
    pub(crate) fn coloured(&self, colour: Colour, text: &str) -> String {
        if self.colours {
            format!("\u{1b}[{}m{text}\u{1b}[0m", colour.number())
        } else {
            text.to_owned()
        }
    }

    fn table<T: Row>(&mut self, format: Format, items: &[T]) -> Result<(), Failure> {
        let text = table::lay_out(items, format == Format::Wide);
        self.result(text.trim_end())
    }

    fn names<T: Row>(&mut self, items: &[T]) -> Result<(), Failure> {
        let ids: Vec<&str> = items.iter().map(Row::id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        self.result(&ids.join("\n"))
    }
}

/// A colour of the terminal's own palette.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Colour {
    Green,
    Yellow,
    Red,
    Grey,
}

impl Colour {
    fn number(self) -> u8 {
        match self {
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Red => 31,
            Self::Grey => 90,
        }
    }
}
