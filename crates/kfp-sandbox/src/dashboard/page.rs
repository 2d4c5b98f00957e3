//! The dashboard's one page, and what Express says where there is none.

use axum::extract::Request;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode};

use crate::login::escape_html;

/// The page for every address: the browser program in it decides by the address what to show.
const PAGE: &str = include_str!("dashboard.html");

pub(super) async fn any_path(request: Request) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD => Html(PAGE).into_response(),
        _ => cannot(request).await,
    }
}

/// Express's answer for a method nobody handles.
pub(crate) async fn cannot(request: Request) -> Response {
    let what = escape_html(&format!("{} {}", request.method(), request.uri().path()));
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<link rel=\"icon\" href=\"data:,\">\n<title>Error</title>\n</head>\n\
         <body>\n<pre>Cannot {what}</pre>\n</body>\n</html>\n"
    );
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

/// Names the framework, as Express does in every answer.
pub(crate) async fn by_express(mut response: Response) -> Response {
    let name = HeaderName::from_static("x-powered-by");
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static("Express"));
    response
}
