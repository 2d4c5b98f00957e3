//! Names as Kubernetes generates them.

use uuid::Uuid;

/// Letters and digits that cannot spell a word.
const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

/// Five random characters to end a name.
pub(super) fn random_ending() -> String {
    let random = Uuid::new_v4();
    random
        .as_bytes()
        .iter()
        .take(5)
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect()
}
