//! What the pages with a list have in common.

mod dropped;
mod foot;
mod heard;
mod no_match;
mod storage;

pub(super) use dropped::DroppedNote;
pub(super) use foot::ListFoot;
pub(super) use heard::announce_matches;
pub(super) use no_match::NoMatch;
pub(super) use storage::StorageChoice;

/// The snippet that makes the first run from code.
pub(super) const SNIPPET: &str = "import kfp\n\nclient = kfp.Client()\nclient.create_run_from_pipeline_func(hello)";
