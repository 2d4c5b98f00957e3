//! Sealed values: what a login service hands to the browser and must find unchanged and unread.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::SandboxError;

/// A key made at the start of the sandbox. Values of another sandbox do not open.
pub(crate) struct Seal {
    key: LessSafeKey,
    random: SystemRandom,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Seal").finish_non_exhaustive()
    }
}

impl Seal {
    /// A fresh key.
    ///
    /// # Errors
    /// [`SandboxError::SigningKey`] when the system gives no randomness.
    pub(crate) fn generate() -> Result<Self, SandboxError> {
        let random = SystemRandom::new();
        let mut bytes = [0; 32];
        random
            .fill(&mut bytes)
            .map_err(|_| SandboxError::SigningKey)?;
        let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| SandboxError::SigningKey)?;
        Ok(Self {
            key: LessSafeKey::new(key),
            random,
        })
    }

    /// `value`, encrypted for `purpose` and safe in a cookie or an address.
    pub(crate) fn seal<T: Serialize>(&self, purpose: &str, value: &T) -> String {
        let nonce: [u8; NONCE_LEN] = self.random_bytes();
        let mut sealed = serde_json::to_vec(value).expect("sealed values are plain structs");
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut sealed,
            )
            .expect("a value of a few kilobytes is within the cipher's limit");
        URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())
    }

    /// What was sealed for `purpose`; `None` for anything else.
    pub(crate) fn open<T: DeserializeOwned>(&self, purpose: &str, text: &str) -> Option<T> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let plain = self
            .key
            .open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut sealed)
            .ok()?;
        serde_json::from_slice(plain).ok()
    }

    /// Bytes nobody can guess.
    pub(crate) fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random
            .fill(&mut bytes)
            .expect("making the key needed randomness too");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_opens_only_unchanged_and_for_its_purpose() {
        let seal = Seal::generate().unwrap();
        let sealed = seal.seal("session", &("someone", 7));
        assert_eq!(
            seal.open::<(String, i32)>("session", &sealed),
            Some(("someone".to_owned(), 7))
        );
        assert_eq!(seal.open::<(String, i32)>("csrf", &sealed), None);
        assert_eq!(
            Seal::generate()
                .unwrap()
                .open::<(String, i32)>("session", &sealed),
            None
        );
        let changed = format!("{}A", &sealed[..sealed.len() - 1]);
        assert!(changed == sealed || seal.open::<(String, i32)>("session", &changed).is_none());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let seal = Seal::generate().unwrap();
            prop_assert_eq!(seal.open::<String>("session", &text), None);
        }
    }
}
