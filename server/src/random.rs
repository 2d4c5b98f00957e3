//! Randomness of the operating system.

use std::cell::RefCell;
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
    digits(&bytes::<N>())
}

/// The same for what every request needs several of: the operating system is asked once for many.
///
/// Bytes are given out once, and nothing is left of them here.
pub(crate) fn hex_of_store<const N: usize>() -> String {
    STORE.with_borrow_mut(|store| {
        if store.left < N {
            store.bytes = bytes();
            store.left = STORED;
        }
        let rest = store.left - N;
        let given = &mut store.bytes[rest..store.left];
        let text = digits(given);
        given.fill(0);
        store.left = rest;
        text
    })
}

/// Random bytes that a thread has in store.
const STORED: usize = 1024;

struct Store {
    bytes: [u8; STORED],
    /// Those at the beginning that nobody has been given.
    left: usize,
}

thread_local! {
    static STORE: RefCell<Store> = const {
        RefCell::new(Store {
            bytes: [0; STORED],
            left: 0,
        })
    };
}

/// Bytes as hexadecimal digits.
pub(crate) fn digits(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 0xf)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_byte_is_two_digits() {
        let text = hex::<64>();
        assert_eq!(text.len(), 128);
        assert!(
            text.bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        );
        assert_ne!(text, hex::<64>());
        assert_eq!(digits(&[0x00, 0x0f, 0xa5]), "000fa5");
    }

    #[test]
    fn nothing_of_the_store_is_given_twice() {
        let given: HashSet<String> = (0..1_000).map(|_| hex_of_store::<16>()).collect();
        assert_eq!(given.len(), 1_000);
        assert!(
            given
                .iter()
                .all(|text| text.len() == 32 && text.bytes().any(|byte| byte != b'0'))
        );
    }
}
