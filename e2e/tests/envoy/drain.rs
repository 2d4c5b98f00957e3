//! A console that is asked to stop ends what it has begun.

use anyhow::{Context as _, Result};
use kfp_sandbox::{Action, Fault, Place};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::fleet::{Fleet, until};
use crate::platform::OWN_EXPERIMENTS;

/// Whether a replica says that it wants no more requests.
async fn drains(fleet: &Fleet) -> Result<bool> {
    let ops = fleet.replicas[0].ops_address();
    let ready = crate::platform::call(ops, "/readyz", &[]).await?;
    Ok(ready.status == 503)
}

#[tokio::test]
async fn a_request_that_kfp_still_works_on_is_answered() -> Result<()> {
    let mut fleet = Fleet::start(1, &["--drain-delay=0s"]).await?;
    let slow = Action::Delay {
        milliseconds: 2_000,
    };
    let slow = Fault::at(Place::Kfp, slow)
        .path("/apis/v2beta1/experiments")
        .times(1);
    fleet.sandbox.faults().add(slow);
    let (gateway, cookie) = (fleet.gateway(), fleet.jar.header());
    let running = tokio::spawn(async move {
        e2e::envoy::get(gateway, OWN_EXPERIMENTS, &[("Cookie", &cookie)]).await
    });
    until(async || {
        Ok(fleet
            .sandbox
            .faults()
            .list()
            .iter()
            .any(|fault| fault.met > 0))
    })
    .await?;
    fleet.stop_replica(0).await?;
    let reply = running.await??;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.json()?["experiments"].is_array(), "{}", reply.text());
    let log = fleet.replicas[0].log();
    let (answered, stopped) = (log.find("\"http.status\":200,"), log.find("has stopped"));
    assert!(answered < stopped && answered.is_some(), "{log}");
    let after = fleet.get(OWN_EXPERIMENTS).await?;
    assert_eq!(after.status, 503, "{}", after.text());
    fleet.stop().await
}

#[tokio::test]
async fn an_upload_that_is_half_sent_becomes_a_pipeline() -> Result<()> {
    let fleet = Fleet::start(1, &["--drain-delay=0s"]).await?;
    let package = include_str!("../../../crates/kfp-sandbox/data/pipelines/diamond.yaml");
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"uploadfile\"; filename=\"late.yaml\"\r\n\
         Content-Type: application/yaml\r\n\r\n{package}\r\n--b--\r\n"
    );
    let head = format!(
        "POST /kfp-console/apis/v2beta1/pipelines/upload?name=late&namespace=kubeflow-jbpark8 HTTP/1.1\r\n\
         Host: kubeflow.example.com\r\nOrigin: http://kubeflow.example.com\r\nCookie: {}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        fleet.jar.header(),
        body.len()
    );
    let (first, second) = body.split_at(body.len() / 2);
    let mut stream = TcpStream::connect(fleet.gateway()).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(first.as_bytes()).await?;
    let begun = "kfp_console_requests_in_flight";
    until(async || Ok(fleet.figure(0, begun).await? == 1)).await?;
    fleet.replicas[0].ask_to_stop().await?;
    until(async || drains(&fleet).await).await?;
    stream.write_all(second.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (_, json) = answer.split_once("\r\n\r\n").context("no body")?;
    assert!(json.contains("\"display_name\":\"late\""), "{json}");
    let mut fleet = fleet;
    assert!(fleet.replicas[0].ended().await?.success());
    fleet.stop().await
}
