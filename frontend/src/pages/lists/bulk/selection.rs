//! Which rows are selected. Pure: the signals around it are in `mod.rs`.

use super::Item;
use crate::data::Target;

/// The selected rows, in the order in which they were selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selection {
    items: Vec<Item>,
    /// Where a range begins: the row that was pressed last.
    anchor: Option<Target>,
}

impl Selection {
    /// Whether a row is selected.
    pub(super) fn holds(&self, target: &Target) -> bool {
        self.items.iter().any(|item| item.target == *target)
    }

    /// The selected rows, as they stand among the rows that are shown; those that are not shown as they stood.
    pub(super) fn among(&self, shown: &[Item]) -> Vec<Item> {
        let now = |item: &Item| shown.iter().find(|other| other.target == item.target);
        let items = self.items.iter();
        items
            .map(|item| now(item).unwrap_or(item).clone())
            .collect()
    }

    /// A row was pressed: it changes, or with `range` all rows from the one before it become as that one is.
    pub(super) fn press(&mut self, shown: &[Item], target: &Target, range: bool) {
        let place = |target: &Target| shown.iter().position(|item| item.target == *target);
        let Some(at) = place(target) else { return };
        let from = self.anchor.as_ref().filter(|_| range).and_then(place);
        match from {
            Some(from) => {
                for item in &shown[from.min(at)..=from.max(at)] {
                    self.add(item);
                }
            }
            None if self.holds(target) => self.items.retain(|item| item.target != *target),
            None => self.add(&shown[at]),
        }
        self.anchor = Some(target.clone());
    }

    /// Selects all rows that are shown, or none any more when all are.
    pub(super) fn press_all(&mut self, shown: &[Item]) {
        if self.holds_all(shown) {
            self.items.clear();
        } else {
            for item in shown {
                self.add(item);
            }
        }
    }

    /// Whether all rows that are shown are selected.
    pub(super) fn holds_all(&self, shown: &[Item]) -> bool {
        !shown.is_empty() && shown.iter().all(|item| self.holds(&item.target))
    }

    /// Selects no row that this one does not hold for.
    pub(super) fn retain(&mut self, keep: impl Fn(&Target) -> bool) {
        self.items.retain(|item| keep(&item.target));
    }

    fn add(&mut self, item: &Item) {
        if !self.holds(&item.target) {
            self.items.push(item.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::item::tests::run, *};

    fn shown() -> Vec<Item> {
        let ids = ["r-1", "r-2", "r-3", "r-4"];
        ids.map(|id| run(id, "SUCCEEDED", "AVAILABLE")).to_vec()
    }

    fn names(selection: &Selection) -> Vec<String> {
        let items = selection.among(&shown()).into_iter();
        items.map(|item| item.name).collect()
    }

    #[test]
    fn a_range_goes_from_the_row_that_was_pressed_last() {
        let (shown, mut selection) = (shown(), Selection::default());
        selection.press(&shown, &shown[3].target, false);
        selection.press(&shown, &shown[1].target, true);
        assert_eq!(names(&selection), ["r-4", "r-2", "r-3"]);
        selection.press(&shown, &shown[3].target, false);
        assert_eq!(names(&selection), ["r-2", "r-3"]);
        // Without a row before it a range is one row.
        let mut selection = Selection::default();
        selection.press(&shown, &shown[2].target, true);
        assert_eq!(names(&selection), ["r-3"]);
    }

    #[test]
    fn all_is_all_that_is_shown_and_then_none() {
        let (shown, mut selection) = (shown(), Selection::default());
        selection.press(&shown, &shown[1].target, false);
        selection.press_all(&shown);
        assert!(selection.holds_all(&shown));
        selection.press_all(&shown);
        assert!(selection.among(&shown).is_empty() && !selection.holds_all(&[]));
    }

    #[test]
    fn a_selected_row_stands_as_it_is_shown_now() {
        let (shown, mut selection) = (shown(), Selection::default());
        selection.press(&shown, &shown[0].target, false);
        let now = [run("r-1", "SUCCEEDED", "ARCHIVED")];
        assert_eq!(selection.among(&now), now);
        assert_eq!(selection.among(&[]), [shown[0].clone()]);
    }
}
