//! What the backends of the other web applications check before anything else: that a change comes from their page.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const APPS: [&str; 3] = ["jupyter", "tensorboards", "volumes"];
const CSRF_COOKIE: &str = "XSRF-TOKEN";
const CSRF_HEADER: &str = "x-xsrf-token";

/// Refuses a change that does not bring the token of the application's page, and hands it out with the page. Like the
/// real ones', the cookie is for https alone unless the application is told otherwise.
pub(super) async fn check_origin(request: Request, next: Next) -> Response {
    let Some((app, rest)) = app_of(request.uri().path()) else {
        return next.run(request).await;
    };
    let is_change = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    );
    if is_change && rest.starts_with("api/") {
        if let Err(why) = check_token(request.headers()) {
            return refusal(request.headers(), &why);
        }
        return next.run(request).await;
    }
    let is_page = !is_change && (rest.is_empty() || rest == "index.html");
    let mut response = next.run(request).await;
    if is_page {
        let token = Uuid::new_v4().simple();
        let cookie = format!("{CSRF_COOKIE}={token}; Secure; Path=/{app}/; SameSite=Strict");
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// The application of a path, and what follows.
fn app_of(path: &str) -> Option<(&'static str, &str)> {
    let (first, rest) = path.strip_prefix('/')?.split_once('/')?;
    let app = APPS.into_iter().find(|app| *app == first)?;
    Some((app, rest))
}

fn check_token(headers: &HeaderMap) -> Result<(), String> {
    let cookies = headers.get_all(COOKIE).iter();
    let cookie = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(CSRF_COOKIE)?.strip_prefix('='));
    let Some(cookie) = cookie else {
        return Err(format!(
            "Could not find CSRF cookie {CSRF_COOKIE} in the request."
        ));
    };
    let Some(header) = headers.get(CSRF_HEADER) else {
        return Err("Could not detect CSRF protection header X-XSRF-TOKEN.".to_owned());
    };
    if header.as_bytes() == cookie.as_bytes() {
        return Ok(());
    }
    // The real one repeats both tokens.
    Err("CSRF check failed. Token in cookie doesn't match token in header.".to_owned())
}

fn refusal(headers: &HeaderMap, why: &str) -> Response {
    let user = headers
        .get("kubeflow-userid")
        .and_then(|user| user.to_str().ok())
        .map_or(Value::Null, Value::from);
    let body = json!({"log": why, "status": 403, "success": false, "user": user});
    (StatusCode::FORBIDDEN, axum::Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str, token: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookie).unwrap());
        if let Some(token) = token {
            headers.insert(CSRF_HEADER, HeaderValue::from_str(token).unwrap());
        }
        headers
    }

    #[test]
    fn cookie_and_header_have_to_agree() {
        assert!(check_token(&headers("a=1; XSRF-TOKEN=t", Some("t"))).is_ok());
        for (cookie, token, part) in [
            (
                "a=1; NOT-XSRF-TOKEN=t",
                Some("t"),
                "Could not find CSRF cookie",
            ),
            (
                "XSRF-TOKEN=t",
                None,
                "Could not detect CSRF protection header",
            ),
            ("XSRF-TOKEN=t", Some("u"), "CSRF check failed"),
        ] {
            let why = check_token(&headers(cookie, token)).unwrap_err();
            assert!(why.starts_with(part), "{why}");
        }
    }

    #[test]
    fn the_applications_are_known_by_the_first_part_of_a_path() {
        assert_eq!(app_of("/jupyter/api/x"), Some(("jupyter", "api/x")));
        assert_eq!(app_of("/volumes/"), Some(("volumes", "")));
        assert_eq!(app_of("/jupyterx/api"), None);
        assert_eq!(app_of("/api/jupyter/"), None);
    }
}
