//! The key behind every token that the sandbox signs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, KeyPair, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::error::SandboxError;

/// An ES256 key: signs claims to a JWT and verifies what it signed. Made anew at each start, so that no token of
/// an earlier sandbox is valid.
#[derive(Debug)]
pub(crate) struct SigningKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
    key_id: String,
}

impl SigningKey {
    /// A fresh key.
    ///
    /// # Errors
    /// [`SandboxError::SigningKey`] when the system gives no randomness.
    pub(crate) fn generate() -> Result<Self, SandboxError> {
        let random = SystemRandom::new();
        let algorithm = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random)
            .map_err(|_| SandboxError::SigningKey)?;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random)
            .map_err(|_| SandboxError::SigningKey)?;
        let digest = ring::digest::digest(&ring::digest::SHA256, pair.public_key().as_ref());
        let key_id = URL_SAFE_NO_PAD.encode(digest.as_ref());
        Ok(Self {
            pair,
            random,
            key_id,
        })
    }

    /// The compact JWT of `claims`.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "ES256", "kid": self.key_id});
        let body = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let signature = self
            .pair
            .sign(&self.random, body.as_bytes())
            .expect("signing fails only without randomness, which making the key needed too");
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }

    /// The claims of `token` if this key signed it.
    pub(crate) fn verify(&self, token: &str) -> Option<Value> {
        let (body, signature) = token.rsplit_once('.')?;
        let (_, claims) = body.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        UnparsedPublicKey::new(
            &signature::ECDSA_P256_SHA256_FIXED,
            self.pair.public_key().as_ref(),
        )
        .verify(body.as_bytes(), &signature)
        .ok()?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    /// The JSON Web Key Set with the public half.
    pub(crate) fn jwks(&self) -> Value {
        // An uncompressed point: 0x04, then x and y of 32 bytes each.
        let point = self.pair.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        json!({"keys": [{
            "use": "sig",
            "kty": "EC",
            "kid": self.key_id,
            "crv": "P-256",
            "alg": "ES256",
            "x": URL_SAFE_NO_PAD.encode(x),
            "y": URL_SAFE_NO_PAD.encode(y),
        }]})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_token_verifies_and_a_changed_one_does_not() {
        let key = SigningKey::generate().unwrap();
        let token = key.sign(&json!({"sub": "someone"}));
        assert_eq!(key.verify(&token), Some(json!({"sub": "someone"})));

        let other = SigningKey::generate().unwrap();
        assert_eq!(other.verify(&token), None);
        let claims = URL_SAFE_NO_PAD.encode(json!({"sub": "another"}).to_string());
        let mut parts: Vec<&str> = token.split('.').collect();
        parts[1] = &claims;
        assert_eq!(key.verify(&parts.join(".")), None);
    }

    #[test]
    fn the_key_set_holds_the_point_in_two_coordinates() {
        let key = SigningKey::generate().unwrap();
        let jwks = key.jwks();
        let x = URL_SAFE_NO_PAD
            .decode(jwks["keys"][0]["x"].as_str().unwrap())
            .unwrap();
        let y = URL_SAFE_NO_PAD
            .decode(jwks["keys"][0]["y"].as_str().unwrap())
            .unwrap();
        assert_eq!(
            [&[4], &x[..], &y[..]].concat(),
            key.pair.public_key().as_ref()
        );
    }
}
