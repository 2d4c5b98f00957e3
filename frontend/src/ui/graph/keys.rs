//! What a key does on the drawing.

use super::walk::Direction;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Goes to another box.
    Walk(Direction),
    /// Goes to the first box.
    First,
    /// Goes to the last box.
    Last,
    /// Opens the box.
    Open,
    /// Closes what is open.
    Close,
    /// Nearer, or farther.
    Zoom(bool),
    /// All of it.
    Fit,
    /// 100 %.
    Full,
}

/// What a key does, if anything.
pub(super) fn action(key: &str) -> Option<Action> {
    Some(match key {
        "ArrowUp" => Action::Walk(Direction::Up),
        "ArrowDown" => Action::Walk(Direction::Down),
        "ArrowLeft" => Action::Walk(Direction::Left),
        "ArrowRight" => Action::Walk(Direction::Right),
        "Home" => Action::First,
        "End" => Action::Last,
        "Enter" | " " => Action::Open,
        "Escape" => Action::Close,
        "+" => Action::Zoom(true),
        "-" => Action::Zoom(false),
        "0" => Action::Fit,
        "=" => Action::Full,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_no_keys_of_the_drawing_are_left_alone() {
        for key in ["Tab", "a", "F5", "PageDown", "ㅁ"] {
            assert_eq!(action(key), None);
        }
        assert_eq!(action("Enter"), Some(Action::Open));
    }
}
