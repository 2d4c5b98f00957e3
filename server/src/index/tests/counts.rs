//! Runs by state, once all were read.

use console_api::live::RunCounts;

use super::super::counts::counts;
use super::super::row::Row;
use super::super::took::{Brought, take};
use super::{memory, run};

#[test]
fn runs_are_counted_once_all_of_them_were_read() {
    let (mut store, scope) = memory();
    let count = |store: &super::Store| store.look(|db| counts(db, scope)).expect("counted");
    assert_eq!(count(&store), None);
    let failed = Row {
        state: "FAILED".to_owned(),
        ..run("b", 20)
    };
    let archived = Row {
        is_archived: true,
        ..run("c", 30)
    };
    let rows = [run("a", 10), failed, archived];
    let newest = |goes_on, total| Brought::Newest { goes_on, total };
    take(&mut store, scope, &newest(true, 9), &rows);
    assert_eq!(count(&store), None, "six older ones were not read");
    take(&mut store, scope, &newest(false, 3), &rows);
    let of = |states: &[(&str, u64)]| {
        let states = states
            .iter()
            .map(|(state, runs)| ((*state).to_owned(), *runs));
        states.collect()
    };
    assert_eq!(
        count(&store),
        Some(RunCounts {
            active: of(&[("FAILED", 1), ("SUCCEEDED", 1)]),
            archived: of(&[("SUCCEEDED", 1)]),
        })
    );
}
