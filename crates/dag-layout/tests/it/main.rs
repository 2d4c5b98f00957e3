//! What a layout promises, for any graph.

#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test says by panicking what is wrong, in its helpers too; what the layout computes twice is equal"
)]

mod calm;
mod errors;
mod nested;
mod oracle;
mod properties;
