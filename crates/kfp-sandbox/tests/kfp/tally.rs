//! How many recorded exchanges were replayed, and how many answers are equal: printed, and held against what the
//! documents say.

use std::path::Path;

use serde_json::Value;

/// A recorded exchange, by the start of its id, with a reason.
pub type Named = (&'static str, &'static str);

/// What of a topic is not equal, one by one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// Answered otherwise than recorded. They are replayed like all others, and one that is equal by now fails the test.
    pub differences: &'static [Named],
    /// No client can send them: facts beside the calls, and calls of which the recording holds only a part.
    pub unsendable: &'static [Named],
}

impl Known {
    pub fn reason(named: &'static [Named], id: &str) -> Option<&'static str> {
        let found = named.iter().find(|(start, _)| id.starts_with(start));
        found.map(|(_, reason)| *reason)
    }

    /// Every id that is named.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.differences
            .iter()
            .chain(self.unsendable)
            .map(|(id, _)| *id)
    }
}

/// What became of one exchange.
#[derive(Debug)]
pub enum Outcome {
    Equal,
    /// Equal but for the order of rows that sort alike.
    EqualUpToTies,
    Different(String),
    Unsendable(String),
}

/// What became of a topic's exchanges.
#[derive(Debug, Default)]
pub struct Tally {
    equal: usize,
    up_to_ties: usize,
    different: Vec<String>,
    unsendable: Vec<String>,
    /// Answers that are as the schema says.
    pub validated: usize,
    failures: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, id: &str, outcome: Outcome, known: Known) {
        let excused = Known::reason(known.differences, id);
        match (outcome, excused) {
            (Outcome::Equal | Outcome::EqualUpToTies, Some(reason)) => self.fail(format!(
                "{id} is equal by now and still named as different: {reason}"
            )),
            (Outcome::Equal, None) => self.equal += 1,
            (Outcome::EqualUpToTies, None) => self.up_to_ties += 1,
            (Outcome::Different(how), Some(reason)) => {
                println!("  {id} differs: {reason}\n    {}", cut(&how));
                self.different.push(id.to_owned());
            }
            (Outcome::Different(how), None) => self.fail(format!("{id}: {how}")),
            (Outcome::Unsendable(why), _) => {
                match Known::reason(known.unsendable, id) {
                    Some(reason) => println!("  {id} cannot be sent: {reason}"),
                    None => self.fail(format!("{id} was not sent: {why}")),
                }
                self.unsendable.push(id.to_owned());
            }
        }
    }

    pub fn fail(&mut self, why: String) {
        self.failures.push(why);
    }

    /// The topic's row in README.md.
    fn row(&self, topic: &str) -> String {
        let equal = self.equal + self.up_to_ties;
        let replayed = equal + self.different.len();
        row(
            topic,
            [
                replayed + self.unsendable.len(),
                self.unsendable.len(),
                replayed,
                equal,
                self.different.len(),
            ],
        )
    }

    /// Prints the totals; fails on every difference that is not named, every name that excuses nothing, and documents
    /// that say otherwise.
    pub fn settle(mut self, topic: &str, known: Known) {
        let row = self.row(topic);
        println!(
            "{row} {} of the equal up to the order of ties, {} answers as the schema says",
            self.up_to_ties, self.validated
        );
        let seen = |start: &&str| {
            let mut ids = self.different.iter().chain(&self.unsendable);
            !ids.any(|id| id.starts_with(*start))
        };
        let unused: Vec<&str> = known.ids().filter(seen).collect();
        if !unused.is_empty() {
            self.fail(format!("named, and excuse nothing: {unused:?}"));
        }
        if !document("README.md").contains(&row) {
            self.fail(format!("README.md lacks the row {row}"));
        }
        let differences = document("DIFFERENCES.md");
        for id in known.ids().filter(|id| !differences.contains(*id)) {
            self.fail(format!("DIFFERENCES.md does not name {id}"));
        }
        assert!(
            self.failures.is_empty(),
            "{} failures:\n{}",
            self.failures.len(),
            self.failures.join("\n")
        );
    }
}

fn cut(text: &str) -> String {
    text.chars().take(300).collect()
}

fn row(topic: &str, counts: [usize; 5]) -> String {
    let counts = counts.map(|count| count.to_string()).join(" | ");
    format!("| {topic} | {counts} |")
}

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The recorded topics with the number of their exchanges.
fn recordings() -> Vec<(String, usize)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/kfp");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let document: Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if let Some(exchanges) = document["exchanges"].as_array() {
            let topic = path.file_stem().unwrap().to_string_lossy().into_owned();
            found.push((topic, exchanges.len()));
        }
    }
    found.sort();
    found
}

#[test]
fn the_totals_in_the_readme_are_those_of_all_recordings() {
    let readme = document("README.md");
    let counts_of = |topic: &str| -> Vec<usize> {
        let start = format!("| {topic} | ");
        let line = readme
            .lines()
            .find(|line| line.starts_with(&start))
            .unwrap_or_else(|| panic!("README.md has no row of {topic}"));
        let counts = line[start.len()..].trim_end_matches(" |").split(" | ");
        counts.map(|count| count.parse().unwrap()).collect()
    };
    let mut sum = [0; 5];
    for (topic, exchanges) in recordings() {
        let counts = counts_of(&topic);
        assert_eq!(counts[0], exchanges, "{topic}");
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    println!("{}", row("all", sum));
    assert_eq!(counts_of("all"), sum);
}
