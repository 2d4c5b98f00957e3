//! The spec of the version as text.

use std::sync::Arc;

use kfp_core::model::PipelineVersion;
use leptos::prelude::*;
use serde_json::Value;

use super::{diff::versions_of, version::Place};
use crate::{
    navigation::RouteLink,
    reactive::{Erase, part, say},
    text::{use_text, use_version_diff_text},
    ui::{CodeBlock, Icon, StatePanel},
    yaml::spec,
};

/// The text of a spec.
fn text_of(version: &PipelineVersion) -> Option<String> {
    let document = version.pipeline_spec.as_ref()?;
    let value = document.read::<Value>();
    Some(value.map_or_else(|_| document.as_str().to_owned(), |value| spec(&value)))
}

/// The text, or that there is none.
#[component]
pub(super) fn SpecView(
    version: Memo<Option<Arc<PipelineVersion>>>,
    pipeline: Memo<String>,
    place: Memo<Option<Place>>,
) -> impl IntoView {
    let text = use_text();
    let words = use_version_diff_text();
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
                    <p>
                        <RouteLink
                            to=versions_of(place)
                            class="link"
                            label=words.t(|w| w.choose)
                        />
                    </p>
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
