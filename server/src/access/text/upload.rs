//! The names of what is uploaded: in the query, else that of the file.

use http::HeaderValue;

use super::{Most, VERSION, fits, tags, too_long};
use crate::access::query::Query;
use crate::problem::{Failure, ProblemCode};

/// What the form calls the file.
const FIELD: &str = "uploadfile";

/// The head of a part is longer nowhere: a line or two.
const LONGEST_HEAD: usize = 8 * 1024;

/// As many bytes of a name are stored: it becomes that of a version too.
const NAME: Most = Most::Bytes(127);

/// Looks at the names in the query.
pub(super) fn named(query: &Query) -> Result<(), Failure> {
    for column in VERSION {
        if let Some(text) = query.get(column.name) {
            fits(column.name, text, column.most)?;
        }
    }
    if let (None, Some(display_name)) = (query.get("name"), query.get("display_name")) {
        too_long("display_name", display_name, NAME)?;
    }
    tags(query.get("tags"))
}

/// Looks at the file of an upload: KFP answers an empty one with a 500, and takes its name, ending and all, where the query
/// has none.
///
/// Only the first part of the form is read. Every client sends one; of anything else KFP is the judge.
///
/// # Errors
/// A 400 that says what is wrong with it.
pub(crate) fn check(
    query: &Query,
    content_type: Option<&HeaderValue>,
    body: &[u8],
) -> Result<(), Failure> {
    let boundary = content_type
        .and_then(|value| value.to_str().ok())
        .and_then(|value| parameter(value, "boundary"));
    let Some(file) = boundary.and_then(|boundary| File::first(body, &boundary)) else {
        return Ok(());
    };
    if file.is_empty {
        return Err(Failure::new(ProblemCode::Invalid, "The file is empty."));
    }
    match file.name {
        Some(name) if query.get("name").is_none() && query.get("display_name").is_none() => {
            fits("The name of the file", &name, NAME)
        }
        _ => Ok(()),
    }
}

/// The file of a form.
struct File {
    /// Its name without folders; `None` if it is not written plainly.
    name: Option<String>,
    is_empty: bool,
}

impl File {
    /// The first part of a form, if it is the file.
    fn first(form: &[u8], boundary: &str) -> Option<Self> {
        let part = form
            .strip_prefix(b"--")?
            .strip_prefix(boundary.as_bytes())?;
        let part = part.strip_prefix(b"\r\n")?;
        let end = part
            .windows(4)
            .take(LONGEST_HEAD)
            .position(|four| four == b"\r\n\r\n")?;
        let (head, content) = (&part[..end], &part[end + 4..]);
        let disposition = std::str::from_utf8(head)
            .ok()?
            .split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))?
            .1;
        if parameter(disposition, "name")? != FIELD {
            return None;
        }
        let name = parameter(disposition, "filename").map(|name| {
            let base = name.rsplit('/').next().unwrap_or_default();
            base.to_owned()
        });
        let rest = content.strip_prefix(b"\r\n--");
        let is_empty = rest.is_some_and(|rest| rest.starts_with(boundary.as_bytes()));
        Some(Self { name, is_empty })
    }
}

/// The value of a parameter behind the first semicolon of a header, without quotes and the backslashes in them.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, left) = if let Some(quoted) = after.trim_start().strip_prefix('"') {
            quoted_text(quoted)?
        } else {
            let (value, left) = after.split_once(';').unwrap_or((after, ""));
            (value.trim().to_owned(), left)
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = left.trim_start().trim_start_matches(';');
    }
}

/// The text up to the closing quote, and what stands behind it.
fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::access::path::find;

    fn judged(query: &str, content_type: &str, form: &str) -> Result<(), (ProblemCode, String)> {
        let row = find("POST", "/apis/v2beta1/pipelines/upload").expect("a row");
        let query = Query::read(row.row, Some(query)).expect("a query");
        let content_type = HeaderValue::from_str(content_type).expect("a value");
        check(&query, Some(&content_type), form.as_bytes())
            .map_err(|failure| (failure.code, failure.detail.clone()))
    }

    fn form(disposition: &str, content: &str) -> String {
        format!(
            "--b\r\nContent-Disposition: form-data; {disposition}\r\n\
             Content-Type: application/octet-stream\r\n\r\n{content}\r\n--b--\r\n"
        )
    }

    fn file(name: &str) -> String {
        form(&format!("name=\"uploadfile\"; filename=\"{name}\""), "x")
    }

    const FORM: &str = "multipart/form-data; boundary=b";

    #[test]
    fn name_of_the_file_counts_where_the_query_has_none() {
        let long = format!("{}.yaml", "x".repeat(123));
        let fits = &long[1..];
        assert_eq!(judged("", FORM, &file(fits)), Ok(()));
        let (code, detail) = judged("", FORM, &file(&long)).expect_err("128 bytes");
        assert_eq!(code, ProblemCode::Text);
        assert!(detail.contains("127"), "{detail}");
        let (code, _) = judged("name=", "multipart/form-data; boundary=\"b\"", &file(&long))
            .expect_err("an empty name is none");
        assert_eq!(code, ProblemCode::Text);
        assert!(judged("", FORM, &file("🚀.yaml")).is_err());
        for named in ["name=x", "display_name=x"] {
            assert_eq!(judged(named, FORM, &file(&long)), Ok(()), "{named}");
        }
        // KFP leaves the folders out.
        assert_eq!(judged("", FORM, &file(&format!("{long}/p.yaml"))), Ok(()));
    }

    #[test]
    fn an_empty_file_is_refused() {
        let empty = form("name=\"uploadfile\"; filename=\"p.yaml\"", "");
        let (code, detail) = judged("name=x", FORM, &empty).expect_err("refused");
        assert_eq!(code, ProblemCode::Invalid);
        assert!(detail.contains("empty"), "{detail}");
    }

    #[test]
    fn what_is_not_understood_is_left_to_kfp() {
        let long = "x".repeat(200);
        for (content_type, body) in [
            ("multipart/form-data", file(&long)),
            ("multipart/form-data; boundary=other", file(&long)),
            (
                FORM,
                form(&format!("name=\"other\"; filename=\"{long}\""), ""),
            ),
            (
                FORM,
                form(&format!("name=\"uploadfile\"; filename=\"{long}"), "x"),
            ),
            (FORM, format!("preamble\r\n{}", file(&long))),
            (FORM, "--b--".to_owned()),
            (FORM, String::new()),
        ] {
            assert_eq!(judged("", content_type, &body), Ok(()), "{body}");
        }
    }

    #[test]
    fn parameters_are_read_in_and_out_of_quotes() {
        let header = "form-data; a=\"x;y=\\\"z\"; B = plain ; c=\"last\"";
        assert_eq!(parameter(header, "a").as_deref(), Some("x;y=\"z"));
        assert_eq!(parameter(header, "b").as_deref(), Some("plain"));
        assert_eq!(parameter(header, "C").as_deref(), Some("last"));
        assert_eq!(parameter(header, "y"), None);
    }

    proptest! {
        #[test]
        fn never_panics(content_type in "multipart/form-data; [ -~]{0,40}", form in "--b\r\n\\PC{0,200}") {
            let _ = judged("", &content_type, &form);
        }
    }
}
