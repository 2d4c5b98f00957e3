//! What `docs/install.md` tells people to write and to run.

use std::fs;

use crate::{kustomize::build, manifests::deploy};

fn guide() -> String {
    fs::read_to_string(deploy().join("../docs/install.md")).unwrap()
}

/// The blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let guide = guide();
    let begin = format!("```{language}\n");
    let blocks = guide.split(begin.as_str()).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_overlay_that_is_shown_builds_with_the_image_that_it_names() {
    let overlays = blocks("yaml");
    assert!(overlays.len() > 1);
    for overlay in overlays {
        let text = overlay.replace("../kfp-console/deploy", "DEPLOY");
        let Some(built) = build(&text) else { return };
        assert!(
            built.contains("image: REGISTRY/kfp-console:0.1.0\n"),
            "{overlay}"
        );
    }
}

#[test]
fn every_release_has_its_overlay_and_every_component_is_explained() {
    let guide = guide();
    for folder in ["overlays", "components"] {
        for entry in fs::read_dir(deploy().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(guide.contains(&format!("`{name}`")), "{folder}/{name}");
        }
    }
}

#[test]
fn every_file_of_this_checkout_that_a_command_names_is_there() {
    let commands = blocks("sh").concat();
    let words = commands
        .split_whitespace()
        .filter(|word| word.starts_with("deploy/"));
    let mut seen = 0;
    for word in words {
        assert!(deploy().join("..").join(word).exists(), "{word}");
        seen += 1;
    }
    assert!(seen > 3, "{commands}");
}

#[test]
fn the_command_for_the_menu_is_the_one_that_is_tested() {
    let commands = blocks("sh").concat();
    let command = "jq --slurpfile link deploy/dashboard/link.json -f deploy/dashboard/add-link.jq";
    assert!(commands.contains(command), "{commands}");
}
