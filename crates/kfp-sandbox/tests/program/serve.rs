use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A started program; stopped with the value.
struct Program(Child);

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_kfp-sandbox"))
            .arg("serve")
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self(child)
    }

    fn addresses(&mut self) -> Value {
        let mut line = String::new();
        BufReader::new(self.0.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Asks the program to end as an init system does, and says whether it ended well.
    fn terminate(mut self) -> bool {
        let id = self.0.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.0.wait().unwrap().success()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The answer to a GET, head and body, over a connection of its own.
fn get(base: &Value, path: &str) -> String {
    let address = base.as_str().unwrap().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn one_line_says_where_each_part_listens_and_sigterm_ends_it() {
    let mut program = Program::start(&["--json"]);
    let addresses = program.addresses();
    assert_eq!(addresses["simulated"], true);
    assert_eq!(addresses["people"][0]["user"], "jbpark8@example.com");
    assert!(get(&addresses["kfp"], "/apis/v2beta1/healthz").contains("\"multi_user\":true"));
    assert!(get(&addresses["ml_pipeline"], "/apis/v2beta1/healthz").contains("istio-envoy"));
    assert!(get(&addresses["kubernetes"], "/version").starts_with("HTTP/1.1 200"));
    assert!(get(&addresses["gateway"], "/kfp-console/").starts_with("HTTP/1.1 403"));
    assert!(get(&addresses["login"], "/dex/keys").starts_with("HTTP/1.1 200"));
    assert!(program.terminate());
}

#[test]
fn the_flags_reach_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.db");
    let mut program = Program::start(&[
        "--json",
        "--single-user",
        "--empty",
        "--login",
        "authservice",
        "--data",
        file.to_str().unwrap(),
    ]);
    let addresses = program.addresses();
    assert!(get(&addresses["kfp"], "/apis/v2beta1/healthz").contains("\"multi_user\":false"));
    assert!(get(&addresses["kfp"], "/apis/v2beta1/runs").ends_with("\r\n\r\n{}"));
    assert!(get(&addresses["gateway"], "/").contains("oidc_state_csrf"));
    assert!(program.terminate());
    assert!(file.exists());
}

#[test]
fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_kfp-sandbox"))
        .args(["serve", "--port", &port])
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&port) && said.contains("gateway"), "{said}");
}
