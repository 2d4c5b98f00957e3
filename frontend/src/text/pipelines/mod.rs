//! Pipelines and their versions.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// Pipelines and their versions.
    pub(crate) struct PipelineText {
        /// The column with the name.
        name: &'static str,
        /// The caption of the list: namespace.
        caption: fn(&str) -> String,
        /// The caption of the list of those that all namespaces share.
        shared_caption: &'static str,
        /// The filter of the list.
        filter: &'static str,
        /// The choice between the namespace's own and the shared ones.
        scope: &'static str,
        /// Those that all namespaces share.
        shared: &'static str,
        /// There is none: namespace.
        empty: fn(&str) -> String,
        /// There is none that all namespaces share.
        empty_shared: &'static str,
        /// What to do about it.
        empty_text: &'static str,
        /// The views of a pipeline.
        views: &'static str,
        /// The view of its versions.
        versions: &'static str,
        /// The view of its runs.
        runs: &'static str,
        /// The column with the name of a version.
        version: &'static str,
        /// The newest version.
        latest: &'static str,
        /// The caption of the versions: pipeline.
        versions_of: fn(&str) -> String,
        /// The caption of the runs: pipeline.
        runs_of: fn(&str) -> String,
        /// It has no version.
        no_version: &'static str,
        /// What to do about it.
        no_version_text: &'static str,
        /// Where the source of a version is.
        source: &'static str,
        /// Copies the id of a version: its name.
        copy_version_id: fn(&str) -> String,
        /// Uploads a pipeline.
        upload: &'static str,
        /// Uploads a version.
        new_version: &'static str,
        /// Versions are told in one order.
        order: &'static str,
    }
}
