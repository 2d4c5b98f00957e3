//! No pipeline yet: how to upload one from code.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::super::lists::{UploadLink, name_of};
use crate::{
    reactive::{Erase, say},
    text::use_text,
    ui::{CodeBlock, Icon, StatePanel},
};

/// What uploads one, as it stands; without a namespace it is shared.
fn snippet(namespace: Option<&str>) -> String {
    let namespace = namespace.map_or_else(String::new, |name| {
        ["    namespace=\"", name, "\",\n"].concat()
    });
    [
        "from kfp import Client\n\nClient().upload_pipeline(\n    \"pipeline.yaml\",\n    pipeline_name=\"my-pipeline\",\n",
        &namespace,
        ")",
    ]
    .concat()
}

/// Says so.
#[component]
pub(super) fn NoPipeline(
    namespace: Memo<Option<Namespace>>,
    /// Whether those that all namespaces share are listed.
    #[prop(into)]
    shared: Signal<bool>,
) -> impl IntoView {
    let text = use_text();
    let name = move || name_of(namespace.read().as_ref());
    let title = say(move || {
        let pipelines = text.get().pipelines();
        if shared.get() {
            pipelines.empty_shared.to_owned()
        } else {
            (pipelines.empty)(&name())
        }
    });
    let acts = if shared.get_untracked() {
        Vec::new()
    } else {
        let label = text.t(|c| c.pipelines().upload);
        vec![view! { <UploadLink namespace=namespace label=label primary=true /> }.erased()]
    };
    let code = say(move || snippet((!shared.get()).then(name).as_deref()));
    view! {
        <StatePanel
            shows=Icon::Page
            title=title
            explains=text.t(|c| c.pipelines().empty_text)
            acts=acts
            foot=Some(
                view! { <CodeBlock name="Python" label=text.t(|c| c.states.snippet) code=code /> }
                    .erased(),
            )
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_pipeline_is_uploaded_without_a_namespace() {
        assert!(snippet(Some("team-a")).contains("namespace=\"team-a\","));
        assert!(!snippet(None).contains("namespace"));
    }
}
