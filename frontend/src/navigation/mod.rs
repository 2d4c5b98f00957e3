//! Going from page to page: the only writer of the address.

mod address;
mod pasted;

use leptos::{ev::MouseEvent, prelude::*};

use self::address::Address;
pub(crate) use self::pasted::Pasted;
use crate::{
    frame::{Frame, LoadedKeys, with_query},
    paths::{Prefix, Route},
    reactive::{Slot, press, say, while_holds},
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

struct Inner {
    prefix: Prefix,
    loaded: LoadedKeys,
    frame: Frame,
}

/// Reads and writes the address.
#[derive(Clone, Copy)]
pub(crate) struct Navigation {
    address: RwSignal<Address>,
    route: Memo<Route>,
    full_path: Memo<String>,
    search: Memo<String>,
    classic: Memo<Option<String>>,
    inner: StoredValue<Inner, LocalStorage>,
}

impl Navigation {
    /// Follows the address of the browser.
    pub(crate) fn new(prefix: Prefix, frame: Frame) -> Self {
        let address = address::follow(frame);
        let loaded = if frame.is_framed() {
            LoadedKeys::of(&address.read_untracked().search)
        } else {
            LoadedKeys::default()
        };
        let own = prefix.clone();
        let inner = Inner {
            prefix,
            loaded,
            frame,
        };
        Self {
            address,
            route: Memo::new(move |_| own.parse(&address.read().path)),
            full_path: Memo::new(move |_| address.read().path.clone()),
            search: Memo::new(move |_| address.read().search.clone()),
            classic: Memo::new(move |_| {
                let address = address.read();
                let is_there = !address.fragment.is_empty();
                is_there.then(|| format!("?{}{}", address.search, address.fragment))
            }),
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

    /// The address of the classic UI that stands behind the console's own, where somebody has put it. Its page reads it:
    /// the first load has no need to.
    pub(crate) fn classic(self) -> Memo<Option<String>> {
        self.classic
    }

    /// What a text is that somebody pasted.
    pub(crate) fn pasted(self, text: &str) -> Option<Pasted> {
        let origin = window().location().origin().unwrap_or_default();
        self.inner
            .with_value(|inner| Pasted::read(text, &origin, &inner.prefix))
    }

    /// The full path of a page, with its prefix.
    pub(crate) fn path(self, route: &Route) -> String {
        self.inner.with_value(|inner| inner.prefix.path(route))
    }

    /// The page that a link leads to.
    pub(crate) fn route_of(self, address: &str) -> Route {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        self.inner.with_value(|inner| inner.prefix.parse(path))
    }

    /// The full path of a page with a query.
    pub(crate) fn address(self, route: &Route, query: &Query) -> String {
        with_query(&self.path(route), &query.write())
    }

    /// Goes to a page.
    pub(crate) fn go(self, route: &Route, history: History) {
        self.go_with(route, Query::default(), history);
    }

    /// Goes to a page with a query.
    pub(crate) fn go_with(self, route: &Route, query: Query, history: History) {
        let (to, frame) = self.inner.with_value(|inner| {
            let to = Address {
                path: inner.prefix.path(route),
                search: inner.loaded.keep(query).write(),
                fragment: String::new(),
            };
            (to, inner.frame)
        });
        address::go(self.address, to, history, frame);
    }

    /// Changes the query of the page that is open.
    pub(crate) fn set_query(self, query: Query, history: History) {
        self.go_with(&self.route.get_untracked(), query, history);
    }

    /// Follows a click on a link, unless the person wants a tab or window of its own.
    fn follow(self, click: &MouseEvent, route: &Route, query: Query) {
        if is_plain(click) {
            click.prevent_default();
            self.go_with(route, query, History::Push);
        }
    }
}

/// Whether a click asks for nothing special, such as a tab of its own, and nobody has taken it yet.
pub(crate) fn is_plain(click: &MouseEvent) -> bool {
    click.button() == 0
        && !click.meta_key()
        && !click.ctrl_key()
        && !click.shift_key()
        && !click.alt_key()
        && !click.default_prevented()
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
    /// What stands behind the question mark.
    #[prop(optional, into)]
    query: Signal<Query>,
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
    children: Option<Slot>,
) -> impl IntoView {
    let navigation = use_navigation();
    view! {
        <a
            class=class
            href=say(move || navigation.address(&to.get(), &query.read()))
            aria-current=while_holds("page", move || current.get())
            on:click=press(move |click| navigation.follow(&click, &to.get_untracked(), query.get_untracked()))
        >
            {before.map(icon)}
            {label}
            {children.map(Slot::fill)}
        </a>
    }
}
