//! When recurring runs fire: cron lines as KFP reads them, intervals, both in words, and the next firings in a zone.
//!
//! KFP's cron lines have five or six fields with the **seconds first**; what crontab takes for a line of every night at two
//! is for KFP one of every hour at half a minute. [`Cron`] reads them as KFP does and says in words what they mean.
//!
//! ```
//! use kfp_core::schedule::{Cron, UnixCron};
//! use time::macros::{datetime, offset};
//!
//! let cron: Cron = "0 30 6 ? * MON-FRI".parse()?;
//! assert_eq!(cron.to_string(), "at 06:30 from Monday to Friday");
//! let friday = datetime!(2026-11-27 9:00 +9);
//! let next: Vec<_> = cron.firings(friday, offset!(+9)).take(2).collect();
//! assert_eq!(next, [datetime!(2026-11-30 6:30 +9), datetime!(2026-12-01 6:30 +9)]);
//!
//! // The same five fields, as KFP reads them and as crontab would.
//! assert_eq!("0 2 * * *".parse::<Cron>()?.to_string(), "at 2 minutes past every hour");
//! assert_eq!("0 2 * * *".parse::<UnixCron>()?.as_kfp(), "0 0 2 * * *");
//! # Ok::<(), kfp_core::schedule::InvalidCron>(())
//! ```
//!
//! KFP fires in the zone of its own setting `CRON_SCHEDULE_TIMEZONE`, UTC unless its operator set another, and no call tells
//! which. A zone is given as a [`time::UtcOffset`], by name with the feature `zones`, or by anything else that is a [`Zone`].

mod cron;
mod error;
mod field;
mod korean;
mod next;
mod rhythm;
mod timetable;
mod unix;
mod words;
mod zone;

pub use cron::Cron;
pub use error::InvalidCron;
pub use next::Firings;
pub use rhythm::{CronField, CronFields, Rhythm};
pub use timetable::{InvalidTrigger, Timetable};
pub use unix::UnixCron;
pub use zone::Zone;
#[cfg(feature = "zones")]
pub use zone::named::{NamedZone, UnknownZone};
