//! The kinds of failure: a stable slug, a status and words for each.

use http::StatusCode;

/// Declares the kinds so that each has everything and all of them can be listed.
macro_rules! problem_codes {
    ($(#[doc = $meaning:literal] $name:ident = $slug:literal, $status:ident, $grpc:literal, $title:literal, $hint:expr;)*) => {
        /// What kind of failure it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum ProblemCode { $(#[doc = $meaning] $name,)* }

        impl ProblemCode {
            /// Every kind, in the order of the documentation.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable slug that programs branch on.
            pub(crate) fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// What it means, in one sentence.
            pub(crate) fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning.trim_ascii(),)* }
            }

            /// The status of the answer.
            pub(crate) fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// The gRPC code that KFP's error bodies carry.
            pub(crate) fn grpc(self) -> i32 {
                match self { $(Self::$name => $grpc,)* }
            }

            /// One short sentence, the same for every occurrence.
            pub(crate) fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// One imperative sentence that can be followed.
            pub(crate) fn hint(self) -> Option<&'static str> {
                match self { $(Self::$name => $hint,)* }
            }
        }
    };
}

problem_codes! {
    /// The request names no user.
    IdentityMissing = "identity.missing", UNAUTHORIZED, 16, "Nobody is signed in",
        Some("Open the console through the Kubeflow gateway and sign in.");
    /// The identity header is not usable.
    IdentityInvalid = "identity.invalid", UNAUTHORIZED, 16, "The identity header cannot be used",
        Some("Check what the gateway writes into the identity header.");
    /// The identity header did not come from a known gateway.
    IdentityPeer = "identity.peer_not_verified", UNAUTHORIZED, 16, "The identity header did not come from a known gateway",
        Some("Open the console through the Kubeflow gateway; if you did, set --gateway-principal to the gateway's identity, or give the console's pod a sidecar.");

    /// Kubernetes does not grant this to the user.
    AccessDenied = "access.denied", FORBIDDEN, 7, "Not allowed", None;
    /// The call says in no way which namespace it is about.
    NamespaceRequired = "access.namespace_required", BAD_REQUEST, 3, "A namespace is needed",
        Some("Name the namespace in the parameter `namespace`.");
    /// What belongs to nobody may be read, not changed.
    SharedReadOnly = "access.shared_read_only", FORBIDDEN, 7, "Shared pipelines are read only here",
        Some("Upload the pipeline into a namespace of yours.");
    /// Kubernetes did not answer whether this is allowed.
    ReviewUnavailable = "access.review_unavailable", SERVICE_UNAVAILABLE, 14, "Kubernetes did not answer whether this is allowed",
        Some("Try again in a moment; an operator finds the reason in the console's log.");

    /// No rule of the access table is about this path.
    UnknownPath = "request.unknown_path", NOT_FOUND, 5, "Not Found", None;
    /// KFP's own answer to a method that a known path does not have.
    UnknownKfpMethod = "request.unknown_kfp_method", NOT_IMPLEMENTED, 12, "Method Not Allowed", None;
    /// The path is known, the method is not.
    UnknownMethod = "request.unknown_method", METHOD_NOT_ALLOWED, 12, "Method Not Allowed", None;
    /// A parameter or the body cannot be used.
    Invalid = "request.invalid", BAD_REQUEST, 3, "The request cannot be used", None;
    /// The text cannot be stored by KFP's database.
    Text = "request.text", BAD_REQUEST, 3, "KFP cannot store this text", None;
    /// The pipeline of a new run is not there, or is none.
    Pipeline = "request.pipeline", BAD_REQUEST, 3, "KFP cannot run this pipeline",
        Some("Choose a pipeline and a version of it that are there; a spec that is sent along must be one that the KFP compiler wrote.");
    /// The object in Kubernetes by which a recurring run fires is gone.
    ScheduleGone = "request.schedule_gone", CONFLICT, 9, "The schedule of this recurring run is gone from Kubernetes",
        Some("Make the recurring run anew from this one's settings and delete this one, which still works.");
    /// The page token was not handed out for this list.
    PageToken = "request.page_token", BAD_REQUEST, 3, "Invalid page token",
        Some("Start again from the first page.");
    /// A write was sent by a page of another origin.
    ForeignOrigin = "request.foreign_origin", FORBIDDEN, 7, "The request came from a page of another origin",
        Some("Use the console's own page, or send no Origin header from a program.");
    /// The content type is not one this path takes.
    ContentType = "request.content_type", UNSUPPORTED_MEDIA_TYPE, 3, "The content type cannot be used here", None;
    /// The request line and the headers are too large, or too many.
    HeadTooLarge = "request.head_too_large", REQUEST_HEADER_FIELDS_TOO_LARGE, 8, "The headers of the request are too large",
        Some("Remove cookies that other pages of this host have set, or let an operator raise --max-header-bytes.");
    /// The address takes websockets alone.
    UpgradeRequired = "request.upgrade_required", UPGRADE_REQUIRED, 3, "This address takes websockets alone",
        Some("Ask /api/feed now and then instead, or let an operator check that every proxy on the way passes websockets on.");
    /// The body is too large.
    TooLarge = "request.too_large", PAYLOAD_TOO_LARGE, 8, "The body is too large", None;
    /// The body did not arrive in time.
    BodyTimeout = "request.body_timeout", REQUEST_TIMEOUT, 4, "The body did not arrive in time", None;
    /// The body broke off.
    BodyBroken = "request.body_broken", BAD_REQUEST, 3, "The body broke off", None;

    /// There is nothing in the package.
    PackageEmpty = "package.empty", UNPROCESSABLE_ENTITY, 3, "The package is empty",
        Some("Compile the pipeline again; the compiler may have been stopped.");
    /// The package is neither text nor an archive.
    PackageNotText = "package.not_text", UNPROCESSABLE_ENTITY, 3, "The package is neither text nor an archive",
        Some("Give what `kfp.compiler` wrote.");
    /// The archive of the package cannot be used.
    PackageArchive = "package.archive", UNPROCESSABLE_ENTITY, 3, "The archive cannot be used",
        Some("Put one file named pipeline.yaml at the top of the archive.");
    /// The package is no sound YAML.
    PackageYaml = "package.yaml", UNPROCESSABLE_ENTITY, 3, "The package is no sound YAML",
        Some("Look at that line; what the compiler wrote should not be changed by hand.");
    /// The package nests too deep, repeats itself, or holds too many values.
    PackageExcessive = "package.excessive", UNPROCESSABLE_ENTITY, 3, "The package holds too much to be a pipeline",
        Some("Take data out of the pipeline: pass it as an artifact, or by an address.");
    /// What stands after the pipeline are no platform settings.
    PackagePlatform = "package.platform", UNPROCESSABLE_ENTITY, 3, "The platform settings cannot be used",
        Some("Leave only platform settings after the first `---`.");
    /// It is YAML and no compiled pipeline.
    PackageNotAPipeline = "package.not_a_pipeline", UNPROCESSABLE_ENTITY, 3, "It is no compiled pipeline",
        Some("Compile the pipeline with `kfp.compiler` of KFP 2.");

    /// Too much is going on at once.
    Overloaded = "console.overloaded", SERVICE_UNAVAILABLE, 14, "The console is busy",
        Some("Try again in a moment.");
    /// A defect of the console.
    Internal = "console.internal", INTERNAL_SERVER_ERROR, 13, "The console made a mistake",
        Some("Report it with the request id.");
    /// This console serves no browser program.
    NoBrowserProgram = "console.no_browser_program", NOT_FOUND, 5, "This console serves no browser program",
        Some("Start it with --assets and the folder of the built browser program.");
    /// The console's own token for KFP cannot be used.
    TokenFile = "console.token_file", BAD_GATEWAY, 14, "The console's own token for KFP cannot be used",
        Some("Give the console's pod a projected service-account token with audience pipelines.kubeflow.org.");

    /// KFP cannot be reached.
    KfpUnreachable = "kfp.unreachable", BAD_GATEWAY, 14, "KFP cannot be reached",
        Some("Check that ml-pipeline runs and that --kfp-url names it.");
    /// A proxy before KFP has nowhere to send the call.
    KfpUnavailable = "kfp.unavailable", SERVICE_UNAVAILABLE, 14, "KFP is not available",
        Some("Wait until ml-pipeline is ready.");
    /// KFP did not answer in time.
    KfpTimeout = "kfp.timeout", GATEWAY_TIMEOUT, 4, "KFP did not answer in time",
        Some("Try again; if it stays slow, KFP is overloaded.");
    /// KFP does not accept the console's own token.
    KfpRefusedConsole = "kfp.refused_console", BAD_GATEWAY, 14, "KFP does not accept the console's own identity",
        Some("Open the Connection page; an operator has to check the console's token and its audience.");
    /// A login service answers where KFP should: the console calls a gateway.
    KfpBehindLogin = "kfp.behind_login", BAD_GATEWAY, 14, "A login service answers where KFP should",
        Some("Let --kfp-url name ml-pipeline inside the cluster, and not the gateway.");
    /// The mesh does not let the console through to KFP.
    MeshDenied = "kfp.rbac_denied", FORBIDDEN, 7, "The mesh does not let the console through to KFP",
        Some("Open the Connection page; an operator has to admit the console in the policy of ml-pipeline.");
    /// Something that is not KFP answered, or KFP answered something this version does not understand.
    KfpAnswer = "kfp.answer_not_understood", BAD_GATEWAY, 13, "KFP sent something that cannot be used", None;
    /// The answer of KFP is too large.
    KfpAnswerTooLarge = "kfp.answer_too_large", BAD_GATEWAY, 8, "The answer of KFP is too large",
        Some("Ask for smaller pages.");
    /// The question is costly for KFP, and another one of the same user is being answered.
    Costly = "request.costly", TOO_MANY_REQUESTS, 8, "The question is costly for KFP",
        Some("Wait for the other one to end; ask for at most 50 rows, sort by creation time, and filter by time instead of by name.");
    /// KFP asks to slow down.
    KfpTooMany = "kfp.too_many_requests", TOO_MANY_REQUESTS, 8, "KFP asks to slow down",
        Some("Try again in a moment.");
}

impl ProblemCode {
    /// Whether the same request may succeed later without anything being changed.
    pub(crate) fn retryable(self) -> bool {
        matches!(
            self,
            Self::ReviewUnavailable
                | Self::Overloaded
                | Self::KfpUnreachable
                | Self::KfpUnavailable
                | Self::KfpTimeout
                | Self::KfpTooMany
                | Self::Costly
                | Self::BodyTimeout
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_statuses_are_errors() {
        let mut slugs: Vec<_> = ProblemCode::ALL.iter().map(|code| code.slug()).collect();
        let count = slugs.len();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), count);
        for code in ProblemCode::ALL {
            assert!(
                code.status().is_client_error() || code.status().is_server_error(),
                "{}",
                code.slug()
            );
            assert!(!code.title().is_empty());
        }
    }

    #[test]
    fn every_kind_stands_in_the_documentation() {
        let documented = include_str!("../../../docs/errors.md");
        for code in ProblemCode::ALL {
            let again = if code.retryable() { "yes" } else { "no" };
            let row = format!(
                "| `{}` | {} | {again} | {} | {} |",
                code.slug(),
                code.status().as_u16(),
                code.meaning(),
                code.hint().unwrap_or("See `detail`.")
            );
            assert!(
                documented.lines().any(|line| line == row),
                "docs/errors.md lacks\n{row}"
            );
        }
        let chapter = documented
            .split("\n# ")
            .next()
            .expect("the first chapter is that of problems");
        let rows = chapter
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .filter(|word| word.contains('.'))
            .count();
        assert_eq!(
            rows,
            ProblemCode::ALL.len(),
            "docs/errors.md has a row too many"
        );
    }
}
