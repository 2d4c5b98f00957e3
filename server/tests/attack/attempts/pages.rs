//! Pages of others that make the browser of somebody who is signed in write.

use super::{Attempt, By, foreign};

/// What is written: an experiment in the namespace of whoever is signed in.
const BODY: &str = r#"{"display_name":"new-name","namespace":"team-a"}"#;

const fn page(
    name: &'static str,
    headers: &'static [(&'static str, &'static str)],
    status: u16,
    code: &'static str,
) -> Attempt {
    Attempt {
        headers,
        ..foreign(name, "POST", "experiments", BODY).refused(status, code, By::Origin)
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");

#[rustfmt::skip]
pub(crate) const FOREIGN_PAGES: &[Attempt] = &[
    page("a page of another origin",              &[("origin", "http://evil.example.com"), JSON], 403, "request.foreign_origin"),
    page("a page without an origin to speak of",  &[("origin", "null"), JSON], 403, "request.foreign_origin"),
    page("a sandboxed frame",                     &[("origin", "null"), ("sec-fetch-site", "cross-site"), JSON], 403, "request.foreign_origin"),
    page("a page that the browser calls foreign", &[("sec-fetch-site", "cross-site"), JSON], 403, "request.foreign_origin"),
    page("a neighbour of the same site",          &[("sec-fetch-site", "same-site"), JSON], 403, "request.foreign_origin"),
    page("two origins",                           &[("origin", "http://evil.example.com"), ("origin", "http://127.0.0.1"), JSON], 403, "request.foreign_origin"),
    page("another origin with a forged host",     &[("origin", "http://evil.example.com"), ("x-forwarded-host", "evil.example.com"), JSON], 403, "request.foreign_origin"),
    page("another port of the same host",         &[("origin", "http://127.0.0.1:1"), JSON], 403, "request.foreign_origin"),
    page("a form",                                &[("content-type", "application/x-www-form-urlencoded;charset=UTF-8")], 415, "request.content_type"),
    page("a form of text",                        &[("content-type", "text/plain")], 415, "request.content_type"),
    page("JSON that calls itself text",           &[("content-type", "text/plain; application/json")], 415, "request.content_type"),
    page("a form with a file where JSON belongs", &[("content-type", "multipart/form-data; boundary=x")], 415, "request.content_type"),
    page("a body of no type at all",              &[], 415, "request.content_type"),
];
