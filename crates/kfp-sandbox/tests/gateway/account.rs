//! What became of each exchange of a recording: counted, named where it is not equal, and held against the documents.

use std::collections::BTreeMap;

use crate::exchange::{Exchange, load};
use crate::rig::Release;

/// A recorded exchange, by its id or its beginning with a `*`, with a reason.
pub(crate) type Named = (&'static str, &'static str);

/// What of a recording is not equal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// Answered otherwise. They are sent like all others, and one that is equal by now fails the test.
    pub(crate) differences: &'static [Named],
    /// Nothing that a client sends, or sent through what the sandbox has no part in.
    pub(crate) unsendable: &'static [Named],
}

/// The account of one recording.
pub(crate) struct Account {
    topic: String,
    known: Known,
    exchanges: Vec<Exchange>,
    outcomes: BTreeMap<String, Result<(), String>>,
}

impl Account {
    pub(crate) fn of(topic: &str, known: Known) -> Self {
        Self {
            topic: topic.to_owned(),
            known,
            exchanges: load(topic),
            outcomes: BTreeMap::new(),
        }
    }

    /// What is to be sent, in order.
    pub(crate) fn sent(&self) -> Vec<Exchange> {
        let exchanges = self.exchanges.iter();
        let sent =
            exchanges.filter(|exchange| reason(self.known.unsendable, &exchange.id).is_none());
        sent.cloned().collect()
    }

    /// [`Self::sent`] of one release, where a recording holds several.
    pub(crate) fn sent_in(&self, release: Release) -> Vec<Exchange> {
        let mut sent = self.sent();
        sent.retain(|exchange| release.made(&exchange.era));
        sent
    }

    pub(crate) fn note(&mut self, exchange: &Exchange, judged: Result<(), String>) {
        let earlier = self.outcomes.insert(exchange.id.clone(), judged);
        assert!(earlier.is_none(), "{} was sent twice", exchange.id);
    }

    /// Prints the totals; fails on every difference that is not named, every exchange that was left out, every name
    /// that excuses nothing, and documents that say otherwise.
    pub(crate) fn settle(self) {
        let mut failures = Vec::new();
        let mut counts = [self.exchanges.len(), 0, 0, 0, 0];
        let mut used = Vec::new();
        for exchange in &self.exchanges {
            let id = &exchange.id;
            if let Some(named) = reason(self.known.unsendable, id) {
                counts[1] += 1;
                used.push(named);
                continue;
            }
            counts[2] += 1;
            match (self.outcomes.get(id), reason(self.known.differences, id)) {
                (None, _) => failures.push(format!("{id} was not sent")),
                (Some(Ok(())), None) => counts[3] += 1,
                (Some(Err(_)), Some(named)) => {
                    counts[4] += 1;
                    used.push(named);
                }
                (Some(Ok(())), Some((_, why))) => {
                    failures.push(format!("{id} is equal by now and still named: {why}"));
                }
                (Some(Err(how)), None) => failures.push(format!("{id}: {how}")),
            }
        }
        let topic = &self.topic;
        let counts = counts.map(|count| count.to_string()).join(" | ");
        let row = format!("| {topic} | {counts} |");
        println!("{row}");
        if !document("README.md").contains(&row) {
            failures.push(format!("README.md lacks the row {row}"));
        }
        let differences = document("DIFFERENCES.md");
        let named = self.known.differences.iter().chain(self.known.unsendable);
        for (id, why) in named {
            if !used.contains(&&(*id, *why)) {
                failures.push(format!("{id} is named and excuses nothing"));
            }
            if !differences.contains(&format!("`{topic}/{id}`")) {
                failures.push(format!(
                    "DIFFERENCES.md does not name `{topic}/{id}`: {why}"
                ));
            }
        }
        assert!(
            failures.is_empty(),
            "{topic}: {} failures:\n{}",
            failures.len(),
            failures.join("\n")
        );
    }
}

fn reason(named: &'static [Named], id: &str) -> Option<&'static Named> {
    named
        .iter()
        .find(|(pattern, _)| match pattern.strip_suffix('*') {
            Some(start) => id.starts_with(start),
            None => id == *pattern,
        })
}

fn document(name: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Recordings that are not here: of releases that are not played, and of what other programs made of answers.
const ELSEWHERE: [(&str, usize, &str); 4] = [
    ("browser", 46, "what Chromium made of answers"),
    ("dex-2.45", 4, "Dex 2.45.0 asked directly"),
    ("kfp-client", 58, "what the Python client made of answers"),
    ("streaming", 18, "durations of streams"),
];

#[test]
fn the_totals_in_the_readme_are_those_of_all_recordings() {
    let readme = document("README.md");
    let (_, section) = readme
        .split_once("### Gateway, login services, mesh")
        .unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut sum = [0; 5];
    let mut topics = Vec::new();
    let mut all = None;
    for line in section.lines().filter(|line| line.starts_with("| ")) {
        let mut cells = line.trim_matches(['|', ' ']).split(" | ");
        let topic = cells.next().unwrap();
        let counts: Vec<usize> = cells.filter_map(|cell| cell.parse().ok()).collect();
        match <[usize; 5]>::try_from(counts) {
            Ok(counts) if topic == "all" => all = Some(counts),
            Ok(counts) => {
                assert_eq!(load(topic).len(), counts[0], "{topic}");
                topics.push(topic.to_owned());
                for (sum, count) in sum.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
            Err(_) => {}
        }
    }
    println!(
        "| all | {} |",
        sum.map(|count| count.to_string()).join(" | ")
    );
    assert_eq!(all, Some(sum));
    topics.sort();
    assert_eq!(topics, recordings());
    for (topic, exchanges, why) in ELSEWHERE {
        let row = format!("| {topic} | {exchanges} | {why} |");
        assert!(section.contains(&row), "README.md lacks the row {row}");
    }
}

/// The recordings that are here.
fn recordings() -> Vec<String> {
    let folder = format!("{}/tests/recorded/gateway", env!("CARGO_MANIFEST_DIR"));
    let mut topics: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    topics.sort();
    topics
}
