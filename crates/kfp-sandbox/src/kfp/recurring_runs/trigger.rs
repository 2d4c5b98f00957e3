//! What makes a recurring run fire, as the API shows it.

use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::engine::cron::CronExpression;
use crate::kfp::call::text;
use crate::kfp::error::ApiError;
use crate::wire::{ObjectWriter, format_seconds};

/// What makes a recurring run fire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A cron line within a window.
    Cron(String, Window),
    /// Every so many seconds within a window.
    Interval(i64, Window),
    /// Once, at its creation.
    #[default]
    Once,
}

/// From when to when it may fire, in unix seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
}

impl Trigger {
    /// The trigger of a message.
    ///
    /// # Errors
    /// 400 for a cron line that cannot be read and for an interval below a second.
    pub(super) fn of_message(message: &Map<String, Value>) -> Result<Self, ApiError> {
        let part = |name: &str| {
            message
                .get("trigger")
                .and_then(|trigger| trigger.get(name)?.as_object())
        };
        if let Some(schedule) = part("cron_schedule") {
            let line = text(schedule, "cron");
            if let Err(error) = line.parse::<CronExpression>() {
                return Err(ApiError::invalid(format!(
                    "Schedule cron is not a supported format(https://godoc.org/github.com/robfig/cron). Error: {error}"
                )));
            }
            return Ok(Self::Cron(line.to_owned(), Window::of(schedule)));
        }
        let Some(schedule) = part("periodic_schedule") else {
            return Ok(Self::Once);
        };
        let interval = text(schedule, "interval_second")
            .parse()
            .unwrap_or_default();
        if interval < 1 {
            return Err(ApiError::invalid(format!(
                "Found invalid period schedule interval {interval}. Set at interval to least 1 second"
            )));
        }
        Ok(Self::Interval(interval, Window::of(schedule)))
    }

    /// The trigger as the API answers it.
    pub(super) fn to_json(&self) -> String {
        let (member, schedule) = match self {
            Self::Once => return "{}".to_owned(),
            Self::Cron(line, window) => {
                ("cron_schedule", window.begin().text("cron", line).finish())
            }
            Self::Interval(seconds, window) => {
                let seconds = seconds.to_string();
                (
                    "periodic_schedule",
                    window.begin().text("interval_second", &seconds).finish(),
                )
            }
        };
        ObjectWriter::new().raw(member, &schedule).finish()
    }

    pub(super) fn window(&self) -> Window {
        match self {
            Self::Cron(_, window) | Self::Interval(_, window) => *window,
            Self::Once => Window::default(),
        }
    }
}

impl Window {
    fn of(schedule: &Map<String, Value>) -> Self {
        let seconds = |key: &str| {
            let time = OffsetDateTime::parse(text(schedule, key), &Rfc3339).ok()?;
            Some(time.unix_timestamp())
        };
        Self {
            start: seconds("start_time"),
            end: seconds("end_time"),
        }
    }

    fn begin(self) -> ObjectWriter {
        let shown = |time: Option<i64>| time.map_or_else(String::new, format_seconds);
        let mut writer = ObjectWriter::new();
        writer
            .text("start_time", &shown(self.start))
            .text("end_time", &shown(self.end));
        writer
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(trigger: &Value) -> Result<Trigger, ApiError> {
        Trigger::of_message(json!({ "trigger": trigger }).as_object().unwrap())
    }

    #[test]
    fn a_trigger_comes_back_as_it_was_given() {
        for given in [
            json!({"cron_schedule": {"cron": "0 0 2 * * *", "start_time": "2027-01-01T00:00:00Z"}}),
            json!({"periodic_schedule": {"interval_second": "3600", "end_time": "2027-02-01T00:00:00Z"}}),
            json!({}),
        ] {
            let shown: Value = serde_json::from_str(&read(&given).unwrap().to_json()).unwrap();
            assert_eq!(shown, given);
        }
    }

    #[test]
    fn a_schedule_without_its_value_is_refused() {
        let message = |trigger| read(&trigger).unwrap_err().message().to_owned();
        assert!(message(json!({"cron_schedule": {}})).ends_with("Error: Empty spec string"));
        assert!(message(json!({"periodic_schedule": {}})).contains("schedule interval 0."));
    }
}
