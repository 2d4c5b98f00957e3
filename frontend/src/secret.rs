//! Names of what should not stand on a screen, in an address or in the browser's storage.

/// Parts of such names.
const PARTS: [&str; 5] = ["token", "password", "passwd", "secret", "key"];

/// Whether a name says that its value is nobody's business.
pub(crate) fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PARTS.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        assert!(looks_secret("API_KEY") && looks_secret("hf_token") && looks_secret("DbPassword"));
        assert!(!looks_secret("learning_rate"));
    }
}
