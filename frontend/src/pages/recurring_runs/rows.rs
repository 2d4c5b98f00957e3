//! The rows of the list of recurring runs.

use kfp_core::model::{Namespace, Page, RecurringRun, Trigger};
use leptos::prelude::*;
use time::OffsetDateTime;

use super::{
    super::lists::{Bulk, EnabledSwitch, Item, VersionName, select_cell},
    shown,
};
use crate::{
    data::{Remote, Verb},
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, part, say},
    schedule::{TriggerWords, in_words, use_firings},
    text::use_text,
    ui::{Ahead, Column, Entry, Icon, IconButton, Sorting, When, entries},
    url_state::SwitchFilter,
};

/// The columns.
pub(in crate::pages) const COLUMNS: &[Column] = &[
    Column::new("col-name", |text| text.recurring().name, Sorting::None),
    Column::new("col-switch", |text| text.recurring().switch, Sorting::None),
    Column::new("col-trigger", |text| text.recurring().when, Sorting::None),
    Column::new("col-next", |text| text.recurring().next, Sorting::None),
    Column::new("col-version", |text| text.lists.version, Sorting::None),
    Column::new(
        "col-when col-created",
        |text| text.lists.created,
        Sorting::Offered,
    ),
    Column::new("col-act", |text| text.lists.actions, Sorting::None).silent(),
];
/// The place of the column that sorts.
pub(super) const CREATED: usize = 5;

/// The rows; a line in place of none, since others may be on the next page.
pub(in crate::pages) fn recurring_run_rows(
    list: Remote<Page<RecurringRun>>,
    namespace: Memo<Option<Namespace>>,
    switch: Signal<SwitchFilter>,
    bulk: Bulk,
) -> AnyView {
    let text = use_text();
    entries(move || {
        let Some(namespace) = namespace.get() else {
            return Vec::new();
        };
        let page = list.value();
        let rows = shown(page.as_deref(), switch.get());
        let rows: Vec<_> = rows
            .map(|row| entry(namespace.clone(), row.clone(), bulk))
            .collect();
        if rows.is_empty() {
            let none = text.t(|c| c.recurring().none_left);
            return vec![Entry::new(String::new(), move || {
                view! { <tr role="row"><td role="cell" colspan="8" class="cell-none">{none}</td></tr> }
            })];
        }
        rows
    })
}

/// What is shown of a recurring run and can change is its key.
fn entry(namespace: Namespace, row: RecurringRun, bulk: Bulk) -> Entry {
    let key = format!(
        "{namespace} {} {} {}\n{}",
        row.recurring_run_id,
        row.status.as_str(),
        row.display_name,
        row.description,
    );
    Entry::new(
        key,
        move || view! { <Row namespace=namespace row=row bulk=bulk /> },
    )
}

#[component]
fn Row(namespace: Namespace, row: RecurringRun, bulk: Bulk) -> impl IntoView {
    let text = use_text();
    let item = Item::from(&row);
    let deleted = item.clone();
    let is_on = row.is_enabled();
    let name = if row.display_name.is_empty() {
        row.recurring_run_id.to_string()
    } else {
        row.display_name
    };
    let named = name.clone();
    let delete = say(move || {
        let actions = &text.get().actions;
        format!("{}: {named}", (actions.verb)(Verb::Delete))
    });
    let route = Route::RecurringRun(namespace, row.recurring_run_id);
    let trigger = row.trigger.unwrap_or_default();
    view! {
        <tr role="row" data-row="">
            {select_cell(bulk, &item)}
            <th scope="row" role="rowheader" class="cell-name">
                <span class="two-lines">
                    <RouteLink to=route class="link-name ellipsis" label=name />
                    <span class="sub ellipsis">{row.description}</span>
                </span>
            </th>
            <td role="cell" class="cell-switch">
                <EnabledSwitch bulk=bulk item=item />
            </td>
            <td role="cell" class="cell-trigger">
                <TriggerCell trigger=trigger.clone() />
            </td>
            <td role="cell" class="cell-next">
                <NextCell trigger=trigger created_at=row.created_at is_on=is_on />
            </td>
            <td role="cell" class="cell-version">
                <VersionName reference=row.pipeline_version_reference />
            </td>
            <td role="cell" class="cell-created">
                {row.created_at.map(|at| view! { <When at=at /> })}
            </td>
            <td role="cell" class="cell-act act">
                <IconButton
                    label=delete
                    shows=Signal::stored(Icon::Trash)
                    on_press=move |_| bulk.ask(Verb::Delete, vec![deleted.clone()])
                />
            </td>
        </tr>
    }
}

/// The trigger in words, with its cron line.
#[component]
fn TriggerCell(trigger: Trigger) -> impl IntoView {
    let text = use_text();
    let TriggerWords {
        timetable, line, ..
    } = in_words(&trigger);
    let words = say(move || match &timetable {
        Ok(timetable) => (text.get().recurring().words)(timetable),
        Err(_) => text.get().recurring().unreadable.to_owned(),
    });
    view! {
        <span class="two-lines">
            <span class="ellipsis" title=words>{words}</span>
            <span class="sub mono ellipsis">{line}</span>
        </span>
    }
}

/// The next firing in the zone of the reader, and in UTC.
#[component]
fn NextCell(trigger: Trigger, created_at: Option<OffsetDateTime>, is_on: bool) -> impl IntoView {
    let text = use_text();
    if !is_on {
        return text.t(|c| c.recurring().off).erased();
    }
    let next = use_firings(trigger, created_at, 1);
    part(move || match next.read().first() {
        Some(at) => view! { <Ahead at=*at /> }.erased(),
        None => text.t(|c| c.recurring().no_next).erased(),
    })
    .erased()
}
