//! What ends up in the browser, held against the rule.

use std::collections::BTreeSet;

use super::rule::BANNED_IN_BROWSER;

/// One line per crate of the tree that must not be in it. The tree has one crate per line: name, version.
pub(super) fn violations(tree: &str) -> Vec<String> {
    let names: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    BANNED_IN_BROWSER
        .iter()
        .filter(|banned| names.contains(*banned))
        .map(|banned| format!("frontend -> … -> {banned}: this crate must not be in the browser; `cargo tree --package frontend --target wasm32-unknown-unknown --invert {banned}` shows who brings it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banned_crate_anywhere_in_the_tree_is_found() {
        let tree = "frontend v0.1.0 (frontend)\nleptos v0.8.23\ntokio v1.48.0\ntokio v1.48.0 (*)\n";
        let broken = violations(tree);
        assert_eq!(broken.len(), 1);
        assert!(broken[0].contains("tokio"), "{broken:?}");
    }

    #[test]
    fn names_that_only_begin_alike_are_no_matter() {
        assert!(violations("hyper-types v0.1.0\ntokio-macros v2.6.0\n").is_empty());
    }
}
