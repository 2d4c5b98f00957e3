//! Keys.

use thirtyfour::{Key as WebDriverKey, TypingData};

/// A key that tests press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the key of its name")]
pub enum Key {
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    ArrowUp,
    Character(char),
    Enter,
    Escape,
    Space,
    Tab,
}

impl Key {
    pub(super) fn typing(self) -> TypingData {
        match self {
            Self::ArrowDown => WebDriverKey::Down.into(),
            Self::ArrowLeft => WebDriverKey::Left.into(),
            Self::ArrowRight => WebDriverKey::Right.into(),
            Self::ArrowUp => WebDriverKey::Up.into(),
            Self::Character(character) => character.to_string().into(),
            Self::Enter => WebDriverKey::Enter.into(),
            Self::Escape => WebDriverKey::Escape.into(),
            Self::Space => WebDriverKey::Space.into(),
            Self::Tab => WebDriverKey::Tab.into(),
        }
    }
}
