//! Firings that a recurring run makes up for.

use kfp_core::model::{RecurringRun, Trigger};
use kfp_core::query::{Filter, Key, RunQuery, Sort};
use kfp_core::schedule::Timetable;
use time::{OffsetDateTime, UtcOffset};

use crate::connection::Connected;
use crate::failure::Failure;
use crate::words::{Both, both};

/// More are not counted: what is said of them is the same.
const MOST: usize = 100_000;

/// Refuses to enable one that would make up for firings that nobody may have thought of.
pub(in crate::commands) async fn none_missed(
    recurring_run: &RecurringRun,
    connected: &Connected,
) -> Result<(), Failure> {
    let Some(trigger) = &recurring_run.trigger else {
        return Ok(());
    };
    if recurring_run.no_catchup || recurring_run.is_enabled() {
        return Ok(());
    }
    let now = OffsetDateTime::now_utc();
    let since = last_firing(recurring_run, connected).await?;
    let missed = since.map_or(0, |since| count(trigger, since, Some(now)));
    if missed == 0 {
        return Ok(());
    }
    let (more, or_more) = if missed == MOST {
        ("more than ", " 이상")
    } else {
        ("", "")
    };
    let at_a_time = recurring_run.max_concurrency.max(1);
    Err(Failure::Usage {
        problem: Both::new(
            format!(
                "{more}{missed} firings were missed while it was off, and all of them would be run now, {at_a_time} at a time"
            ),
            format!(
                "꺼져 있는 동안 놓친 {missed}회{or_more}를 지금 한꺼번에 {at_a_time}개씩 모두 실행하게 돼요"
            ),
        ),
        hint: both!(
            "--catch-up has them run. To leave them out, make it anew with --no-catchup and delete this one.",
            "--catch-up 옵션을 주면 모두 실행해요. 빼려면 --no-catchup 옵션으로 새로 만들고 이것을 삭제하세요."
        ),
    })
}

/// When it fired last; its creation, if it never did.
async fn last_firing(
    recurring_run: &RecurringRun,
    connected: &Connected,
) -> Result<Option<OffsetDateTime>, Failure> {
    let id = recurring_run.recurring_run_id.as_str();
    let query = match &recurring_run.experiment_id {
        Some(experiment) => RunQuery::in_experiment(experiment.clone()),
        None => RunQuery::in_namespace(connected.namespace()?),
    };
    let made = query
        .filter(Filter::new().equals(Key::RecurringRunId, id))
        .sort(Sort::newest_first())
        .page_size(1);
    let newest = connected.client.runs().list(&made).await?.items.pop();
    let fired = newest.and_then(|run| run.scheduled_at.or(run.created_at));
    Ok(fired.or(recurring_run.created_at))
}

/// How often it fires from a moment on: until another, else until its end. By KFP's clock, as far as that is UTC.
pub(super) fn count(
    trigger: &Trigger,
    since: OffsetDateTime,
    until: Option<OffsetDateTime>,
) -> usize {
    let Ok(timetable) = Timetable::of(trigger) else {
        return 0;
    };
    let is_in = |firing: &OffsetDateTime| until.is_none_or(|until| *firing <= until);
    let mut last = since;
    let firings = std::iter::from_fn(|| {
        let next = timetable
            .next_after(last, last, UtcOffset::UTC)
            .filter(is_in)?;
        last = next;
        Some(next)
    });
    firings.take(MOST).count()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn firings_are_counted_within_their_window() {
        let since = datetime!(2026-11-06 0:00 UTC);
        let week = Some(datetime!(2026-11-13 0:00 UTC));
        assert_eq!(count(&Trigger::every(60), since, week), 7 * 24 * 60);
        assert_eq!(count(&Trigger::cron("0 0 9 * * *"), since, week), 7);
        assert_eq!(count(&Trigger::cron("0 0 0 30 2 *"), since, week), 0);
        assert_eq!(count(&Trigger::every(1), since, None), MOST);
        let mut ends = Trigger::cron("*/10 * * * * *");
        if let Some(cron) = &mut ends.cron_schedule {
            cron.end_time = Some(datetime!(2026-11-06 0:40 UTC));
        }
        assert_eq!(count(&ends, since, None), 240);
    }
}
