//! Zones.

use time::{Date, Duration, OffsetDateTime, Time, UtcOffset};

/// A zone: its distance from UTC at every moment.
pub trait Zone {
    /// The distance at a moment.
    fn offset_at(&self, moment: OffsetDateTime) -> UtcOffset;
}

/// A zone whose distance never changes.
impl Zone for UtcOffset {
    fn offset_at(&self, _moment: OffsetDateTime) -> UtcOffset {
        *self
    }
}

impl<Z: Zone + ?Sized> Zone for &Z {
    fn offset_at(&self, moment: OffsetDateTime) -> UtcOffset {
        (**self).offset_at(moment)
    }
}

/// The same moment by the zone's clock; `None` outside of the calendar.
pub(super) fn local(zone: &impl Zone, moment: OffsetDateTime) -> Option<OffsetDateTime> {
    moment.checked_to_offset(zone.offset_at(moment))
}

/// The first moment of a day by the zone's clock: midnight, the first of two, or what comes in its place.
pub(super) fn start_of(zone: &impl Zone, date: Date) -> Option<OffsetDateTime> {
    let naive = date.with_time(Time::MIDNIGHT).assume_utc();
    let at =
        |offset: UtcOffset| naive.checked_sub(Duration::seconds(offset.whole_seconds().into()));
    // A change of the clock is nearer than a day to at most one of these.
    let before = at(zone.offset_at(naive.checked_sub(Duration::DAY)?))?;
    let after = at(zone.offset_at(naive.checked_add(Duration::DAY)?))?;
    let (early, late) = if before <= after {
        (before, after)
    } else {
        (after, before)
    };
    let is_midnight = |moment: OffsetDateTime| {
        local(zone, moment)
            .is_some_and(|local| local.date() == date && local.time() == Time::MIDNIGHT)
    };
    Some(if is_midnight(early) { early } else { late })
}

#[cfg(feature = "zones")]
pub(super) mod named {
    //! Zones by their names.

    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use time::{OffsetDateTime, UtcOffset};

    use super::Zone;

    /// A zone of the database that the operating system, or this program, brings along: `Asia/Seoul`.
    #[derive(Clone, Debug)]
    pub struct NamedZone(TimeZone);

    /// There is no zone of this name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
    #[error("there is no such zone; names are such as `Asia/Seoul` or `UTC`")]
    pub struct UnknownZone;

    impl NamedZone {
        /// The zone of this machine, UTC where none is set.
        pub fn of_machine() -> Self {
            Self(TimeZone::try_system().unwrap_or(TimeZone::UTC))
        }

        /// Its name, where it has one.
        pub fn name(&self) -> Option<&str> {
            self.0.iana_name()
        }
    }

    impl std::str::FromStr for NamedZone {
        type Err = UnknownZone;

        fn from_str(name: &str) -> Result<Self, UnknownZone> {
            TimeZone::get(name.trim())
                .map(Self)
                .map_err(|_| UnknownZone)
        }
    }

    impl Zone for NamedZone {
        fn offset_at(&self, moment: OffsetDateTime) -> UtcOffset {
            let offset = Timestamp::from_second(moment.unix_timestamp())
                .map(|moment| self.0.to_offset(moment).seconds())
                .unwrap_or_default();
            UtcOffset::from_whole_seconds(offset).unwrap_or(UtcOffset::UTC)
        }
    }
}
