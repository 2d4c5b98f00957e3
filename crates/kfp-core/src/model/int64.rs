//! 64-bit numbers of the wire, which are text there. Use with `#[serde(with = "int64")]`.

use serde::{Deserializer, Serializer, de};

use super::open_enum::word;

/// Whether KFP would leave the number out.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// Reads text or a number; absent and null are zero.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = word(deserializer)?;
    if text.is_empty() {
        return Ok(0);
    }
    text.parse()
        .map_err(|_| de::Error::custom("not a whole number"))
}

/// Writes text.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn serialize<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Holder(#[serde(with = "super")] i64);

    #[test]
    fn text_and_numbers_are_read_and_text_is_written() {
        for text in ["\"9007199254740993\"", "9007199254740993"] {
            let holder: Holder = serde_json::from_str(text).unwrap();
            assert_eq!(holder, Holder(9_007_199_254_740_993));
        }
        assert_eq!(serde_json::to_string(&Holder(-3)).unwrap(), "\"-3\"");
        for text in ["\"a\"", "1.5", "true"] {
            assert!(serde_json::from_str::<Holder>(text).is_err(), "{text}");
        }
    }
}
