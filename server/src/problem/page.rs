//! The page that the `type` of a problem leads to: every kind with its meaning and what to do.
//!
//! It is plain HTML without a style or a script, so it needs no build of the browser program and can be read in a
//! terminal.

use std::fmt::Write as _;

use super::ProblemCode;

/// Its path, without the console's prefix.
pub(crate) const PATH: &str = "/errors";

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Errors of KFP Console</title>
</head>
<body>
<main>
<h1>Errors of KFP Console</h1>
<p>Programs branch on <code>code</code>, which never changes its meaning. <code>detail</code> says what happened this time;
<code>instance</code> is the id of the request, which stands in the console's log.</p>
"#;

/// The address of the chapter on a kind. It is the `type` of its problems.
pub(super) fn address(prefix: &str, code: ProblemCode) -> String {
    format!("{}{PATH}#{}", prefix.trim_end_matches('/'), code.slug())
}

/// Writes the page.
pub(crate) fn page() -> String {
    let mut out = HEAD.to_owned();
    for code in ProblemCode::ALL {
        let again = if code.retryable() {
            "The same request may succeed later without anything being changed."
        } else {
            "The same request fails again until something is changed."
        };
        write!(
            out,
            "<h2 id=\"{slug}\"><code>{slug}</code></h2>\n<p>{status}. {meaning} {again}</p>\n",
            slug = code.slug(),
            status = code.status(),
            meaning = marked_up(code.meaning()),
        )
        .expect("writing into a string cannot fail");
        if let Some(hint) = code.hint() {
            writeln!(
                out,
                "<p><strong>What to do:</strong> {}</p>",
                marked_up(hint)
            )
            .expect("writing into a string cannot fail");
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Text with its parts between backticks as code.
fn marked_up(text: &str) -> String {
    let mut parts = escaped(text);
    while parts.matches('`').count() > 1 {
        parts = parts.replacen('`', "<code>", 1).replacen('`', "</code>", 1);
    }
    parts
}

/// The words are our own; this keeps them from becoming markup all the same.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_the_chapter_that_its_type_leads_to() {
        let page = page();
        for code in ProblemCode::ALL {
            let address = address("/kfp-console/", *code);
            let (path, id) = address.split_once('#').expect("a fragment");
            assert_eq!(path, "/kfp-console/errors");
            let chapter = format!("<h2 id=\"{id}\">");
            assert_eq!(page.matches(&chapter).count(), 1, "{id}");
            assert!(page.contains(&marked_up(code.hint().unwrap_or_default())));
        }
        assert_eq!(
            address("/", ProblemCode::Invalid),
            "/errors#request.invalid"
        );
    }

    #[test]
    fn words_do_not_become_markup() {
        assert_eq!(escaped("<b> & c"), "&lt;b&gt; &amp; c");
        assert_eq!(
            marked_up("`<a>` and `b` `"),
            "<code>&lt;a&gt;</code> and <code>b</code> `"
        );
    }
}
