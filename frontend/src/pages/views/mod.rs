//! Views and columns of the list of runs. Fetched when somebody opens it.

mod columns;
mod saved;

use leptos::{html, prelude::*};

use self::{
    columns::Columns,
    saved::{View, read, view_of, with, write},
};
use crate::{
    navigation::{History, RouteLink, use_navigation},
    preferences,
    reactive::{Erase, part, press, say, unless},
    text::use_text,
    ui::{Button, Icon, Kind, icon},
    url_state::Query,
};

/// What stands in every browser: the word, and the query; without one KFP's list cannot be asked for it.
const BUILT_IN: usize = 5;
const QUERIES: [Option<&str>; BUILT_IN] = [
    Some(""),
    Some("q=status:running,pending"),
    Some("q=status:failed"),
    None,
    None,
];

/// The panel.
#[component]
pub(super) fn ViewsPanel() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let kept = RwSignal::new(read(&preferences::views()));
    let keep = move |views: Vec<View>| {
        preferences::keep_views(&write(&views));
        kept.set(views);
    };
    let field = NodeRef::<html::Input>::new();
    let now = Memo::new(move |_| view_of(&navigation.search().read()));
    let save = move |()| {
        let name = field.get_untracked().map(|field| field.value());
        let name = name.unwrap_or_default();
        if let Some(views) = with(kept.get_untracked(), &name, &now.get_untracked()) {
            keep(views);
            let query = address_of(&now.get_untracked(), name.trim());
            navigation.set_query(query, History::Push);
        }
    };
    let built_in = part(move || {
        let words = text.get().views().built_in;
        let line = |(word, query): (&'static str, Option<&'static str>)| {
            match query {
            Some(query) => view! { <li><ViewLink name=word.to_owned() query=view_of(query) now=now marked=false /></li> }.erased(),
            None => view! {
                <li>
                    <span class="quiet" title=text.t(|c| c.views().not_asked)>{word}</span>
                    " "
                    <span class="sub">{text.t(|c| c.views().not_asked)}</span>
                </li>
            }
            .erased(),
        }
        };
        words.into_iter().zip(QUERIES).map(line).collect_view()
    });
    let own = part(move || {
        let line = |view: View| {
            let (name, dropped) = (view.name.clone(), view.name.clone());
            let remove = move || {
                let mut views = kept.get_untracked();
                views.retain(|known| known.name != dropped);
                keep(views);
            };
            view! {
                <li class="row">
                    <ViewLink name=view.name query=view.query now=now marked=true />
                    <button
                        type="button"
                        class="btn btn-ghost btn-small btn-icon"
                        aria-label=say(move || (text.get().views().remove)(&name))
                        on:click=press(move |_| remove())
                    >
                        {icon(Icon::Close)}
                    </button>
                </li>
            }
        };
        kept.get().into_iter().map(line).collect_view()
    });
    view! {
        <section class="panel views" aria-label=text.t(|c| c.settings.views)>
            <div class="part">
                <h2>{text.t(|c| c.views().views)}</h2>
                <ul class="views-list">{built_in} {own}</ul>
                <Modified kept=kept now=now on_save=move |name: String| {
                    if let Some(views) = with(kept.get_untracked(), &name, &now.get_untracked()) {
                        keep(views);
                    }
                } />
                <form
                    class="row row-wrap"
                    on:submit=move |event| {
                        event.prevent_default();
                        save(());
                    }
                >
                    <input
                        class="in"
                        type="text"
                        maxlength="64"
                        autocomplete="off"
                        node_ref=field
                        aria-label=text.t(|c| c.views().name)
                        placeholder=text.t(|c| c.views().name)
                    />
                    <Button label=text.t(|c| c.views().save) on_press=save />
                </form>
            </div>
            <Columns />
            <p class="sub views-kept">{text.t(|c| c.views().kept)}</p>
        </section>
    }
}

/// Shows a view; with its name in the address where it is one's own.
fn address_of(query: &str, name: &str) -> Query {
    let mut query = Query::parse(query);
    if !name.is_empty() {
        query.set("view", name);
    }
    query
}

#[component]
fn ViewLink(name: String, query: String, now: Memo<String>, marked: bool) -> impl IntoView {
    let navigation = use_navigation();
    let shown = query.clone();
    let to = address_of(&query, if marked { &name } else { "" });
    view! {
        <RouteLink
            to=navigation.route()
            query=Signal::stored(to)
            class="link"
            current=Signal::derive(move || *now.read() == shown)
            label=name
        />
    }
}

/// The view that the address names, when it shows something else by now.
#[component]
fn Modified(
    kept: RwSignal<Vec<View>>,
    now: Memo<String>,
    #[prop(into)] on_save: Callback<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let changed = Memo::new(move |_| {
        let query = Query::parse(&navigation.search().read());
        let name = query.get("view")?.to_owned();
        let kept = kept.read();
        let view = kept.iter().find(|view| view.name == name)?;
        (view.query != *now.read()).then(|| view.clone())
    });
    let with_it = move |act: &dyn Fn(View)| {
        if let Some(view) = changed.get_untracked() {
            act(view);
        }
    };
    view! {
        <div class="row row-wrap" hidden=unless(move || changed.read().is_some())>
            <span class="tag">
                {say(move || {
                    let name = changed.get().map(|view| view.name).unwrap_or_default();
                    (text.get().views().modified)(&name)
                })}
            </span>
            <Button
                label=text.t(|c| c.views().save_changes)
                on_press=move |()| with_it(&|view| on_save.run(view.name))
            />
            <Button
                kind=Kind::Ghost
                label=text.t(|c| c.views().revert)
                on_press=move |()| with_it(&|view| {
                    navigation.set_query(address_of(&view.query, &view.name), History::Push);
                })
            />
        </div>
    }
}
