//! Addresses around the frame: the dashboard's own, the one outside of it, and the one that leads through the sign-in.

use kfp_core::model::Namespace;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::url_state::Query;

/// The path under which the dashboard shows an app in its frame.
const FRAME_PATH: &str = "/_";

/// The query keys that stood in the address when the document was loaded in the frame.
///
/// The dashboard appends the keys that its own page was loaded with whenever it copies our address, so a key that we
/// drop comes back with its old value. An empty one stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LoadedKeys(Vec<String>);

impl LoadedKeys {
    /// The keys of a query string.
    pub(crate) fn of(query: &str) -> Self {
        Self(Query::parse(query).keys().map(str::to_owned).collect())
    }

    /// Adds the keys that are missing, without values.
    pub(crate) fn keep(&self, mut query: Query) -> Query {
        for key in &self.0 {
            if !query.contains(key) {
                query.set(key, "");
            }
        }
        query
    }
}

/// The dashboard's address that shows a page of ours, with the namespace that its own bar shall show.
pub(crate) fn dashboard_address(
    full_path: &str,
    query: &str,
    namespace: Option<&Namespace>,
) -> String {
    let mut query = Query::parse(query);
    if let Some(namespace) = namespace {
        query.set("ns", namespace.as_str());
    }
    with_query(&format!("{FRAME_PATH}{full_path}"), &query.write())
}

/// The address of a page outside of the frame, without the keys that only the frame needs.
pub(crate) fn outside_address(full_path: &str, query: &str) -> String {
    let query = Query::parse(query);
    let mut kept = Query::default();
    for key in query.keys() {
        if let Some(value) = query.get(key) {
            kept.set(key, value);
        }
    }
    with_query(full_path, &kept.write())
}

/// Where the sign-in begins that comes back to `return_to`, at a gateway with oauth2-proxy.
///
/// `return_to` has to begin with one slash and hold no `//`, `/./` or `/../`, also in its query: the login service
/// would then return to `/`.
///
/// # Spec
/// <https://github.com/oauth2-proxy/oauth2-proxy/blob/v7.7.1/pkg/app/redirect/validator.go>
pub(crate) fn sign_in_address(return_to: &str) -> String {
    format!(
        "/oauth2/start?rd={}",
        utf8_percent_encode(return_to, NON_ALPHANUMERIC)
    )
}

/// A path with a query behind it, if there is one.
pub(crate) fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_were_there_at_load_are_emptied_and_not_dropped() {
        let loaded = LoadedKeys::of("?q=old&tab=x");
        let mut query = Query::default();
        query.set("q", "new");
        assert_eq!(loaded.keep(query).write(), "q=new&tab=");
        assert_eq!(loaded.keep(Query::default()).write(), "q=&tab=");
    }

    #[test]
    fn the_dashboard_shows_the_page_and_its_namespace() {
        let namespace = Namespace::new("team-nlp").expect("a namespace");
        let address = dashboard_address(
            "/kfp-console/ns/team-nlp/experiments",
            "q=a%2Fb",
            Some(&namespace),
        );
        assert_eq!(
            address,
            "/_/kfp-console/ns/team-nlp/experiments?ns=team-nlp&q=a%2Fb"
        );
    }

    #[test]
    fn empty_keys_stay_in_the_frame() {
        assert_eq!(
            outside_address("/kfp-console/settings", "q=&tab="),
            "/kfp-console/settings"
        );
        assert_eq!(
            outside_address("/kfp-console/x", "q=a&tab="),
            "/kfp-console/x?q=a"
        );
    }

    #[test]
    fn the_way_back_from_the_sign_in_is_one_value() {
        let address = sign_in_address("/_/kfp-console/ns/a/experiments?ns=a&q=x%2Fy");
        assert_eq!(
            address,
            "/oauth2/start?rd=%2F%5F%2Fkfp%2Dconsole%2Fns%2Fa%2Fexperiments%3Fns%3Da%26q%3Dx%252Fy"
        );
    }
}
