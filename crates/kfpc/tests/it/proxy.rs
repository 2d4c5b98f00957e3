//! Proxies: honoured outside, and never shown what is near.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::program::{OWN, Rig, run_with};

/// Something that takes connections and ends them; returns its address and how many came.
async fn proxy() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let came = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&came);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, came)
}

#[tokio::test]
async fn a_credential_for_this_machine_is_not_shown_to_a_proxy() {
    let rig = Rig::start().await;
    let (proxy, came) = proxy().await;
    let (near, token) = (
        format!("http://{}", rig.sandbox.addresses().console_sidecar),
        rig.path("token"),
    );
    let variables = [
        ("HTTP_PROXY", proxy.as_str()),
        ("http_proxy", &proxy),
        ("ALL_PROXY", &proxy),
    ];
    let args = [
        "--endpoint",
        &near,
        "--token-file",
        &token,
        "-n",
        OWN,
        "runs",
        "ls",
        "-o",
        "json",
    ];
    let done = run_with(rig.folder.path(), &variables, &args).await;
    assert!(done.json().is_array());
    assert_eq!(came.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn what_is_far_goes_through_the_proxy() {
    let home = tempfile::tempdir().unwrap();
    let (proxy, came) = proxy().await;
    let variables = [("HTTPS_PROXY", proxy.as_str())];
    let args = [
        "--endpoint",
        "https://kubeflow.example.com/pipeline",
        "-n",
        OWN,
        "runs",
        "ls",
    ];
    let done = run_with(home.path(), &variables, &args).await;
    assert_eq!(done.code, 7, "{done:?}");
    assert!(came.load(Ordering::SeqCst) > 0);
    // So is SOCKS, which resolves the name where it is, and the doctor says which proxy it was.
    let before = came.load(Ordering::SeqCst);
    let socks = proxy.replace("http", "socks5h");
    let doctor = [&args[..4], &["doctor"]].concat();
    let done = run_with(home.path(), &[("ALL_PROXY", &socks)], &doctor).await;
    assert_eq!(done.code, 7, "{done:?}");
    assert!(came.load(Ordering::SeqCst) > before);
    let told = format!("through the proxy {socks}, from $ALL_PROXY");
    assert!(done.out.contains(&told), "{done:?}");
    assert!(done.out.contains("the proxy resolves"), "{done:?}");
    // K03: so does the caller, where SOCKS is spelled in the old way.
    let socks = socks.replace("socks5h", "socks5");
    let done = run_with(home.path(), &[("ALL_PROXY", &socks)], &doctor).await;
    assert!(done.out.contains("is resolved here"), "{done:?}");
}

#[tokio::test]
async fn the_doctor_tells_of_proxies_and_certificates() {
    let rig = Rig::start().await;
    let (near, token) = (
        format!("http://{}", rig.sandbox.addresses().console_sidecar),
        rig.path("token"),
    );
    let variables = [("ALL_PROXY", "http://me:secret@proxy.example.com:3128")];
    let args = [
        "--endpoint",
        &near,
        "--token-file",
        &token,
        "-n",
        OWN,
        "doctor",
    ];
    let told = run_with(rig.folder.path(), &variables, &args).await;
    assert!(
        told.ok().contains("whatever $ALL_PROXY says"),
        "{}",
        told.out
    );
    let report = run_with(
        rig.folder.path(),
        &variables,
        &[&args[..], &["--json"]].concat(),
    )
    .await;
    assert_eq!(report.json()["way"]["proxy"]["used"], "near");

    let (proxy, _) = proxy().await;
    let authority = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(rig.path("ca.pem"), authority.cert.pem()).unwrap();
    let far = "https://kubeflow.example.com/pipeline";
    let ca_file = rig.path("ca.pem");
    let proxied = proxy.replace("http://", "http://me:secret@");
    let far = ["--endpoint", far, "--ca-file", &ca_file, "doctor"];
    let told = run_with(rig.folder.path(), &[("HTTPS_PROXY", &proxied)], &far).await;
    let line = format!("through the proxy {proxy}, from $HTTPS_PROXY");
    assert!(told.out.contains(&line), "{}", told.out);
    assert!(told.out.contains(&ca_file), "{}", told.out);
    assert!(!told.out.contains("secret"), "{}", told.out);
}

const FAR: [&str; 6] = [
    "--endpoint",
    "https://kubeflow.example.com/pipeline",
    "-n",
    OWN,
    "runs",
    "ls",
];

/// A proxy that gives each CONNECT this answer, and to what follows the other one.
async fn answering(answer: &'static str, then: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut asked = Vec::new();
                while !asked.ends_with(b"\r\n\r\n") {
                    asked.push(stream.read_u8().await?);
                }
                stream.write_all(answer.as_bytes()).await?;
                stream.read_u8().await?;
                stream.write_all(then.as_bytes()).await?;
                // What is left unread would end the connection before the answer is seen.
                tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
            });
        }
    });
    address.to_string()
}

/// K06: a sidecar that takes CONNECT for ordinary HTTP, a proxy that wants a login, and one that no longer runs.
#[tokio::test]
async fn what_a_proxy_does_is_not_taken_for_what_kfp_does() {
    let home = tempfile::tempdir().unwrap();
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone_address = gone.local_addr().unwrap().to_string();
    drop(gone);
    let empty = "content-length: 0\r\n\r\n";
    let status = |status: &'static str| format!("HTTP/1.1 {status}\r\n{empty}").leak();
    for (proxy, words) in [
        (
            answering(status("426 Upgrade Required"), "").await,
            "did not open a way",
        ),
        (
            answering(status("407 Proxy Authentication Required"), "").await,
            "wants a name and a password",
        ),
        (
            answering(status("200 OK"), "HTTP/1.1 400 Bad Request\r\n\r\n").await,
            "not TLS",
        ),
        (gone_address.clone(), "the proxy does not answer"),
    ] {
        let proxy = format!("http://me:secret@{proxy}");
        let done = run_with(home.path(), &[("HTTPS_PROXY", &proxy)], &FAR).await;
        assert_eq!((done.code, done.out.as_str()), (7, ""), "{done:?}");
        assert!(done.words.contains(words), "{words}: {done:?}");
        assert!(!done.words.contains("secret"), "{done:?}");
    }
    // K03: so it is told of SOCKS.
    let socks = format!("socks5h://{gone_address}");
    let done = run_with(home.path(), &[("ALL_PROXY", &socks)], &FAR).await;
    assert!(done.words.contains("the proxy does not answer"), "{done:?}");
}

/// A proxy of SOCKS that wants a name and a password and takes none of those that come.
async fn socks_with_a_login() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                assert_eq!(stream.read_u8().await?, 5);
                let mut methods = vec![0; stream.read_u8().await?.into()];
                stream.read_exact(&mut methods).await?;
                if !methods.contains(&2) {
                    return stream.write_all(&[5, 0xff]).await;
                }
                stream.write_all(&[5, 2]).await?;
                stream.read_u8().await?;
                for _ in ["name", "password"] {
                    let mut word = vec![0; stream.read_u8().await?.into()];
                    stream.read_exact(&mut word).await?;
                }
                stream.write_all(&[1, 1]).await
            });
        }
    });
    address.to_string()
}

/// A proxy's own failure is no failure of the host behind it.
#[tokio::test]
async fn what_fails_before_a_proxy_is_told_of_the_proxy() {
    let home = tempfile::tempdir().unwrap();
    let socks = socks_with_a_login().await;
    let wants_a_login = answering(
        "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        "",
    )
    .await;
    let plain = "http://kubeflow.example.com/pipeline";
    for (variable, proxy, to, finding, words, in_korean) in [
        (
            "HTTPS_PROXY",
            "http://proxy.invalid:3128".to_owned(),
            FAR[1],
            "proxy-name-not-found",
            "the name of the proxy does not resolve",
            "프록시의 이름을 찾을 수 없어요",
        ),
        (
            "HTTP_PROXY",
            "http://proxy.invalid:3128".to_owned(),
            plain,
            "proxy-name-not-found",
            "the name of the proxy does not resolve",
            "프록시의 이름을 찾을 수 없어요",
        ),
        (
            "ALL_PROXY",
            "socks5h://proxy.invalid:1080".to_owned(),
            FAR[1],
            "proxy-name-not-found",
            "the name of the proxy does not resolve",
            "프록시의 이름을 찾을 수 없어요",
        ),
        (
            "ALL_PROXY",
            format!("socks5h://me:secret@{socks}"),
            FAR[1],
            "proxy-login-refused",
            "does not accept those that it was given",
            "받아들이지 않아요",
        ),
        (
            "ALL_PROXY",
            format!("socks5h://{socks}"),
            FAR[1],
            "proxy-login",
            "wants a name and a password",
            "이름과 비밀번호를 요구",
        ),
        (
            "http_proxy",
            format!("http://me:secret@{wants_a_login}"),
            plain,
            "proxy-login-refused",
            "does not accept those that it was given",
            "받아들이지 않아요",
        ),
    ] {
        let list = ["--endpoint", to, "-n", OWN, "runs", "ls"];
        let doctor = ["--endpoint", to, "-n", OWN, "doctor"];
        let proxy = (variable, proxy.as_str());
        let korean = [proxy, ("LANG", "ko_KR.UTF-8")];
        let done = run_with(home.path(), &[proxy], &list).await;
        assert_eq!((done.code, done.out.as_str()), (7, ""), "{done:?}");
        assert!(done.words.contains(words), "{words}: {done:?}");
        assert!(!done.words.contains("secret"), "{done:?}");
        let done = run_with(home.path(), &korean, &list).await;
        assert!(done.words.contains(in_korean), "{in_korean}: {done:?}");

        let as_data = [&doctor[..], &["--json"]].concat();
        let done = run_with(home.path(), &[proxy], &as_data).await;
        assert_eq!(done.code, 7, "{done:?}");
        let report: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        let cause = &report["checks"][0]["causes"][0];
        assert_eq!(cause["finding"], finding, "{report}");
        assert!(!done.out.contains("secret"), "{done:?}");
        let told = run_with(home.path(), &korean, &doctor).await;
        let fix = cause["fix"].as_str().unwrap();
        assert!(!told.out.contains(fix), "{told:?}");
        assert!(told.out.contains("프록시"), "{told:?}");
    }
}

/// K06: a pod in a company network.
#[tokio::test]
async fn names_of_the_cluster_are_not_asked_of_a_proxy() {
    let home = tempfile::tempdir().unwrap();
    let (proxy, came) = proxy().await;
    let variables = [
        ("HTTP_PROXY", proxy.as_str()),
        ("http_proxy", &proxy),
        ("ALL_PROXY", &proxy),
    ];
    for near in [
        "http://ml-pipeline.kubeflow:8888",
        "http://ml-pipeline.kubeflow.svc.cluster.local:8888",
    ] {
        let args = ["--endpoint", near, "-n", OWN, "runs", "ls"];
        let done = run_with(home.path(), &variables, &args).await;
        assert_eq!(done.code, 7, "{done:?}");
    }
    assert_eq!(came.load(Ordering::SeqCst), 0);
}
