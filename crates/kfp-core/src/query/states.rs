//! Runs by where they stand.

use super::{Filter, Key};
use crate::model::RuntimeState;

impl Filter {
    /// Runs that stand in one of these states. Asked by [`Key::Status`], which has an index, unless one of the states has
    /// no word of its own there.
    #[must_use]
    pub fn in_states(self, states: &[RuntimeState]) -> Self {
        if states.iter().any(|state| state.statuses().is_empty()) {
            return self.one_of(Key::State, states.iter().map(RuntimeState::as_str));
        }
        let statuses = states.iter().flat_map(RuntimeState::statuses);
        self.one_of(Key::Status, statuses.copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_asked_by_the_column_with_an_index() {
        let filter = Filter::new().in_states(&[RuntimeState::Canceling, RuntimeState::Failed]);
        insta::assert_snapshot!(filter.to_json().unwrap(), @r#"{"predicates":[{"operation":"IN","key":"status","string_values":{"values":["Terminating","Failed","Error"]}}]}"#);
    }

    #[test]
    fn a_state_without_a_status_does_not_find_the_runs_of_another() {
        let filter = Filter::new().in_states(&[RuntimeState::Canceled, RuntimeState::Failed]);
        insta::assert_snapshot!(filter.to_json().unwrap(), @r#"{"predicates":[{"operation":"IN","key":"state","string_values":{"values":["CANCELED","FAILED"]}}]}"#);
    }
}
