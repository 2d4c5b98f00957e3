//! The image's layout as a plain folder: nothing in it can be written, the program runs in it as the image's user, and
//! serves.
//!
//! `KFP_CONSOLE_IMAGE_PROGRAM` names a program as the Containerfile builds it (release, static): it then has nothing but
//! that folder around it, and the image's size is looked at. `KFP_CONSOLE_ASSETS` names the browser's files; without it
//! stand-ins are served.
#![cfg(unix)]

mod layout;
mod program;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use layout::{Layout, inside};
use program::{Running, get, needs_a_loader};

/// What the image may weigh.
const MOST_BYTES: u64 = 30_000_000;
const KEY: &str = "/var/run/secrets/kfp-console/page-token-key";

fn assets() -> (PathBuf, Option<TempDir>) {
    if let Some(assets) = std::env::var_os("KFP_CONSOLE_ASSETS") {
        return (assets.into(), None);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write(
        "index.html",
        "<base href={{BASE}}><script nonce={{NONCE}} src=./app-0123456789abcdef.js></script>",
    );
    write("app-0123456789abcdef.js", "plain");
    (folder.path().to_owned(), Some(folder))
}

/// The program, and whether it was built as the Containerfile does.
fn program() -> (PathBuf, bool) {
    let given = std::env::var_os("KFP_CONSOLE_IMAGE_PROGRAM");
    match given {
        Some(program) => (program.into(), true),
        None => (env!("CARGO_BIN_EXE_kfp-console").into(), false),
    }
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("readable");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// Everything below a folder, with its size.
fn content(root: &Path) -> BTreeSet<(PathBuf, u64)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root).expect("a folder") {
        let path = entry.expect("readable").path();
        let size = path.metadata().expect("readable").size();
        if path.is_dir() {
            found.extend(content(&path));
            found.insert((path, 0));
        } else {
            found.insert((path, size));
        }
    }
    found
}

/// Takes the right to write away, from the leaves up.
fn make_read_only(root: &Path, program: &Path) {
    for (path, _) in content(root) {
        let runs = path.is_dir() || path == program;
        let mode = if runs { 0o555 } else { 0o444 };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
    }
    fs::set_permissions(root, fs::Permissions::from_mode(0o555)).expect("set");
}

/// The image as a folder, with the key mounted that the Deployment mounts.
fn assemble(layout: &Layout, program: &Path, assets: &Path) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let place = inside(root.path(), layout.place_of("/out/kfp-console"));
    fs::create_dir_all(place.parent().expect("a folder")).expect("made");
    fs::copy(program, &place).expect("copied");
    copy_all(assets, &inside(root.path(), layout.place_of("/out/app")));
    let key = inside(root.path(), KEY);
    fs::create_dir_all(key.parent().expect("a folder")).expect("made");
    fs::write(&key, "0123456789abcdef0123456789abcdef").expect("written");
    make_read_only(root.path(), &place);
    root
}

#[test]
fn the_program_serves_as_the_images_user_from_a_folder_that_cannot_be_written() {
    let layout = Layout::read();
    assert_eq!(layout.base, "scratch");
    assert_eq!(layout.command[0], layout.place_of("/out/kfp-console"));
    let (built, as_released) = program();
    let (assets, _stand_in) = assets();
    let root = assemble(&layout, &built, &assets);
    let before = content(root.path());
    if as_released {
        let bytes: u64 = before.iter().map(|(_, size)| size).sum();
        assert!(bytes < MOST_BYTES, "{bytes} bytes");
        assert!(
            !needs_a_loader(&built),
            "nothing in the image would load it"
        );
    }

    let mut running = Running::start(&layout, root.path(), as_released, &flags(&layout));
    let page = get(running.address, "/kfp-console/");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(
        page.contains("content-security-policy") && page.contains("<script"),
        "{page}"
    );
    let ready = get(running.ops_address, "/readyz");
    assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
    assert!(running.stop(), "it ends well");
    assert_eq!(content(root.path()), before, "nothing was written");
}

/// Flags in place of what a cluster has, with paths as the program sees them.
fn flags(layout: &Layout) -> Vec<(&'static str, OsString)> {
    vec![
        ("--listen", "127.0.0.1:0".into()),
        ("--ops-listen", "127.0.0.1:0".into()),
        ("--kfp-url", "http://127.0.0.1:1".into()),
        ("--kubernetes-url", "http://127.0.0.1:1".into()),
        ("--drain-delay", "0s".into()),
        ("--assets", layout.place_of("/out/app").into()),
        ("--page-token-key-file", KEY.into()),
    ]
}

#[test]
fn the_deployment_names_the_places_and_the_user_of_the_image() {
    let layout = Layout::read();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/base/deployment.yaml");
    let deployment = fs::read_to_string(file).expect("it is there");
    let (user, group) = layout.user;
    for line in [
        format!("value: {}\n", layout.place_of("/out/app")),
        format!("value: {KEY}\n"),
        format!("runAsUser: {user}\n"),
        format!("runAsGroup: {group}\n"),
        format!("args: [{}]\n", layout.command[1]),
        "readOnlyRootFilesystem: true\n".to_owned(),
    ] {
        assert!(deployment.contains(&line), "{line}");
    }
}
