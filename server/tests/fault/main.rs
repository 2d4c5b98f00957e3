//! What goes wrong around the console: how it answers then, that it tells no secret of it, and how soon it is back.
//!
//! Everything around it is **simulated** (`kfp-sandbox`). All tests of this program write into one log, which is looked
//! through at the end of each.

mod browser;
mod kfp;
mod kubernetes;
mod line;
mod log;
mod rig;
#[path = "../it/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "shared with the other tests, which use more of it"
)]
mod support;
mod token_file;
