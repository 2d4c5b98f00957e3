//! The program `kfp-sandbox`, from its start to its end.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod serve;
