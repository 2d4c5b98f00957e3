//! What the index tells is what a plain computation over the same runs tells.

use std::collections::BTreeMap;

use console_api::overview::{GroupKind, StateCounts};
use proptest::prelude::*;

use super::super::answer::Who;
use super::super::row::Row;
use super::super::search::{Budget, Search};
use super::super::tally::Calendar;
use super::{HOUR, NOW, counted, find, find_within, memory};

const ALL: Who = Who {
    reads_pipelines: true,
    reads_experiments: true,
    reads_recurring_runs: true,
};

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

prop_compose! {
    fn row()(
        id in 0_u8..40,
        state in one_of(&["SUCCEEDED", "FAILED", "RUNNING", "CANCELED", "SKIPPED", "PENDING"]),
        is_archived in prop::bool::weighted(0.2),
        hours_ago in 0_i64..400,
        minutes in 0_i64..300,
        pipeline in prop::option::of(one_of(&["p1", "p2"])),
        experiment in prop::option::of(one_of(&["e1", "e2", "e3"])),
        error in prop::option::of(one_of(&["no memory", "no image"])),
        rate in 0_u8..3,
    ) -> Row {
        let created = NOW - hours_ago * HOUR - i64::from(id) * 1000;
        let has_ended = !matches!(&*state, "RUNNING" | "PENDING");
        Row {
            run_id: format!("r{id:02}"),
            name: format!("train_{id}%"),
            is_archived,
            created,
            finished: has_ended.then_some(created + minutes * 60_000),
            experiment,
            pipeline,
            error: error.filter(|_| state == "FAILED"),
            parameters: Some(format!(r#"{{"rate":{rate},"flag":{}}}"#, rate == 1)),
            state,
            ..Row::default()
        }
    }
}

/// Runs as they are in the end, the newest first.
fn plain(written: &[Row], removed: &[String]) -> Vec<Row> {
    let mut by_id = BTreeMap::new();
    for row in written {
        by_id.insert(row.run_id.clone(), row.clone());
    }
    by_id.retain(|id, _| !removed.contains(id));
    let mut rows: Vec<Row> = by_id.into_values().collect();
    rows.sort_by(|a, b| (b.created, &b.run_id).cmp(&(a.created, &a.run_id)));
    rows
}

fn states<'a>(rows: impl IntoIterator<Item = &'a Row>) -> StateCounts {
    let mut states = StateCounts::new();
    for row in rows {
        *states.entry(row.state.clone()).or_default() += 1;
    }
    states
}

fn median<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Option<i64> {
    let succeeded = rows.into_iter().filter(|row| row.state == "SUCCEEDED");
    let mut durations: Vec<i64> = succeeded
        .filter_map(|row| Some(row.finished? - row.created))
        .collect();
    durations.sort_unstable();
    durations.get(durations.len().checked_sub(1)? / 2).copied()
}

fn age(row: &Row) -> Option<i64> {
    row.finished.map(|finished| NOW - finished)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn figures(written in prop::collection::vec(row(), 0..120), removed in prop::collection::vec(0_u8..40, 0..6), quarters in -48_i32..56) {
        let (mut store, scope) = memory();
        let other = store.scope("", "team-b").expect("a scope");
        for part in written.chunks(7) {
            store.take(scope, part);
            store.take(other, part);
        }
        let removed: Vec<String> = removed.iter().map(|id| format!("r{id:02}")).collect();
        store.remove(scope, &removed);
        let rows = plain(&written, &removed);

        let calendar = Calendar { days: 14, offset_minutes: quarters * 15 };
        let told = counted(&store, scope).overview(ALL, calendar);

        prop_assert_eq!(&told.active, &states(rows.iter().filter(|row| !row.is_archived)));
        prop_assert_eq!(&told.archived, &states(rows.iter().filter(|row| row.is_archived)));
        for (period, from, to) in [
            (&told.last_day, i64::MIN, 24 * HOUR),
            (&told.day_before, 24 * HOUR, 48 * HOUR),
            (&told.last_week, i64::MIN, 7 * 24 * HOUR),
            (&told.week_before, 7 * 24 * HOUR, 14 * 24 * HOUR),
        ] {
            let within: Vec<&Row> = rows.iter().filter(|row| age(row).is_some_and(|age| from <= age && age < to)).collect();
            prop_assert_eq!(&period.ended, &states(within.iter().copied()));
            prop_assert_eq!(period.median_ms, median(within.iter().copied()));
        }
        prop_assert_eq!(told.days.len(), 14);
        for day in &told.days {
            let on_it = rows.iter().filter(|row| {
                row.finished.is_some_and(|at| day.starts_at_ms <= at && at < day.starts_at_ms + 24 * HOUR)
            });
            prop_assert_eq!(&day.ended, &states(on_it));
        }
        let shown: Vec<&Row> = rows.iter().filter(|row| !row.is_archived).collect();
        let running = shown.iter().filter(|row| !row.has_ended()).take(20);
        let running: Vec<&str> = running.map(|row| &*row.run_id).collect();
        prop_assert_eq!(told.unfinished.iter().map(|line| &*line.run_id).collect::<Vec<_>>(), running);
        for group in told.experiments.iter().chain(&told.pipelines) {
            let of_group: Vec<&Row> = shown
                .iter()
                .copied()
                .filter(|row| [&row.experiment, &row.pipeline].iter().any(|id| id.as_ref() == Some(&group.id)))
                .collect();
            prop_assert_eq!(&group.states, &states(of_group.iter().copied()));
            prop_assert_eq!(group.median_ms, median(of_group.iter().copied()));
            let mut last: Vec<&str> = of_group.iter().take(20).map(|row| &*row.run_id).collect();
            last.reverse();
            prop_assert_eq!(group.last.iter().map(|bar| &*bar.run_id).collect::<Vec<_>>(), last);
        }
        let failed = shown.iter().filter(|row| row.state == "FAILED" && age(row).is_some_and(|age| age < 7 * 24 * HOUR));
        prop_assert_eq!(told.failures.iter().map(|group| group.runs).sum::<u64>(), failed.count() as u64);
    }

    #[test]
    fn searches(
        written in prop::collection::vec(row(), 0..80),
        state in prop::option::of(one_of(&["SUCCEEDED", "FAILED"])),
        pipeline in prop::option::of(one_of(&["p1", "p2"])),
        is_archived in prop::option::of(any::<bool>()),
        name in prop::option::of(one_of(&["train", "_1", "%", "RUN", "n_2"])),
        rate in prop::option::of(0_u8..3),
        longer_ms in prop::option::of(0_i64..18_000_000),
        limit in 1_usize..9,
        at_once in 1_usize..30,
        since_ms in prop::option::of(0_i64..400),
        before_ms in prop::option::of(0_i64..400),
    ) {
        let (mut store, scope) = memory();
        store.take(scope, &written);
        let [since_ms, before_ms] = [since_ms, before_ms].map(|hours| hours.map(|hours| NOW - hours * HOUR));
        let budget = Budget { at_once, ..Budget::default() };
        let parameter = rate.map(|rate| ("rate".to_owned(), Some(rate.to_string())));
        let mut search = Search {
            states: state.clone().into_iter().collect(),
            pipelines: pipeline.clone().into_iter().collect(),
            is_archived,
            name: name.clone(),
            parameter,
            longer_ms,
            since_ms,
            before_ms,
            limit,
            ..Search::default()
        };
        let wanted: Vec<String> = plain(&written, &[])
            .into_iter()
            .filter(|row| {
                state.as_ref().is_none_or(|state| row.state == *state)
                    && pipeline.as_ref().is_none_or(|id| row.pipeline.as_ref() == Some(id))
                    && is_archived.is_none_or(|is| row.is_archived == is)
                    && name.as_ref().is_none_or(|part| row.name.to_lowercase().contains(&part.to_lowercase()))
                    && rate.is_none_or(|rate| row.parameters.as_ref().is_some_and(|text| text.contains(&format!("\"rate\":{rate},"))))
                    && longer_ms.is_none_or(|longer| row.duration().is_some_and(|duration| duration >= longer))
                    && since_ms.is_none_or(|since| row.created >= since)
                    && before_ms.is_none_or(|before| row.created < before)
            })
            .map(|row| row.run_id)
            .collect();
        // Page by page.
        let mut found = Vec::new();
        loop {
            let page = find_within(&store, scope, ALL, &search, budget);
            prop_assert_eq!(page.looked_back_to_ms, None);
            prop_assert_eq!(page.matches, wanted.len() as u64);
            prop_assert!(page.runs.len() <= limit);
            found.extend(page.runs.into_iter().map(|line| line.run_id));
            let Some(next) = page.next else { break };
            let (created, id) = next.split_once('.').expect("a position");
            search.after = Some((created.parse().expect("a time"), id.to_owned()));
        }
        prop_assert_eq!(found, wanted);
    }
}

#[test]
fn first_failure_after_many_successes_is_news() {
    let (mut store, scope) = memory();
    let of = |id: &str, hours_ago: i64, state: &str, error: Option<&str>| Row {
        run_id: id.to_owned(),
        state: state.to_owned(),
        created: NOW - hours_ago * HOUR,
        finished: Some(NOW - hours_ago * HOUR + 1),
        pipeline: Some("p1".to_owned()),
        error: error.map(str::to_owned),
        ..Row::default()
    };
    let mut rows = vec![
        of("new-2", 1, "FAILED", Some("no memory")),
        of("new-1", 2, "FAILED", Some("no memory")),
    ];
    rows.extend((3..=21).map(|hour| of(&format!("good-{hour}"), hour, "SUCCEEDED", None)));
    rows.push(of("old", 22, "FAILED", Some("no image")));
    rows.push(of("older", 23, "SUCCEEDED", None));
    store.take(scope, &rows);
    let calendar = Calendar {
        days: 1,
        offset_minutes: 0,
    };
    let told = counted(&store, scope).overview(ALL, calendar);
    let failures: Vec<_> = told
        .failures
        .iter()
        .map(|group| {
            (
                group.error.as_deref(),
                group.runs,
                &*group.last.run_id,
                group.successes_before,
            )
        })
        .collect();
    assert_eq!(
        failures,
        [
            (Some("no memory"), 2, "new-2", 19),
            (Some("no image"), 1, "old", 1)
        ]
    );
    let rate = told.last_day.success_rate.expect("a rate");
    assert!((rate - 20.0 / 23.0).abs() < 1e-9, "{rate}");
}

#[test]
fn a_name_is_told_and_found_only_by_who_may_read_it() {
    let (mut store, scope) = memory();
    let row = Row {
        experiment: Some("e1".to_owned()),
        ..super::run("r", 5)
    };
    store.take(scope, &[row]);
    store.name(scope, 1, &[("e1".to_owned(), "churn 학습".to_owned())]);
    let search = Search {
        names: Some("churn".to_owned()),
        limit: 10,
        ..Search::default()
    };
    assert_eq!(find(&store, scope, ALL, &search).matches, 1);
    assert_eq!(find(&store, scope, Who::default(), &search).matches, 0);
    let told = counted(&store, scope);
    let name = |who| {
        told.group(who, GroupKind::Experiments, "e1")
            .expect("a group")
            .name
    };
    assert_eq!(name(ALL).as_deref(), Some("churn 학습"));
    assert_eq!(name(Who::default()), None);
}

#[test]
fn a_shared_pipeline_is_named_to_everybody_and_found_by_its_name() {
    let (mut store, scope) = memory();
    let row = Row {
        pipeline: Some("p1".to_owned()),
        ..super::run("r", 5)
    };
    store.take(scope, &[row]);
    let shared = store.scope("", "").expect("a scope");
    store.name(shared, 0, &[("p1".to_owned(), "iris training".to_owned())]);
    // Of another user, where KFP decides by the user.
    let foreign = store.scope("ann", "").expect("a scope");
    store.name(foreign, 0, &[("p1".to_owned(), "another word".to_owned())]);
    let matches = |part: &str| {
        let search = Search {
            names: Some(part.to_owned()),
            limit: 10,
            ..Search::default()
        };
        find(&store, scope, Who::default(), &search).matches
    };
    assert_eq!((matches("iris"), matches("another")), (1, 0));
    let told = counted(&store, scope);
    let group = told.group(Who::default(), GroupKind::Pipelines, "p1");
    let name = group.expect("a group").name;
    assert_eq!(name.as_deref(), Some("iris training"));
}

#[test]
fn parameters_that_cannot_be_looked_into_do_not_hide_those_of_others() {
    let (mut store, scope) = memory();
    let with = |id: &str, parameters: String| Row {
        parameters: Some(parameters),
        ..super::run(id, 5)
    };
    // More than a thousand deep, where SQLite gives up.
    let deep = format!(
        r#"{{"rate":1,"deep":{}{}}}"#,
        "[".repeat(1_001),
        "]".repeat(1_001)
    );
    store.take(
        scope,
        &[
            with("deep", deep),
            with("plain", r#"{"rate":1}"#.to_owned()),
        ],
    );
    for value in [None, Some("1".to_owned())] {
        let search = Search {
            parameter: Some(("rate".to_owned(), value)),
            limit: 10,
            ..Search::default()
        };
        let found = find(&store, scope, ALL, &search);
        assert_eq!(found.matches, 1);
        assert_eq!(found.runs[0].run_id, "plain");
    }
}

#[test]
fn a_search_that_is_cut_short_says_so_and_can_be_gone_on_with() {
    let (mut store, scope) = memory();
    let rows: Vec<Row> = (0..100)
        .map(|at| super::run(&format!("r{at:02}"), at))
        .collect();
    store.take(scope, &rows);
    let budget = Budget {
        at_once: 10,
        runs: 30,
        ..Budget::default()
    };
    let mut search = Search {
        name: Some("run r9".to_owned()),
        limit: 50,
        ..Search::default()
    };
    let mut pages = Vec::new();
    loop {
        let page = find_within(&store, scope, ALL, &search, budget);
        assert_eq!((page.looked_at, page.matches), (30, 0));
        assert_eq!(page.looked_back_to_ms, Some(NOW - 29_000));
        pages.push(page.runs.len());
        let Some(next) = page.next else { break };
        let (created, id) = next.split_once('.').expect("a position");
        search.after = Some((created.parse().expect("a time"), id.to_owned()));
    }
    assert_eq!(pages, [0, 0, 0, 10]);
    search.after = None;
    search.before_ms = Some(NOW - 80_000);
    let found = find_within(&store, scope, ALL, &search, budget);
    assert_eq!((found.looked_at, found.matches), (19, 10));
    assert_eq!((found.looked_back_to_ms, found.next), (None, None));

    // Time that is over ends it too, but not before something was looked at.
    let late = Budget {
        time: std::time::Duration::ZERO,
        ..budget
    };
    search.before_ms = None;
    let found = find_within(&store, scope, ALL, &search, late);
    assert_eq!((found.looked_at, found.next.is_some()), (10, true));
}
