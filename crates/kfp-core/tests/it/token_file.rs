//! Token files as the kubelet makes them, and as it does not.

use std::fs;
use std::path::{Path, PathBuf};

use kfp_core::credentials::{Credentials, TokenFile};
use kfp_core::error::{CredentialsError, Error, TokenFault};
use kfp_core::{BaseUrl, Client};
use secrecy::ExposeSecret;
use tempfile::TempDir;

use crate::script::Script;

const BASE: &str = "http://ml-pipeline.kubeflow:8888";
const HEALTHZ: (u16, &str) = (200, r#"{"multi_user":true}"#);
const REFUSED: (u16, &str) = (
    401,
    r#"{"code":16,"message":"Unauthenticated: token has expired","details":[]}"#,
);

/// A volume: the file is a link into a folder that is itself a link, which is what gets replaced.
struct Volume {
    folder: TempDir,
}

impl Volume {
    fn new(token: &str) -> Self {
        let volume = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        volume.put(token);
        std::os::unix::fs::symlink("..data/token", volume.path()).unwrap();
        volume
    }

    /// Replaces the token as the kubelet does.
    fn put(&self, token: &str) {
        let folder = self.folder.path();
        let version = tempfile::Builder::new()
            .prefix("..version")
            .tempdir_in(folder)
            .unwrap()
            .keep();
        fs::write(version.join("token"), token).unwrap();
        std::os::unix::fs::symlink(version.file_name().unwrap(), folder.join("..data_tmp"))
            .unwrap();
        fs::rename(folder.join("..data_tmp"), folder.join("..data")).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("token")
    }
}

fn client(script: &Script, path: &Path) -> Client<Script> {
    let base: BaseUrl = BASE.parse().unwrap();
    let credentials = Credentials::token_file(base.origin().unwrap().clone(), path);
    Client::new(base, script.clone(), credentials)
}

fn bearers(script: &Script) -> Vec<String> {
    let bearer = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    script
        .requests()
        .iter()
        .map(|request| bearer(&request.headers()["authorization"]))
        .collect()
}

async fn fault_of(path: &Path) -> TokenFault {
    match TokenFile::new(path).read().await {
        Err(CredentialsError::TokenFile { path: named, fault }) => {
            assert_eq!(named, path);
            fault
        }
        other => panic!("{:?}", other.map(|_| "a token")),
    }
}

#[tokio::test]
async fn the_file_is_read_for_every_call() {
    let volume = Volume::new("a.b.one\n");
    let script = Script::new([HEALTHZ, HEALTHZ]);
    let client = client(&script, &volume.path());
    client.healthz().await.unwrap();
    volume.put("a.b.two");
    client.healthz().await.unwrap();
    assert_eq!(bearers(&script), ["Bearer a.b.one", "Bearer a.b.two"]);
}

#[tokio::test]
async fn each_fault_of_the_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    assert_eq!(fault_of(&path).await, TokenFault::Missing);
    assert_eq!(fault_of(&path.join("below")).await, TokenFault::Missing);
    assert_eq!(fault_of(folder.path()).await, TokenFault::NotAFile);
    let long = "a".repeat(20_000);
    for (content, fault) in [
        (&b""[..], TokenFault::Empty),
        (b" \n", TokenFault::Empty),
        (b"hello", TokenFault::NotAJwt),
        (b"a.b", TokenFault::NotAJwt),
        (b"<html>no.to.ken</html>", TokenFault::NotAJwt),
        (b"a.b.c\na.b.c", TokenFault::NotAHeaderValue),
        (b"a.b.\xff", TokenFault::NotAHeaderValue),
        (long.as_bytes(), TokenFault::TooLong),
    ] {
        fs::write(&path, content).unwrap();
        assert_eq!(fault_of(&path).await, fault, "{content:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_with_a_bad_file() {
    let folder = tempfile::tempdir().unwrap();
    let script = Script::new([]);
    let error = client(&script, &folder.path().join("token"))
        .healthz()
        .await
        .unwrap_err();
    assert_eq!(error.code(), "credentials.token_file");
    assert!(error.hint().unwrap().as_str().contains("PodDefault"));
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_reader_never_sees_half_of_a_replaced_file() {
    let volume = Volume::new("a.b.0");
    let file = TokenFile::new(volume.path());
    let writer = tokio::task::spawn_blocking(move || {
        for number in 1..300 {
            volume.put(&format!("a.b.{number}"));
        }
        volume
    });
    let mut last = 0_u32;
    while !writer.is_finished() {
        let token = file.read().await.unwrap();
        let number = token
            .expose_secret()
            .strip_prefix("a.b.")
            .unwrap()
            .parse()
            .unwrap();
        assert!(number >= last);
        last = number;
    }
    let volume = writer.await.unwrap();
    assert_eq!(
        TokenFile::new(volume.path())
            .read()
            .await
            .unwrap()
            .expose_secret(),
        "a.b.299"
    );
}

/// Replaces the token between the first answer and what the client does about it.
struct Replacing {
    script: Script,
    volume: Volume,
}

impl kfp_core::transport::Transport for Replacing {
    async fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> Result<http::Response<kfp_core::transport::Body>, kfp_core::error::TransportError> {
        let answer = self.script.send(request).await;
        self.volume
            .put(&format!("a.b.after{}", self.script.requests().len()));
        answer
    }
}

fn replacing(script: &Script) -> Client<Replacing> {
    let volume = Volume::new("a.b.before");
    let base: BaseUrl = BASE.parse().unwrap();
    let credentials = Credentials::token_file(base.origin().unwrap().clone(), volume.path());
    Client::new(
        base,
        Replacing {
            script: script.clone(),
            volume,
        },
        credentials,
    )
}

#[tokio::test]
async fn a_refused_token_that_was_replaced_is_tried_once_more() {
    let script = Script::new([REFUSED, HEALTHZ]);
    replacing(&script).healthz().await.unwrap();
    assert_eq!(bearers(&script), ["Bearer a.b.before", "Bearer a.b.after1"]);
}

#[tokio::test]
async fn a_second_refusal_is_the_answer() {
    let script = Script::new([REFUSED, REFUSED]);
    let error = replacing(&script).healthz().await.unwrap_err();
    assert!(error.is_unauthenticated());
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn the_same_token_is_not_tried_again() {
    let volume = Volume::new("a.b.c");
    let script = Script::new([REFUSED]);
    let error = client(&script, &volume.path()).healthz().await.unwrap_err();
    assert!(matches!(error, Error::Api { .. }));
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_token_that_cannot_change_is_not_tried_again() {
    let script = Script::new([REFUSED]);
    let base: BaseUrl = BASE.parse().unwrap();
    let credentials = Credentials::bearer(base.origin().unwrap().clone(), "a.b.c").unwrap();
    Client::new(base, script.clone(), credentials)
        .healthz()
        .await
        .unwrap_err();
    assert_eq!(script.requests().len(), 1);
}
