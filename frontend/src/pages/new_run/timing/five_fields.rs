//! Cron lines of five fields: people mean minutes first, as crontab does, and KFP reads seconds first. Pure.

use kfp_core::schedule::{Cron, UnixCron};

/// What a line of five fields can mean, as lines of six that leave no doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FiveFields {
    /// Minutes first, as crontab reads it; `None` where crontab would refuse it.
    pub(super) as_crontab: Option<String>,
    /// Seconds first, as KFP reads it; `None` where KFP would refuse it.
    pub(super) as_kfp: Option<String>,
}

/// Both readings of a line; `None` where it has not five fields, or nobody could read it.
pub(super) fn five_fields(line: &str) -> Option<FiveFields> {
    let line = line.trim();
    if line.starts_with('@') || line.split_whitespace().count() != 5 {
        return None;
    }
    let as_crontab = line.parse::<UnixCron>().ok();
    let both = FiveFields {
        as_crontab: as_crontab.map(|line| line.as_kfp().to_owned()),
        as_kfp: line.parse::<Cron>().is_ok().then(|| format!("{line} *")),
    };
    (both.as_crontab.is_some() || both.as_kfp.is_some()).then_some(both)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn both(line: &str) -> (Option<String>, Option<String>) {
        let both = five_fields(line).expect("two readings");
        (both.as_crontab, both.as_kfp)
    }

    #[test]
    fn a_line_of_five_fields_is_asked_back_with_both_readings() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            both("10 10 * * *"),
            (text("0 10 10 * * *"), text("10 10 * * * *"))
        );
        assert_eq!(
            both(" */5 * * * * "),
            (text("0 */5 * * * *"), text("*/5 * * * * *"))
        );
        // The fourth field would be a month for KFP, and there is no month 0.
        assert_eq!(both("0 0 * * 0"), (text("0 0 0 * * 0"), None));
        assert_eq!(
            both("0 5 12 ? 1"),
            (text("0 0 5 12 ? 1"), text("0 5 12 ? 1 *"))
        );
    }

    #[test]
    fn others_are_not() {
        for line in [
            "",
            "@daily",
            "@every 1h 2 3 4",
            "0 0 12 ? * MON-FRI",
            "0 0 * *",
            "0 0 2 * * * 2026",
            "a b c d e",
        ] {
            assert_eq!(five_fields(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_reading_has_six_fields_and_kfp_takes_it(line in "[0-9*/,? -]{0,30}") {
            let readings = five_fields(&line);
            for reading in readings.into_iter().flat_map(|both| [both.as_crontab, both.as_kfp]).flatten() {
                prop_assert_eq!(reading.parse::<Cron>().expect("a cron line").field_count(), 6);
            }
        }
    }
}
