//! The upload of a compiled pipeline.

use std::fmt;

use bytes::Bytes;

use super::{Target, Upload};
use crate::model::{Namespace, PipelineId, Tags};

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

    pub(in crate::request) fn as_upload(&self) -> Upload<'_> {
        Upload {
            target: Target::Namespace(self.namespace.as_ref()),
            file_name: &self.file_name,
            content: &self.content,
            name: self.name.as_deref(),
            display_name: self.display_name.as_deref(),
            description: self.description.as_deref(),
            tags: &self.tags,
            code_source_url: self.code_source_url.as_deref(),
        }
    }
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

/// A package to be uploaded as a new version of a pipeline.
#[derive(Clone)]
pub struct PipelineVersionUpload {
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// The name of the file; see [`PipelineUpload::file_name`].
    pub file_name: String,
    /// The package: text or archive, as the compiler wrote it.
    pub content: Bytes,
    /// The unchangeable name, at most 127 bytes, unique in the pipeline. `None` takes the display name, else the
    /// file's name.
    pub name: Option<String>,
    /// The name for people, at most 255 characters. `None` takes the name.
    pub display_name: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// Labels of the version, at most 20. Since KFP 2.17.
    pub tags: Tags,
    /// Where the source is.
    pub code_source_url: Option<String>,
}

impl PipelineVersionUpload {
    /// An upload as a version of a pipeline.
    pub fn new(
        pipeline_id: PipelineId,
        file_name: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        Self {
            pipeline_id,
            file_name: file_name.into(),
            content: content.into(),
            name: None,
            display_name: None,
            description: None,
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

    pub(in crate::request) fn as_upload(&self) -> Upload<'_> {
        Upload {
            target: Target::Pipeline(&self.pipeline_id),
            file_name: &self.file_name,
            content: &self.content,
            name: self.name.as_deref(),
            display_name: self.display_name.as_deref(),
            description: self.description.as_deref(),
            tags: &self.tags,
            code_source_url: self.code_source_url.as_deref(),
        }
    }
}

/// Not the content: it is large and its author's.
impl fmt::Debug for PipelineVersionUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PipelineVersionUpload")
            .field("size_bytes", &self.content.len())
            .field("pipeline_id", &self.pipeline_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{MAX_PACKAGE_BYTES, upload_pipeline, upload_pipeline_version};

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
        let (content_type, _) = upload.as_upload().to_multipart();
        assert!(content_type.ends_with("kfp-package-00000001"));
    }

    #[test]
    fn a_file_name_cannot_end_its_part() {
        let mut upload = upload();
        upload.file_name = "a\"b.yaml".to_owned();
        let (_, body) = upload.as_upload().to_multipart();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("filename=\"a%22b.yaml\"\r\n"), "{text}");
    }

    #[test]
    fn a_version_names_its_pipeline_in_the_query() {
        let id = PipelineId::new("p&1").unwrap();
        let upload = PipelineVersionUpload::new(id, "hello.yaml", "a: b").name("v 2");
        let request = upload_pipeline_version(&upload).unwrap();
        assert_eq!(
            request.uri(),
            "/apis/v2beta1/pipelines/upload_version?name=v+2&pipelineid=p%261"
        );
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
