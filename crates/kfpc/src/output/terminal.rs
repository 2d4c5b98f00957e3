//! The two streams.

use std::io::{self, IsTerminal as _, Write};

use kfp_core::model::Undecodable;
use serde::Serialize;

use super::{Colour, ListWriter, Row, table};
use crate::cli::Format;
use crate::failure::Failure;
use crate::words::Language;

/// The two streams.
pub(crate) struct Terminal {
    /// Absent once nobody reads them any more.
    results: Option<Box<dyn Write>>,
    words: Box<dyn Write>,
    colours: bool,
    pub(crate) language: Language,
    /// Whether results are read by a person, who can be shown something anew in its place.
    redraws: bool,
    /// The same of the words.
    pub(super) words_redraw: bool,
}

impl Terminal {
    /// Those of this process; colours on a terminal, unless `NO_COLOR` says otherwise.
    pub(crate) fn of_process() -> Self {
        let wants_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let is_terminal = io::stdout().is_terminal();
        Self {
            results: Some(Box::new(io::stdout())),
            words: Box::new(io::stderr()),
            language: Language::of_process(),
            colours: is_terminal && !wants_none && !is_dumb,
            redraws: is_terminal && !is_dumb,
            words_redraw: io::stderr().is_terminal() && !is_dumb,
        }
    }

    /// Writes a list that is there as a whole.
    pub(crate) fn list<T: Row + Serialize>(
        &mut self,
        format: Format,
        items: Vec<T>,
    ) -> Result<(), Failure> {
        let mut list = ListWriter::new(self, format);
        for item in items {
            list.push(item)?;
        }
        list.end()
    }

    /// Writes one object.
    pub(crate) fn one<T: Row + Serialize>(
        &mut self,
        format: Format,
        item: &T,
    ) -> Result<(), Failure> {
        match format {
            Format::Table | Format::Wide => {
                let lines = table::lay_out(std::slice::from_ref(item), format == Format::Wide);
                self.result(&lines.join("\n"))
            }
            Format::Name => self.result(item.id()),
            Format::Json | Format::Yaml => self.value(format, item),
        }
    }

    /// Writes a value for programs.
    pub(crate) fn value<T: Serialize>(&mut self, format: Format, value: &T) -> Result<(), Failure> {
        let text = as_text(format, value)?;
        self.result(text.trim_end())
    }

    /// Writes a result as it is, with a line end.
    pub(crate) fn result(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(format!("{text}\n").as_bytes())
    }

    /// Writes a result as it is.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(results) = &mut self.results else {
            return Ok(());
        };
        match results.write_all(bytes).and_then(|()| results.flush()) {
            // Whoever reads has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.results = None;
                Ok(())
            }
            written => written.map_err(Failure::Output),
        }
    }

    /// Whether results are read by a person at a terminal.
    pub(crate) fn redraws(&self) -> bool {
        self.redraws
    }

    /// Whether nobody reads the results any more: what goes on for ever ends then.
    pub(crate) fn is_closed(&self) -> bool {
        self.results.is_none()
    }

    /// Says something to a person, in one line or several. It may hold what a server said.
    pub(crate) fn say(&mut self, text: &str) {
        for line in text.split('\n') {
            // Nobody is left to be told that this failed.
            let _ = writeln!(self.words, "{}", table::plain(line));
        }
    }

    /// Says something of the catalogue.
    pub(crate) fn tell(&mut self, text: impl FnOnce(Language) -> String) {
        self.say(&text(self.language));
    }

    /// Says that one is not in a list, since it cannot be read.
    pub(crate) fn left_out(&mut self, which: &Undecodable) {
        let at = table::plain(&which.at);
        self.tell(|language| language.one_is_left_out(which.index + 1, &at));
    }

    /// Writes to where words go, without a line end.
    pub(super) fn mutter(&mut self, text: &str) {
        let _ = write!(self.words, "{text}").and_then(|()| self.words.flush());
    }

    /// Says why there is no result, and what to do.
    pub(crate) fn explain(&mut self, failure: &Failure) {
        self.say(&format!(
            "kfpc: {}",
            table::plain(&self.language.failure(failure))
        ));
        let candidates = failure.candidates();
        if !candidates.is_empty() {
            self.say(&table::lay_out(candidates, false).join("\n"));
        }
        if let Some(hint) = self.language.advice(failure) {
            self.say(&format!("  {}", table::plain(&hint)));
        }
        if failure.is_signed_out() {
            self.say(&format!("  {}", self.language.login_again()));
        }
        if failure.is_about_the_connection() {
            self.say(&format!("  {}", self.language.see_doctor()));
        }
    }

    /// A word in a colour, where there are colours.
    pub(crate) fn coloured(&self, colour: Colour, text: &str) -> String {
        if self.colours {
            colour.paint(text)
        } else {
            text.to_owned()
        }
    }
}

/// A value as a program reads it.
pub(super) fn as_text<T: Serialize>(format: Format, value: &T) -> Result<String, Failure> {
    let text = if format == Format::Yaml {
        serde_saphyr::to_string(value).map_err(io::Error::other)
    } else {
        serde_json::to_string_pretty(value).map_err(io::Error::from)
    };
    text.map_err(Failure::Output)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn words_of_a_server_cannot_touch_the_terminal() {
        let kept = Kept::default();
        let mut terminal = Terminal {
            results: None,
            words: Box::new(kept.clone()),
            colours: false,
            language: Language::English,
            redraws: false,
            words_redraw: false,
        };
        terminal.say("one\u{1b}[2J\n  two\u{202e}\r");
        let said = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(said, "one\u{fffd}[2J\n  two\u{fffd}\u{fffd}\n");
    }
}
