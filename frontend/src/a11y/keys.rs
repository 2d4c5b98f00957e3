//! The one table of shortcuts: the keys that are listened to, and those that the list of them shows.

use crate::paths::Section;

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Opens the command palette.
    Palette,
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

/// Where a shortcut is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// On every page.
    Everywhere,
    /// From every page to another.
    GoTo,
    /// Where things are listed.
    Lists,
}

impl Place {
    /// All of them, in the order in which they are listed.
    pub(crate) const ALL: [Self; 3] = [Self::Everywhere, Self::GoTo, Self::Lists];
}

/// A shortcut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Binding {
    /// The keys as they stand on a keyboard, one pressed after the other; of a chord all at once.
    pub(crate) keys: Vec<&'static str>,
    /// What they do.
    pub(crate) action: Action,
    /// Where.
    pub(crate) place: Place,
}

/// Keys that stand by themselves. Of a chord only the list knows, since it is told by what is held down.
const SINGLE: &[(&str, Action, Place)] = &[
    ("?", Action::Help, Place::Everywhere),
    ("n", Action::NewRun, Place::Everywhere),
    ("/", Action::Filter, Place::Lists),
    ("j", Action::NextRow, Place::Lists),
    ("k", Action::PreviousRow, Place::Lists),
    ("x", Action::Select, Place::Lists),
    ("c", Action::Press("c"), Place::Lists),
    ("e", Action::Press("e"), Place::Lists),
    ("Esc", Action::Clear, Place::Lists),
];

/// The key that waits for a second one.
const GO: &str = "g";
/// The letter that opens the palette while Control or Command is held down.
const PALETTE: &str = "k";

/// Every shortcut.
pub(crate) fn bindings() -> impl Iterator<Item = Binding> {
    let palette = Binding {
        keys: vec![if is_mac() { "⌘" } else { "Ctrl" }, "K"],
        action: Action::Palette,
        place: Place::Everywhere,
    };
    let single = SINGLE.iter().map(|(key, action, place)| Binding {
        keys: vec![key],
        action: *action,
        place: *place,
    });
    let go = Section::TABS.iter().map(|section| Binding {
        keys: vec![GO, section.letter()],
        action: Action::Go(*section),
        place: Place::GoTo,
    });
    std::iter::once(palette).chain(single).chain(go)
}

/// Whether chords are written as on a Mac.
#[cfg(target_arch = "wasm32")]
pub(crate) fn is_mac() -> bool {
    let platform = leptos::prelude::window().navigator().platform();
    platform.is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

/// Outside of a browser there is no keyboard.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn is_mac() -> bool {
    false
}

/// Whether this letter, with Control or Command held down, opens the palette.
pub(crate) fn opens_palette(key: &str, code: &str) -> bool {
    letter(key, code) == PALETTE
}

/// Remembers a `g` that waits for its second letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    after_go: bool,
}

impl Keys {
    /// Takes a key that was pressed outside of any field, without Ctrl, Alt or Meta.
    pub(crate) fn press(&mut self, key: &str, code: &str) -> Option<Action> {
        let letter = letter(key, code);
        if std::mem::take(&mut self.after_go)
            && let Some(section) = Section::TABS.iter().find(|one| one.letter() == letter)
        {
            return Some(Action::Go(*section));
        }
        self.after_go = letter == GO;
        let mut known = SINGLE.iter();
        known
            .find(|(key, ..)| key.eq_ignore_ascii_case(&letter))
            .map(|(_, action, _)| *action)
    }
}

/// What a key is called in the table. `key` is the character it writes; on a Korean keyboard that is a jamo, so the place
/// of the key counts too.
fn letter(key: &str, code: &str) -> String {
    let letter = match key {
        "Escape" => "esc",
        ascii if ascii.is_ascii() => ascii,
        other => code.strip_prefix("Key").unwrap_or(other),
    };
    letter.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_listed_does_what_is_listed() {
        for binding in bindings().filter(|binding| binding.action != Action::Palette) {
            let mut keys = Keys::default();
            let pressed: Vec<_> = binding
                .keys
                .iter()
                .map(|key| keys.press(if *key == "Esc" { "Escape" } else { key }, ""))
                .collect();
            assert_eq!(pressed.last(), Some(&Some(binding.action)), "{binding:?}");
        }
        let palette = bindings().find(|binding| binding.action == Action::Palette);
        assert_eq!(palette.expect("a chord").keys, ["Ctrl", "K"]);
        assert!(opens_palette("k", "KeyK") && opens_palette("ㅏ", "KeyK"));
        assert!(!opens_palette("j", "KeyJ"));
    }

    #[test]
    fn no_two_shortcuts_have_the_same_keys() {
        let mut seen = Vec::new();
        for binding in bindings() {
            assert!(!seen.contains(&binding.keys), "{binding:?}");
            seen.push(binding.keys);
        }
    }

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
        assert_eq!(keys.press("c", "KeyC"), Some(Action::Press("c")));
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
