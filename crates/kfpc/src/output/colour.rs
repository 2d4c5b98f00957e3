//! Colours, where there are any.

/// A colour of the terminal's own palette.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Colour {
    Green,
    Yellow,
    Red,
    Grey,
}

impl Colour {
    /// A text in this colour.
    pub(super) fn paint(self, text: &str) -> String {
        format!("\u{1b}[{}m{text}\u{1b}[0m", self.number())
    }

    fn number(self) -> u8 {
        match self {
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Red => 31,
            Self::Grey => 90,
        }
    }
}
