//! The upload of a compiled pipeline.

use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};

use crate::model::{Namespace, Tags};

/// The largest package KFP takes: 32 MiB.
pub const MAX_PACKAGE_BYTES: usize = 32 * 1024 * 1024;

/// The name of the first version is that of the pipeline, and a version's column is one shorter.
const MAX_NAME_BYTES: usize = 127;
const MAX_DISPLAY_NAME_CHARS: usize = 255;
const MAX_TAGS: usize = 20;
const MAX_TAG_CHARS: usize = 63;

/// The endings by which KFP tells text from an archive. It compares them case and all.
const TEXT_ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// A package to be uploaded as a new pipeline with its first version.
///
/// KFP answers many mistakes here with one sentence that says nothing, or with 500; those are refused before.
#[derive(Clone)]
pub struct PipelineUpload {
    /// The name of the file. Its ending says what it is: `.yaml`, `.yml` or `.json` is text, anything else is taken
    /// for a zip or a gzipped tar.
    pub file_name: String,
    /// The package: text or archive, as the compiler wrote it.
    pub content: Bytes,
    /// The unchangeable name, at most 127 bytes. `None` takes the display name, else the file's name.
    pub name: Option<String>,
    /// The name for people, at most 255 characters. `None` takes the name.
    pub display_name: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// The namespace. `None` makes a pipeline that all namespaces see: KFP lets anybody do that, so ask before.
    pub namespace: Option<Namespace>,
    /// Labels of the pipeline, at most 20. Since KFP 2.17.
    pub tags: Tags,
    /// Where the source is.
    pub code_source_url: Option<String>,
}

impl PipelineUpload {
    /// An upload into a namespace.
    pub fn new(
        namespace: Namespace,
        file_name: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        Self {
            namespace: Some(namespace),
            ..Self::shared(file_name, content)
        }
    }

    /// An upload that all namespaces see.
    pub fn shared(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            file_name: file_name.into(),
            content: content.into(),
            name: None,
            display_name: None,
            description: None,
            namespace: None,
            tags: Tags::new(),
            code_source_url: None,
        }
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The first rule that is broken: which part, and the end of a sentence about it.
    pub(super) fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let texts = [
            &self.name,
            &self.display_name,
            &self.description,
            &self.code_source_url,
        ];
        let chars = |text: &Option<String>| text.as_ref().map_or(0, |text| text.chars().count());
        let effective_name = self
            .name
            .as_ref()
            .or(self.display_name.as_ref())
            .unwrap_or(&self.file_name);
        let tag_too_long = |tag: &str| tag.chars().count() > MAX_TAG_CHARS;
        let broken = [
            (self.content.is_empty(), "the package", "is empty"),
            (
                self.content.len() > MAX_PACKAGE_BYTES,
                "the package",
                "is larger than 32 MiB",
            ),
            (
                self.file_name.trim().is_empty(),
                "the file name",
                "is empty",
            ),
            (
                self.file_name.contains(char::is_control),
                "the file name",
                "holds a control character",
            ),
            (
                self.is_misnamed(),
                "the file name",
                "does not say what the file is: end it in .yaml, .zip or .tar.gz",
            ),
            (effective_name.trim().is_empty(), "the name", "is empty"),
            (
                effective_name.len() > MAX_NAME_BYTES,
                "the name",
                "is longer than 127 bytes",
            ),
            (
                chars(&self.display_name) > MAX_DISPLAY_NAME_CHARS,
                "the display name",
                "is longer than 255 characters",
            ),
            (
                texts
                    .into_iter()
                    .flatten()
                    .any(|text| beyond_the_basic_plane(text)),
                "a text",
                "holds a character above U+FFFF, such as an emoji, which KFP cannot store",
            ),
            (self.tags.len() > MAX_TAGS, "the tags", "are more than 20"),
            (
                self.tags
                    .iter()
                    .any(|(key, value)| key.is_empty() || tag_too_long(key) || tag_too_long(value)),
                "a tag",
                "has an empty key, or a key or value of more than 63 characters",
            ),
            (
                self.tags.keys().any(|key| key.contains('.')),
                "a tag",
                "has a key with a dot",
            ),
        ];
        match broken.into_iter().find(|(is_broken, ..)| *is_broken) {
            Some((_, field, problem)) => Err((field, problem)),
            None => Ok(()),
        }
    }

    /// Neither text by its ending nor an archive by its first bytes.
    fn is_misnamed(&self) -> bool {
        let is_text = TEXT_ENDINGS
            .iter()
            .any(|ending| self.file_name.ends_with(ending));
        let is_archive = self.content.starts_with(b"PK") || self.content.starts_with(&[0x1f, 0x8b]);
        !is_text && !is_archive
    }

    pub(super) fn to_query_string(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let parts = [
            ("name", self.name.as_deref()),
            ("display_name", self.display_name.as_deref()),
            ("description", self.description.as_deref()),
            ("namespace", self.namespace.as_ref().map(Namespace::as_str)),
            ("code_source_url", self.code_source_url.as_deref()),
        ];
        for (key, value) in parts {
            if let Some(value) = value {
                query.append_pair(key, value);
            }
        }
        if !self.tags.is_empty() {
            query.append_pair(
                "tags",
                &serde_json::to_string(&self.tags).expect("a map of texts is JSON"),
            );
        }
        query.finish()
    }

    /// The content type and the body: one part named `uploadfile`.
    pub(super) fn to_multipart(&self) -> (String, Bytes) {
        let boundary = self.boundary();
        // As browsers write it: quotes and line breaks would end the name.
        let file_name = self
            .file_name
            .replace('"', "%22")
            .replace('\r', "%0D")
            .replace('\n', "%0A");
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"uploadfile\"; filename=\"{file_name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let mut body = BytesMut::with_capacity(head.len() + self.content.len() + tail.len());
        body.put_slice(head.as_bytes());
        body.put_slice(&self.content);
        body.put_slice(tail.as_bytes());
        (
            format!("multipart/form-data; boundary={boundary}"),
            body.freeze(),
        )
    }

    /// A boundary that the content does not hold. Counted and not drawn: the same upload is the same bytes.
    fn boundary(&self) -> String {
        let mut number = 0_u32;
        loop {
            let boundary = format!("kfp-package-{number:08x}");
            if !holds(&self.content, boundary.as_bytes()) {
                return boundary;
            }
            number += 1;
        }
    }
}

fn holds(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}

fn beyond_the_basic_plane(text: &str) -> bool {
    text.chars().any(|c| u32::from(c) > 0xFFFF)
}

/// Not the content: it is large and its author's.
impl fmt::Debug for PipelineUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PipelineUpload")
            .field("size_bytes", &self.content.len())
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::upload_pipeline;

    fn upload() -> PipelineUpload {
        PipelineUpload::new(
            Namespace::new("team-a").unwrap(),
            "hello.yaml",
            "pipelineInfo: {}",
        )
    }

    #[test]
    fn the_metadata_is_in_the_query_and_the_file_in_one_part() {
        let mut upload = upload().name("a & b").description("ä");
        upload.tags.insert("team".into(), "vision".into());
        let request = upload_pipeline(&upload).unwrap();
        assert_eq!(
            request.uri(),
            "/apis/v2beta1/pipelines/upload?name=a+%26+b&description=%C3%A4&namespace=team-a\
             &tags=%7B%22team%22%3A%22vision%22%7D"
        );
        assert_eq!(
            request.headers()["content-type"],
            "multipart/form-data; boundary=kfp-package-00000000"
        );
        assert_eq!(
            request.body().as_ref(),
            b"--kfp-package-00000000\r\nContent-Disposition: form-data; name=\"uploadfile\"; filename=\"hello.yaml\"\
              \r\nContent-Type: application/octet-stream\r\n\r\npipelineInfo: {}\r\n--kfp-package-00000000--\r\n"
        );
    }

    #[test]
    fn the_boundary_is_not_in_the_file() {
        let mut upload = upload();
        upload.content = "x: kfp-package-00000000".into();
        let (content_type, _) = upload.to_multipart();
        assert!(content_type.ends_with("kfp-package-00000001"));
    }

    #[test]
    fn a_file_name_cannot_end_its_part() {
        let mut upload = upload();
        upload.file_name = "a\"b.yaml".to_owned();
        let (_, body) = upload.to_multipart();
        assert!(holds(&body, b"filename=\"a%22b.yaml\"\r\n"));
    }

    type Spoil = fn(&mut PipelineUpload);

    #[test]
    fn what_kfp_would_answer_badly_is_not_sent() {
        let broken: [(Spoil, &str); 11] = [
            (|u| u.content = Bytes::new(), "the package is empty"),
            (
                |u| u.content = vec![b' '; MAX_PACKAGE_BYTES + 1].into(),
                "the package is larger than 32 MiB",
            ),
            (|u| u.file_name = " ".into(), "the file name is empty"),
            (
                |u| u.file_name = "a\nb.yaml".into(),
                "the file name holds a control character",
            ),
            (
                |u| u.file_name = "hello.YAML".into(),
                "the file name does not say what the file is",
            ),
            (
                |u| u.name = Some("n".repeat(128)),
                "the name is longer than 127 bytes",
            ),
            (|u| u.name = Some("  ".into()), "the name is empty"),
            (
                |u| u.display_name = Some("n".repeat(256)),
                "the name is longer than 127 bytes",
            ),
            (
                |u| u.description = Some("\u{1f600}".into()),
                "a text holds a character above U+FFFF",
            ),
            (
                |u| u.tags = (0..21).map(|n| (n.to_string(), String::new())).collect(),
                "the tags are more than 20",
            ),
            (
                |u| u.tags = [("a.b".to_owned(), String::new())].into(),
                "a tag has a key with a dot",
            ),
        ];
        for (spoil, problem) in broken {
            let mut upload = upload();
            spoil(&mut upload);
            let error = upload_pipeline(&upload).unwrap_err().to_string();
            assert!(error.contains(problem), "{error} should say: {problem}");
        }
    }

    #[test]
    fn archives_need_no_ending() {
        let mut upload = upload();
        upload.file_name = "package".into();
        upload.content = Bytes::from_static(b"PK\x03\x04");
        assert!(upload_pipeline(&upload).is_ok());
    }
}
