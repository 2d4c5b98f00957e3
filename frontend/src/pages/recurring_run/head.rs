//! Name, description, switch and what else can be done.

use std::sync::Arc;

use kfp_core::model::{Namespace, RecurringRun};
use leptos::prelude::*;

use super::super::lists::{Bulk, EnabledSwitch, Item};
use crate::{
    data::Verb,
    navigation::RouteLink,
    paths::Route,
    reactive::{derived, part, say},
    text::use_text,
    ui::{Button, Icon, IconButton},
    url_state::{Cloned, NewRunState},
};

/// The head of the page.
#[component]
pub(super) fn Head(
    of: Memo<Option<Arc<RecurringRun>>>,
    namespace: Memo<Option<Namespace>>,
    bulk: Bulk,
    /// Reads the data again.
    #[prop(into)]
    on_refresh: Callback<()>,
) -> impl IntoView {
    let text = use_text();
    let list = derived(move || namespace.get().map_or(Route::Start, Route::RecurringRuns));
    let name = say(move || match of.get() {
        Some(of) if of.display_name.is_empty() => of.recurring_run_id.to_string(),
        Some(of) => of.display_name.clone(),
        None => text.get().recurring().name.to_owned(),
    });
    let description = say(move || {
        let of = of.get();
        of.map_or_else(String::new, |of| of.description.clone())
    });
    let acts = part(move || {
        let of = of.get()?;
        let item = Item::from(&*of);
        let deleted = item.clone();
        let clone = NewRunState {
            clone: Some(Cloned::RecurringRun(of.recurring_run_id.clone())),
            experiment: of.experiment_id.clone(),
            ..NewRunState::default()
        };
        let word = if of.is_enabled() {
            text.t(|c| c.recurring().on)
        } else {
            text.t(|c| c.recurring().off)
        };
        Some(view! {
            <span class="row">
                <EnabledSwitch bulk=bulk item=item />
                <span>{word}</span>
            </span>
            <RouteLink
                to=derived(move || namespace.get().map_or(Route::Start, Route::NewRecurringRun))
                query=Signal::stored(clone.query())
                class="btn"
                before=Icon::Clone
                label=text.t(|c| c.recurring().clone)
            />
            <Button
                label=say(move || (text.get().actions.verb)(Verb::Delete).to_owned())
                before=Icon::Trash
                why_not=bulk.forbidden()
                on_press=move |()| bulk.ask(Verb::Delete, vec![deleted.clone()])
            />
        })
    });
    view! {
        <div class="page-head">
            <nav class="crumbs" aria-label=text.t(|c| c.shell.breadcrumb)>
                <RouteLink to=list class="crumb" label=text.t(|c| c.shell.recurring_runs) />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
            </nav>
            <h1 tabindex="-1">{name}</h1>
            <span class="sub">{description}</span>
            <div class="page-head-end">
                {acts}
                <IconButton
                    label=text.t(|c| c.shell.refresh)
                    shows=Signal::stored(Icon::Retry)
                    on_press=move |_| on_refresh.run(())
                />
            </div>
        </div>
    }
}
