//! What a hostile tenant tries.
//!
//! Mallory may do everything in `team-a` and nothing in `team-b`. Every attempt has a name, is refused for its own reason,
//! and leaves nothing at KFP but the question where an object belongs. Wherever a defence can be turned off, the same
//! attempt is made without it and then succeeds: what is refused would have worked.

mod attempts;
mod catalogue;
mod foreign_objects;
mod gateway;
mod identity;
mod kept;
mod live;
mod mesh;
mod requests;
mod security_page;
#[path = "../it/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "shared with the other tests, which use more of it"
)]
mod support;
mod whole;

use std::collections::HashSet;

use support::Policy;

/// Everything in one's own namespace.
fn of_mallory() -> Policy {
    const RIGHTS: [(&str, &[&str]); 4] = [
        (
            "experiments",
            &["archive", "create", "delete", "get", "list", "unarchive"],
        ),
        (
            "runs",
            &[
                "archive",
                "create",
                "delete",
                "get",
                "list",
                "retry",
                "terminate",
                "unarchive",
            ],
        ),
        (
            "jobs",
            &["create", "delete", "disable", "enable", "get", "list"],
        ),
        ("pipelines", &["create", "delete", "get", "list", "update"]),
    ];
    let rights = RIGHTS.iter().flat_map(|(resource, verbs)| {
        verbs
            .iter()
            .map(move |verb| format!("{verb} {resource} team-a"))
    });
    Policy::Only(rights.collect::<HashSet<_>>())
}
