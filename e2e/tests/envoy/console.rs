//! The real console behind the real gateway: who it believes, what it answers.

use anyhow::{Context as _, Result};
use e2e::envoy::send;
use kfp_sandbox::LoginEra;

use crate::answer::Answer;
use crate::platform::{
    FOREIGN_EXPERIMENTS, FORGED_GATEWAY, OWN_EXPERIMENTS, OWNER, Platform,
    assert_refused_by_the_mesh, call,
};

const ERAS: [LoginEra; 2] = [LoginEra::Authservice, LoginEra::Oauth2Proxy];
/// A session of the console, as a caller inside the mesh asks for it.
const SESSION: &str = "/api/session";

#[tokio::test]
async fn a_person_signs_in_and_reads_the_experiments_of_their_namespace_and_of_no_other()
-> Result<()> {
    for era in ERAS {
        let platform = Platform::start(era).await?;
        let jar = platform.sign_in(OWNER).await?;
        let session = platform
            .get(&jar, "/kfp-console/api/session", &[])
            .await?
            .json()?;
        assert_eq!(session["user"], OWNER);
        assert_eq!(session["namespaces"][0]["name"], "kubeflow-jbpark8");
        assert_eq!(session["namespaces"].as_array().map(Vec::len), Some(1));
        let own = platform.get(&jar, OWN_EXPERIMENTS, &[]).await?;
        assert_eq!(own.status, 200, "{}", own.text());
        assert_ne!(own.json()?["experiments"].as_array().map(Vec::len), Some(0));
        let foreign = platform.get(&jar, FOREIGN_EXPERIMENTS, &[]).await?;
        assert_eq!(foreign.status, 403, "{}", foreign.text());
        platform.stop().await;
    }
    Ok(())
}

#[tokio::test]
async fn the_report_knows_the_consoles_real_sidecar() -> Result<()> {
    let platform = Platform::start(LoginEra::Oauth2Proxy).await?;
    let jar = platform.sign_in(OWNER).await?;
    let address = "/kfp-console/api/connection?namespace=kubeflow-jbpark8";
    let report = platform.get(&jar, address, &[]).await?.json()?;
    let hops = report["hops"].as_array().context("no hops")?;
    for hop in hops {
        assert_eq!(hop["verdict"], "works", "{report}");
    }
    assert_eq!(hops[1]["code"], "sidecar.ok", "{report}");
    assert_eq!(hops[1]["place"], "mutual TLS on", "{report}");
    let seen = hops[1]["evidence"].to_string();
    assert!(seen.contains(r#""value":"envoy""#), "{seen}");
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn an_identity_header_from_the_browser_is_replaced() -> Result<()> {
    for era in ERAS {
        let platform = Platform::start(era).await?;
        let jar = platform.sign_in(OWNER).await?;
        let spoofed = [
            ("kubeflow-userid", "nlp-lead@example.com"),
            ("KubeFlow-UserID", "audio-lead@example.com"),
            ("kubeflow-groups", "system:masters"),
            ("x-forwarded-client-cert", FORGED_GATEWAY),
        ];
        let session = platform
            .get(&jar, "/kfp-console/api/session", &spoofed)
            .await?
            .json()?;
        assert_eq!(session["user"], OWNER);
        let foreign = platform.get(&jar, FOREIGN_EXPERIMENTS, &spoofed).await?;
        assert_eq!(foreign.status, 403, "{}", foreign.text());
        platform.stop().await;
    }
    Ok(())
}

#[tokio::test]
async fn options_pass_the_older_login_with_a_forged_user_and_do_nothing() -> Result<()> {
    let platform = Platform::start(LoginEra::Authservice).await?;
    let headers = [
        ("Host", "kubeflow.example.com"),
        ("kubeflow-userid", "nlp-lead@example.com"),
    ];
    for url in ["/kfp-console/api/session", FOREIGN_EXPERIMENTS] {
        let reply = send(platform.gateway(), "OPTIONS", url, &headers, "").await?;
        assert!(!reply.text().contains("nlp-lead"), "{}", reply.text());
        assert!(!reply.text().contains("experiments"), "{}", reply.text());
        assert_eq!(reply.header("access-control-allow-origin"), "");
    }
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn only_the_gateway_may_call_the_console() -> Result<()> {
    let platform = Platform::start(LoginEra::Oauth2Proxy).await?;
    let mesh = &platform.mesh;
    let forged = [
        ("kubeflow-userid", OWNER),
        ("x-forwarded-client-cert", FORGED_GATEWAY),
    ];
    assert_refused_by_the_mesh(
        &call(mesh.notebook_to_console(), SESSION, &forged).await?,
        true,
    );
    // A pod without a sidecar, which the mesh's default still lets connect.
    assert_refused_by_the_mesh(
        &call(mesh.permissive_console(), SESSION, &forged).await?,
        false,
    );
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn without_a_certificate_of_the_mesh_nobody_gets_an_http_answer() -> Result<()> {
    let platform = Platform::start(LoginEra::Oauth2Proxy).await?;
    let forged = [
        ("kubeflow-userid", OWNER),
        ("x-forwarded-client-cert", FORGED_GATEWAY),
    ];
    let plain = call(platform.mesh.console(), SESSION, &forged).await;
    assert!(plain.is_err(), "{plain:?}");
    // The gateway's name in a certificate of somebody else's making.
    let rogue = call(platform.mesh.rogue_to_console(), SESSION, &forged).await?;
    assert_eq!(rogue.status, 503, "{}", rogue.text());
    assert!(
        rogue.text().contains("TLS_error:|") && rogue.text().contains("ALERT"),
        "{}",
        rogue.text()
    );
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn without_a_policy_the_console_itself_believes_the_gateway_alone() -> Result<()> {
    let platform = Platform::start(LoginEra::Oauth2Proxy).await?;
    let mesh = &platform.mesh;
    let open_quote = format!("{FORGED_GATEWAY};Subject=\"open");
    for forged in [
        FORGED_GATEWAY,
        &format!("{FORGED_GATEWAY},{FORGED_GATEWAY}"),
        &open_quote,
    ] {
        let headers = [
            ("kubeflow-userid", OWNER),
            ("x-forwarded-client-cert", forged),
        ];
        for to in [
            mesh.notebook_to_console_without_policy(),
            mesh.console_without_policy(),
        ] {
            let reply = call(to, SESSION, &headers).await?;
            assert_eq!(reply.status, 401, "{forged}: {}", reply.text());
            assert_eq!(reply.json()?["code"], "identity.peer_not_verified");
            let reply = call(
                to,
                "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8",
                &headers,
            )
            .await?;
            assert_eq!(reply.status, 401, "{forged}: {}", reply.text());
        }
    }
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn the_last_element_of_the_certificate_header_counts() -> Result<()> {
    let platform = Platform::start(LoginEra::Oauth2Proxy).await?;
    let notebook = "By=spiffe://x;Hash=00;Subject=\"\";URI=spiffe://cluster.local/ns/team-vision/sa/default-editor";
    for forged in [notebook, "By=spiffe://a;Subject=\"open", "\",\"", ""] {
        let headers = [
            ("kubeflow-userid", OWNER),
            ("x-forwarded-client-cert", forged),
        ];
        let reply = call(platform.mesh.gateway_to_console(), SESSION, &headers).await?;
        assert_eq!(reply.status, 200, "{forged}: {}", reply.text());
        assert_eq!(reply.json()?["user"], OWNER);
    }
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_package_of_thirty_two_mebibytes_passes_and_is_a_pipeline() -> Result<()> {
    const PACKAGE_BYTES: usize = 32 * 1024 * 1024;
    const BOUNDARY: &str = "kfp-console-test";
    let platform = Platform::start(LoginEra::Oauth2Proxy).await?;
    let jar = platform.sign_in(OWNER).await?;
    let mut package =
        include_str!("../../../crates/kfp-sandbox/data/pipelines/diamond.yaml").to_owned();
    // A comment makes it as large as KFP takes them.
    package.push_str("\n# ");
    package.extend(std::iter::repeat_n('x', PACKAGE_BYTES - package.len()));
    let body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"uploadfile\"; filename=\"large.yaml\"\r\n\
         Content-Type: application/yaml\r\n\r\n{package}\r\n--{BOUNDARY}--\r\n"
    );
    let (cookie, content_type) = (
        jar.header(),
        format!("multipart/form-data; boundary={BOUNDARY}"),
    );
    let headers = [
        ("Host", "kubeflow.example.com"),
        ("Origin", "http://kubeflow.example.com"),
        ("Cookie", cookie.as_str()),
        ("Content-Type", content_type.as_str()),
    ];
    let url = "/kfp-console/apis/v2beta1/pipelines/upload?name=large&namespace=kubeflow-jbpark8";
    let reply = send(platform.gateway(), "POST", url, &headers, body).await?;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let id = reply.json()?["pipeline_id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let url = format!("/kfp-console/apis/v2beta1/pipelines/{id}");
    let pipeline = platform.get(&jar, &url, &[]).await?;
    assert_eq!(pipeline.json()?["display_name"], "large");
    platform.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_console_that_is_gone_is_worded_as_by_the_sandboxs_gateway() -> Result<()> {
    let Platform {
        sandbox,
        console,
        mesh,
        tokens,
        ..
    } = Platform::start(LoginEra::Oauth2Proxy).await?;
    let gateway = mesh.gateway(LoginEra::Oauth2Proxy);
    let jar = e2e::envoy::sign_in(gateway, OWNER, "jbpark8").await?;
    console.shutdown().await;
    let cookie = jar.header();
    let real = e2e::envoy::get(gateway, "/kfp-console/", &[("Cookie", &cookie)]).await?;
    let played = e2e::envoy::get(
        sandbox.addresses().gateway,
        "/kfp-console/",
        &[("Cookie", &cookie)],
    )
    .await?;
    assert_eq!(real.status, 503);
    assert!(
        real.text()
            .ends_with("delayed connect error: Connection refused"),
        "{}",
        real.text()
    );
    assert_eq!(Answer::of(&played).body(), Answer::of(&real).body());
    drop(tokens);
    sandbox.shutdown().await;
    Ok(())
}
