//! English.

use super::PipelineText;

pub(in crate::text) const ENGLISH: PipelineText = PipelineText {
    name: "Pipeline",
    caption: |namespace| format!("Pipelines in {namespace}"),
    shared_caption: "Shared pipelines",
    filter: "Filter by name",
    scope: "Of the namespace or shared",
    shared: "Shared",
    empty: |namespace| format!("No pipelines yet in {namespace}"),
    empty_shared: "No shared pipelines yet",
    empty_text: "A pipeline is a line of versions to make runs from. Upload one here or from code:",
    views: "Views of the pipeline",
    versions: "Versions",
    runs: "Runs",
    version: "Version",
    latest: "Latest",
    versions_of: |pipeline| format!("Versions of {pipeline}"),
    runs_of: |pipeline| format!("Runs of {pipeline}"),
    no_version: "This pipeline has no version",
    no_version_text: "Without one it cannot be run. Upload a version from code:",
    source: "Source",
    copy_version_id: |name| format!("Copy the id of {name}"),
    upload: "Upload",
    new_version: "New version",
    order: "Newest first.",
};
