//! Sizes for people, in the units in which limits are told.

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// A size in bytes, with a tenth where that is much of it.
pub(crate) fn size(bytes: impl TryInto<u64>) -> String {
    let bytes = bytes.try_into().unwrap_or(u64::MAX);
    let of = |unit: u64, name: &str| {
        let tenths = bytes.saturating_mul(10) / unit;
        match tenths % 10 {
            rest if tenths < 100 && rest > 0 => format!("{}.{rest} {name}", tenths / 10),
            _ => format!("{} {name}", tenths / 10),
        }
    };
    match bytes {
        0..KIB => format!("{bytes} B"),
        KIB..MIB => of(KIB, "KiB"),
        _ => of(MIB, "MiB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_unit_of_the_limits_and_never_as_more_than_they_are() {
        for (bytes, told) in [
            (12_u64, "12 B"),
            (1023, "1023 B"),
            (2048, "2 KiB"),
            (9_420, "9.1 KiB"),
            (300_000, "292 KiB"),
            (1_048_575, "1023 KiB"),
            (2_000_000, "1.9 MiB"),
            (33 << 20, "33 MiB"),
        ] {
            assert_eq!(size(bytes), told);
        }
    }
}
