//! What all lists have in common.

use form_urlencoded::Serializer;

use super::{Filter, InvalidQuery, Listed, Sort};
use crate::model::PageToken;

/// The largest page KFP gives; it cuts larger wishes without a word.
const MAX_PAGE_SIZE: u32 = 200;

/// Filter, order and page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListParams {
    /// How many on a page, at most 200. 0 leaves it to KFP, which takes 20.
    pub page_size: u32,
    /// The page to continue with.
    ///
    /// The token holds order and filter of the first page, and KFP refuses most combinations with either, so neither
    /// is sent with it; only tag predicates are, which the token does not hold.
    pub page_token: Option<PageToken>,
    /// The order; without one KFP answers oldest first.
    pub sort: Option<Sort>,
    /// What must hold of every element.
    pub filter: Option<Filter>,
}

impl ListParams {
    pub(super) fn check(&self, listed: Listed) -> Result<(), InvalidQuery> {
        if self.page_size > MAX_PAGE_SIZE {
            return Err(InvalidQuery::PageSize { max: MAX_PAGE_SIZE });
        }
        if let Some(sort) = &self.sort {
            sort.check(listed)?;
        }
        self.filter
            .as_ref()
            .map_or(Ok(()), |filter| filter.check(listed))
    }

    pub(super) fn write(&self, query: &mut Serializer<'_, String>) -> Result<(), InvalidQuery> {
        if self.page_size > 0 {
            query.append_pair("page_size", &self.page_size.to_string());
        }
        let filter = if let Some(token) = &self.page_token {
            query.append_pair("page_token", token.as_str());
            self.filter.as_ref().map(Filter::tags_only)
        } else {
            if let Some(sort) = &self.sort {
                query.append_pair("sort_by", &sort.to_string());
            }
            self.filter.clone()
        };
        if let Some(filter) = filter.filter(|filter| !filter.is_empty()) {
            query.append_pair("filter", &filter.encode()?);
        }
        Ok(())
    }
}
