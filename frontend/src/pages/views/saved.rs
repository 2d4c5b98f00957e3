//! Views of the list of runs that somebody keeps in this browser: a line for each, its parts between tabs.

use crate::url_state::Query;

/// So many are kept.
const MOST: usize = 20;
/// Characters of a name.
const LONGEST: usize = 64;
/// What a view is of the address.
const KEYS: [&str; 4] = ["archived", "cols", "q", "sort"];

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct View {
    /// What it is called.
    pub(super) name: String,
    /// What it shows, as the address says it.
    pub(super) query: String,
}

/// What an address shows, without what is no part of a view.
pub(super) fn view_of(search: &str) -> String {
    let query = Query::parse(search);
    let mut own = Query::default();
    for key in KEYS {
        if let Some(value) = query.get(key) {
            own.set(key, value);
        }
    }
    own.write()
}

/// Reads what is kept. It may have been written by anybody who used this browser.
pub(super) fn read(kept: &str) -> Vec<View> {
    let views = kept.lines().filter_map(|line| {
        let (name, query) = line.split_once('\t')?;
        (!name.trim().is_empty()).then(|| View {
            name: name.to_owned(),
            query: view_of(query),
        })
    });
    views.take(MOST).collect()
}

/// Writes them.
pub(super) fn write(views: &[View]) -> String {
    let line = |view: &View| format!("{}\t{}\n", view.name, view.query);
    views.iter().map(line).collect()
}

/// The views with one more, or with another content of the same name; `None` for a name that is none.
pub(super) fn with(mut views: Vec<View>, name: &str, query: &str) -> Option<Vec<View>> {
    let plain = name.chars().map(|c| if c.is_control() { ' ' } else { c });
    let name: String = plain.take(LONGEST).collect();
    let name = name.trim().to_owned();
    if name.is_empty() {
        return None;
    }
    let view = View {
        name,
        query: view_of(query),
    };
    match views.iter().position(|known| known.name == view.name) {
        Some(at) => views[at] = view,
        None if views.len() < MOST => views.push(view),
        None => return None,
    }
    Some(views)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_kept_and_kept_anew_under_its_name() {
        let views = with(
            Vec::new(),
            " my\tfailures ",
            "q=status%3Afailed&page=abc&view=x",
        )
        .expect("views");
        assert_eq!(views[0].name, "my failures");
        assert_eq!(views[0].query, "q=status%3Afailed");
        let views = with(views, "my failures", "sort=created_at").expect("views");
        assert_eq!(read(&write(&views)), views);
        assert_eq!(
            (views.len(), views[0].query.as_str()),
            (1, "sort=created_at")
        );
    }

    #[test]
    fn what_is_no_view_is_left_out() {
        assert_eq!(with(Vec::new(), " \n", "q=a"), None);
        assert!(read("no tab\n\tno name\n").is_empty());
        let full: Vec<View> = (0..MOST)
            .map(|at| View {
                name: at.to_string(),
                query: String::new(),
            })
            .collect();
        assert_eq!(with(full, "one more", ""), None);
        let hostile = read("x\tq=a&brush=1&q=b<script>");
        assert_eq!(hostile[0].query, "q=a");
    }
}
