//! Numbers that look random and are the same each time.

use ring::digest::{SHA256, digest};

/// A number made of texts.
pub(crate) fn seed(parts: &[&str]) -> u64 {
    let hash = digest(&SHA256, parts.join("\u{1f}").as_bytes());
    hash.as_ref()
        .iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
