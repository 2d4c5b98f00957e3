//! Reading a page of a list.

use http::response::Parts;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::check;
use super::read::{decode, undecodable};
use crate::error::Error;
use crate::model::{Page, PageToken, Undecodable, wire_word};
use crate::operation::Operation;

/// A list as KFP writes it. One struct for all lists, so that there is one reader; recurring runs are the one list
/// whose name is camelCase.
#[derive(serde::Deserialize)]
struct Envelope<'a> {
    #[serde(
        borrow,
        alias = "experiments",
        alias = "runs",
        alias = "pipelines",
        alias = "pipeline_versions",
        alias = "recurringRuns",
        rename = "\0items"
    )]
    items: Option<Vec<&'a RawValue>>,
    #[serde(default, deserialize_with = "count")]
    total_size: Option<u64>,
    next_page_token: Option<String>,
}

fn count<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let word = wire_word(deserializer)?;
    word.parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom("not a count"))
}

/// Reads a page of a list. Elements that cannot be read are told and do not spoil the rest.
///
/// # Errors
/// [`Error::Api`] and [`Error::Unexpected`] as [`check`] says; [`Error::Decode`] for a success that is not a list.
pub fn read_list<T: DeserializeOwned>(
    operation: Operation,
    parts: &Parts,
    body: &[u8],
) -> Result<Page<T>, Error> {
    let (envelope, next_page_token) = envelope(operation, parts, body)?;
    let mut page = Page {
        total_size: envelope.total_size.unwrap_or_default(),
        next_page_token,
        ..Page::<T>::default()
    };
    for (index, item) in envelope.items.unwrap_or_default().into_iter().enumerate() {
        match decode(item.get().as_bytes()) {
            Ok(item) => page.items.push(item),
            Err(at) => page.undecodable.push(Undecodable { index, at }),
        }
    }
    Ok(page)
}

/// What all lists have in common, compiled once.
fn envelope<'a>(
    operation: Operation,
    parts: &Parts,
    body: &'a [u8],
) -> Result<(Envelope<'a>, Option<PageToken>), Error> {
    check(operation, parts, body)?;
    let fail = |at: Box<str>| undecodable(operation, parts, body, at);
    let text = body.trim_ascii();
    // serde would take an array for a struct whose fields may all be absent.
    if !text.starts_with(b"{") {
        return Err(fail("its start, which is not an object".into()));
    }
    let envelope: Envelope<'a> = decode(body).map_err(fail)?;
    // `{}` is KFP's empty list. An object with other fields alone is another application's.
    let says_nothing = envelope.items.is_none()
        && envelope.total_size.is_none()
        && envelope.next_page_token.is_none();
    if says_nothing && text.strip_prefix(b"{").map(<[u8]>::trim_ascii) != Some(b"}") {
        return Err(fail("its fields, which are not those of a list".into()));
    }
    let token = envelope
        .next_page_token
        .as_deref()
        .filter(|token| !token.is_empty());
    let token = token
        .map(PageToken::new)
        .transpose()
        .map_err(|_| fail("`next_page_token`".into()))?;
    Ok((envelope, token))
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::*;
    use crate::model::Experiment;

    fn list(body: &str) -> Result<Page<Experiment>, Error> {
        let (parts, ()) = Response::builder()
            .header("content-type", "application/json")
            .body(())
            .unwrap()
            .into_parts();
        read_list(Operation::ListExperiments, &parts, body.as_bytes())
    }

    #[test]
    fn an_empty_list_is_an_empty_object() {
        for body in ["{}", " { } "] {
            assert_eq!(list(body).unwrap(), Page::default());
        }
    }

    #[test]
    fn a_bad_element_does_not_spoil_the_rest() {
        let page = list(
            r#"{"experiments":[{"experiment_id":"a"},{"experiment_id":7},{"display_name":"secret"},{"experiment_id":"b",
                "created_at":"secret"}],"total_size":4,"next_page_token":"dG9rZW4="}"#,
        )
        .unwrap();
        assert_eq!(page.items.len(), 1);
        assert_eq!(
            page.undecodable
                .iter()
                .map(|element| element.index)
                .collect::<Vec<_>>(),
            [1, 2, 3]
        );
        assert_eq!((page.total_size, page.is_last()), (4, false));
        assert!(!format!("{page:?}").contains("secret"));
    }

    #[test]
    #[cfg(feature = "native")]
    fn a_bad_element_names_its_field() {
        let page = list(r#"{"experiments":[{"experiment_id":"a","created_at":"soon"}]}"#).unwrap();
        assert_eq!(&*page.undecodable[0].at, "`created_at` (line 1 column 41)");
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        for body in [
            "[]",
            "null",
            r#"{"app":"other"}"#,
            r#"{"experiments":{}}"#,
            r#"{"experiments":[{"#,
            "true",
        ] {
            let error = list(body).unwrap_err();
            assert!(matches!(error, Error::Decode { .. }), "{body}: {error:?}");
        }
    }

    #[test]
    fn a_count_may_be_text() {
        assert_eq!(list(r#"{"total_size":"12"}"#).unwrap().total_size, 12);
        assert!(list(r#"{"total_size":-1}"#).is_err());
    }
}
