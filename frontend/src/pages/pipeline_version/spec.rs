//! The spec of the version as text.

use std::sync::Arc;

use kfp_core::model::PipelineVersion;
use leptos::prelude::*;
use serde_json::Value;

use crate::{
    reactive::{Erase, part, say},
    text::use_text,
    ui::{CodeBlock, Icon, StatePanel},
    yaml::yaml,
};

/// The text of a spec. One with platform settings is two documents, as the compiler writes them.
fn text_of(version: &PipelineVersion) -> Option<String> {
    let document = version.pipeline_spec.as_ref()?;
    let Ok(value) = document.read::<Value>() else {
        return Some(document.as_str().to_owned());
    };
    let parts = [value.get("pipeline_spec"), value.get("platform_spec")];
    match parts {
        [Some(spec), Some(platform)] => Some(format!("{}---\n{}", yaml(spec), yaml(platform))),
        [Some(spec), None] => Some(yaml(spec)),
        _ => Some(yaml(&value)),
    }
}

/// The text, or that there is none.
#[component]
pub(super) fn SpecView(
    version: Memo<Option<Arc<PipelineVersion>>>,
    pipeline: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    part(move || {
        let written = text_of(&*version.get()?);
        let shown = match written {
            None => view! {
                <StatePanel
                    shows=Icon::Spec
                    title=text.t(|c| c.graph().unreadable_title)
                    explains=text.t(|c| c.graph().no_spec)
                />
            }
            .erased(),
            Some(written) => view! {
                <div class="version-spec">
                    <CodeBlock
                        name="pipeline.yaml"
                        label=say(move || (text.get().graph().spec_of)(&pipeline.read()))
                        code=Signal::stored(written)
                    />
                </div>
            }
            .erased(),
        };
        Some(shown)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(spec: &str) -> PipelineVersion {
        let text = format!(
            r#"{{"pipeline_id": "p", "pipeline_version_id": "v", "pipeline_spec": {spec}}}"#
        );
        serde_json::from_str(&text).expect("a version")
    }

    #[test]
    fn platform_settings_are_a_document_of_their_own() {
        let spec =
            r#"{"pipeline_spec": {"a": 1}, "platform_spec": {"platforms": {"kubernetes": {}}}}"#;
        let both = text_of(&version(spec)).expect("a text");
        assert_eq!(both, "a: 1\n---\nplatforms:\n  kubernetes: {}\n");
        assert_eq!(
            text_of(&version(r#"{"root": {}}"#)).as_deref(),
            Some("root: {}\n")
        );
    }
}
