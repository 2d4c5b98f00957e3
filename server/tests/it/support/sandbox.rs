use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use kfp_console::{Config, Console};
use kfp_sandbox::{Sandbox, SandboxConfig, TokenRequest};
use tempfile::TempDir;

/// The owner of the namespace that is watched.
pub(crate) const OWNER: &str = "jbpark8@example.com";
pub(crate) const NAMESPACE: &str = "kubeflow-jbpark8";

/// A console before the **simulated** Kubeflow. Flags come after the usual ones, and the last one of a name wins.
pub(crate) async fn before_the_sandbox(
    folder: &TempDir,
    config: SandboxConfig,
    flags: &[&str],
) -> (Sandbox, Console) {
    let sandbox = Sandbox::start(config).await.expect("a sandbox");
    let console = console_before(&sandbox, folder, flags).await;
    (sandbox, console)
}

/// One more console before a Kubeflow that is there.
pub(crate) async fn console_before(sandbox: &Sandbox, folder: &TempDir, flags: &[&str]) -> Console {
    let file = |name: &str, request: &TokenRequest| {
        let path = folder.path().join(name);
        std::fs::write(&path, sandbox.mint_token(request)).expect("a token file");
        path.display().to_string()
    };
    let for_kfp = TokenRequest::for_pipelines("kubeflow", "kfp-console");
    let for_kubernetes = TokenRequest {
        audiences: Vec::new(),
        ..for_kfp.clone()
    };
    let addresses = sandbox.addresses();
    let mut all = vec![
        "--listen=127.0.0.1:0".to_owned(),
        "--ops-listen=127.0.0.1:0".to_owned(),
        format!("--kfp-url=http://{}", addresses.console_sidecar),
        format!("--kfp-token-file={}", file("kfp", &for_kfp)),
        format!("--kubernetes-url=http://{}", addresses.kubernetes),
        format!(
            "--kubernetes-token-file={}",
            file("kubernetes", &for_kubernetes)
        ),
    ];
    super::flags::set(&mut all, flags);
    let config = Config::from_flags(all).expect("flags");
    Console::start(config).await.expect("a console")
}

pub(crate) type Http = Client<HttpConnector, Empty<Bytes>>;

/// The text of an answer.
pub(crate) async fn text_of(client: &Http, address: &str, headers: &[(&str, &str)]) -> String {
    let mut request = http::Request::get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Empty::new()).expect("a request");
    let answer = client.request(request).await.expect("an answer");
    let body = answer.into_body().collect().await.expect("a body");
    String::from_utf8(body.to_bytes().to_vec()).expect("text")
}
