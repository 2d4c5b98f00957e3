use console_api::{
    compare::{Compared, ComparedSpec, NoSpec},
    grid::TaskState,
};
use kfp_core::model::{Document, RuntimeState};
use proptest::prelude::*;

use super::*;

fn namespace() -> Namespace {
    Namespace::new("team-a").expect("a namespace")
}

fn parameter_of(name: &str, json: &str) -> ComparedParameter {
    ComparedParameter {
        name: name.to_owned(),
        value: Document::parse(json).ok(),
        bytes: json.len(),
        digest: None,
    }
}

fn run(parameters: &[(&str, &str)]) -> ComparedRun {
    ComparedRun {
        name: "train".to_owned(),
        state: RuntimeState::Succeeded,
        created_at_ms: Some(1_000),
        finished_at_ms: Some(61_000),
        parameters: parameters
            .iter()
            .map(|(name, json)| parameter_of(name, json))
            .collect(),
        ..ComparedRun::default()
    }
}

fn comparison(runs: Vec<(&str, Option<ComparedRun>)>) -> Comparison {
    let runs = runs.into_iter().map(|(run_id, run)| Compared {
        run_id: run_id.to_owned(),
        run,
    });
    Comparison {
        runs: runs.collect(),
        specs: Vec::new(),
    }
}

fn side_by_side(query: &str, runs: Vec<(&str, Option<ComparedRun>)>) -> Matrix {
    let state = CompareState::parse(query).state;
    matrix(&namespace(), &state, &comparison(runs))
}

fn marks(rows: &[Row]) -> Vec<(String, Vec<bool>)> {
    let name = |row: &Row| match &row.what {
        What::Named(name) => name.clone(),
        what => format!("{what:?}"),
    };
    rows.iter()
        .map(|row| {
            (
                name(row),
                row.cells.iter().map(|cell| cell.differs).collect(),
            )
        })
        .collect()
}

#[test]
fn what_differs_from_the_base_is_marked_and_what_is_equal_left_out() {
    let runs = || {
        vec![
            (
                "a",
                Some(run(&[("lr", "0.1"), ("n", "1"), ("who", "\"x\"")])),
            ),
            ("b", Some(run(&[("lr", "0.2"), ("n", "1")]))),
            (
                "c",
                Some(run(&[("lr", "0.1"), ("n", "1"), ("who", "\"x\"")])),
            ),
        ]
    };
    let told = side_by_side("runs=a,b,c", runs());
    assert_eq!(told.differing, (2, 3));
    let of = |name: &str, marks: [bool; 3]| (name.to_owned(), marks.to_vec());
    assert_eq!(
        marks(&told.parameters),
        [
            of("lr", [false, true, false]),
            of("who", [false, true, false])
        ]
    );
    assert_eq!(told.parameters[1].cells[1].value, Value::NotSet);
    assert_eq!(
        told.parameters[1].cells[0].value,
        Value::Code("x".to_owned())
    );
    let told = side_by_side("runs=a,b,c&only=all&base=b", runs());
    assert_eq!((told.base, told.parameters.len()), (Some(1), 3));
    assert_eq!(marks(&told.parameters)[0].1, [true, false, true]);
}

#[test]
fn a_run_that_is_absent_is_a_column_and_never_the_base() {
    let told = side_by_side(
        "runs=a,b,c&base=a",
        vec![("a", None), ("b", Some(run(&[])))],
    );
    let standings: Vec<Standing> = told.columns.iter().map(|column| column.standing).collect();
    assert_eq!(
        standings,
        [Standing::Absent, Standing::Here, Standing::Waits]
    );
    assert_eq!(told.base, Some(1));
    assert_eq!(told.columns[0].name, "a");
    assert!(told.summary.iter().all(|row| !row.cells[0].differs));
    let none = side_by_side("runs=a,b", vec![("a", None), ("b", None)]);
    assert_eq!((none.base, none.columns.len()), (None, 2));
    assert!(none.summary.is_empty());
}

#[test]
fn durations_are_told_against_the_base() {
    let mut longer = run(&[]);
    longer.finished_at_ms = Some(91_000);
    let mut goes_on = run(&[]);
    goes_on.state = RuntimeState::Running;
    goes_on.finished_at_ms = None;
    let told = side_by_side(
        "runs=a,b,c",
        vec![
            ("a", Some(run(&[]))),
            ("b", Some(longer)),
            ("c", Some(goes_on)),
        ],
    );
    let row = told.summary.iter().find(|row| row.what == What::Duration);
    let cells = &row.expect("a row").cells;
    let longer: Vec<Option<i64>> = cells.iter().map(|cell| cell.longer).collect();
    assert_eq!(longer, [None, Some(30), None]);
    assert_eq!(cells[2].value, Value::Took(1_000, None));
    assert!(cells.iter().all(|cell| !cell.differs));
}

#[test]
fn values_that_look_secret_or_are_too_long_are_not_shown_and_compared_all_the_same() {
    let long = |digest: &str| ComparedParameter {
        name: "rows".to_owned(),
        value: None,
        bytes: 2_000_000,
        digest: Some(digest.to_owned()),
    };
    let mut one = run(&[("api_key", "\"a\""), ("login", "{\"password\":\"a\"}")]);
    one.parameters.push(long("1"));
    let mut other = run(&[("api_key", "\"b\""), ("login", "{\"password\":\"a\"}")]);
    other.parameters.push(long("2"));
    let told = side_by_side(
        "runs=a,b&only=all",
        vec![("a", Some(one)), ("b", Some(other))],
    );
    let values: Vec<&Value> = told
        .parameters
        .iter()
        .map(|row| &row.cells[1].value)
        .collect();
    assert_eq!(
        values,
        [&Value::Hidden, &Value::Hidden, &Value::TooLong(2_000_000)]
    );
    let marked: Vec<bool> = told
        .parameters
        .iter()
        .map(|row| row.cells[1].differs)
        .collect();
    assert_eq!(marked, [true, false, true]);
}

#[test]
fn a_parameter_that_may_be_among_the_untold_is_not_said_to_differ() {
    let mut many = run(&[("a", "1")]);
    many.more_parameters = 3;
    let told = side_by_side(
        "runs=a,b&only=all",
        vec![
            ("a", Some(run(&[("a", "1"), ("z", "1")]))),
            ("b", Some(many)),
        ],
    );
    assert_eq!(told.more_parameters, 3);
    assert_eq!(told.parameters[1].cells[1].value, Value::NotTold);
    assert!(!told.parameters[1].cells[1].differs);
}

#[test]
fn tasks_stand_in_the_order_of_the_base_and_one_that_ended_otherwise_is_marked() {
    let task = |name: &str, ms: i64, state: TaskState| ComparedTask {
        name: name.to_owned(),
        nodes: 1,
        state,
        duration_ms: Some(ms),
    };
    let mut one = run(&[]);
    one.tasks = vec![
        task("prep", 5_000, TaskState::Succeeded),
        task("train", 9_000, TaskState::Succeeded),
    ];
    let mut other = run(&[]);
    other.tasks = vec![
        task("train", 7_000, TaskState::Failed),
        task("prep", 5_000, TaskState::Succeeded),
        task("more", 1, TaskState::Succeeded),
    ];
    let told = side_by_side("runs=a,b", vec![("a", Some(one)), ("b", Some(other))]);
    assert_eq!(
        marks(&told.tasks),
        [
            ("prep".to_owned(), vec![false, false]),
            ("train".to_owned(), vec![false, true]),
            ("more".to_owned(), vec![false, true])
        ]
    );
    assert_eq!(told.tasks[1].cells[1].longer, Some(-2));
    assert_eq!(told.tasks[0].cells[1].longer, None);
}

#[test]
fn specs_are_told_apart_from_that_of_the_base() {
    let of = |spec: Option<usize>| {
        let mut run = run(&[]);
        run.spec = spec;
        run.no_spec = spec.is_none().then_some(NoSpec::Gone);
        Some(run)
    };
    let mut told = comparison(vec![
        ("a", of(Some(0))),
        ("b", of(Some(1))),
        ("c", of(Some(0))),
        ("d", of(Some(1))),
        ("e", of(None)),
        ("f", None),
    ]);
    told.specs = vec![ComparedSpec::default(); 2];
    let state = CompareState::parse("runs=a,b,c,d,e,f").state;
    let found = specs(&matrix(&namespace(), &state, &told), &told);
    assert_eq!(found.base, Some(Ok(0)));
    assert_eq!(found.others, [(1, vec![1, 3])]);
    assert_eq!(found.unknown, [(4, NoSpec::Gone)]);
    // A place that there is not is no spec.
    told.specs.clear();
    let found = specs(&matrix(&namespace(), &state, &told), &told);
    assert_eq!(found.base, Some(Err(NoSpec::Unread)));
}

proptest! {
    #[test]
    fn every_row_has_a_cell_for_every_column_and_the_base_differs_from_nothing(
        runs in prop::collection::vec(prop::collection::btree_map("[a-d]", 0..3_u8, 0..4), 1..5),
        shows_equal in any::<bool>(),
        base in any::<prop::sample::Index>(),
    ) {
        let ids: Vec<String> = (0..runs.len()).map(|at| format!("r{at}")).collect();
        let told = comparison(ids.iter().zip(&runs).map(|(id, parameters)| {
            let values: Vec<(&str, String)> = parameters.iter().map(|(name, value)| (name.as_str(), value.to_string())).collect();
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            (id.as_str(), Some(run(&values)))
        }).collect());
        let of_state = ids.iter().filter_map(|id| RunId::new(id.as_str()).ok()).collect();
        let base = base.index(ids.len());
        let mut state = CompareState::of(of_state).against(RunId::new(ids[base].as_str()).expect("an id"));
        state.shows_equal = shows_equal;
        let found = matrix(&namespace(), &state, &told);
        prop_assert_eq!(found.base, Some(base));
        for row in found.summary.iter().chain(&found.parameters).chain(&found.tasks) {
            prop_assert_eq!(row.cells.len(), ids.len());
            prop_assert!(!row.cells[base].differs && row.cells[base].longer.is_none());
        }
        for row in &found.parameters {
            let What::Named(name) = &row.what else { panic!("a parameter has a name") };
            let same = |at: usize| runs[at].get(name) == runs[base].get(name);
            for (at, cell) in row.cells.iter().enumerate() {
                prop_assert_eq!(cell.differs, !same(at));
            }
        }
        if !shows_equal {
            prop_assert_eq!(found.parameters.len(), found.differing.0);
        }
    }
}
