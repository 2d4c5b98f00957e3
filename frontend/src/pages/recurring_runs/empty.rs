//! No recurring run yet: how to make one, from code too.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::super::lists::name_of;
use crate::{
    reactive::{Erase, say},
    text::use_text,
    ui::{CodeBlock, Icon, StatePanel},
};

/// What makes one, as it stands: in a pod of the namespace nothing else is needed but the compiled pipeline.
fn snippet(namespace: &str) -> String {
    [
        "from kfp import Client\n\nclient = Client()\nexperiment = client.create_experiment(\"nightly\", namespace=\"",
        namespace,
        "\")\nclient.create_recurring_run(\n    experiment_id=experiment.experiment_id,\n    job_name=\"nightly\",\n    cron_expression=\"0 0 2 * * *\",  # seconds first\n    pipeline_package_path=\"pipeline.yaml\",\n)",
    ]
    .concat()
}

/// Says so.
#[component]
pub(super) fn NoRecurringRun(namespace: Memo<Option<Namespace>>) -> impl IntoView {
    let text = use_text();
    let name = move || name_of(namespace.read().as_ref());
    view! {
        <StatePanel
            shows=Icon::Calendar
            title=say(move || (text.get().recurring().empty)(&name()))
            explains=text.t(|c| c.recurring().empty_text)
            foot=Some(
                view! {
                    <CodeBlock
                        name="Python"
                        label=text.t(|c| c.states.snippet)
                        code=say(move || snippet(&name()))
                    />
                }
                .erased(),
            )
        />
    }
}
