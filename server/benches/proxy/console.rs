//! The console as a process of its own.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::kfp::Kfp;
use crate::load::{Target, exchange};

/// What the sidecar writes for a request of the gateway.
const GATEWAY: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=0a;Subject=\"\";\
    URI=spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
const USER: &str = "jbpark8@example.com";
/// How Linux counts the processor's time for programs, everywhere.
const TICKS_OF_A_SECOND: f64 = 100.0;
const PATIENCE: Duration = Duration::from_secs(30);

/// A console that serves until this is dropped. Its log goes nowhere, but is written.
pub(crate) struct Program {
    child: Child,
    address: SocketAddr,
    ops: SocketAddr,
    _tokens: TempDir,
}

impl Program {
    pub(crate) async fn start(kfp: &Kfp, flags: &[&str]) -> Self {
        let tokens = tempfile::tempdir().expect("a folder");
        let files = [
            ("kfp", &["pipelines.kubeflow.org"][..]),
            ("kubernetes", &[]),
        ]
        .map(|(name, audiences)| {
            let file = tokens.path().join(name);
            std::fs::write(&file, kfp.token(audiences)).expect("a token file");
            file.display().to_string()
        });
        let (address, ops) = (free(), free());
        let log = tempfile::tempfile().expect("a file");
        let child = Command::new(env!("CARGO_BIN_EXE_kfp-console"))
            .arg("serve")
            .arg(format!("--listen={address}"))
            .arg(format!("--ops-listen={ops}"))
            .arg(format!(
                "--kfp-url=http://{}",
                kfp.addresses().console_sidecar
            ))
            .arg(format!("--kfp-token-file={}", files[0]))
            .arg(format!(
                "--kubernetes-url=http://{}",
                kfp.addresses().kubernetes
            ))
            .arg(format!("--kubernetes-token-file={}", files[1]))
            .arg("--drain-delay=0s")
            .args(flags)
            .stdout(Stdio::from(log.try_clone().expect("a file")))
            .stderr(Stdio::from(log))
            .spawn()
            .expect("the console starts");
        let program = Self {
            child,
            address,
            ops,
            _tokens: tokens,
        };
        let began = Instant::now();
        for address in [program.address, program.ops] {
            while TcpStream::connect(address).await.is_err() {
                assert!(began.elapsed() < PATIENCE, "the console does not serve");
                tokio::task::yield_now().await;
            }
        }
        program
    }

    /// What the gateway says of a viewer.
    pub(crate) const HEADERS: [(&'static str, &'static str); 2] = [
        ("kubeflow-userid", USER),
        ("x-forwarded-client-cert", GATEWAY),
    ];

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a viewer asks for, as it comes from the gateway.
    pub(crate) fn target(&self, path: &str) -> Target {
        Target::get(self.address, path, &Self::HEADERS)
    }

    /// The bytes of a write without a body.
    pub(crate) fn post(&self, path: &str) -> String {
        let get = self.target(path).request;
        let post = get.replacen("GET ", "POST ", 1);
        post.replacen("\r\n\r\n", "\r\ncontent-length: 0\r\n\r\n", 1)
    }

    /// The processor's time that the process has had until now.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.expect("a process of Linux");
        // Behind the name, which may hold anything.
        let (_, fields) = stat.rsplit_once(')').expect("a name");
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks = ticks.map(|ticks| ticks.parse::<u32>().expect("a number"));
        f64::from(ticks.sum::<u32>()) / TICKS_OF_A_SECOND
    }

    /// Access reviews that were asked of Kubernetes until now.
    pub(crate) async fn reviews(&self) -> f64 {
        let target = Target::get(self.ops, "/metrics", &[]);
        let mut stream = TcpStream::connect(target.address)
            .await
            .expect("a connection");
        let mut buffer = Vec::new();
        let body = exchange(&mut stream, &target.request, &mut buffer).await;
        let text = String::from_utf8_lossy(body);
        text.lines()
            .filter(|line| line.starts_with("kfp_console_access_reviews_total{"))
            .filter(|line| !line.contains("\"kept\""))
            .filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok())
            .sum()
    }

    /// The memory that the process holds now.
    pub(crate) fn rss_mib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        status
            .expect("a process of Linux")
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok())
            .expect("its memory")
            / 1024.0
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that is free now.
fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address")
}
