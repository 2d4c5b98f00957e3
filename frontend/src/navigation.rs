//! Going from page to page: the only writer of the address.

use std::rc::Rc;

use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::{
    frame::{Frame, LoadedKeys},
    paths::{Prefix, Route},
    reactive::{press, say, while_holds},
    ui::{Icon, icon},
    url_state::Query,
};

/// What a step does to the history of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum History {
    /// A step that Back takes back: a page, an order, a facet, the archive, a filter that is dropped.
    Push,
    /// A change in place: what is typed while it is typed, a redirect.
    Replace,
}

/// The router's own way to change the address.
type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

struct Inner {
    prefix: Prefix,
    loaded: LoadedKeys,
    navigate: Navigate,
}

/// Reads and writes the address.
#[derive(Clone, Copy)]
pub(crate) struct Navigation {
    route: Memo<Route>,
    full_path: Memo<String>,
    search: Memo<String>,
    inner: StoredValue<Inner, LocalStorage>,
}

impl Navigation {
    /// Must be called inside the router.
    pub(crate) fn new(prefix: Prefix, frame: Frame) -> Self {
        let location = use_location();
        let loaded = if frame.is_framed() {
            LoadedKeys::of(&location.search.get_untracked())
        } else {
            LoadedKeys::default()
        };
        let (path, search, own) = (location.pathname, location.search, prefix.clone());
        let inner = Inner {
            prefix,
            loaded,
            navigate: Rc::new(use_navigate()),
        };
        Self {
            route: Memo::new(move |_| own.parse(&path.get())),
            full_path: path,
            search,
            inner: StoredValue::new_local(inner),
        }
    }

    /// The page of the address.
    pub(crate) fn route(self) -> Memo<Route> {
        self.route
    }

    /// The path of the address as it stands, with its prefix.
    pub(crate) fn full_path(self) -> Memo<String> {
        self.full_path
    }

    /// The part behind the question mark.
    pub(crate) fn search(self) -> Memo<String> {
        self.search
    }

    /// The full path of a page, with its prefix.
    pub(crate) fn path(self, route: &Route) -> String {
        self.inner.with_value(|inner| inner.prefix.path(route))
    }

    /// Goes to a page.
    pub(crate) fn go(self, route: &Route, history: History) {
        self.go_with(route, Query::default(), history);
    }

    /// Goes to a page with a query.
    pub(crate) fn go_with(self, route: &Route, query: Query, history: History) {
        self.inner.with_value(|inner| {
            let query = inner.loaded.keep(query).write();
            let path = inner.prefix.path(route);
            let address = if query.is_empty() {
                path
            } else {
                format!("{path}?{query}")
            };
            // Not resolved: the address is complete. Not scrolled: the part that scrolls is ours.
            let options = NavigateOptions {
                resolve: false,
                replace: history == History::Replace,
                scroll: false,
                ..NavigateOptions::default()
            };
            (inner.navigate)(&address, options);
        });
    }

    /// Changes the query of the page that is open.
    pub(crate) fn set_query(self, query: Query, history: History) {
        self.go_with(&self.route.get_untracked(), query, history);
    }

    /// Follows a click on a link, unless the person wants a tab or window of its own.
    fn follow(self, click: &MouseEvent, route: &Route) {
        let other = click.button() != 0
            || click.meta_key()
            || click.ctrl_key()
            || click.shift_key()
            || click.alt_key();
        if !other && !click.default_prevented() {
            click.prevent_default();
            self.go(route, History::Push);
        }
    }
}

/// The address of the page.
pub(crate) fn use_navigation() -> Navigation {
    expect_context()
}

/// A link to a page.
#[component]
pub(crate) fn RouteLink(
    /// The page.
    #[prop(into)]
    to: Signal<Route>,
    /// Its style.
    #[prop(optional)]
    class: &'static str,
    /// Marks the link to the page that is open.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// A picture before its words.
    #[prop(optional)]
    before: Option<Icon>,
    /// What it says.
    #[prop(optional, into)]
    label: Signal<String>,
    /// What else is in it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let navigation = use_navigation();
    view! {
        <a
            class=class
            href=say(move || navigation.path(&to.get()))
            aria-current=while_holds("page", move || current.get())
            on:click=press(move |click| navigation.follow(&click, &to.get_untracked()))
        >
            {before.map(icon)}
            {label}
            {children.map(|children| children())}
        </a>
    }
}
