//! What keys do in the grid.

use super::{Place, model::Model};
use crate::status::Status;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Goes to another cell.
    Go(Place),
    /// Opens the run of the cell, or folds the group.
    Open,
    /// Opens the run, wherever in it.
    OpenRun,
    /// Selects the run.
    Pick,
    /// Puts the selected runs side by side.
    Compare,
}

/// A key with what is held down.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Key<'a> {
    /// The character that it writes.
    pub(super) writes: &'a str,
    /// Its place on the keyboard.
    pub(super) code: &'a str,
    pub(super) shift: bool,
    pub(super) control: bool,
    /// Whether letters do something.
    pub(super) letters: bool,
}

/// What a key does, if anything.
pub(super) fn action(key: Key<'_>, at: Place, model: &Model) -> Option<Action> {
    let (rows, columns) = (model.rows.len(), model.columns.len());
    let Place { row, column } = at;
    let go = |row: usize, column: usize| Some(Action::Go(Place { row, column }));
    match (key.writes, key.control) {
        ("ArrowUp", false) => go(row.saturating_sub(1), column),
        ("ArrowDown", false) => go((row + 1).min(rows), column),
        ("ArrowLeft", false) => go(row, column.saturating_sub(1)),
        ("ArrowRight", false) => go(row, (column + 1).min(columns)),
        ("Home", false) => go(row, 0),
        ("End", false) => go(row, columns),
        ("Home", true) => go(0, 0),
        ("End", true) => go(rows, columns),
        ("Enter", false) if key.shift => Some(Action::OpenRun),
        ("Enter" | " ", false) => Some(Action::Open),
        (_, false) if key.letters => match letter(key).as_str() {
            "b" => failed(model, at, key.shift).map(Action::Go),
            "x" if column > 0 => Some(Action::Pick),
            "c" => Some(Action::Compare),
            _ => None,
        },
        _ => None,
    }
}

/// On a Korean keyboard a letter writes a jamo, so the place of the key counts too.
fn letter(key: Key<'_>) -> String {
    let letter = if key.writes.is_ascii() {
        key.writes
    } else {
        key.code.strip_prefix("Key").unwrap_or_default()
    };
    letter.to_ascii_lowercase()
}

/// The next failed cell, or the one before: down a run, then in the run that was made before it, and from the oldest to the
/// newest again.
fn failed(model: &Model, at: Place, is_backwards: bool) -> Option<Place> {
    let columns = (1..=model.columns.len()).rev();
    let mut all: Vec<Place> = columns
        .flat_map(|column| (1..=model.rows.len()).map(move |row| Place { row, column }))
        .filter(|place| {
            let cell = model
                .rows
                .get(place.row - 1)
                .and_then(|row| row.cells.get(place.column - 1));
            matches!(cell, Some(Some((Status::Failed, _))))
        })
        .collect();
    let order = |place: &Place| (model.columns.len().saturating_sub(place.column), place.row);
    if is_backwards {
        all.reverse();
        let before = all.iter().find(|place| order(place) < order(&at));
        return before.or_else(|| all.first()).copied();
    }
    // From outside of the cells the search begins at the newest run.
    let next = all
        .iter()
        .find(|place| at.column > 0 && order(place) > order(&at));
    next.or_else(|| all.first()).copied()
}

#[cfg(test)]
mod tests {
    use console_api::grid::TaskState;

    use super::{
        super::model::{
            model,
            tests::{grid, run, task},
        },
        *,
    };

    fn sample() -> Model {
        let (good, bad) = (
            Some((TaskState::Succeeded, 1)),
            Some((TaskState::Failed, 1)),
        );
        let runs = ["1", "2", "3"]
            .map(|id| run(id, "FAILED", Some(1)))
            .to_vec();
        model(
            &grid(
                runs,
                vec![task("a", &[bad, good, good]), task("b", &[good, bad, bad])],
            ),
            &[],
            0,
        )
    }

    fn pressed(key: &str, at: (usize, usize)) -> Option<Action> {
        let key = Key {
            writes: key,
            letters: true,
            ..Key::default()
        };
        action(
            key,
            Place {
                row: at.0,
                column: at.1,
            },
            &sample(),
        )
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "what a key does is compared with it"
    )]
    fn there(row: usize, column: usize) -> Option<Action> {
        Some(Action::Go(Place { row, column }))
    }

    #[test]
    fn arrows_stay_in_the_grid_and_reach_its_headers() {
        assert_eq!(pressed("ArrowUp", (1, 1)), there(0, 1));
        assert_eq!(pressed("ArrowUp", (0, 1)), there(0, 1));
        assert_eq!(pressed("ArrowLeft", (2, 1)), there(2, 0));
        assert_eq!(pressed("ArrowDown", (2, 3)), there(2, 3));
        assert_eq!(pressed("ArrowRight", (2, 3)), there(2, 3));
        assert_eq!(
            (pressed("Home", (2, 3)), pressed("End", (2, 0))),
            (there(2, 0), there(2, 3))
        );
    }

    #[test]
    fn failures_are_walked_from_the_newest_run_and_round() {
        assert_eq!(pressed("b", (0, 0)), there(2, 3));
        assert_eq!(pressed("b", (2, 3)), there(2, 2));
        assert_eq!(pressed("b", (2, 2)), there(1, 1));
        assert_eq!(pressed("b", (1, 1)), there(2, 3));
        let back = Key {
            writes: "B",
            letters: true,
            shift: true,
            ..Key::default()
        };
        assert_eq!(
            action(back, Place { row: 2, column: 2 }, &sample()),
            there(2, 3)
        );
        assert_eq!(
            action(back, Place { row: 2, column: 3 }, &sample()),
            there(1, 1)
        );
    }

    #[test]
    fn letters_work_on_a_korean_keyboard_and_can_be_turned_off() {
        let key = Key {
            writes: "ㅌ",
            code: "KeyX",
            letters: true,
            ..Key::default()
        };
        let at = Place { row: 1, column: 1 };
        assert_eq!(action(key, at, &sample()), Some(Action::Pick));
        assert_eq!(
            action(
                Key {
                    letters: false,
                    ..key
                },
                at,
                &sample()
            ),
            None
        );
        assert_eq!(pressed("x", (1, 0)), None);
        assert_eq!(pressed("c", (1, 0)), Some(Action::Compare));
        let chord = Key {
            writes: "End",
            control: true,
            ..Key::default()
        };
        assert_eq!(action(chord, at, &sample()), there(2, 3));
        assert_eq!(
            action(
                Key {
                    writes: "b",
                    control: true,
                    ..key
                },
                at,
                &sample()
            ),
            None
        );
    }
}
