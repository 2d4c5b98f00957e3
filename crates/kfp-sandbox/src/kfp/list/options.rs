//! What a list call asks for.

use serde_json::Value;

use super::filter;
use super::listable::Listable;
use super::token::PageToken;
use crate::kfp::call::{Query, go_quote};
use crate::kfp::error::ApiError;

const DEFAULT_PAGE_SIZE: i32 = 20;
const MAX_PAGE_SIZE: i32 = 200;

/// The paging part of a list call's query.
#[derive(Clone, Debug)]
pub(in crate::kfp) struct ListRequest {
    pub(in crate::kfp) page_token: String,
    pub(in crate::kfp) page_size: i32,
    pub(in crate::kfp) sort_by: String,
    pub(in crate::kfp) filter: String,
}

impl ListRequest {
    pub(in crate::kfp) fn read(query: &Query) -> Result<Self, ApiError> {
        Ok(Self {
            page_token: query.text("page_token")?.to_owned(),
            page_size: query.integer("page_size")?,
            sort_by: query.text("sort_by")?.to_owned(),
            filter: query.text("filter")?.to_owned(),
        })
    }
}

/// Checked options of a list.
#[derive(Debug)]
pub(in crate::kfp) struct ListOptions {
    pub(super) listable: &'static Listable,
    pub(super) page_size: i32,
    pub(super) token: PageToken,
    /// Sorted by a metric of v1beta1, of which the real server cannot make a page token.
    pub(super) by_metric: bool,
}

impl ListOptions {
    /// Checks `request`, in the order of the real server: the filter, the page size, the sort key, the filter's keys;
    /// with a page token the token first.
    pub(in crate::kfp) fn check(
        listable: &'static Listable,
        request: &ListRequest,
    ) -> Result<Self, ApiError> {
        if request.page_token.is_empty() {
            return Self::fresh(listable, request);
        }
        let page_size = checked_page_size(request.page_size)?;
        let token = PageToken::decode(&request.page_token)?;
        if !request.sort_by.is_empty() || !request.filter.is_empty() {
            let fresh = Self::fresh(listable, request)?.token;
            let same = fresh.sort_column == token.sort_column
                && fresh.sort_prefix == token.sort_prefix
                && fresh.is_descending == token.is_descending
                && fresh.filter == token.filter;
            if !same {
                return Err(ApiError::invalid(
                    "page token does not match the supplied sort by and/or filtering criteria. Either specify the \
                     same criteria or leave the latter empty if page token is specified",
                ));
            }
        }
        Ok(Self {
            listable,
            page_size,
            token,
            by_metric: false,
        })
    }

    fn fresh(listable: &'static Listable, request: &ListRequest) -> Result<Self, ApiError> {
        let predicates = filter::parse(&request.filter)?;
        let page_size = checked_page_size(request.page_size)?;
        let (sort_column, is_descending, by_metric) = parse_sort(listable, &request.sort_by)?;
        Ok(Self {
            listable,
            page_size,
            by_metric,
            token: PageToken {
                sort_column,
                sort_prefix: listable.prefix(),
                sort_value: Value::Null,
                key_column: "UUID".to_owned(),
                key_value: Value::Null,
                key_prefix: listable.prefix(),
                is_descending,
                model: listable.model.to_owned(),
                filter: filter::resolve(predicates, listable)?,
            },
        })
    }
}

fn checked_page_size(size: i32) -> Result<i32, ApiError> {
    match size {
        ..0 => Err(ApiError::invalid(format!(
            "The page size should be greater than 0. Got {size}"
        ))),
        0 => Ok(DEFAULT_PAGE_SIZE),
        _ => Ok(size.min(MAX_PAGE_SIZE)),
    }
}

/// The model column, whether the order is descending, and whether it is by a metric.
fn parse_sort(listable: &Listable, sort_by: &str) -> Result<(String, bool, bool), ApiError> {
    let folded = sort_by.to_lowercase();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let is_descending = match words[..] {
        [] | [_] | [_, "asc"] => false,
        [_, "desc"] => true,
        _ => {
            return Err(ApiError::invalid(format!(
                "Received invalid sort by format {}. Supported format: \"field_name\", \"field_name desc\", or \
                 \"field_name asc\"",
                go_quote(sort_by)
            )));
        }
    };
    let key = words.first().copied().unwrap_or("created_at");
    if let (Some(metric), true) = (key.strip_prefix("metric:"), listable.has_metrics) {
        return Ok((metric.to_owned(), is_descending, true));
    }
    match listable.model_column(key) {
        Some(column) => Ok((column.to_owned(), is_descending, false)),
        None => Err(ApiError::invalid(format!(
            "Invalid sorting field: {} on listable type {}",
            go_quote(key),
            listable.type_name
        ))),
    }
}
