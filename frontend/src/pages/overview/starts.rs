//! What recurring runs start next.

use std::sync::Arc;

use kfp_core::model::{Page, PipelineId, RecurringRun, RecurringRunId, Trigger};
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::{data::Remote, schedule::firings_after, text::moment, ui::Clock};

/// The next start of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// When.
    pub(super) at: OffsetDateTime,
    /// By which.
    pub(super) id: RecurringRunId,
    /// Its name.
    pub(super) name: String,
    /// What makes it fire.
    pub(super) trigger: Trigger,
    /// The pipeline that it runs.
    pub(super) pipeline: Option<PipelineId>,
}

/// The next start of each that is on, the earliest first.
fn starts(all: &[RecurringRun], now: OffsetDateTime) -> Vec<Start> {
    let on = all.iter().filter(|one| one.is_enabled());
    let mut starts: Vec<Start> = on
        .filter_map(|one| {
            let trigger = one.trigger.clone().unwrap_or_default();
            let next = firings_after(now, &trigger, one.created_at, 1);
            let pipeline = one.pipeline_version_reference.as_ref();
            Some(Start {
                at: *next.first()?,
                id: one.recurring_run_id.clone(),
                name: one.display_name.clone(),
                trigger,
                pipeline: pipeline.map(|reference| reference.pipeline_id.clone()),
            })
        })
        .collect();
    starts.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    starts
}

/// What is reckoned, and from what.
#[derive(Clone, PartialEq)]
struct Reckoned {
    from: Arc<Page<RecurringRun>>,
    starts: Vec<Start>,
}

/// The next starts by the clock of the page; `None` before the recurring runs are read. They are reckoned anew when the
/// first of them has passed.
pub(super) fn use_starts(recurring: Remote<Page<RecurringRun>>) -> Memo<Option<Vec<Start>>> {
    let clock = expect_context::<Clock>();
    let reckoned = Memo::new(move |before: Option<&Option<Reckoned>>| {
        let from = recurring.value()?;
        let now = moment(clock.now())?;
        let kept = before.and_then(Option::as_ref).filter(|before| {
            let has_passed = before.starts.first().is_some_and(|first| first.at <= now);
            Arc::ptr_eq(&before.from, &from) && !has_passed
        });
        Some(kept.cloned().unwrap_or_else(|| Reckoned {
            starts: starts(&from.items, now),
            from,
        }))
    });
    Memo::new(move |_| reckoned.get().map(|reckoned| reckoned.starts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recurring(id: &str, trigger: &Trigger, is_on: bool) -> RecurringRun {
        let status = if is_on { "ENABLED" } else { "DISABLED" };
        let json = serde_json::json!({"recurring_run_id": id, "display_name": id, "status": status, "trigger": trigger,
            "pipeline_version_reference": {"pipeline_id": "p-1"}});
        serde_json::from_value(json).expect("a recurring run")
    }

    #[test]
    fn the_earliest_start_comes_first_and_what_is_off_or_over_has_none() {
        const HOUR: i64 = 3_600;
        let all = [
            recurring("daily", &Trigger::cron("0 0 12 * * *"), true),
            recurring("hourly", &Trigger::cron("0 0 * * * *"), true),
            recurring("off", &Trigger::cron("0 0 * * * *"), false),
            recurring("never", &Trigger::cron("0 0 0 31 2 *"), true),
            recurring("broken", &Trigger::cron("nonsense"), true),
        ];
        let now = OffsetDateTime::from_unix_timestamp(10 * HOUR + 5).expect("a moment");
        let starts = starts(&all, now);
        let told: Vec<_> = starts
            .iter()
            .map(|start| (start.name.as_str(), start.at.unix_timestamp()))
            .collect();
        assert_eq!(told, [("hourly", 11 * HOUR), ("daily", 12 * HOUR)]);
        assert_eq!(starts[0].pipeline, PipelineId::new("p-1").ok());
    }
}
