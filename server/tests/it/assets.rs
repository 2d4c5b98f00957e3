//! The browser program.

use std::path::Path;

use http::Method;
use tempfile::TempDir;

use crate::support::{Policy, TestApp};

const PAGE: &str = "<!doctype html><base href=\"{{BASE}}\"><script type=\"module\" nonce=\"{{NONCE}}\">init()</script>";
const PROGRAM: &str = "frontend-0123456789abcdef_bg.wasm";

fn program() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("index.html", PAGE);
    write(PROGRAM, "the program");
    write(&format!("{PROGRAM}.br"), "brotli");
    write(&format!("{PROGRAM}.gz"), "gzip");
    write("favicon.svg", "<svg/>");
    write(".hidden", "x");
    folder
}

async fn app(folder: &Path) -> TestApp {
    TestApp::with(
        Policy::AllowAll,
        &[&format!("--assets={}", folder.display())],
    )
    .await
}

#[tokio::test]
async fn page_has_the_prefix_and_a_nonce_of_its_own() {
    let folder = program();
    let app = app(folder.path()).await;
    let mut seen = Vec::new();
    for path in ["/kfp-console/", "/", "/index.html"] {
        let answer = app.get(path).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        let text = answer.text();
        assert!(text.contains("<base href=\"/kfp-console/\">"), "{text}");
        let nonce = text
            .split("nonce=\"")
            .nth(1)
            .expect("a nonce")
            .split('"')
            .next()
            .expect("its end")
            .to_owned();
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains(&format!(
                "script-src 'self' 'wasm-unsafe-eval' 'nonce-{nonce}'"
            )),
            "{policy}"
        );
        for part in [
            "default-src 'self'",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "frame-ancestors 'self'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!seen.contains(&nonce));
        seen.push(nonce);
    }
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let folder = program();
    let app = app(folder.path()).await;
    for path in [
        "/kfp-console/",
        "/api/session",
        "/apis/v2beta1/healthz",
        "/apis/unknown",
        "/favicon.svg",
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-frame-options"), "SAMEORIGIN", "{path}");
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'self'"),
            "{path}"
        );
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    let nobody = app.get("/").without("kubeflow-userid").send().await;
    assert_eq!(nobody.header("x-content-type-options"), "nosniff");
    assert_eq!(nobody.header("cache-control"), "no-store");
}

#[tokio::test]
async fn who_may_frame_the_console_can_be_configured() {
    for (flag, sources, older) in [
        ("--frame-ancestors=none", "'none'", "DENY"),
        (
            "--frame-ancestors=self,https://portal.example.com",
            "'self' https://portal.example.com",
            "",
        ),
    ] {
        let app = TestApp::with(Policy::AllowAll, &[flag]).await;
        let answer = app.get("/api/session").send().await;
        let policy = answer.header("content-security-policy");
        let directive = policy.rsplit("; ").next().expect("a directive");
        assert_eq!(directive, format!("frame-ancestors {sources}"));
        assert_eq!(answer.header("x-frame-options"), older, "{flag}");
    }
}

#[tokio::test]
async fn person_who_goes_nowhere_is_shown_the_page_and_a_program_the_document() {
    let folder = program();
    let app = app(folder.path()).await;
    for path in [
        "/api",
        "/api/unknown",
        "/kfp-console/api/unknown",
        "/apis/unknown",
        "/kfp-console//ns/team-a/experiments",
        "/kfp-console/ns/team-a%2Fexperiments",
        "/ns/./team-a",
        "/missing.js",
    ] {
        let html = "text/html,application/xhtml+xml,*/*;q=0.8";
        let shown = app.get(path).header("accept", html).send().await;
        assert_eq!(
            (shown.status.as_u16(), shown.header("content-type")),
            (404, "text/html; charset=utf-8"),
            "{path}"
        );
        assert!(
            shown.text().contains("<base href=\"/kfp-console/\">"),
            "{path}"
        );
        let told = app.get(path).header("accept", "*/*").send().await;
        assert_eq!(
            told.problem(),
            (404, "request.unknown_path".to_owned()),
            "{path}"
        );
    }
    // What a program is refused is no question of its address.
    let refused = app
        .get("/apis/v2beta1/runs")
        .header("accept", "text/html")
        .send()
        .await;
    assert_eq!(
        refused.problem(),
        (400, "access.namespace_required".to_owned())
    );
}

#[tokio::test]
async fn addresses_inside_the_program_get_the_page_only_when_navigated_to() {
    let folder = program();
    let app = app(folder.path()).await;
    let html = "text/html,application/xhtml+xml,*/*;q=0.8";
    for path in [
        "/ns/team-a/experiments",
        "/kfp-console/ns/team-a/experiments/e-a",
        "/settings",
    ] {
        let answer = app.get(path).header("accept", html).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.text().contains("<base")),
            (200, true),
            "{path}"
        );
        let fetched = app.get(path).header("accept", "*/*").send().await;
        assert_eq!(
            fetched.problem(),
            (404, "request.unknown_path".to_owned()),
            "{path}"
        );
    }
    for path in [
        "/missing.js",
        "/missing.wasm",
        "/api/missing",
        "/apis/missing",
    ] {
        assert_eq!(
            app.get(path).header("accept", html).send().await.status,
            404,
            "{path}"
        );
    }
    let post = app
        .request(Method::POST, "/ns/team-a/experiments")
        .header("accept", html)
        .send()
        .await;
    assert_eq!(post.problem(), (405, "request.unknown_method".to_owned()));
}

#[tokio::test]
async fn files_come_compressed_and_hashed_ones_for_ever() {
    let folder = program();
    let app = app(folder.path()).await;
    for (accept, encoding, body) in [
        ("gzip, deflate, br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("", "", "the program"),
    ] {
        let answer = app
            .get(&format!("/kfp-console/{PROGRAM}"))
            .header("accept-encoding", accept)
            .send()
            .await;
        assert_eq!(
            (answer.header("content-encoding"), answer.text().as_str()),
            (encoding, body),
            "{accept}"
        );
        assert_eq!(answer.header("content-type"), "application/wasm");
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    let icon = app.get("/favicon.svg").send().await;
    assert_eq!(
        (icon.header("content-type"), icon.header("cache-control")),
        ("image/svg+xml", "no-cache")
    );
    let head = app.request(Method::HEAD, "/favicon.svg").send().await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let folder = program();
    std::fs::write(
        folder
            .path()
            .parent()
            .expect("a parent")
            .join("outside.txt"),
        "x",
    )
    .expect("written");
    let app = app(folder.path()).await;
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/.hidden",
        "/%2ehidden",
        "/a/../../outside.txt",
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn bare_prefix_is_sent_to_its_slash_relatively() {
    let folder = program();
    let app = app(folder.path()).await;
    let answer = app.get("/kfp-console?ns=team-a").send().await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (308, "/kfp-console/?ns=team-a")
    );
}

#[tokio::test]
async fn console_without_a_program_says_so() {
    let app = TestApp::start(Policy::AllowAll).await;
    let answer = app.get("/").header("accept", "text/html").send().await;
    assert_eq!(
        answer.problem(),
        (404, "console.no_browser_program".to_owned())
    );
    assert_eq!(app.get("/api/session").send().await.status, 200);
}

#[tokio::test]
async fn type_of_a_problem_leads_to_its_chapter() {
    // Without a browser program: whoever calls the API needs none.
    let app = TestApp::start(Policy::AllowAll).await;
    let refused = app
        .get("/kfp-console/api/connection?namespace=No%20One")
        .send()
        .await;
    let kind = refused.json()["type"].as_str().expect("a type").to_owned();
    assert_eq!(kind, "/kfp-console/errors#request.invalid");
    let (path, id) = kind.split_once('#').expect("a fragment");
    for path in [path, "/errors"] {
        let page = app.get(path).send().await;
        assert_eq!(
            (page.status.as_u16(), page.header("content-type")),
            (200, "text/html; charset=utf-8")
        );
        assert!(page.text().contains(&format!("<h2 id=\"{id}\">")));
    }
    let korean = app.get("/errors?lang=ko-KR").send().await.text();
    assert!(korean.contains("<html lang=\"ko\">") && korean.contains(&format!("<h2 id=\"{id}\">")));
    let style = app.get("/kfp-console/errors.css").send().await;
    assert_eq!(
        (style.status.as_u16(), style.header("content-type")),
        (200, "text/css; charset=utf-8")
    );
    let written = app.post(path, "{}").send().await;
    assert_eq!(
        written.problem(),
        (405, "request.unknown_method".to_owned())
    );
}
