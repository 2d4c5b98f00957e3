//! The address in the browser: read at the start and whenever the browser goes back or forth, written in one place.
//!
//! The pages are told from their paths by [`crate::paths`], so all that is wanted of a router is this.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::History;
use crate::{
    frame::{Frame, with_query},
    reactive::on_window,
};

/// Path and query of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// The path, with its prefix.
    pub(super) path: String,
    /// What stands behind the question mark.
    pub(super) search: String,
    /// What stands behind the hash, where it begins with a slash as all addresses of the classic UI do. The console's own
    /// have none.
    pub(super) fragment: String,
}

impl Address {
    /// What the browser shows at this moment.
    fn of_window() -> Self {
        let location = window().location();
        let search = location.search().unwrap_or_default();
        let fragment = location.hash().unwrap_or_default();
        Self {
            path: location.pathname().unwrap_or_default(),
            search: search
                .strip_prefix('?')
                .map(str::to_owned)
                .unwrap_or_default(),
            fragment: Some(fragment)
                .filter(|fragment| fragment.starts_with("#/"))
                .unwrap_or_default(),
        }
    }

    /// Path and query together.
    fn whole(&self) -> String {
        with_query(&self.path, &self.search)
    }
}

/// Follows the browser back and forth.
pub(super) fn follow(frame: Frame) -> RwSignal<Address> {
    let address = RwSignal::new(Address::of_window());
    on_window("popstate", move |_| {
        address.set(Address::of_window());
        frame.address_changed();
    });
    address
}

/// Goes to another address. The one that is open is no step.
pub(super) fn go(address: RwSignal<Address>, to: Address, history: History, frame: Frame) {
    if *address.read_untracked() == to {
        return;
    }
    let whole = to.whole();
    let written = window().history().and_then(|browser| match history {
        History::Push => browser.push_state_with_url(&JsValue::NULL, "", Some(&whole)),
        History::Replace => browser.replace_state_with_url(&JsValue::NULL, "", Some(&whole)),
    });
    // A browser may refuse too many steps in a row; the page goes on all the same. Otherwise it has the last word on
    // how an address is spelled.
    address.set(match written {
        Ok(()) => Address::of_window(),
        Err(_) => to,
    });
    frame.address_changed();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_mark_stands_only_before_a_query() {
        let address = |search: &str| Address {
            path: "/kfp-console/ns/a/experiments".to_owned(),
            search: search.to_owned(),
            fragment: String::new(),
        };
        assert_eq!(address("").whole(), "/kfp-console/ns/a/experiments");
        assert_eq!(address("q=x").whole(), "/kfp-console/ns/a/experiments?q=x");
    }
}
