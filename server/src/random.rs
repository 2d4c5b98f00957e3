//! Randomness of the operating system.

use std::fmt::Write as _;
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives random bytes");
    bytes
}

/// A number from 0 to 1, of 65,536 that are equally likely.
pub(crate) fn fraction() -> f64 {
    f64::from(u16::from_be_bytes(bytes())) / f64::from(u16::MAX)
}

/// A time, longer or shorter by up to this share of it, so that what began together does not go on together.
pub(crate) fn about(time: Duration, share: f64) -> Duration {
    time.mul_f64(1.0 - share + 2.0 * share * fraction())
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
