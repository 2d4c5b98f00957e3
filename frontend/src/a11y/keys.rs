//! Shortcuts of one letter, and of `g` followed by one.

use crate::paths::Section;

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Goes to the filter.
    Filter,
    /// Goes to the next row.
    NextRow,
    /// Goes to the row before.
    PreviousRow,
    /// Goes to a section.
    Go(Section),
    /// Selects the row, or all rows up to it.
    Select,
    /// Selects nothing any more.
    Clear,
    /// Presses the button of this key for what is selected.
    Press(&'static str),
    /// Opens the form for a new run.
    NewRun,
    /// Shows the shortcuts.
    Help,
}

/// Remembers a `g` that waits for its second letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    after_g: bool,
}

impl Keys {
    /// Takes a key that was pressed outside of any field, without Ctrl, Alt or Meta. `key` is the character it writes;
    /// on a Korean keyboard that is a jamo, so the place of the key counts too.
    pub(crate) fn press(&mut self, key: &str, code: &str) -> Option<Action> {
        let letter = if key.is_ascii() {
            key
        } else {
            code.strip_prefix("Key").unwrap_or(key)
        };
        let after_g = std::mem::take(&mut self.after_g);
        let letter = letter.to_ascii_lowercase();
        let section = Section::TABS
            .iter()
            .find(|section| after_g && section.letter() == letter);
        if let Some(section) = section {
            return Some(Action::Go(*section));
        }
        match letter.as_str() {
            "g" => {
                self.after_g = true;
                None
            }
            "/" => Some(Action::Filter),
            "j" => Some(Action::NextRow),
            "k" => Some(Action::PreviousRow),
            "x" => Some(Action::Select),
            "escape" => Some(Action::Clear),
            "e" => Some(Action::Press("e")),
            "n" => Some(Action::NewRun),
            "?" => Some(Action::Help),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g_waits_for_one_letter_and_no_longer() {
        let mut keys = Keys::default();
        assert_eq!(keys.press("g", "KeyG"), None);
        assert_eq!(
            keys.press("e", "KeyE"),
            Some(Action::Go(Section::Experiments))
        );
        assert_eq!(keys.press("e", "KeyE"), Some(Action::Press("e")));
        assert_eq!(keys.press("g", "KeyG"), None);
        assert_eq!(keys.press("z", "KeyZ"), None);
        assert_eq!(keys.press("c", "KeyC"), None);
    }

    #[test]
    fn a_korean_keyboard_has_the_same_shortcuts() {
        let mut keys = Keys::default();
        assert_eq!(keys.press("ㅓ", "KeyJ"), Some(Action::NextRow));
        assert_eq!(keys.press("ㅌ", "KeyX"), Some(Action::Select));
        assert_eq!(keys.press("ㅜ", "KeyN"), Some(Action::NewRun));
        assert_eq!(keys.press("Escape", "Escape"), Some(Action::Clear));
        assert_eq!(keys.press("ㅎ", "KeyG"), None);
        assert_eq!(
            keys.press("ㅊ", "KeyC"),
            Some(Action::Go(Section::Connection))
        );
    }
}
