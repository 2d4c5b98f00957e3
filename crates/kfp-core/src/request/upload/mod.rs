//! The upload of packages: what is checked, and how it goes over the wire.

mod pipeline;
mod stream;

use bytes::{BufMut, Bytes, BytesMut};

pub use pipeline::{PipelineUpload, PipelineVersionUpload};

use super::rules::{self, Broken};
use crate::model::{Namespace, PipelineId, Tags};

/// The largest package KFP takes: 32 MiB.
pub const MAX_PACKAGE_BYTES: usize = 32 * 1024 * 1024;

/// How a zip begins, and a gzip.
pub(crate) const ZIP: &[u8] = b"PK";
pub(crate) const GZIP: &[u8] = &[0x1f, 0x8b];

/// Whether a package is an archive, by its first bytes; otherwise it is text.
pub fn is_archive(first: &[u8]) -> bool {
    first.starts_with(ZIP) || first.starts_with(GZIP)
}

/// The endings by which KFP tells text from an archive. It compares them case and all.
const TEXT_ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// Where an upload goes.
pub(super) enum Target<'a> {
    /// A new pipeline in a namespace; `None` is shared by all.
    Namespace(Option<&'a Namespace>),
    /// A new version of a pipeline.
    Pipeline(&'a PipelineId),
}

/// What both uploads have in common.
pub(super) struct Upload<'a> {
    target: Target<'a>,
    file_name: &'a str,
    content: &'a Bytes,
    name: Option<&'a str>,
    display_name: Option<&'a str>,
    description: Option<&'a str>,
    tags: &'a Tags,
    code_source_url: Option<&'a str>,
}

impl Upload<'_> {
    /// The first rule that is broken: which part, and the end of a sentence about it.
    pub(super) fn check(&self) -> Result<(), Broken> {
        self.check_content(self.content, self.content.len())
    }

    /// The same of content that begins with `first` and has at least `length` bytes.
    fn check_content(&self, first: &[u8], length: usize) -> Result<(), Broken> {
        let broken = [
            (length == 0, "the package", "is empty"),
            (
                length > MAX_PACKAGE_BYTES,
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
                self.is_misnamed(first),
                "the file name",
                "does not say what the file is: end it in .yaml, .zip or .tar.gz",
            ),
        ];
        if let Some((_, field, problem)) = broken.into_iter().find(|(is_broken, ..)| *is_broken) {
            return Err((field, problem));
        }
        let effective_name = self.name.or(self.display_name).unwrap_or(self.file_name);
        rules::version_name(effective_name)?;
        if let Some(display_name) = self.display_name {
            rules::display_name(display_name)?;
        }
        let texts = [self.description, self.code_source_url];
        for text in texts.into_iter().flatten() {
            rules::storable(text)?;
        }
        rules::tags(self.tags)
    }

    /// Neither text by its ending nor an archive by its first bytes.
    fn is_misnamed(&self, first: &[u8]) -> bool {
        let is_text = TEXT_ENDINGS
            .iter()
            .any(|ending| self.file_name.ends_with(ending));
        !is_text && !is_archive(first)
    }

    pub(super) fn to_query_string(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let (namespace, pipeline_id) = match self.target {
            Target::Namespace(namespace) => (namespace.map(Namespace::as_str), None),
            Target::Pipeline(id) => (None, Some(id.as_str())),
        };
        let parts = [
            ("name", self.name),
            ("display_name", self.display_name),
            ("description", self.description),
            ("namespace", namespace),
            // KFP's spelling.
            ("pipelineid", pipeline_id),
            ("code_source_url", self.code_source_url),
        ];
        for (key, value) in parts {
            if let Some(value) = value {
                query.append_pair(key, value);
            }
        }
        if !self.tags.is_empty() {
            query.append_pair(
                "tags",
                &serde_json::to_string(self.tags).expect("a map of texts is JSON"),
            );
        }
        query.finish()
    }

    /// The content type and the body: one part named `uploadfile`.
    pub(super) fn to_multipart(&self) -> (String, Bytes) {
        let boundary = self.boundary();
        let (head, tail) = self.around(&boundary);
        let mut body = BytesMut::with_capacity(head.len() + self.content.len() + tail.len());
        body.put_slice(&head);
        body.put_slice(self.content);
        body.put_slice(&tail);
        (
            format!("multipart/form-data; boundary={boundary}"),
            body.freeze(),
        )
    }

    /// What stands before the content and behind it.
    fn around(&self, boundary: &str) -> (Bytes, Bytes) {
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
        (head.into(), tail.into())
    }

    /// A boundary that the content does not hold. Counted and not drawn: the same upload is the same bytes.
    fn boundary(&self) -> String {
        let mut number = 0_u32;
        loop {
            let boundary = format!("kfp-package-{number:08x}");
            if !holds(self.content, boundary.as_bytes()) {
                return boundary;
            }
            number += 1;
        }
    }
}

fn holds(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}
