//! Axes of runs as they were started.

use super::*;

/// Runs with parameters.
pub(in super::super) fn trials(all: &[&str]) -> Vec<Trial> {
    let trial = |(at, parameters): (usize, &&str)| {
        let json = format!(
            r#"{{"run_id":"r-{at}","created_at":"2026-11-25T10:00:00Z","finished_at":"2026-11-25T10:{:02}:00Z"}}"#,
            at + 1
        );
        let parameters: std::collections::BTreeMap<String, kfp_core::model::Document> =
            serde_json::from_str(parameters).expect("parameters");
        let parameters = parameters.into_iter();
        Trial {
            run: serde_json::from_str(&json).expect("a run"),
            parameters: parameters
                .map(|(name, value)| (name, Some(value.as_str().to_owned())))
                .collect(),
        }
    };
    all.iter().enumerate().map(trial).collect()
}

fn names(axes: &[Axis]) -> Vec<&str> {
    axes.iter().map(|axis| axis.name.as_str()).collect()
}

const RUNS: [&str; 3] = [
    r#"{"lr":0.001,"batch":8,"net":"b3","same":1,"api_key":"a","flag":true}"#,
    r#"{"lr":0.1,"batch":16,"net":"b4","same":1,"api_key":"b","flag":false}"#,
    r#"{"lr":0.01,"net":"b3","same":1,"api_key":"c","flag":true}"#,
];

#[test]
fn what_varies_is_an_axis_and_a_secret_is_none() {
    let axes = Axes::of(&trials(&RUNS), &TrialsState::default());
    assert_eq!(
        names(&axes.shown),
        ["batch", "flag", "lr", "net", "duration"]
    );
    let chosen = TrialsState::parse("axes=lr~log,gone,net~log");
    let axes = Axes::of(&trials(&RUNS), &chosen);
    assert_eq!(names(&axes.shown), ["lr", "net"]);
    assert!(axes.shown[0].log && !axes.shown[1].log);
    assert_eq!(names(&axes.others), ["batch", "flag", "duration"]);
}

#[test]
fn a_scale_is_linear_or_logarithmic_and_words_stand_at_even_distances() {
    let trials = trials(&RUNS);
    let axes = Axes::of(&trials, &TrialsState::parse("axes=lr~log,lr,net,batch"));
    let share = |axis: &Axis, trial: usize| {
        let value = value(&trials[trial], &axis.name)?;
        axis.share(&value)
    };
    assert!((share(&axes.shown[0], 2).expect("a share") - 0.5).abs() < 1e-9);
    assert_eq!(
        (axes.shown[0].at(0), axes.shown[0].at(50)),
        ("0.001".to_owned(), "0.01".to_owned())
    );
    // An axis that is named twice is shown once.
    assert_eq!(names(&axes.shown), ["lr", "net", "batch"]);
    assert_eq!(
        (share(&axes.shown[1], 0), share(&axes.shown[1], 1)),
        (Some(0.0), Some(1.0))
    );
    assert_eq!(share(&axes.shown[2], 2), None);
}

#[test]
fn a_brush_keeps_what_is_between_its_ends() {
    let trials = trials(&RUNS);
    let inside = |brush: &str| -> Vec<usize> {
        let state = TrialsState::parse(&format!("brush={brush}"));
        let axes = Axes::of(&trials, &state);
        (0..3)
            .filter(|at| axes.holds(&state, &trials[*at]))
            .collect()
    };
    assert_eq!(inside("lr:0.005..0.05"), [2]);
    assert_eq!(inside("lr:0.01.."), [1, 2]);
    assert_eq!(inside("net:..b3"), [0, 2]);
    // Without a value it is not between any.
    assert_eq!(inside("batch:1.."), [0, 1]);
    assert_eq!(inside("net:b3..b3,duration:120.."), [2]);
    // What is not understood, or is of no axis, narrows nothing.
    assert_eq!(inside("lr:x..y,same:1..1"), [0, 1, 2]);
}

#[test]
fn places_and_brushes_lead_to_each_other() {
    let axes = Axes::of(&trials(&RUNS), &TrialsState::default());
    let lr = &axes.shown[2];
    for (from, to) in [(0, 100), (10, 90), (0, 5), (99, 100)] {
        let brush = lr.brush(from, to);
        assert_eq!(lr.places(Some(&brush)), (from, to), "{brush:?}");
    }
    assert_eq!(lr.brush(0, 100).from, "");
    let net = &axes.shown[3];
    assert_eq!((net.last(), net.brush(1, 1).from), (1, "b4".to_owned()));
}

#[test]
fn what_has_too_many_words_is_no_axis() {
    let all: Vec<String> = (0..20).map(|at| format!(r#"{{"note":"n{at}"}}"#)).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let axes = Axes::of(&trials(&all), &TrialsState::default());
    assert_eq!(
        (names(&axes.shown), axes.too_many),
        (vec!["duration"], vec!["note".to_owned()])
    );
}

#[test]
fn numbers_are_short() {
    for (number, text) in [
        (0.1, "0.1"),
        (16.0, "16"),
        (1e-7, "1e-7"),
        (2e12, "2e12"),
        (0.0, "0"),
        (-0.5, "-0.5"),
    ] {
        assert_eq!(short(number), text);
    }
}
