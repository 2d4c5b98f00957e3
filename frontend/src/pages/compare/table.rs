//! The table: a column for each run, a row for what they have.

use leptos::prelude::*;

use super::{
    Page,
    cell::{class_of, content},
    matrix::{Column, Matrix, Row, Standing, What},
};
use crate::{
    reactive::{Erase, derived, flag, part, press, say, unless, while_holds},
    text::use_text,
    ui::{Icon, icon},
};

/// Rows of a section that are drawn at once; more are asked for.
const ROWS_AT_ONCE: usize = 100;
/// Names of columns.
const LETTERS: &str = "ABCDEFGHIJ";

/// The letter of a column.
pub(super) fn letter(at: usize) -> &'static str {
    LETTERS.get(at..=at).unwrap_or("?")
}

/// The letter of a column in its colour.
pub(super) fn key(at: usize) -> AnyView {
    let class = format!("cmp-key cmp-key-{at}");
    view! { <span class=class aria-hidden="true">{letter(at)}</span> }.erased()
}

/// A part of the table, which can be folded.
#[derive(Clone, Copy)]
struct Section {
    is_open: RwSignal<bool>,
    shown: RwSignal<usize>,
}

impl Section {
    fn new() -> Self {
        Self {
            is_open: RwSignal::new(true),
            shown: RwSignal::new(ROWS_AT_ONCE),
        }
    }
}

/// The table.
#[component]
pub(super) fn MatrixTable(page: Page) -> impl IntoView {
    let text = use_text();
    let [summary, parameters, tasks] = [(); 3].map(|()| Section::new());
    let caption = say(move || {
        let count = page.matrix.read().columns.len();
        (text.get().compare().caption)(count)
    });
    let differing = say(move || {
        let (some, all) = page.matrix.read().differing;
        match all {
            0 => String::new(),
            _ => (text.get().compare().differ)(some, all),
        }
    });
    let against = say(move || {
        let base = page.matrix.read().base.map_or("", letter);
        (text.get().compare().against)(base)
    });
    let no_parameters = say(move || {
        let (some, all) = page.matrix.read().differing;
        let words = text.get().compare();
        match (some, all) {
            (_, 0) => words.no_parameters.to_owned(),
            (0, _) if !page.state.read().shows_equal => words.none_differ.to_owned(),
            _ => String::new(),
        }
    });
    let no_tasks = say(move || {
        let is_empty = page.matrix.read().tasks.is_empty();
        if is_empty {
            text.get().compare().no_tasks
        } else {
            ""
        }
        .to_owned()
    });
    let more_parameters = say(move || match page.matrix.read().more_parameters {
        0 => String::new(),
        count => (text.get().compare().more_parameters)(count),
    });
    let more_tasks = say(move || match page.matrix.read().more_tasks {
        0 => String::new(),
        count => (text.get().compare().more_tasks)(count),
    });
    let is_compared = Memo::new(move |_| page.matrix.read().base.is_some());
    view! {
        <div class="panel cmp-panel">
            <div class="cmp-scroll" tabindex="0" role="region" aria-label=caption>
                <table class=say(move || format!("cmp cmp-n{}", page.matrix.read().columns.len()))>
                    <caption class="sr-only">{caption}</caption>
                    {part(move || head(page))}
                    {part(move || {
                        if !is_compared.get() {
                            return none_here(page);
                        }
                        view! {
                            <Rows page=page section=summary title=text.t(|c| c.compare().summary)
                                rows=|matrix| &matrix.summary />
                            <Rows page=page section=parameters title=text.t(|c| c.compare().parameters)
                                sub=differing empty=no_parameters more=more_parameters
                                rows=|matrix| &matrix.parameters />
                            <Rows page=page section=tasks title=text.t(|c| c.compare().tasks)
                                sub=against empty=no_tasks more=more_tasks
                                rows=|matrix| &matrix.tasks />
                        }
                        .erased()
                    })}
                </table>
            </div>
        </div>
    }
}

fn none_here(page: Page) -> AnyView {
    let text = use_text();
    let width = page.matrix.read().columns.len() + 1;
    view! {
        <tbody>
            <tr>
                <td colspan=width.to_string() class="cmp-empty">{text.t(|c| c.compare().none_here)}</td>
            </tr>
        </tbody>
    }
    .erased()
}

/// The heads of the columns.
fn head(page: Page) -> AnyView {
    let text = use_text();
    let matrix = page.matrix.get();
    let count = matrix.columns.len();
    let columns = matrix.columns.iter().enumerate().map(|(at, column)| {
        let is_base = matrix.base == Some(at);
        view! { <ColumnHead page=page column=column.clone() at=at count=count is_base=is_base /> }
    });
    let columns: Vec<_> = columns.collect();
    view! {
        <thead data-columns="">
            <tr>
                <th scope="col" class="cmp-what">
                    <span class="sr-only">{text.t(|c| c.compare().row)}</span>
                </th>
                {columns}
            </tr>
        </thead>
    }
    .erased()
}

#[component]
fn ColumnHead(page: Page, column: Column, at: usize, count: usize, is_base: bool) -> impl IntoView {
    let text = use_text();
    let (id, name) = (column.id.clone(), column.name.clone());
    let place = format!("[data-column=\"{}\"]", css_text(id.as_str()));
    let said = StoredValue::new(name.clone());
    let make_base = {
        let (id, place) = (id.clone(), place.clone());
        move |()| {
            let state = page.state.get_untracked().against(id.clone());
            let words = (text.now().compare().is_base)(&said.get_value());
            page.change(&state, words, format!("{place} button"));
        }
    };
    let moved = {
        let (id, place) = (id.clone(), place.clone());
        move |to_right: bool| {
            let state = page.state.get_untracked().moved(&id, to_right);
            let at = state.runs.iter().position(|run| *run == id).unwrap_or(0);
            let words = (text.now().compare().moved)(&said.get_value(), at + 1, count);
            let way = if to_right { "right" } else { "left" };
            page.change(&state, words, format!("{place} [data-move={way}]"));
        }
    };
    let (left, right) = (moved.clone(), moved);
    let remove = {
        let id = id.clone();
        move |()| {
            let state = page.state.get_untracked().without(&id);
            let words = (text.now().compare().removed)(&said.get_value());
            page.change(&state, words, String::from("[data-columns] [data-remove]"));
        }
    };
    let standing = match column.standing {
        Standing::Here if is_base => {
            view! { <span class="tag">{text.t(|c| c.compare().baseline)}</span> }.erased()
        }
        Standing::Here => view! {
            <button
                type="button"
                class="btn btn-ghost btn-small cmp-base"
                aria-label=say(move || (text.get().compare().make_base_of)(&said.get_value()))
                on:click=press(move |_| make_base(()))
            >
                {text.t(|c| c.compare().make_base)}
            </button>
        }
        .erased(),
        Standing::Absent => {
            view! { <span class="sub">{text.t(|c| c.compare().absent)}</span> }.erased()
        }
        Standing::Waits => {
            view! { <span class="sub">{text.t(|c| c.compare().waits)}</span> }.erased()
        }
    };
    let edge = move |is_edge: bool| {
        say(move || {
            if is_edge {
                text.get().compare().at_edge
            } else {
                ""
            }
            .to_owned()
        })
    };
    view! {
        <th scope="col" class="cmp-col" data-column=id.to_string()>
            <span class="cmp-name">
                {key(at)}
                <span class="sr-only">{letter(at)} ": "</span>
                <span class="ellipsis" title=name.clone()>{name.clone()}</span>
            </span>
            <span class="cmp-acts">
                {standing}
                <span class="end row">
                    <ColumnButton
                        what="left"
                        shows=Icon::Left
                        label=say(move || (text.get().compare().move_left)(&said.get_value()))
                        why_not=edge(at == 0)
                        on_press=move |()| left(false)
                    />
                    <ColumnButton
                        what="right"
                        shows=Icon::Right
                        label=say(move || (text.get().compare().move_right)(&said.get_value()))
                        why_not=edge(at + 1 == count)
                        on_press=move |()| right(true)
                    />
                    <ColumnButton
                        what=""
                        shows=Icon::Close
                        label=say(move || (text.get().compare().remove)(&said.get_value()))
                        why_not=Signal::stored(String::new())
                        on_press=remove
                    />
                </span>
            </span>
        </th>
    }
}

#[component]
fn ColumnButton(
    /// Which way it moves the column; nothing where it removes it.
    what: &'static str,
    shows: Icon,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] why_not: Signal<String>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    let is_off = move || !why_not.read().is_empty();
    let title = say(move || {
        let why_not = why_not.get();
        if why_not.is_empty() {
            label.get()
        } else {
            why_not
        }
    });
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-icon btn-small"
            data-move=(!what.is_empty()).then_some(what)
            data-remove=what.is_empty().then_some("")
            aria-label=label
            title=title
            aria-disabled=while_holds("true", is_off)
            on:click=press(move |_| {
                if why_not.read_untracked().is_empty() {
                    on_press.run(());
                }
            })
        >
            {icon(shows)}
        </button>
    }
}

/// A section of rows under its head.
#[component]
fn Rows(
    page: Page,
    section: Section,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] sub: Signal<String>,
    #[prop(optional, into)] empty: Signal<String>,
    #[prop(optional, into)] more: Signal<String>,
    rows: fn(&Matrix) -> &Vec<Row>,
) -> impl IntoView {
    let text = use_text();
    let Section { is_open, shown } = section;
    let width = derived(move || (page.matrix.read().columns.len() + 1).to_string());
    let left = derived(move || rows(&page.matrix.read()).len().saturating_sub(shown.get()));
    let drawn = part(move || {
        let matrix = page.matrix.read();
        let rows = rows(&matrix).iter().take(shown.get());
        rows.map(|row| view! { <MatrixRow row=row.clone() base=matrix.base /> })
            .collect_view()
    });
    let toggle = move |_| is_open.update(|is_open| *is_open = !*is_open);
    view! {
        <tbody class="cmp-group">
            <tr>
                <th scope="rowgroup" colspan=width>
                    <button
                        type="button"
                        class="cmp-fold"
                        aria-expanded=flag(move || is_open.get())
                        on:click=press(toggle)
                    >
                        {icon(Icon::Down)}
                        {title}
                    </button>
                    <span class="sub">{sub}</span>
                </th>
            </tr>
        </tbody>
        <tbody hidden=unless(move || is_open.get())>
            {drawn}
            <tr hidden=unless(move || !empty.read().is_empty())>
                <td colspan=width class="cmp-empty">{empty}</td>
            </tr>
            <tr hidden=unless(move || left.get() > 0)>
                <td colspan=width class="cmp-empty">
                    <button
                        type="button"
                        class="btn btn-small"
                        on:click=press(move |_| shown.update(|shown| *shown += ROWS_AT_ONCE))
                    >
                        {say(move || {
                            let next = left.get().min(ROWS_AT_ONCE);
                            (text.get().compare().show_more)(next)
                        })}
                    </button>
                </td>
            </tr>
            <tr hidden=unless(move || !more.read().is_empty())>
                <td colspan=width class="cmp-empty">{more}</td>
            </tr>
        </tbody>
    }
}

#[component]
fn MatrixRow(row: Row, base: Option<usize>) -> impl IntoView {
    let text = use_text();
    let head = match row.what {
        What::Named(name) => {
            view! { <code class="ellipsis" title=name.clone()>{name.clone()}</code> }.erased()
        }
        What::Status => text.t(|c| c.compare().status).erased(),
        What::Duration => text.t(|c| c.compare().duration).erased(),
        What::Started => text.t(|c| c.compare().started).erased(),
        What::Pipeline => text.t(|c| c.compare().pipeline).erased(),
        What::Version => text.t(|c| c.compare().version).erased(),
        What::Experiment => text.t(|c| c.compare().experiment).erased(),
        What::Account => text.t(|c| c.compare().account).erased(),
        What::Root => text.t(|c| c.compare().root).erased(),
    };
    let cells = row.cells.iter().enumerate().map(|(at, cell)| {
        let class = class_of(cell);
        let is_base = (base == Some(at)).then_some("");
        view! { <td data-base=is_base><span class=class>{content(cell)}</span></td> }
    });
    view! {
        <tr>
            <th scope="row" class="cmp-what">{head}</th>
            {cells.collect_view()}
        </tr>
    }
}

/// A text between the quotes of a selector.
fn css_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_letter_and_an_id_cannot_end_a_selector() {
        assert_eq!((letter(0), letter(9), letter(10)), ("A", "J", "?"));
        assert_eq!(css_text(r#"a"]\b"#), r#"a\"]\\b"#);
    }
}
