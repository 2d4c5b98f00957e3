//! A server that says one thing at each path.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Answers by path, without its query; to the rest what stands for `*`, else 404. Returns its address.
pub(crate) async fn serve(answers: &[(&str, &str, String)]) -> String {
    let answers = answers.iter().map(|(path, kind, body)| {
        let path = (*path).to_owned();
        (path, head("200 OK", kind, body))
    });
    answering(answers.collect()).await
}

/// The same in JSON, each with its status.
pub(crate) async fn serve_with(answers: &[(&str, u16, String)]) -> String {
    let answers = answers.iter().map(|(path, status, body)| {
        let status = format!("{status} As Said");
        ((*path).to_owned(), head(&status, "application/json", body))
    });
    answering(answers.collect()).await
}

async fn answering(answers: HashMap<String, String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answers = Arc::new(answers);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, Arc::clone(&answers)));
        }
    });
    address
}

async fn answer(mut stream: TcpStream, answers: Arc<HashMap<String, String>>) {
    let (reading, mut writing) = stream.split();
    let mut lines = BufReader::new(reading).lines();
    let first = lines.next_line().await.unwrap().unwrap_or_default();
    while lines
        .next_line()
        .await
        .unwrap()
        .is_some_and(|line| !line.is_empty())
    {}
    let target = first.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let answer = match answers.get(path).or_else(|| answers.get("*")) {
        Some(answer) => answer.clone(),
        None => head("404 Not Found", "text/plain", "nothing here"),
    };
    writing.write_all(answer.as_bytes()).await.unwrap();
    // A body that is left unread would end the connection before the answer is seen.
    let _ = tokio::io::copy(&mut lines.into_inner(), &mut tokio::io::sink()).await;
}

fn head(status: &str, kind: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// What the stock user interface says of its health.
pub(crate) fn health_of_the_user_interface() -> Value {
    json!({"apiServerCommitHash": "x", "apiServerReady": true, "apiServerMultiUser": true, "buildDate": "", "frontendCommitHash": "y"})
}
