//! What KFP would answer with an error that says nothing, checked before anything is sent.

use time::OffsetDateTime;

use crate::kit::ServiceAccount;
use crate::model::{Tags, Trigger, is_dots};
use crate::schedule::Cron;

/// Which part breaks a rule, and the end of a sentence about it.
pub(super) type Broken = (&'static str, &'static str);

const MAX_EXPERIMENT_NAME_BYTES: usize = 128;
const MAX_PIPELINE_NAME_BYTES: usize = 128;
const MAX_VERSION_NAME_BYTES: usize = 127;
const MAX_DISPLAY_NAME_CHARS: usize = 255;
const MAX_DESCRIPTION_CHARS: usize = 255;
const MAX_TAGS: usize = 20;
const MAX_TAG_CHARS: usize = 63;

/// A text that KFP's database can hold: KFP asks for three-byte UTF-8 and answers 500 to anything above.
pub(super) fn storable(text: &str) -> Result<(), Broken> {
    if text.chars().any(|c| u32::from(c) > 0xFFFF) {
        return Err((
            "a text",
            "holds a character above U+FFFF, such as an emoji, which KFP cannot store",
        ));
    }
    Ok(())
}

/// A spec that is sent along with a run.
pub(super) fn storable_spec(json: &str) -> Result<(), Broken> {
    let holds_escapes = || json.contains("\\u");
    let decoded = || serde_json::from_str(json).map_or(Ok(()), |spec| value_is_storable(&spec));
    if storable(json).is_err() || (holds_escapes() && decoded().is_err()) {
        return Err((
            "the spec",
            "holds a character above U+FFFF, such as an emoji, which KFP cannot store with a run",
        ));
    }
    Ok(())
}

/// The name of an experiment.
pub(super) fn experiment_name(name: &str) -> Result<(), Broken> {
    not_blank("the name", name)?;
    if name.len() > MAX_EXPERIMENT_NAME_BYTES {
        return Err(("the name", "is longer than 128 bytes"));
    }
    storable(name)
}

/// The unchangeable name of a pipeline that is created without a version.
pub(super) fn pipeline_name(name: &str) -> Result<(), Broken> {
    not_blank("the name", name)?;
    if name.len() > MAX_PIPELINE_NAME_BYTES {
        return Err(("the name", "is longer than 128 bytes"));
    }
    storable(name)
}

/// A name that is asked for in a path.
pub(super) fn element(name: &str) -> Result<(), Broken> {
    if is_dots(name) {
        return Err((
            "the name",
            "cannot stand in an address, whose dots lead elsewhere; filter the list by the name instead",
        ));
    }
    Ok(())
}

/// The unchangeable name of a version, and of a pipeline whose first version takes the same name.
pub(super) fn version_name(name: &str) -> Result<(), Broken> {
    not_blank("the name", name)?;
    if name.len() > MAX_VERSION_NAME_BYTES {
        return Err(("the name", "is longer than 127 bytes"));
    }
    storable(name)
}

/// The name for people of anything but an experiment.
pub(super) fn display_name(name: &str) -> Result<(), Broken> {
    not_blank("the display name", name)?;
    if name.chars().count() > MAX_DISPLAY_NAME_CHARS {
        return Err(("the display name", "is longer than 255 characters"));
    }
    storable(name)
}

/// The description of an experiment, a run or a recurring run; that of pipelines has no limit.
pub(super) fn description(text: &str) -> Result<(), Broken> {
    if text.chars().count() > MAX_DESCRIPTION_CHARS {
        return Err(("the description", "is longer than 255 characters"));
    }
    storable(text)
}

/// The labels of a pipeline or a version.
pub(super) fn tags(tags: &Tags) -> Result<(), Broken> {
    if tags.len() > MAX_TAGS {
        return Err(("the tags", "are more than 20"));
    }
    let too_long = |text: &str| text.chars().count() > MAX_TAG_CHARS;
    for (key, value) in tags {
        if key.is_empty() || too_long(key) || too_long(value) {
            return Err((
                "a tag",
                "has an empty key, or a key or value of more than 63 characters",
            ));
        }
        if key.contains('.') {
            return Err(("a tag", "has a key with a dot"));
        }
        storable(key)?;
        storable(value)?;
    }
    Ok(())
}

/// The values a run is started with, as far as the database cares.
pub(super) fn parameters(
    parameters: &serde_json::Map<String, serde_json::Value>,
) -> Result<(), Broken> {
    parameters.iter().try_for_each(|(name, value)| {
        storable(name)?;
        value_is_storable(value)
    })
}

/// Where outputs go. KFP takes any text, and the run fails once its first pod looks for the bucket.
///
/// # Source
/// `ParseBucketConfig` of KFP's object store.
pub(super) fn pipeline_root(root: &str) -> Result<(), Broken> {
    let is_scheme = |scheme: &str| {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        scheme.len() > 1 && !scheme.as_bytes()[0].is_ascii_digit() && scheme.bytes().all(is_plain)
    };
    let names_a_bucket = root.split_once("://").is_some_and(|(scheme, rest)| {
        let bucket = rest.trim_start_matches('/').split(['/', '?']).next();
        is_scheme(scheme) && bucket.is_some_and(|bucket| !bucket.is_empty())
    });
    if root.is_empty() || names_a_bucket {
        storable(root)
    } else {
        Err((
            "the pipeline root",
            "names no bucket: it begins like `s3://bucket`, `gs://bucket` or `minio://bucket`",
        ))
    }
}

/// Whose rights the pods have. KFP takes any text, and Kubernetes makes no pod for one that cannot be a name.
pub(super) fn service_account(name: &str) -> Result<(), Broken> {
    if name.is_empty() || name.parse::<ServiceAccount>().is_ok() {
        return Ok(());
    }
    Err((
        "the service account",
        "cannot be the name of one: lower-case letters, digits, `-` and `.`",
    ))
}

fn value_is_storable(value: &serde_json::Value) -> Result<(), Broken> {
    match value {
        serde_json::Value::String(text) => storable(text),
        serde_json::Value::Array(values) => values.iter().try_for_each(value_is_storable),
        serde_json::Value::Object(object) => parameters(object),
        _ => Ok(()),
    }
}

fn not_blank(field: &'static str, text: &str) -> Result<(), Broken> {
    // Some blanks have no width and are none to Unicode.
    let is_blank = |c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    if text.chars().all(is_blank) {
        Err((field, "is empty"))
    } else {
        Ok(())
    }
}

/// The address of a package, as far as every KFP wants it.
pub(super) fn package_url(url: &str) -> Result<(), Broken> {
    let has_host = url.strip_prefix("https://").is_some_and(|rest| {
        rest.bytes()
            .next()
            .is_some_and(|b| b.is_ascii_alphanumeric())
    });
    if !has_host || url.bytes().any(|b| !b.is_ascii_graphic()) {
        return Err((
            "the address of the package",
            "is not an https address; a file in hand is uploaded instead",
        ));
    }
    Ok(())
}

/// When a recurring run fires.
pub(super) fn trigger(trigger: &Trigger) -> Result<(), Broken> {
    if trigger.cron_schedule.is_some() && trigger.periodic_schedule.is_some() {
        return Err(("the trigger", "has both a cron line and an interval"));
    }
    if let Some(schedule) = &trigger.periodic_schedule {
        if schedule.interval_second < 1 {
            return Err(("the interval", "is not at least one second"));
        }
        return window(schedule.start_time, schedule.end_time);
    }
    if let Some(schedule) = &trigger.cron_schedule {
        if schedule.cron.parse::<Cron>().is_err() {
            return Err((
                "the cron line",
                "is not one that KFP takes: five or six fields, seconds first; `schedule::Cron` says where",
            ));
        }
        return window(schedule.start_time, schedule.end_time);
    }
    Ok(())
}

/// KFP takes a schedule that ends before it begins, and never fires it.
fn window(start: Option<OffsetDateTime>, end: Option<OffsetDateTime>) -> Result<(), Broken> {
    if start.zip(end).is_some_and(|(start, end)| end <= start) {
        return Err(("the schedule", "ends before it begins"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::datetime;

    use super::*;
    use crate::model::{CronSchedule, PeriodicSchedule};

    #[test]
    fn a_text_above_the_basic_plane_is_found_wherever_it_hides() {
        let hidden = json!({"a": {"b": ["c", {"d": "\u{1f600}"}]}});
        let hidden = hidden.as_object().expect("an object");
        assert!(parameters(hidden).is_err());
        assert!(parameters(&serde_json::Map::new()).is_ok());
    }

    #[test]
    fn what_a_pod_cannot_be_made_with_is_told() {
        for root in [
            "",
            "s3://here",
            "minio://mlpipeline/v2/artifacts",
            "gs://a/b?region=us-west1",
            "file:///mnt/x",
        ] {
            assert_eq!(pipeline_root(root), Ok(()), "{root}");
        }
        for root in [
            "here",
            "/mnt/x",
            "s3:/here",
            "://x",
            "S3://here",
            "s3://",
            "s3://?a=b",
            " ",
        ] {
            assert!(pipeline_root(root).is_err(), "{root}");
        }
        for name in ["", "default-editor", "a.b"] {
            assert_eq!(service_account(name), Ok(()), "{name}");
        }
        for name in ["a b", "Editor", "-a", "a/b", " "] {
            assert!(service_account(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_spec_that_cannot_be_stored_is_told() {
        // The last escapes a backslash, as the source of a component in Python may hold one.
        for spec in ["{\"a\": \"해지 漢字 \\u6f22\"}", "{\"a\": \"\\\\ud83d\"}"] {
            assert!(storable_spec(spec).is_ok(), "{spec}");
        }
        for spec in [
            "{\"a\": \"\u{1f680}\"}",
            "{\"a\": \"\\ud83d\\ude80\"}",
            "{\"a\": \"\\udb40\\udd00\"}",
        ] {
            assert!(storable_spec(spec).is_err(), "{spec}");
        }
    }

    #[test]
    fn a_name_of_blanks_is_none() {
        for blank in ["", "   ", "\u{3000}", "\u{200b}", " \u{feff}\t"] {
            assert!(pipeline_name(blank).is_err(), "{blank:?}");
            assert!(version_name(blank).is_err(), "{blank:?}");
            assert!(experiment_name(blank).is_err(), "{blank:?}");
            assert!(display_name(blank).is_err(), "{blank:?}");
        }
        assert!(display_name("해지 예측").is_ok());
    }

    #[test]
    fn a_trigger_is_one_schedule() {
        let cron = CronSchedule {
            cron: "0 0 2 * * *".into(),
            ..CronSchedule::default()
        };
        let every = PeriodicSchedule {
            interval_second: 60,
            ..PeriodicSchedule::default()
        };
        let both = Trigger {
            cron_schedule: Some(cron),
            periodic_schedule: Some(every),
        };
        assert!(trigger(&both).is_err());
        assert!(trigger(&Trigger::default()).is_ok());
        assert!(trigger(&Trigger::every(0)).is_err());
        assert!(trigger(&Trigger::every(60)).is_ok());
        assert!(trigger(&Trigger::cron("")).is_err());
        let mut backwards = Trigger::every(60);
        if let Some(schedule) = &mut backwards.periodic_schedule {
            schedule.start_time = Some(datetime!(2026-02-01 0:00 UTC));
            schedule.end_time = Some(datetime!(2026-01-01 0:00 UTC));
        }
        assert_eq!(trigger(&backwards).unwrap_err().1, "ends before it begins");
    }
}
