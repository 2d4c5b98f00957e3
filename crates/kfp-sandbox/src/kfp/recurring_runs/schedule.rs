//! When a recurring run fires next: the rules of KFP's controller of scheduled workflows.
//!
//! # Spec
//! <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/crd/controller/scheduledworkflow/util/scheduled_workflow.go>

use time::OffsetDateTime;

use super::store::RecurringRun;
use super::trigger::Trigger;
use crate::engine::cron::{self, Schedule};
use crate::engine::node::fnv1a;

/// For which time the next run is planned; it may lie in the past. `None` when there is none to come.
pub(super) fn planned(recurring_run: &RecurringRun, now: i64) -> Option<i64> {
    let moment = |seconds: i64| OffsetDateTime::from_unix_timestamp(seconds).ok();
    let trigger = match &recurring_run.trigger {
        Trigger::Once if recurring_run.last_triggered_at.is_some() => return None,
        Trigger::Once => return Some(recurring_run.created_at),
        Trigger::Cron(line, _) => cron::Trigger::Cron(line.parse().ok()?),
        Trigger::Interval(seconds, _) => {
            cron::Trigger::Interval(u32::try_from(*seconds).unwrap_or(u32::MAX))
        }
    };
    let window = recurring_run.trigger.window();
    let schedule = Schedule {
        trigger,
        start: window.start.and_then(moment),
        end: window.end.and_then(moment),
        no_catchup: recurring_run.no_catchup,
        max_concurrency: u32::try_from(recurring_run.max_concurrency).unwrap_or(1),
    };
    let next = schedule.next(
        recurring_run.last_triggered_at.and_then(moment),
        moment(recurring_run.created_at)?,
        moment(now)?,
    )?;
    Some(next.unix_timestamp())
}

/// Name of the run number `index` of a schedule, and of its workflow.
pub(super) fn run_name(schedule: &str, index: i64) -> String {
    let name = format!("{schedule}-{index}");
    format!("{name}-{}", fnv1a(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kfp::recurring_runs::trigger::Window;

    /// Made at 09:15, an hour and a quarter before `NOW`.
    const MADE: i64 = 1_795_598_100;
    const NOW: i64 = MADE + 4_500;

    fn recurring_run(trigger: Trigger) -> RecurringRun {
        RecurringRun {
            trigger,
            created_at: MADE,
            max_concurrency: 1,
            ..RecurringRun::default()
        }
    }

    #[test]
    fn the_next_time_follows_the_last_one() {
        let mut hourly = recurring_run(Trigger::Interval(3_600, Window::default()));
        assert_eq!(planned(&hourly, NOW), Some(MADE + 3_600));
        hourly.last_triggered_at = Some(MADE + 3_600);
        assert_eq!(planned(&hourly, NOW), Some(MADE + 7_200));
        let daily = recurring_run(Trigger::Cron("@daily".to_owned(), Window::default()));
        assert_eq!(planned(&daily, NOW).map(|next| next % 86_400), Some(0));
    }

    #[test]
    fn without_a_trigger_it_fires_once() {
        let mut once = recurring_run(Trigger::Once);
        assert_eq!(planned(&once, NOW), Some(MADE));
        once.last_triggered_at = Some(MADE);
        assert_eq!(planned(&once, NOW), None);
    }

    #[test]
    fn a_window_that_is_over_made_one_run_for_its_end_or_all_of_them() {
        let window = Window {
            start: Some(MADE - 86_400),
            end: Some(MADE - 43_200),
        };
        let mut past = recurring_run(Trigger::Interval(3_600, window));
        assert_eq!(planned(&past, NOW), Some(MADE - 86_400 + 3_600));
        past.last_triggered_at = Some(MADE - 43_200);
        assert_eq!(planned(&past, NOW), None);
        past.no_catchup = true;
        past.last_triggered_at = None;
        assert_eq!(planned(&past, NOW), Some(MADE - 43_200));
    }

    #[test]
    fn runs_are_named_after_their_schedule() {
        // Recorded of a real controller.
        assert_eq!(run_name("fire-cronnrbj9", 1), "fire-cronnrbj9-1-3879495757");
    }
}
