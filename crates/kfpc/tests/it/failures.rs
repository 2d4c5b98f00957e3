//! `FAILURES.md` is complete, and the tests that it names exist.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// The rows of the table of what the Python client's users meet.
const FAILURES: std::ops::RangeInclusive<u8> = 1..=34;
/// The cases that a client or a command line can meet.
const CASES: [&[u8]; 4] = [
    &[1, 2, 3, 4, 6, 9, 10, 11, 12, 13, 15, 17, 19],
    &[20, 21, 22, 24, 25, 28, 29, 30, 33, 34, 35, 37],
    &[62, 63, 64, 66, 67],
    &[72, 73, 74, 75, 84, 85],
];
/// Those that no test shows yet.
const OPEN: [u8; 0] = [];

/// The rows of a table whose first cell begins with `mark`: number and last cell.
fn rows<'a>(text: &'a str, mark: &str) -> Vec<(u8, &'a str)> {
    let lines = text.lines().filter_map(|line| {
        let row = line.strip_prefix("| ")?.strip_prefix(mark)?;
        let (number, rest) = row.split_once(" | ")?;
        let (_, shown) = rest.strip_suffix(" |")?.rsplit_once(" | ")?;
        Some((number.parse().ok()?, shown))
    });
    lines.collect()
}

#[test]
fn every_row_is_there_and_what_it_names_exists() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &Path| {
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let text = read(&here.join("FAILURES.md"));
    let (failures, cases) = (rows(&text, ""), rows(&text, "K"));
    let numbers = |rows: &[(u8, &str)]| rows.iter().map(|row| row.0).collect::<Vec<u8>>();
    assert_eq!(numbers(&failures), FAILURES.collect::<Vec<u8>>());
    let mut found = numbers(&cases);
    found.sort_unstable();
    assert_eq!(found, CASES.concat());

    let mut sources = HashMap::new();
    let mut open = BTreeSet::new();
    for (number, shown) in failures.into_iter().chain(cases) {
        let tests: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        if tests.is_empty() {
            assert!(shown.starts_with("— "), "{number}: {shown}");
            open.insert(number);
        }
        for test in tests {
            let (file, name) = test.split_once("::").expect(test);
            let path = here.join("..").join(file);
            let source = sources.entry(file).or_insert_with(|| read(&path));
            // Within `proptest!` a test has arguments.
            assert!(source.contains(&format!("fn {name}(")), "{number}: {test}");
        }
    }
    assert_eq!(open, OPEN.into());
}
