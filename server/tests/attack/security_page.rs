//! The page on security names tests; each of them exists.

use std::path::Path;

/// The names in the last column of the table.
fn named(page: &str) -> Vec<&str> {
    page.lines()
        .filter(|line| line.starts_with("| ") && line.contains("::"))
        .filter_map(|line| line.trim_end_matches(" |").rsplit_once(" | "))
        .flat_map(|(_, tests)| tests.split('`').skip(1).step_by(2))
        .collect()
}

/// Where the module of a test stands: a test program's, or the server's own.
fn sources(modules: &str) -> [String; 3] {
    let path = modules.replace("::", "/");
    [
        format!("tests/{path}.rs"),
        format!("../e2e/tests/{path}.rs"),
        format!("src/{path}.rs"),
    ]
}

#[test]
fn every_test_that_the_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("../docs/security.md")).expect("the page");
    let named = named(&page);
    assert!(named.len() >= 40, "{}", named.len());
    for name in named {
        let (modules, test) = name.rsplit_once("::").expect("a module");
        let declared = format!("fn {test}(");
        let exists = sources(modules)
            .iter()
            .filter_map(|path| std::fs::read_to_string(root.join(path)).ok())
            .any(|source| source.contains(&declared));
        assert!(exists, "{name}");
    }
}
