//! The namespace that the bars are of.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use crate::{navigation::use_navigation, paths::Route, preferences::last_namespace};

/// The namespace that tabs, switcher and keys act in: the one of the address, else the one that was open last. `None`
/// while the page itself is looking for one: then there is nothing they could lead to.
pub(super) fn use_open_namespace() -> Memo<Option<Namespace>> {
    let navigation = use_navigation();
    Memo::new(move |_| open_namespace(&navigation.route().read(), last_namespace))
}

fn open_namespace(route: &Route, last: impl FnOnce() -> Option<String>) -> Option<Namespace> {
    match route {
        Route::Start => None,
        Route::Settings | Route::Shortcuts | Route::Unknown | Route::Connection(None) => {
            Namespace::new(last()?).ok()
        }
        named => named.namespace().cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_without_a_namespace_keep_the_last_one() {
        let last = || Some("team-b".to_owned());
        let of = |path: &str| {
            open_namespace(&Route::parse(path), last).map(|namespace| namespace.to_string())
        };
        for path in ["/settings", "/shortcuts", "/no/such/page", "/connection"] {
            assert_eq!(of(path).as_deref(), Some("team-b"), "{path}");
        }
        assert_eq!(of("/ns/team-a/experiments").as_deref(), Some("team-a"));
        assert_eq!(of("/"), None);
    }

    #[test]
    fn what_is_remembered_may_be_missing_or_no_name() {
        for last in [None, Some(String::new()), Some("../a".to_owned())] {
            assert_eq!(open_namespace(&Route::Settings, || last), None);
        }
    }
}
