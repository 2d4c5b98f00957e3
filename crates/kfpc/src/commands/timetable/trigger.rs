//! The trigger that the command line says.

use kfp_core::model::{CronSchedule, PeriodicSchedule, Trigger};
use kfp_core::schedule::{Cron, InvalidCron, NamedZone, UnixCron};
use time::{OffsetDateTime, UtcOffset};

use super::missed::count;
use super::{interval, times};
use crate::cli::Timetable as Flags;
use crate::failure::Failure;
use crate::output::moment;
use crate::words::{Both, both};

/// What KFP is to be given, and the zone that times are shown in.
pub(in crate::commands) fn trigger(flags: &Flags) -> Result<(Trigger, NamedZone), Failure> {
    let zone = times::zone(flags.zone.as_deref())?;
    let moment = |flag, text: &Option<String>| {
        let text = text.as_deref();
        text.map(|text| times::moment(flag, text, &zone))
            .transpose()
    };
    let start_time = moment("--start", &flags.start)?;
    let end_time = moment("--end", &flags.end)?;
    let mut trigger = Trigger::default();
    if let Some(line) = &flags.cron {
        check(line, start_time, end_time)?;
        trigger.cron_schedule = Some(CronSchedule {
            cron: line.trim().to_owned(),
            start_time,
            end_time,
        });
    } else {
        let text = flags.every.as_deref().unwrap_or_default();
        let Some(interval_second) = interval::seconds(text) else {
            return Err(Failure::Usage {
                problem: both!(
                    "--every {text} is no interval",
                    "--every {text}: 간격이 아니에요",
                    text = text.escape_debug()
                ),
                hint: both!(
                    "Write it as 90s, 15m, 1h30m or 2d.",
                    "90s, 15m, 1h30m, 2d 꼴로 쓰세요."
                ),
            });
        };
        trigger.periodic_schedule = Some(PeriodicSchedule {
            interval_second,
            start_time,
            end_time,
        });
    }
    Ok((trigger, zone))
}

/// KFP reads five fields from the second on, and whoever writes five mostly thinks of crontab: both readings are told, and
/// neither is taken.
fn check(
    line: &str,
    start_time: Option<OffsetDateTime>,
    end_time: Option<OffsetDateTime>,
) -> Result<(), Failure> {
    let cron: Cron = line.parse().map_err(|problem: InvalidCron| {
        let korean = problem.in_korean();
        Failure::Usage {
            problem: both!(
                "the cron line cannot be used: {problem}",
                "cron 표현을 쓸 수 없어요: {korean}"
            ),
            hint: both!(
                "Seconds come first: '0 30 6 * * MON-FRI' is at 06:30 on working days.",
                "초가 맨 앞이에요. '0 30 6 * * MON-FRI' 표현은 평일 06:30이에요."
            ),
        }
    })?;
    if cron.field_count() == 5 {
        Err(asked_back(line, &cron, start_time, end_time))
    } else {
        Ok(())
    }
}

/// A line in one of its readings, with what that would lead to.
fn reading(
    line: &str,
    start_time: Option<OffsetDateTime>,
    end_time: Option<OffsetDateTime>,
) -> Both {
    let Ok(cron) = line.parse::<Cron>() else {
        return Both::same(format_args!("'{line}'"));
    };
    let now = OffsetDateTime::now_utc();
    let korean = cron.in_korean();
    if end_time.is_none() {
        let next = moment(cron.next_after(now, UtcOffset::UTC));
        return both!(
            "'{line}' ({cron}, next at {next})",
            "'{line}' ({korean}, 다음 시각 {next})"
        );
    }
    let mut trigger = Trigger::cron(line);
    if let Some(schedule) = &mut trigger.cron_schedule {
        schedule.end_time = end_time;
    }
    let times = count(&trigger, start_time.unwrap_or(now), None);
    both!(
        "'{line}' ({cron}, {times} times in this window)",
        "'{line}' ({korean}, 이 기간에 {times}번)"
    )
}

fn asked_back(
    line: &str,
    cron: &Cron,
    start_time: Option<OffsetDateTime>,
    end_time: Option<OffsetDateTime>,
) -> Failure {
    let reading = |line: &str| reading(line, start_time, end_time);
    let of_crontab = line.parse::<UnixCron>().ok();
    let of_crontab = of_crontab.map(|it| reading(it.as_kfp()));
    let of_kfp = reading(&format!("{} *", line.trim()));
    let korean = cron.in_korean();
    Failure::Usage {
        problem: both!(
            "the cron line has five fields, and KFP would take the first for the second: {cron}",
            "cron 표현의 필드가 다섯 개예요. KFP는 첫 필드를 초로 읽어요: {korean}"
        ),
        hint: Both::of(|language| {
            let of_kfp = of_kfp.within(language);
            let of_crontab = of_crontab.as_ref().map(|it| it.within(language));
            match of_crontab {
                Some(of_crontab) => language.two_readings(of_crontab, of_kfp),
                None => language.one_reading(of_kfp),
            }
        }),
    }
}
