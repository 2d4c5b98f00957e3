//! The form for an upload: `pipeline`.

use kfp_core::model::PipelineId;

use super::{Parsed, Query};

/// What the form begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UploadState {
    /// The pipeline that gets a version; `None` means a new pipeline.
    pub(crate) pipeline: Option<PipelineId>,
}

impl UploadState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let read = query.get("pipeline").map(PipelineId::new);
        let dropped = if matches!(read, Some(Err(_))) {
            vec!["pipeline"]
        } else {
            Vec::new()
        };
        Parsed {
            state: Self {
                pipeline: read.and_then(Result::ok),
            },
            dropped,
        }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(&self) -> Query {
        let mut query = Query::default();
        if let Some(pipeline) = &self.pipeline {
            query.set("pipeline", pipeline.as_str());
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_what_is_no_id_is_named() {
        let parsed = UploadState::parse("?pipeline=p-1&x=y");
        assert_eq!(parsed.state.query().write(), "pipeline=p-1");
        assert!(parsed.dropped.is_empty());
        let parsed = UploadState::parse("pipeline=a%2Fb");
        assert_eq!(
            (parsed.state, parsed.dropped),
            (UploadState::default(), vec!["pipeline"])
        );
    }
}
