//! The switch of a recurring run: acts at once, says that it is busy, and can be taken back.

use leptos::prelude::*;

use super::{Bulk, Item, dialog::reason};
use crate::{
    data::{ActionOutcome, Verb, use_api},
    reactive::{derived, say, spawn},
    text::use_text,
    ui::{Switch, ToastAction, Toasts},
};

/// The switch.
#[component]
pub(in crate::pages) fn EnabledSwitch(
    /// What is told of a change, and why there can be none.
    bulk: Bulk,
    /// The recurring run.
    item: Item,
) -> impl IntoView {
    let text = use_text();
    let toasts = expect_context::<Toasts>();
    let api = use_api();
    let is_on = item.why_not(Verb::Enable).is_some();
    let busy = RwSignal::new(false);
    let (named, shown) = (item.name.clone(), item);
    let set = Callback::new(move |on: bool| {
        let verb = if on { Verb::Enable } else { Verb::Disable };
        let (name, target) = (shown.name.clone(), shown.target.clone());
        let back = shown.target.clone();
        busy.set(true);
        spawn(async move {
            let outcome = api.perform(verb, target).await;
            let _still_there = busy.try_set(false);
            let recurring = text.now().recurring();
            match outcome {
                ActionOutcome::Done => {
                    let said = if on {
                        (recurring.switched_on)(&name)
                    } else {
                        (recurring.switched_off)(&name)
                    };
                    let undo = Callback::new(move |()| {
                        let other = if on { Verb::Disable } else { Verb::Enable };
                        let back = back.clone();
                        spawn(async move {
                            if let ActionOutcome::Failed(failure)
                            | ActionOutcome::Unknown(failure) = api.perform(other, back).await
                            {
                                toasts.error(reason(&failure, text.now()));
                            }
                            bulk.on_change.try_run(other);
                        });
                    });
                    let label = text.now().actions.undo;
                    toasts.show(said, Some(ToastAction { label, run: undo }));
                }
                ActionOutcome::Failed(failure) => {
                    toasts.error((recurring.not_switched)(
                        &name,
                        &reason(&failure, text.now()),
                    ));
                }
                ActionOutcome::Unknown(_) => {
                    let why = text.now().actions.is_unknown;
                    toasts.error((recurring.not_switched)(&name, why));
                }
            }
            bulk.on_change.try_run(verb);
        });
    });
    view! {
        <Switch
            label=say(move || (text.get().recurring().fires)(&named))
            on=derived(move || is_on)
            busy=busy
            why_not=bulk.forbidden
            on_set=set
        />
    }
}
