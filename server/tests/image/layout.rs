//! What the last stage of `deploy/Containerfile` puts where.

use std::fs;
use std::path::{Path, PathBuf};

/// The image, as its recipe says.
#[derive(Debug)]
pub(crate) struct Layout {
    /// What it stands on.
    pub(crate) base: String,
    /// From the stage that builds, and to where.
    copies: Vec<(String, String)>,
    /// User and group.
    pub(crate) user: (u32, u32),
    /// The program with its first argument.
    pub(crate) command: Vec<String>,
}

impl Layout {
    pub(crate) fn read() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/Containerfile");
        let text = fs::read_to_string(file).expect("it is there");
        let (_, last) = text.rsplit_once("FROM ").expect("a stage");
        let mut lines = last.lines();
        let base = lines.next().expect("a base").to_owned();
        let words: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(' ')).collect();
        let all = |word: &str| {
            let found = words.iter().filter(|(found, _)| *found == word);
            found
                .map(|(_, rest)| (*rest).to_owned())
                .collect::<Vec<_>>()
        };
        let copies = all("COPY").into_iter().map(|copy| {
            let words: Vec<&str> = copy.split(' ').collect();
            assert_eq!(words[0], "--from=build", "{copy}");
            (words[1].to_owned(), words[2].to_owned())
        });
        let user = all("USER").concat();
        let (uid, gid) = user.split_once(':').expect("user and group");
        let number = |text: &str| text.parse().expect("a number, for Kubernetes to check");
        let command = [all("ENTRYPOINT").concat(), all("CMD").concat()];
        let command = command.iter().flat_map(|json| {
            let words: Vec<String> = serde_json::from_str(json).expect("the form without a shell");
            words
        });
        Self {
            base,
            copies: copies.collect(),
            user: (number(uid), number(gid)),
            command: command.collect(),
        }
    }

    /// Where something lies in the image that the build calls by this name.
    pub(crate) fn place_of(&self, built: &str) -> &str {
        let copy = self.copies.iter().find(|(from, _)| from == built);
        copy.map_or_else(|| panic!("{built} is not copied"), |(_, to)| to)
    }
}

/// A place of the image in a folder.
pub(crate) fn inside(root: &Path, place: &str) -> PathBuf {
    root.join(place.strip_prefix('/').expect("an absolute path"))
}
