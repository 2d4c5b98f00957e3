//! The timing as code tells it. Pure.

use serde_json::Value;

use super::{
    super::code::{python, shell},
    draft::{interval, window},
    moment::rfc3339,
};
use crate::data::Recurs;

/// The timing as the arguments of KFP's Python client.
pub(in crate::pages::new_run) fn arguments(recurs: &Recurs) -> Vec<(&'static str, String)> {
    let text = |value: &str| python(&Value::from(value));
    let cron = recurs.trigger.cron_schedule.as_ref();
    let periodic = recurs.trigger.periodic_schedule.as_ref();
    let (start, end) = window(&recurs.trigger);
    let told = [
        ("cron_expression", cron.map(|cron| text(&cron.cron))),
        (
            "interval_second",
            periodic.map(|periodic| periodic.interval_second.to_string()),
        ),
        ("start_time", start.map(|at| text(&rfc3339(at)))),
        ("end_time", end.map(|at| text(&rfc3339(at)))),
        ("max_concurrency", Some(recurs.at_a_time.to_string())),
        ("no_catchup", recurs.no_catchup.then(|| "True".to_owned())),
        ("enabled", (!recurs.is_on).then(|| "False".to_owned())),
    ];
    let told = told.into_iter();
    told.filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

/// The timing as the flags of the project's command line.
pub(in crate::pages::new_run) fn flags_of(recurs: &Recurs) -> Vec<String> {
    let cron = recurs.trigger.cron_schedule.as_ref();
    let periodic = recurs.trigger.periodic_schedule.as_ref();
    let (start, end) = window(&recurs.trigger);
    let at_a_time = recurs.at_a_time;
    let told = [
        cron.map(|cron| format!("--cron {}", shell(&cron.cron))),
        periodic.map(|periodic| format!("--every {}", interval(periodic.interval_second))),
        start.map(|at| format!("--start {}", rfc3339(at))),
        end.map(|at| format!("--end {}", rfc3339(at))),
        (at_a_time != 1).then(|| format!("--max-concurrency {at_a_time}")),
        recurs.no_catchup.then(|| "--no-catchup".to_owned()),
        (!recurs.is_on).then(|| "--disabled".to_owned()),
    ];
    told.into_iter().flatten().collect()
}
