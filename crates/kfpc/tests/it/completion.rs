//! What `kfpc completion` writes, in the shells themselves.

use std::path::Path;
use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::program::run_in;

/// Lines as they stand when Tab is pressed, and words that must be offered, and one that must not.
const LINES: [(&str, &[&str], &str); 12] = [
    (
        "kfpc ",
        &[
            "doctor",
            "login",
            "context",
            "connect-kit",
            "experiments",
            "runs",
            "pipelines",
            "versions",
            "recurring-runs",
            "open",
            "completion",
            "--endpoint",
        ],
        "archive",
    ),
    ("kfpc ru", &["runs"], "doctor"),
    (
        "kfpc runs ",
        &[
            "list",
            "get",
            "create",
            "archive",
            "restore",
            "delete",
            "terminate",
            "retry",
            "wait",
            "logs",
        ],
        "doctor",
    ),
    (
        "kfpc experiments ",
        &["list", "get", "create", "archive", "restore", "delete"],
        "terminate",
    ),
    (
        "kfpc pipelines ",
        &["list", "get", "upload", "delete"],
        "archive",
    ),
    (
        "kfpc versions ",
        &["list", "get", "upload", "delete"],
        "archive",
    ),
    (
        "kfpc recurring-runs ",
        &["list", "get", "create", "enable", "disable", "delete"],
        "archive",
    ),
    (
        "kfpc context ",
        &["list", "show", "use", "set", "delete"],
        "archive",
    ),
    ("kfpc runs list --st", &["--state"], "--task"),
    (
        "kfpc runs create --para",
        &["--param", "--params-file"],
        "--state",
    ),
    (
        "kfpc experiments list --output ",
        &["table", "wide", "json", "yaml", "name"],
        "--output",
    ),
    ("kfpc completion ", &["bash", "zsh", "fish"], "doctor"),
];

async fn script(shell: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let done = run_in(home.path(), &["completion", shell]).await;
    assert_eq!(done.words, "");
    done.ok().to_owned()
}

/// What a shell prints that reads a program from its input; `None` where there is no such shell.
async fn said(shell: &str, args: &[&str], program: &str) -> Option<String> {
    let shell = ["/usr/bin", "/bin", "/usr/local/bin"]
        .map(|folder| Path::new(folder).join(shell))
        .into_iter()
        .find(|path| path.is_file())?;
    let mut child = Command::new(&shell)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(program.as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}: {complaints}", shell.display());
    assert_eq!(complaints, "", "{}", shell.display());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// What bash offers for a line, each line's words after its number.
fn asked() -> String {
    let mut program = String::new();
    for (number, (line, ..)) in LINES.iter().enumerate() {
        let mut words: Vec<&str> = line.split(' ').collect();
        let last = words.len() - 1;
        let previous = words[last - 1];
        words[0] = "kfpc";
        let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let (last_word, quoted) = (words[last], quoted.join(" "));
        let asked = format!("_kfpc kfpc '{last_word}' '{previous}'");
        let said = format!("echo {number} \"${{COMPREPLY[*]}}\"");
        let set = format!("COMP_WORDS=({quoted}); COMP_CWORD={last}; COMPREPLY=()");
        program.extend([set, asked, said].map(|line| line + "\n"));
    }
    program
}

#[tokio::test]
async fn bash_offers_the_words_of_each_command() {
    let program = format!("{}\n{}", script("bash").await, asked());
    let said = said("bash", &["--norc", "--noprofile"], &program).await;
    let said = said.expect("there is a bash wherever these tests run");
    for (number, (line, offered, other)) in LINES.iter().enumerate() {
        let words = said.lines().nth(number).unwrap_or_default();
        let words: Vec<&str> = words.split(' ').skip(1).collect();
        for word in *offered {
            assert!(words.contains(word), "{line}: no {word} in {words:?}");
        }
        assert!(!words.contains(other), "{line}: {other} in {words:?}");
    }
}

/// Where these shells are, they read it; and whatever is there, it knows the same words. Fish's offers no values of what
/// has no flag.
#[tokio::test]
async fn zsh_and_fish_read_their_scripts() {
    for shell in ["zsh", "fish"] {
        let script = script(shell).await;
        said(shell, &["-n"], &script).await;
        let lines = LINES
            .iter()
            .filter(|(line, ..)| *line != "kfpc completion ");
        for word in lines.flat_map(|(_, offered, _)| *offered) {
            let word = word.trim_start_matches('-');
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}
