//! The cron lines of crontab.

use super::cron::Cron;
use super::error::InvalidCron;

/// A line of crontab: minute, hour, day of the month, month, day of the week.
///
/// KFP would read its five fields as second to month and fire at other times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnixCron(String);

impl UnixCron {
    /// The line that says the same to KFP.
    pub fn as_kfp(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for UnixCron {
    type Err = InvalidCron;

    fn from_str(line: &str) -> Result<Self, InvalidCron> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [minute, hour, day_of_month, month, day_of_week] = fields.as_slice() else {
            return Err(InvalidCron::Fields {
                found: fields.len(),
            });
        };
        // crontab counts Sunday as 7 as well.
        let day_of_week = if *day_of_week == "7" {
            "0"
        } else {
            day_of_week
        };
        let line = format!("0 {minute} {hour} {day_of_month} {month} {day_of_week}");
        line.parse::<Cron>()?;
        Ok(Self(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_fields_get_a_second() {
        let line: UnixCron = "*/15 2 * * 7".parse().unwrap();
        assert_eq!(line.as_kfp(), "0 */15 2 * * 0");
        assert!("0 0 2 * * *".parse::<UnixCron>().is_err());
        assert!("61 2 * * *".parse::<UnixCron>().is_err());
    }
}
