//! The form for an upload. Not in the catalogue: its page is loaded when it is opened, and so are its words.

mod english;
mod korean;

use leptos::prelude::*;

use super::{Language, Text, use_text, words::words};
use crate::reactive::derived;

words! {
    /// The form for an upload.
    pub(crate) struct UploadText {
        /// The page.
        title: &'static str,
        /// The page, for a version: pipeline.
        title_version: fn(&str) -> String,
        /// The panel with the package.
        package: &'static str,
        /// The choice of where the package is.
        source: &'static str,
        /// In a file.
        file: &'static str,
        /// Pasted.
        paste: &'static str,
        /// At an address.
        address: &'static str,
        /// The field for a file.
        drop: &'static str,
        /// What is taken.
        formats: &'static str,
        /// A file that was chosen: its name, its size.
        chosen: fn(&str, &str) -> String,
        /// The field for a text.
        text_label: &'static str,
        /// The field for an address.
        address_label: &'static str,
        /// Who fetches it.
        address_note: &'static str,
        /// The draft came back without what lets somebody in.
        address_cut: &'static str,
        /// It is no address of that kind.
        address_fault: &'static str,
        /// What to do when KFP does not fetch it.
        address_refused: &'static str,
        /// It is being looked at: percent sent.
        checking: fn(u32) -> String,
        /// Looks again.
        check_again: &'static str,
        /// The panel with what is in it.
        contents: &'static str,
        /// The name in the spec.
        spec_name: &'static str,
        /// The name in the spec is refused: it, one that is taken.
        spec_name_refused: fn(&str, &str) -> String,
        /// What wrote it.
        compiler: &'static str,
        /// Free text.
        description: &'static str,
        /// The row: how many tasks.
        task_count: &'static str,
        /// How many tasks.
        tasks: fn(usize) -> String,
        /// The inputs.
        inputs: &'static str,
        /// There are none.
        no_inputs: &'static str,
        /// The column with the name of an input.
        input: &'static str,
        /// The column with its kind.
        kind: &'static str,
        /// The column with its default.
        default: &'static str,
        /// A run has to give it.
        required: &'static str,
        /// A run need not give it.
        optional: &'static str,
        /// A default that is not shown.
        hidden: &'static str,
        /// There are settings for Kubernetes.
        platform: &'static str,
        /// A comment spilled out: first and last line.
        spilled: fn(usize, usize) -> String,
        /// Secrets in plain text: names.
        secrets: fn(&str) -> String,
        /// It is too large to be shown.
        no_preview: &'static str,
        /// Why the package cannot be used: the code of the console.
        refused: fn(&str) -> String,
        /// The panel with name and description.
        details: &'static str,
        /// The name of a pipeline.
        name: &'static str,
        /// The name of a version.
        version_name: &'static str,
        /// A name that nobody sees.
        blank: &'static str,
        /// A name that is too long: bytes.
        too_long: fn(usize) -> String,
        /// A text that KFP cannot store.
        unstorable: &'static str,
        /// A name that is nearly too long: bytes.
        length: fn(usize) -> String,
        /// Blanks around a name.
        trimmed: &'static str,
        /// A pipeline has this name: namespace.
        exists: fn(&str) -> String,
        /// A version has this name.
        version_exists: &'static str,
        /// Makes a version of it.
        as_version: &'static str,
        /// Makes a pipeline in its place.
        as_pipeline: &'static str,
        /// The panel with the checks.
        checks: &'static str,
        /// Nothing is chosen.
        no_package: &'static str,
        /// The package can be used.
        package_fits: &'static str,
        /// The package cannot be used.
        package_broken: &'static str,
        /// KFP alone looks at it.
        package_unseen: &'static str,
        /// It is being looked at.
        package_waits: &'static str,
        /// There is none.
        no_name: &'static str,
        /// The name can be used.
        name_fits: &'static str,
        /// The name cannot be used.
        name_broken: &'static str,
        /// The user may upload: namespace.
        may_upload: fn(&str) -> String,
        /// The user may not.
        may_not_upload: &'static str,
        /// Uploads it.
        upload: &'static str,
        /// It is being uploaded.
        uploading: &'static str,
        /// What the keys do.
        keys: &'static str,
        /// So much has gone: percent.
        sent: fn(u32) -> String,
        /// Stops an upload.
        stop: &'static str,
        /// It is done: name.
        uploaded: fn(&str) -> String,
        /// It is not done.
        not_uploaded: &'static str,
        /// Nobody knows whether it is.
        unknown: &'static str,
        /// What to do about it.
        unknown_text: &'static str,
        /// Looks for it.
        look_again: &'static str,
        /// It is not there.
        not_there: &'static str,
        /// The session has ended, and nothing is lost.
        kept: &'static str,
        /// What to do about it.
        kept_text: &'static str,
        /// Opens the sign-in in another window.
        sign_in_beside: &'static str,
        /// Goes on after that.
        go_on: &'static str,
        /// There is no session yet.
        not_signed_in: &'static str,
        /// The pipeline of the version cannot be read.
        pipeline_gone: &'static str,
    }
}

/// The words of the form, in the language of the moment.
#[derive(Clone, Copy)]
pub(crate) struct UploadWords(Text);

impl UploadWords {
    /// The words; a view that calls this changes with the language.
    pub(crate) fn get(self) -> &'static UploadText {
        of(self.0.language())
    }

    /// A string of them that changes with the language.
    pub(crate) fn t(self, pick: fn(&'static UploadText) -> &'static str) -> Signal<String> {
        derived(move || pick(self.get()).to_owned())
    }

    /// The words of this moment, for something that is said once.
    pub(crate) fn now(self) -> &'static UploadText {
        untrack(|| self.get())
    }
}

/// The words of the form.
pub(crate) fn use_upload_text() -> UploadWords {
    UploadWords(use_text())
}

pub(in crate::text) fn of(language: Language) -> &'static UploadText {
    match language {
        Language::English => &english::ENGLISH,
        Language::Korean => &korean::KOREAN,
    }
}
