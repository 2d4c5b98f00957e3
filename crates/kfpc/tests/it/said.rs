//! What the command line says to each failure of the way, in both languages, with what to do.

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::program::{OWN, Rig, run_with};
use crate::stub;
use crate::tls::tls_before;

const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 30\r\n\r\n<html><title>Kubeflow</title> ";
const HALF: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{\"runs\": [{";
const EMPTY: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 0\r\n\r\n";
const NO_TEXT: &[u8] =
    b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 4\r\n\r\n\xff\xfe\xff\xfe";
const CUT: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"runs\":";
const GATEWAY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nserver: istio-envoy\r\ncontent-type: text/plain\r\ncontent-length: 19\r\n\r\nno healthy upstream";

/// A server that reads a head and writes this; returns its address.
async fn saying(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut asked = Vec::new();
                while !asked.ends_with(b"\r\n\r\n") {
                    asked.push(stream.read_u8().await?);
                }
                stream.write_all(answer).await?;
                stream.shutdown().await
            });
        }
    });
    address
}

/// Nobody listens at it.
async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn each_failure_of_the_way_is_said_with_what_to_do() {
    let rig = Rig::start().await;
    let near = format!("http://{}", rig.sandbox.addresses().console_sidecar);
    let (secure, authority) = tls_before(rig.sandbox.addresses().console_sidecar).await;
    let ca_file = rig.path("ca.pem");
    std::fs::write(&ca_file, authority).unwrap();
    let (other_name, plain) = (
        secure.replace("localhost", "127.0.0.1"),
        secure.replace("https", "http"),
    );
    let with_authority = ["--ca-file", ca_file.as_str()];
    for (address, flags, says, advises) in [
        (
            "http://ml-pipeline.nowhere.invalid:8888".to_owned(),
            &[][..],
            "the name of the host does not resolve",
            "Check the spelling of the host",
        ),
        (
            nobody().await,
            &[],
            "nothing listens at the address",
            "port-forward runs",
        ),
        (
            secure.clone(),
            &[],
            "an authority that is not trusted",
            "--ca-file",
        ),
        (
            other_name,
            &with_authority,
            "the certificate is for other names",
            "Use the name that the certificate is for",
        ),
        (
            near.replace("http", "https"),
            &[],
            "what came is not TLS",
            "Use http:// instead of https://",
        ),
        (plain, &[], "what came is not HTTP", "Check scheme and port"),
        (
            saying(b"").await,
            &[],
            "the connection was closed before the answer was whole",
            "Try again",
        ),
        (
            saying(CUT).await,
            &[],
            "the connection was closed before the answer was whole",
            "Try again",
        ),
        (
            saying(PAGE).await,
            &[],
            "something that is not KFP",
            "/pipeline",
        ),
        (
            saying(HALF).await,
            &[],
            "cannot be read",
            "Check that the address leads to KFP",
        ),
        (
            saying(EMPTY).await,
            &[],
            "the answer is empty",
            "kfpc doctor",
        ),
        (saying(NO_TEXT).await, &[], "500", "kfpc doctor"),
        (
            saying(GATEWAY).await,
            &[],
            "no pod of the service is ready",
            "ml-pipeline",
        ),
    ] {
        let args = ["--endpoint", &address, "-n", OWN, "runs", "ls"];
        let args = [&args[..], flags].concat();
        let english = run_with(rig.folder.path(), &[], &args).await;
        assert_ne!(english.code, 0, "{english:?}");
        assert_eq!(english.out, "", "{english:?}");
        for words in [says, advises] {
            assert!(english.words.contains(words), "{words}: {}", english.words);
        }
        let korean = [("LANG", "ko_KR.UTF-8")];
        let korean = run_with(rig.folder.path(), &korean, &args).await;
        assert_eq!(korean.code, english.code, "{korean:?}");
        for line in korean.words.lines() {
            let is_korean = line.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(is_korean, "{line}: {}", english.words);
        }
    }
}

/// A time that is none spoils its own row and no other.
#[tokio::test]
async fn what_cannot_be_read_is_left_out_by_its_place() {
    let home = tempfile::tempdir().unwrap();
    let run = |id: &str, time: &str| json!({"run_id": id, "experiment_id": id, "display_name": id, "created_at": time});
    let listed = json!({"runs": [
        run("9d1f2c3a-0000-4000-8000-000000000001", "2026-01-01T00:00:00Z"),
        run("9d1f2c3a-0000-4000-8000-000000000002", "soon"),
    ]});
    let path = "/apis/v2beta1/runs";
    let address = stub::serve(&[(path, "application/json", listed.to_string())]).await;
    let args = [
        "--endpoint",
        &address,
        "-n",
        OWN,
        "runs",
        "ls",
        "-o",
        "json",
    ];
    let done = run_with(home.path(), &[], &args).await;
    assert_eq!(done.json().as_array().unwrap().len(), 1);
    for words in ["one is left out, the 2. of its page", "`created_at`"] {
        assert!(done.words.contains(words), "{words}: {done:?}");
    }
}
