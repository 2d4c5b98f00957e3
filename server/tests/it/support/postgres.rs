//! The real PostgreSQL, in a folder of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A user without rights, as whom the server runs where the tests are root: it refuses to be.
const NOBODY: &str = "65534";

/// A database server that ends with the test.
#[derive(Debug)]
pub(crate) struct Postgres {
    programs: PathBuf,
    port: u16,
    server: Option<Child>,
    folder: TempDir,
}

impl Postgres {
    #[expect(
        clippy::print_stderr,
        reason = "a test that shows nothing has to say so"
    )]
    /// Starts a server; `None`, and a word about it, where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("skipped: there is no PostgreSQL (cargo xtask setup --only postgres)");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        if is_root() {
            run(Command::new("chown").arg(NOBODY).arg(folder.path()));
        }
        let port = free_port();
        let mut postgres = Self {
            programs,
            port,
            server: None,
            folder,
        };
        run(postgres
            .command("initdb")
            .args(["--auth=trust", "--username=kfp", "--no-sync", "--pgdata"])
            .arg(postgres.data()));
        postgres.go_on();
        Some(postgres)
    }

    /// Starts the server again, with what it had.
    pub(crate) fn go_on(&mut self) {
        let server = self
            .command("postgres")
            .arg("-D")
            .arg(self.data())
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c"])
            .arg(format!(
                "unix_socket_directories={}",
                self.folder.path().display()
            ))
            .arg("-p")
            .arg(self.port.to_string())
            .stderr(Stdio::null())
            .spawn();
        let mut server = server.expect("a server");
        while !self.asked("SELECT 1", "postgres") {
            let ended = server.try_wait().expect("a process");
            assert!(ended.is_none(), "PostgreSQL has ended: {ended:?}");
        }
        self.server = Some(server);
        // There already after a restart.
        self.asked("CREATE DATABASE console", "postgres");
    }

    /// Ends the server at once, whatever it does. Were it killed, its processes would keep it from being started again.
    pub(crate) fn end(&mut self) {
        if let Some(mut server) = self.server.take() {
            let id = server.id().to_string();
            let _ = Command::new("kill").args(["-QUIT", &id]).status();
            let _ = server.wait();
        }
    }

    /// What a console is told of it.
    pub(crate) fn address(&self) -> String {
        let port = self.port;
        format!("postgres://kfp:secret-of-the-database@127.0.0.1:{port}/console?sslmode=disable")
    }

    /// The rows of a question.
    pub(crate) fn ask(&self, question: &str) -> String {
        let output = self.psql(question, "console").output().expect("psql");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    }

    fn asked(&self, question: &str, database: &str) -> bool {
        let mut psql = self.psql(question, database);
        let status = psql.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.expect("psql").success()
    }

    fn psql(&self, question: &str, database: &str) -> Command {
        let mut psql = self.command("psql");
        psql.args([
            "-h",
            "127.0.0.1",
            "-U",
            "kfp",
            "-qAt",
            "-c",
            question,
            "-d",
            database,
        ]);
        psql.arg("-p").arg(self.port.to_string());
        psql
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"])
                .arg(program);
            command
        } else {
            Command::new(program)
        };
        command.stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
        command.current_dir("/");
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.end();
    }
}

/// A port that was free just now; PostgreSQL does not say which one it chose.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// The newest that is installed as Debian does, or what is on the path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file())
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    Path::new("/proc/self")
        .metadata()
        .is_ok_and(|of| of.uid() == 0)
}

fn run(command: &mut Command) {
    let output = command.output().expect("a program");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
