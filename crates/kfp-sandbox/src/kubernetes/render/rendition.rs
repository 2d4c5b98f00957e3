//! Which form the caller wants.

use http::HeaderMap;
use http::header::ACCEPT;

use crate::kubernetes::options::last;
use crate::kubernetes::status::Status;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kubernetes) enum Rendition {
    Whole,
    /// Rows to print; each with this much of its object.
    Table(Included),
    /// Metadata alone.
    Partial,
}

/// What a table's row carries of its object (`includeObject`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kubernetes) enum Included {
    Nothing,
    Metadata,
    Object,
}

impl Rendition {
    /// The first form that the caller accepts and that is written here.
    ///
    /// # Errors
    /// 406 when there is none.
    pub(in crate::kubernetes) fn negotiate(
        headers: &HeaderMap,
        query: &str,
    ) -> Result<Self, Status> {
        let accept: Vec<&str> = headers
            .get_all(ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .collect();
        if accept.is_empty() {
            return Ok(Self::Whole);
        }
        accept
            .iter()
            .find_map(|entry| Self::of(entry, query))
            .ok_or_else(Status::not_acceptable)
    }

    fn of(entry: &str, query: &str) -> Option<Self> {
        let mut parts = entry.split(';').map(str::trim);
        let media_type = parts.next()?;
        if !["application/json", "application/*", "*/*"].contains(&media_type) {
            return None;
        }
        let (mut form, mut group) = ("", "");
        for part in parts {
            match part.split_once('=') {
                Some(("as", value)) => form = value,
                Some(("g", value)) => group = value,
                _ => {}
            }
        }
        match (form, group) {
            ("", _) => Some(Self::Whole),
            ("Table", "meta.k8s.io") => {
                Some(Self::Table(match last(query, "includeObject").as_str() {
                    "None" => Included::Nothing,
                    "Object" => Included::Object,
                    _ => Included::Metadata,
                }))
            }
            ("PartialObjectMetadata" | "PartialObjectMetadataList", "meta.k8s.io") => {
                Some(Self::Partial)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiate(accept: &str) -> Result<Rendition, Status> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        Rendition::negotiate(&headers, "includeObject=Object")
    }

    #[test]
    fn the_first_form_that_is_written_here_is_taken() {
        let kubectl = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,\
                       application/json";
        assert_eq!(
            negotiate(kubectl).unwrap(),
            Rendition::Table(Included::Object)
        );
        let typed = "application/vnd.kubernetes.protobuf,application/json";
        assert_eq!(negotiate(typed).unwrap(), Rendition::Whole);
        assert_eq!(negotiate("*/*").unwrap(), Rendition::Whole);
        assert!(negotiate("application/vnd.kubernetes.protobuf").is_err());
        assert!(negotiate("application/json;as=Other;g=x").is_err());
    }
}
