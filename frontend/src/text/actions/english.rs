//! English.

use super::{ActionText, WhyNot};
use crate::{
    data::{TargetKind, Verb},
    text::number,
};

pub(in crate::text) const ENGLISH: ActionText = ActionText {
    verb,
    selected: |count| format!("{count} selected"),
    toolbar: "Actions for the selected rows",
    clear: "Clear",
    select: |name| format!("Select {name}"),
    select_all: "Select all rows of this page",
    some: |verb, fitting, all| format!("{verb} {fitting} of {all}"),
    ask: |does, kind, count| {
        let things = things(kind, count);
        if count == 1 {
            format!("{} this {things}?", verb(does))
        } else {
            format!("{} {count} {things}?", verb(does))
        }
    },
    effect: |verb, kind| match (verb, kind) {
        (Verb::Archive, _) => {
            "What is archived leaves the list of active runs. It is kept and can be restored."
        }
        (Verb::Restore, _) => "What is restored stands among the active runs again.",
        (Verb::Retry, _) => {
            "Each begins again where it failed; what has succeeded is not done again."
        }
        (Verb::Terminate, _) => {
            "Their pods are ended. This cannot be taken back; KFP notes such runs as failed."
        }
        (Verb::Enable, _) => {
            "They fire again. Starts that were missed are made up for where that was asked for."
        }
        (Verb::Disable, _) => {
            "They fire no more until they are switched on. Runs that go on are left alone."
        }
        (Verb::Delete, TargetKind::Run) => {
            "The runs are gone for good. Their artifacts stay in the object store."
        }
        (Verb::Delete, TargetKind::RecurringRun) => {
            "They are gone for good and make no more runs. Runs that they made stay, and those that go on go on."
        }
        (Verb::Delete, TargetKind::Pipeline) => {
            "All versions are deleted with it (cascade), for good. Runs stay, but cannot be cloned from it any more, and recurring runs of it fail at their next start."
        }
    },
    why_not: |why| match why {
        WhyNot::Archived => "archived already",
        WhyNot::NotArchived => "not archived",
        WhyNot::NotFailed => "only what failed can be retried",
        WhyNot::Ended => "has ended",
        WhyNot::GoesOn => "goes on; terminate it first",
        WhyNot::IsOn => "on already",
        WhyNot::IsOff => "off already",
    },
    compare: "Compare",
    compare_some: "Select two to ten runs to compare them",
    none_fits: "None of the selected rows allows this",
    viewer: |namespace| {
        format!("You are a viewer in {namespace}. Its owner can make you a contributor.")
    },
    left_out: |count| format!("{count} left out:"),
    and_more: |count| format!("and {count} more"),
    type_number: |count| format!("Type {count} to confirm"),
    number_missing: "Type the number first",
    cancel: "Cancel",
    stop: "Stop",
    done: "Done",
    progress: |ended, all| format!("{ended} of {all} ended"),
    report: |done, failed, unknown| {
        let (done, failed, unknown) = (number(done), number(failed), number(unknown));
        format!("{done} done, {failed} not done, {unknown} not known")
    },
    each: "What becomes of each",
    waits: "waits",
    goes_on: "being done",
    is_done: "done",
    is_not_done: |why| format!("not done: {why}"),
    is_unknown: "nobody answered, so it may be done: look before you try again",
    not_begun: "not begun",
    refused: |verb, resource, namespace| format!("you cannot {verb} {resource} in {namespace}"),
    signed_out: "your session has ended",
    gone: "it does not exist any more",
    again: |count| format!("Try {count} again"),
    undo: "Undo",
    key_select: "Select the row, with Shift all rows up to it",
    key_clear: "Clear the selection",
};

fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Archive => "Archive",
        Verb::Restore => "Restore",
        Verb::Retry => "Retry",
        Verb::Terminate => "Terminate",
        Verb::Enable => "Switch on",
        Verb::Disable => "Switch off",
        Verb::Delete => "Delete",
    }
}

fn things(kind: TargetKind, count: usize) -> &'static str {
    match (kind, count) {
        (TargetKind::Run, 1) => "run",
        (TargetKind::Run, _) => "runs",
        (TargetKind::RecurringRun, 1) => "recurring run",
        (TargetKind::RecurringRun, _) => "recurring runs",
        (TargetKind::Pipeline, 1) => "pipeline",
        (TargetKind::Pipeline, _) => "pipelines",
    }
}
