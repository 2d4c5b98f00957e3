//! English.

use super::UploadText;

pub(super) static ENGLISH: UploadText = UploadText {
    title: "Upload a pipeline",
    title_version: |pipeline| format!("New version of {pipeline}"),
    package: "Package",
    source: "Where the package is",
    file: "File",
    paste: "Text",
    address: "Address",
    drop: "Choose a file, or drop it anywhere on this page",
    formats: "What the KFP compiler wrote, also in a zip or tar.gz; at most 32 MiB.",
    chosen: |name, size| format!("{name}, {size}"),
    text_label: "Text of the package",
    address_label: "Address of the package",
    address_note: "KFP's server fetches it, not your browser: by https, and only from hosts that its operator allows. So it cannot be looked at here first.",
    address_cut: "What lets you in is not kept in the browser: a query, a name and a password, or what follows #. Give the whole address again.",
    address_fault: "This is not an https address",
    address_refused: "KFP may not be allowed to reach this host. Save the package as a file and upload that.",
    checking: |percent| format!("Looking at the package… {percent}%"),
    check_again: "Look at it again",
    contents: "What is in it",
    spec_name: "Name in the spec",
    spec_name_refused: |name, proposal| {
        format!(
            "KFP takes only lower case letters, digits and hyphens in the name that stands in the spec, and refuses {name:?}. Compile the pipeline with another one, such as {proposal}; the name above may have any letters."
        )
    },
    compiler: "Compiled by",
    description: "Description",
    task_count: "Tasks",
    tasks: |count| match count {
        1 => "1 task".to_owned(),
        count => format!("{count} tasks"),
    },
    inputs: "Inputs",
    no_inputs: "It takes no inputs.",
    input: "Input",
    kind: "Kind",
    default: "Default",
    required: "none, has to be given",
    optional: "none, optional",
    hidden: "hidden, its name looks secret",
    platform: "It has settings for Kubernetes, such as volumes or secrets. A KFP older than 2.0 ignores them.",
    spilled: |first, last| {
        format!(
            "Lines {first} to {last} spilled out of the comment at the top, and KFP would refuse the file. It is uploaded with these lines as comments."
        )
    },
    secrets: |names| {
        format!(
            "Values with these names stand in the package for everybody who may read the pipeline: {names}. Take them out and use a secret of Kubernetes."
        )
    },
    no_preview: "It is too large to be shown here. It can be uploaded.",
    refused: |code| {
        match code {
            "request.too_large" => "It is larger than the 32 MiB that KFP takes, packed or not. Data belongs into artifacts, not into the pipeline.",
            "package.empty" => "There is nothing in it. Compile the pipeline again.",
            "package.not_text" => "It is neither YAML nor a zip nor a tar.gz. Give what the KFP compiler wrote.",
            "package.archive" => "The archive cannot be used. Put one file named pipeline.yaml at its top.",
            "package.yaml" => "It is no sound YAML. What the compiler wrote should not be changed by hand.",
            "package.excessive" => "It nests too deep, repeats itself or holds too many values. Take data out of the pipeline.",
            "package.platform" => "What follows the pipeline are no settings for a platform.",
            "package.not_a_pipeline" => "It is no compiled pipeline. Compile it with kfp.compiler of KFP 2.",
            _ => "It could not be looked at.",
        }
        .to_owned()
    },
    details: "Name and description",
    name: "Pipeline name",
    version_name: "Version name",
    blank: "A name needs a character that can be seen",
    too_long: |bytes| format!("KFP takes 127 bytes, and this name has {bytes}"),
    unstorable: "KFP cannot store characters above U+FFFF, such as emoji",
    length: |bytes| format!("{bytes} of 127 bytes"),
    trimmed: "Blanks at its ends are left out.",
    exists: |namespace| format!("A pipeline of this name exists in {namespace}."),
    version_exists: "The pipeline has a version of this name. Give it another one.",
    as_version: "Upload as its new version",
    as_pipeline: "Upload as a new pipeline instead",
    checks: "Before you upload",
    no_package: "Choose a package first",
    package_fits: "KFP can read the package",
    package_broken: "The package cannot be used",
    package_unseen: "KFP alone will look at the package",
    package_waits: "The package is being looked at",
    no_name: "Give it a name",
    name_fits: "The name can be used",
    name_broken: "The name cannot be used",
    may_upload: |namespace| format!("You may create pipelines in {namespace}"),
    may_not_upload: "You may look here, but not create pipelines",
    upload: "Upload",
    uploading: "Uploading…",
    keys: "uploads it",
    sent: |percent| format!("{percent}% sent"),
    stop: "Stop",
    uploaded: |name| format!("{name} is uploaded"),
    not_uploaded: "It was not uploaded",
    unknown: "It is not known whether it was uploaded",
    unknown_text: "The answer did not come, and the name was not to be seen. Look again before you upload it once more.",
    look_again: "Look again",
    not_there: "It is not there. It can be uploaded again.",
    kept: "The package and what you typed are still here",
    kept_text: "Sign in in another window, then go on here. Leaving this page would lose the package.",
    sign_in_beside: "Sign in in another window",
    go_on: "Go on",
    not_signed_in: "You are not signed in yet.",
    pipeline_gone: "The pipeline that was to get a version cannot be read.",
};
