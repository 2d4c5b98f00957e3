//! The page that the `type` of a problem leads to: every kind with its meaning and what to do.
//!
//! It is plain HTML with one small sheet of styles and no script, so it needs no build of the browser program and can be
//! read in a terminal.

use std::fmt::Write as _;

use super::{ProblemCode, korean};
use crate::language::Language;

/// Its path, without the console's prefix.
pub(crate) const PATH: &str = "/errors";
/// The path of its styles. A sheet of its own, because the policy of every page admits no styles inside one.
pub(crate) const STYLE_PATH: &str = "/errors.css";
/// Its styles.
pub(crate) const STYLE: &str = include_str!("page.css");

/// The words around the kinds.
struct Words {
    title: &'static str,
    introduction: &'static str,
    again: &'static str,
    in_vain: &'static str,
    what_to_do: &'static str,
    /// The name of the other language, in it, and its tag.
    other: (&'static str, &'static str),
}

const ENGLISH: Words = Words {
    title: "Errors of KFP Console",
    introduction: "Programs branch on `code`, which never changes its meaning. `detail` says what happened this time; \
        `instance` is the id of the request, which stands in the console's log.",
    again: "The same request may succeed later without anything being changed.",
    in_vain: "The same request fails again until something is changed.",
    what_to_do: "What to do:",
    other: ("한국어", "ko"),
};

const KOREAN: Words = Words {
    title: "KFP Console의 오류",
    introduction: "프로그램은 뜻이 바뀌지 않는 `code`로 판단합니다. `detail`은 이번에 무슨 일이 있었는지 말하고, \
        `instance`는 콘솔의 로그에 남는 요청 ID입니다.",
    again: "아무것도 바꾸지 않아도 나중에 같은 요청이 성공할 수 있습니다.",
    in_vain: "무언가를 바꾸기 전에는 같은 요청이 다시 실패합니다.",
    what_to_do: "할 일:",
    other: ("English", "en"),
};

/// The address of the chapter on a kind. It is the `type` of its problems.
pub(super) fn address(prefix: &str, code: ProblemCode) -> String {
    format!("{}{PATH}#{}", prefix.trim_end_matches('/'), code.slug())
}

/// Writes the page.
pub(crate) fn page(language: Language) -> String {
    let words = match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    };
    let mut out = head(words, language);
    for code in ProblemCode::ALL {
        out.push_str(&chapter(*code, words, language));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn head(words: &Words, language: Language) -> String {
    let (name, tag) = words.other;
    format!(
        r#"<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
<nav><a href="{page}?lang={tag}" lang="{tag}" hreflang="{tag}">{name}</a></nav>
<main>
<h1>{title}</h1>
<p>{introduction}</p>
"#,
        lang = language.tag(),
        title = words.title,
        // Relative: scheme, host and prefix are the gateway's.
        style = STYLE_PATH.trim_start_matches('/'),
        page = PATH.trim_start_matches('/'),
        introduction = marked_up(words.introduction),
    )
}

fn chapter(code: ProblemCode, words: &Words, language: Language) -> String {
    let (meaning, hint) = match language {
        Language::English => (code.meaning(), code.hint()),
        Language::Korean => (korean::meaning(code), korean::hint(code)),
    };
    let again = if code.retryable() {
        words.again
    } else {
        words.in_vain
    };
    let mut out = format!(
        "<h2 id=\"{slug}\"><code>{slug}</code></h2>\n<p>{status}. {meaning} {again}</p>\n",
        slug = code.slug(),
        status = code.status(),
        meaning = marked_up(meaning),
    );
    if let Some(hint) = hint {
        let what_to_do = words.what_to_do;
        writeln!(
            out,
            "<p><strong>{what_to_do}</strong> {}</p>",
            marked_up(hint)
        )
        .expect("writing into a string cannot fail");
    }
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
        let page = page(Language::English);
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
    fn both_languages_have_the_same_chapters_and_lead_to_each_other() {
        let page = |language| super::page(language);
        let [english, korean] = Language::ALL.map(page);
        let chapters = |page: &str| {
            page.lines()
                .filter(|line| line.starts_with("<h2 "))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(chapters(&english), chapters(&korean));
        assert!(
            english.contains("<html lang=\"en\">") && english.contains("href=\"errors?lang=ko\"")
        );
        assert!(
            korean.contains("<html lang=\"ko\">") && korean.contains("href=\"errors?lang=en\"")
        );
        // The policy of the answer admits neither styles nor scripts inside the page.
        for page in [english, korean] {
            assert!(
                !page.contains("style=") && !page.contains("<style") && !page.contains("<script")
            );
        }
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
