//! `CASES.md` is complete, and what it names exists.

use std::collections::BTreeSet;
use std::path::Path;

use kfp_sandbox::{Action, Switch};
use serde_json::{Value, json};

/// The cases of the collection: some numbers were given up.
const CASES: [&[u8]; 9] = [
    &[1, 2, 3, 4, 6, 7, 9, 10, 11, 12],
    &[13, 15, 17, 19, 20, 21, 22, 24, 25, 26],
    &[28, 29, 30, 31, 32, 33, 34, 35, 37, 38],
    &[40, 42, 43, 44, 45, 46, 48, 49],
    &[51, 52, 54, 55, 57, 58, 59],
    &[61, 62, 63, 64, 66, 67, 69],
    &[70, 71, 72, 73, 74, 75, 78, 79],
    &[81, 82, 83, 84, 85, 86],
    &[87],
];

const ACTIONS: [(&str, &str); 9] = [
    ("lose-headers", r#"{"names": []}"#),
    ("cut-body", r#"{"after": 1}"#),
    ("answer", r#"{"status": 200}"#),
    ("drop-reused", "{}"),
    ("cut-upload", r#"{"after": 1}"#),
    ("taken-but-dropped", "{}"),
    ("sign-in", r#"{"page": "dex"}"#),
    ("giant-body", r#"{"bytes": 1}"#),
    ("stall", "{}"),
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A test file, or all of a folder.
fn sources(path: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if !folder.is_dir() {
        return vec![read(path)];
    }
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// The cells of each row.
fn rows(table: &str) -> Vec<[&str; 4]> {
    table
        .lines()
        .filter_map(|line| line.strip_prefix("| K")?.strip_suffix(" |"))
        .map(|row| {
            let cells: Vec<&str> = row.split(" | ").collect();
            cells.try_into().unwrap_or_else(|_| panic!("K{row}"))
        })
        .collect()
}

/// What stands in backquotes.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn is_switch(name: &str) -> bool {
    Switch::ALL
        .iter()
        .any(|switch| serde_json::to_value(switch).unwrap() == name)
}

fn is_action(name: &str) -> bool {
    let Some((_, rest)) = ACTIONS.iter().find(|(action, _)| *action == name) else {
        return name == "delay";
    };
    let mut action: Value = serde_json::from_str(rest).unwrap();
    action["do"] = json!(name);
    serde_json::from_value::<Action>(action).is_ok()
}

#[test]
fn every_case_has_a_row_and_what_it_names_exists() {
    let table = read("CASES.md");
    let rows = rows(&table);
    let ids: BTreeSet<u8> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    let wanted: BTreeSet<u8> = CASES.iter().copied().flatten().copied().collect();
    assert_eq!(ids, wanted);
    assert_eq!((rows.len(), wanted.len()), (67, 67));
    for [id, what, how, shown] in rows {
        let is_played = !what.starts_with("*no server*");
        assert_eq!(is_played, shown != "—", "K{id}");
        for test in quoted(shown) {
            let (file, name) = test
                .split_once("::")
                .unwrap_or_else(|| panic!("K{id}: {test}"));
            let function = format!("fn {name}()");
            let is_there = sources(file)
                .iter()
                .any(|source| source.contains(&function));
            assert!(is_there, "K{id}: {test}");
        }
        let names = quoted(how)
            .filter(|name| name.contains('-') || ["answer", "stall", "delay"].contains(name));
        for name in names {
            assert!(is_switch(name) || is_action(name), "K{id}: {name}");
        }
    }
}
