//! The program in its folder.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::layout::{Layout, inside};

/// A running program; killed when dropped.
pub(crate) struct Running {
    process: Child,
    pub(crate) address: SocketAddr,
    pub(crate) ops_address: SocketAddr,
}

impl Running {
    /// Starts it as the image's user: with nothing but the folder around it if it needs nothing else.
    pub(crate) fn start(
        layout: &Layout,
        root: &Path,
        alone: bool,
        flags: &[(&str, OsString)],
    ) -> Self {
        let (uid, gid) = layout.user;
        let as_root = is_root();
        let mut command = match (as_root, alone) {
            (true, true) => {
                let mut command = Command::new(tool("chroot"));
                command.arg(format!("--userspec={uid}:{gid}")).arg(root);
                command.arg(&layout.command[0]);
                command
            }
            (true, false) => {
                assert_cannot_write(root, uid);
                let mut command = Command::new(tool("setpriv"));
                command
                    .arg(format!("--reuid={uid}"))
                    .arg(format!("--regid={gid}"))
                    .args(["--clear-groups", "--no-new-privs"])
                    .arg(inside(root, &layout.command[0]));
                command
            }
            // Whoever runs this is another user than root as well.
            (false, _) => Command::new(inside(root, &layout.command[0])),
        };
        command.args(&layout.command[1..]).env_clear();
        // The image has no certificates of its own, and whoever runs this does.
        command.envs([("SSL_CERT_FILE", "/none"), ("SSL_CERT_DIR", "/none")]);
        for (name, value) in flags {
            let seen_from_outside =
                !(as_root && alone) && value.as_encoded_bytes().starts_with(b"/");
            let value = if seen_from_outside {
                inside(root, value.to_str().expect("text")).into_os_string()
            } else {
                value.clone()
            };
            command.arg(name).arg(value);
        }
        command.current_dir(root).stdin(Stdio::null());
        let mut process = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let stdout = BufReader::new(process.stdout.take().expect("piped"));
        let mut lines = stdout.lines().map(|line| line.expect("text"));
        let line: serde_json::Value = lines
            .by_ref()
            .map(|line| serde_json::from_str(&line).expect("a line of the log"))
            .find(|line: &serde_json::Value| line["message"] == "console serves")
            .expect("it serves");
        // What it goes on to write has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        let of = |name: &str| {
            line[name]
                .as_str()
                .expect("text")
                .parse()
                .expect("an address")
        };
        Self {
            address: of("address"),
            ops_address: of("ops_address"),
            process,
        }
    }

    /// Asks it to stop; whether it ended well.
    pub(crate) fn stop(&mut self) -> bool {
        let kill = format!("kill -TERM {}", self.process.id());
        let asked = Command::new("sh").args(["-c", &kill]).status();
        assert!(asked.expect("a shell").success());
        self.process.wait().expect("it ends").success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where a program of the system is. The command's own environment is empty, so nothing would look in `/usr/sbin`.
fn tool(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/bin".into()])
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .expect("coreutils and util-linux are there")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id is there");
    id.stdout == b"0\n"
}

fn assert_cannot_write(root: &Path, uid: u32) {
    let touch = Command::new("setpriv")
        .args([&format!("--reuid={uid}"), "--clear-groups", "touch"])
        .arg(root.join("written"))
        .stderr(Stdio::null())
        .status();
    assert!(!touch.expect("setpriv is there").success());
}

/// A GET as the gateway passes it on.
pub(crate) fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept: text/html\r\n\
         kubeflow-userid: a@example.com\r\nx-forwarded-client-cert: By=x;Hash=0a;Subject=\"\";\
         URI=spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account\r\n\r\n"
    )
    .expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("read");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Whether a program names another one that loads it: no static program does.
pub(crate) fn needs_a_loader(program: &Path) -> bool {
    const INTERPRETER: u32 = 3;
    let bytes = fs::read(program).expect("readable");
    assert!(
        bytes.starts_with(b"\x7fELF\x02\x01"),
        "64 bits, little-endian"
    );
    let number = |at: usize, size: usize| {
        let bytes = bytes.get(at..at + size).expect("a whole header");
        bytes
            .iter()
            .rev()
            .fold(0_usize, |number, byte| (number << 8) | usize::from(*byte))
    };
    let (table, size, count) = (number(0x20, 8), number(0x36, 2), number(0x38, 2));
    (0..count).any(|index| number(table + index * size, 4) == INTERPRETER as usize)
}
