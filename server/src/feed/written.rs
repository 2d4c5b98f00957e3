//! What a change through this console touches.

use console_api::live::TopicKind;

use super::shared::Feed;
use super::topic::Touched;
use crate::access::{Found, Operation as Op};

/// A change that is being made. When it is dropped it has been made, or nobody knows: then what it may have touched is read
/// anew.
#[derive(Debug)]
pub(crate) struct Written {
    feed: Feed,
    namespace: String,
    operation: Op,
    id: Option<String>,
    /// The version of a pipeline that it names.
    version: Option<String>,
}

impl Feed {
    /// A change is about to be made.
    pub(crate) fn written(&self, namespace: Option<&str>, found: &Found) -> Option<Written> {
        Some(Written {
            feed: self.clone(),
            namespace: namespace?.to_owned(),
            operation: found.row.operation,
            id: found.ids.first().cloned(),
            version: found.ids.get(1).cloned(),
        })
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let renames = matches!(
            self.operation,
            Op::UpdatePipelineVersion | Op::DeletePipelineVersion
        );
        if let Some(version) = self.version.take().filter(|_| renames) {
            self.feed.renamed(version);
        }
        for (kind, touch) in touched(self.operation) {
            self.feed.touch(&self.namespace, *kind, |touched| {
                apply(*touch, self.id.as_ref(), touched);
            });
        }
    }
}

/// What is different after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touch {
    /// The object that the path names.
    This,
    /// There is one more.
    More,
    /// Any of them.
    Any,
}

fn apply(touch: Touch, id: Option<&String>, touched: &mut Touched) {
    match touch {
        Touch::This => touched.ids.extend(id.cloned()),
        Touch::More => touched.more = true,
        Touch::Any => touched.all = true,
    }
}

fn touched(operation: Op) -> &'static [(TopicKind, Touch)] {
    use TopicKind::{Experiments, Pipelines, RecurringRuns, Runs};
    match operation {
        Op::CreateRun => &[(Runs, Touch::More), (Experiments, Touch::Any)],
        Op::DeleteRun | Op::ArchiveRun | Op::UnarchiveRun | Op::TerminateRun => {
            &[(Runs, Touch::This)]
        }
        // It is among the unfinished ones again.
        Op::RetryRun => &[(Runs, Touch::This), (Runs, Touch::More)],
        Op::CreateExperiment => &[(Experiments, Touch::More)],
        // Its runs are deleted, archived or brought back with it, and its recurring runs are switched off.
        Op::DeleteExperiment | Op::ArchiveExperiment | Op::UnarchiveExperiment => &[
            (Experiments, Touch::Any),
            (Runs, Touch::Any),
            (RecurringRuns, Touch::Any),
        ],
        Op::CreateRecurringRun | Op::EnableRecurringRun | Op::DisableRecurringRun => {
            &[(RecurringRuns, Touch::Any)]
        }
        Op::DeleteRecurringRun => &[(RecurringRuns, Touch::Any), (Runs, Touch::Any)],
        Op::CreatePipeline
        | Op::CreatePipelineAndVersion
        | Op::UpdatePipeline
        | Op::DeletePipeline
        | Op::UploadPipeline => &[(Pipelines, Touch::Any)],
        _ => &[],
    }
}
