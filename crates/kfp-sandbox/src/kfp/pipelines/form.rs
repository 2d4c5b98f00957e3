//! The form of an upload.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// A file of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FormFile {
    /// The last part of the name it was sent with.
    pub(super) name: String,
    pub(super) content: Bytes,
}

/// The file in the form field `field`; `None` for what is no such form.
///
/// The whole body is at hand, so this need not be a streaming parser, and the file is cut out of it without a copy.
pub(super) fn read_file(headers: &HeaderMap, body: &Bytes, field: &str) -> Option<FormFile> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (media_type, parameters) = content_type.split_once(';')?;
    if !media_type
        .trim()
        .eq_ignore_ascii_case("multipart/form-data")
    {
        return None;
    }
    let boundary = parameter(parameters, "boundary").filter(|boundary| !boundary.is_empty())?;
    let delimiter = format!("--{boundary}");
    let mut at = find(body, delimiter.as_bytes(), 0)?;
    loop {
        let head = at + delimiter.len();
        if body.get(head..head + 2)? != b"\r\n" {
            return None;
        }
        let content = find(body, b"\r\n\r\n", head)? + 4;
        let end = find(body, format!("\r\n{delimiter}").as_bytes(), content)?;
        let disposition = disposition(&body[head..content])?;
        if parameter(&disposition, "name").as_deref() == Some(field) {
            let name = parameter(&disposition, "filename")?;
            let name = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
            return Some(FormFile {
                name,
                content: body.slice(content..end),
            });
        }
        at = end + 2;
    }
}

fn disposition(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let line = head.lines().find(|line| {
        line.to_ascii_lowercase()
            .starts_with("content-disposition:")
    })?;
    line.split_once(':').map(|(_, value)| value.to_owned())
}

/// The value of one parameter in `a; b=c; d="e"`.
fn parameter(parameters: &str, name: &str) -> Option<String> {
    parameters.split(';').find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        if !key.trim().eq_ignore_ascii_case(name) {
            return None;
        }
        let value = value.trim();
        let unquoted = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        Some(unquoted.map_or_else(|| value.to_owned(), |value| value.replace("\\\"", "\"")))
    })
}

fn find(text: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = from;
    loop {
        // The search for one byte is what a large file spends its time in.
        at += text.get(at..)?.iter().position(|byte| *byte == first)?;
        if text[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(content_type: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap());
        headers
    }

    fn form(parts: &[(&str, &str, &[u8])]) -> Bytes {
        let mut body = Vec::new();
        for (field, file, content) in parts {
            body.extend(
                format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file}\"\r\n\r\n").bytes(),
            );
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        body.into()
    }

    #[test]
    fn the_named_field_is_taken() {
        let body = form(&[
            ("other", "a", b"1"),
            ("uploadfile", "../dir/p.yaml", b"two\r\n--y"),
        ]);
        let file = read_file(
            &headers("multipart/form-data; boundary=x"),
            &body,
            "uploadfile",
        )
        .unwrap();
        assert_eq!(
            file,
            FormFile {
                name: "p.yaml".to_owned(),
                content: Bytes::from_static(b"two\r\n--y")
            }
        );
        let quoted = headers("multipart/form-data; charset=utf-8; boundary=\"x\"");
        assert!(read_file(&quoted, &body, "uploadfile").is_some());
    }

    #[test]
    fn what_is_no_form_has_no_file() {
        let body = form(&[("uploadfile", "p", b"1")]);
        assert_eq!(read_file(&HeaderMap::new(), &body, "uploadfile"), None);
        assert_eq!(
            read_file(&headers("multipart/form-data"), &body, "uploadfile"),
            None
        );
        assert_eq!(
            read_file(&headers("application/json"), &body, "uploadfile"),
            None
        );
        assert_eq!(
            read_file(
                &headers("multipart/form-data; boundary=z"),
                &body,
                "uploadfile"
            ),
            None
        );
        assert_eq!(
            read_file(&headers("multipart/form-data; boundary=x"), &body, "file"),
            None
        );
    }

    proptest! {
        #[test]
        fn any_content_comes_back(content in proptest::collection::vec(any::<u8>(), 0..300)) {
            let body = form(&[("uploadfile", "p", &content)]);
            let file = read_file(&headers("multipart/form-data; boundary=x"), &body, "uploadfile");
            prop_assume!(!content.windows(4).any(|window| window == b"\n--x"));
            prop_assert_eq!(file.unwrap().content, Bytes::from(content));
        }

        #[test]
        fn any_body_is_answered(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read_file(&headers("multipart/form-data; boundary=x"), &body.into(), "uploadfile");
        }
    }
}
