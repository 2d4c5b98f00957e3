//! When a recurring run fires.

use clap::Args;

use super::Start;

#[derive(Debug, Args)]
pub(crate) struct CreateRecurringRun {
    #[command(flatten)]
    pub(crate) start: Start,
    #[command(flatten)]
    pub(crate) timetable: Timetable,
    /// How many of its runs may go on at the same time, 1 to 10
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) max_concurrency: u8,
    /// Leave firings that were missed missed, in place of making up for them
    #[arg(long)]
    pub(crate) no_catchup: bool,
    /// Make one that does not fire until it is enabled
    #[arg(long)]
    pub(crate) disabled: bool,
    /// Tell when it would fire, and make nothing; needs no server
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// When it fires.
#[derive(Debug, Args)]
#[command(next_help_heading = "Timetable")]
pub(crate) struct Timetable {
    /// A cron line, seconds first: '0 30 6 * * MON-FRI' is at 06:30 on working days
    #[arg(
        long,
        value_name = "LINE",
        required_unless_present = "every",
        conflicts_with = "every"
    )]
    pub(crate) cron: Option<String>,
    /// An interval, such as 90s, 15m, 1h30m or 2d
    #[arg(long, value_name = "INTERVAL")]
    pub(crate) every: Option<String>,
    /// Nothing fires before it: 2026-11-26T09:00:00+09:00, or without an offset by the clock of --zone
    #[arg(long, value_name = "TIME")]
    pub(crate) start: Option<String>,
    /// Nothing fires after it
    #[arg(long, value_name = "TIME")]
    pub(crate) end: Option<String>,
    /// The zone that times are shown in beside UTC, and read in; that of this machine, if none is given
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
}
