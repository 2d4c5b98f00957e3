//! Logs as they come out: a piece at a time, each line with the task it is of where several are shown.

/// What has come of a log, after what was shown of it before.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// How many bytes were shown.
    shown: usize,
    /// How many came this time.
    seen: usize,
}

impl Piece {
    /// Begins with the log anew: who serves it knows no place in it.
    pub(crate) fn begin(&mut self) {
        self.seen = 0;
    }

    /// The part of these bytes that was not shown yet.
    pub(crate) fn new_of<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let known = self.shown.saturating_sub(self.seen).min(bytes.len());
        self.seen += bytes.len();
        self.shown = self.shown.max(self.seen);
        &bytes[known..]
    }
}

/// Puts a name before every line.
#[derive(Debug)]
pub(crate) struct Prefixed {
    /// Empty where one log alone is shown.
    prefix: String,
    within_line: bool,
}

impl Prefixed {
    pub(crate) fn new(prefix: String) -> Self {
        Self {
            prefix,
            within_line: false,
        }
    }

    /// The bytes with the name before each line that begins in them.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Vec<u8> {
        if self.prefix.is_empty() {
            return bytes.to_vec();
        }
        let mut text = Vec::with_capacity(bytes.len() + self.prefix.len());
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if !self.within_line {
                text.extend_from_slice(self.prefix.as_bytes());
            }
            text.extend_from_slice(line);
            self.within_line = !line.ends_with(b"\n");
        }
        text
    }

    /// Ends a line that has no end: what follows is of another log.
    pub(crate) fn end(&mut self) -> &'static [u8] {
        if self.prefix.is_empty() || !self.within_line {
            return b"";
        }
        self.within_line = false;
        b"\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_is_not_shown_again() {
        let mut piece = Piece::default();
        piece.begin();
        assert_eq!(piece.new_of(b"abc"), b"abc");
        piece.begin();
        assert_eq!(piece.new_of(b"ab"), b"");
        assert_eq!(piece.new_of(b"cde"), b"de");
        piece.begin();
        assert_eq!(piece.new_of(b"abcdefg"), b"fg");
    }

    #[test]
    fn a_log_that_begins_anew_shows_what_is_longer_than_before() {
        let mut piece = Piece::default();
        piece.begin();
        piece.new_of(b"first attempt");
        piece.begin();
        assert_eq!(piece.new_of(b"second"), b"");
    }

    #[test]
    fn lines_bear_the_name_wherever_they_are_cut() {
        let mut lines = Prefixed::new("train | ".to_owned());
        let mut text = lines.put(b"one\ntw");
        text.extend(lines.put(b"o\n"));
        text.extend(lines.put(b"three"));
        text.extend(lines.end());
        assert_eq!(text, b"train | one\ntrain | two\ntrain | three\n");
        let mut bare = Prefixed::new(String::new());
        assert_eq!(bare.put(b"a\nb"), b"a\nb");
        assert_eq!(bare.end(), b"");
    }
}
