//! Runs whose end somebody asked for: KFP ends them as failed.

use super::super::answer::Who;
use super::super::row::Row;
use super::super::search::Search;
use super::super::tally::Calendar;
use super::{counted, find, memory, run};

#[test]
fn a_run_whose_end_was_asked_for_is_no_failure_and_says_so() {
    let (mut store, scope) = memory();
    let failed = |id: &str, was_terminated: bool| Row {
        state: "FAILED".to_owned(),
        was_terminated,
        pipeline: Some("p".to_owned()),
        ..run(id, 600)
    };
    store.take(scope, &[failed("a", true), failed("b", false)]);
    // What becomes known later is taken in as well.
    store.take(
        scope,
        &[failed("a", true), failed("b", true), failed("c", false)],
    );
    let calendar = Calendar {
        days: 1,
        offset_minutes: 0,
    };
    let told = counted(&store, scope).overview(Who::default(), calendar);
    let ended = &told.last_day.ended;
    assert_eq!(
        (ended.get("CANCELED"), ended.get("FAILED")),
        (Some(&2), Some(&1))
    );
    let failures: Vec<_> = told.failures.iter().map(|group| group.runs).collect();
    assert_eq!(failures, [1]);
    let bars = &told.pipelines[0].last;
    let canceled = bars.iter().filter(|bar| bar.state == "CANCELED").count();
    assert_eq!((bars.len(), canceled), (3, 2));

    let search = Search {
        limit: 10,
        ..Search::default()
    };
    let mut found = find(&store, scope, Who::default(), &search).runs;
    found.sort_by(|one, other| one.run_id.cmp(&other.run_id));
    let found: Vec<_> = found
        .iter()
        .map(|line| {
            (
                line.run_id.as_str(),
                line.state.as_str(),
                line.was_terminated,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("a", "FAILED", true),
            ("b", "FAILED", true),
            ("c", "FAILED", false)
        ]
    );
}
