//! Randomness of the operating system.

use std::fmt::Write as _;

use base64::Engine as _;
use ring::rand::{SecureRandom, SystemRandom};

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives random bytes");
    bytes
}

/// `N` random bytes as hexadecimal digits.
pub(crate) fn hex<const N: usize>() -> String {
    bytes::<N>()
        .iter()
        .fold(String::with_capacity(2 * N), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing into a string cannot fail");
            text
        })
}

/// `N` random bytes in base64, as a content-policy nonce wants them.
pub(crate) fn base64<const N: usize>() -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes::<N>())
}
