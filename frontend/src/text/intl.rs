//! Dates and times by the browser's `Intl`, in the reader's language and time zone.

use js_sys::{Date, Object, Reflect};
use time::OffsetDateTime;
use wasm_bindgen::{JsCast, JsValue};

use super::{
    Language,
    moment::{Ahead, Moment, Wall},
    zone::{Zone, minutes_ahead, name_of_browsers_zone},
};

const MILLISECONDS_PER_DAY: f64 = 86_400_000.0;

/// The time of the browser's clock in milliseconds since 1970.
pub(crate) fn now_ms() -> f64 {
    Date::now()
}

/// Tells a moment as a list shows it: `14 min ago`, `02:14`, `Yesterday 19:42`, `Nov 21, 11:06`.
pub(crate) fn when(language: Language, then: OffsetDateTime, now_ms: f64) -> String {
    let text = &language.catalogue().time;
    let date = date(then);
    match Moment::of(wall(&date), wall(&Date::new(&JsValue::from_f64(now_ms)))) {
        Moment::JustNow => text.just_now.to_owned(),
        Moment::Minutes(minutes) => (text.minutes_ago)(minutes),
        Moment::Today => clock(language, &date),
        Moment::Yesterday => (text.yesterday)(&clock(language, &date)),
        Moment::ThisYear => (text.date_and_clock)(
            &day(language, &date, &[("month", "short"), ("day", "numeric")]),
            &clock(language, &date),
        ),
        Moment::Other => day(
            language,
            &date,
            &[("year", "numeric"), ("month", "short"), ("day", "numeric")],
        ),
    }
}

/// Tells a moment in the future: `in 28 min`, `Sat 09:00`, `Dec 24, 09:00`.
pub(crate) fn ahead(language: Language, then: OffsetDateTime, now_ms: f64) -> String {
    let text = &language.catalogue().time;
    let date = date(then);
    let now = Date::new(&JsValue::from_f64(now_ms));
    match Ahead::of(wall(&date).seconds - wall(&now).seconds) {
        Ahead::Soon => text.soon.to_owned(),
        Ahead::Minutes(minutes) => (text.in_minutes)(minutes),
        Ahead::Hours(hours) => (text.in_hours)(hours),
        Ahead::Weekday => {
            let weekday = day(language, &date, &[("weekday", "short")]);
            (text.weekday_and_clock)(&weekday, &clock(language, &date))
        }
        Ahead::Date => (text.date_and_clock)(
            &day(language, &date, &[("month", "short"), ("day", "numeric")]),
            &clock(language, &date),
        ),
    }
}

/// How a moment is told in full.
const IN_FULL: [(&str, &str); 8] = [
    ("year", "numeric"),
    ("month", "short"),
    ("day", "numeric"),
    ("hour", "2-digit"),
    ("minute", "2-digit"),
    ("second", "2-digit"),
    ("hourCycle", "h23"),
    ("timeZoneName", "short"),
];

/// Tells a moment in full, with its time zone, as a tooltip does.
pub(crate) fn absolute(language: Language, then: OffsetDateTime) -> String {
    let options = options(&IN_FULL);
    date(then).to_locale_string(language.tag(), &options).into()
}

/// Tells a moment in full in UTC.
pub(crate) fn absolute_utc(language: Language, then: OffsetDateTime) -> String {
    let parts: Vec<_> = IN_FULL.into_iter().chain([("timeZone", "UTC")]).collect();
    date(then)
        .to_locale_string(language.tag(), &options(&parts))
        .into()
}

/// Tells a moment by date and clock in UTC: `Nov 27, 21:30 UTC`.
pub(crate) fn short_utc(language: Language, then: OffsetDateTime) -> String {
    let parts = [
        ("month", "short"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
        ("timeZoneName", "short"),
        ("timeZone", "UTC"),
    ];
    date(then)
        .to_locale_string(language.tag(), &options(&parts))
        .into()
}

/// The name of the reader's time zone, such as `Asia/Seoul`; empty where the browser does not tell.
pub(crate) fn zone_name() -> String {
    match Zone::chosen() {
        Zone::Browser => name_of_browsers_zone(),
        Zone::Named(name) => name,
    }
}

/// Writes a moment for machines, as RFC 3339.
pub(crate) fn machine(then: OffsetDateTime) -> String {
    date(then).to_iso_string().into()
}

/// Tells the time on the clock of a moment given in milliseconds since 1970.
pub(crate) fn clock_time(language: Language, ms: f64) -> String {
    clock(language, &Date::new(&JsValue::from_f64(ms)))
}

/// Tells a day by its number, with its month where that is wanted: `Nov 10`, `11`.
pub(crate) fn day_label(language: Language, ms: f64, with_month: bool) -> String {
    let parts = [("day", "numeric"), ("month", "short")];
    let parts = if with_month { &parts[..] } else { &parts[..1] };
    day(language, &Date::new(&JsValue::from_f64(ms)), parts)
}

/// Tells the day of the week of a moment: `Mon`.
pub(crate) fn weekday_label(language: Language, ms: f64) -> String {
    let date = Date::new(&JsValue::from_f64(ms));
    day(language, &date, &[("weekday", "short")])
}

/// Tells a day with its day of the week: `Tue, Nov 24`.
pub(crate) fn weekday_and_day(language: Language, ms: f64) -> String {
    let date = Date::new(&JsValue::from_f64(ms));
    let parts = [("weekday", "short"), ("month", "short"), ("day", "numeric")];
    day(language, &date, &parts)
}

/// Tells a month: `November 2026`.
pub(crate) fn month_label(language: Language, ms: f64) -> String {
    let date = Date::new(&JsValue::from_f64(ms));
    day(language, &date, &[("month", "long"), ("year", "numeric")])
}

/// How many minutes the clock of the reader is ahead of UTC at a moment.
pub(crate) fn zone_offset_minutes(ms: f64) -> i32 {
    minutes_ahead(&Date::new(&JsValue::from_f64(ms)))
}

/// The moment of so many milliseconds since 1970.
#[expect(
    clippy::cast_possible_truncation,
    reason = "seconds of any date fit into 64 bits"
)]
pub(crate) fn moment(ms: f64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp((ms / 1000.0) as i64).ok()
}

/// The same of the whole milliseconds in which the console's own answers tell moments.
pub(crate) fn moment_of(ms: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000).ok()
}

fn date(time: OffsetDateTime) -> Date {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of any date fit into 53 bits"
    )]
    let seconds = time.unix_timestamp() as f64;
    Date::new(&JsValue::from_f64(seconds * 1000.0))
}

fn clock(language: Language, date: &Date) -> String {
    let options = options(&[
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
    ]);
    date.to_locale_time_string_with_options(language.tag(), &options)
        .into()
}

fn day(language: Language, date: &Date, parts: &[(&str, &str)]) -> String {
    date.to_locale_date_string(language.tag(), &options(parts))
        .into()
}

/// In the zone of the reader, unless they name another.
pub(super) fn options(pairs: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    // Setting a key of a plain object cannot fail.
    let set = |key: &str, value: &str| {
        let _set = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    };
    if let Zone::Named(name) = Zone::chosen() {
        set("timeZone", &name);
    }
    for (key, value) in pairs {
        set(key, value);
    }
    object.unchecked_into()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "days and seconds of a date fit into 64 bits"
)]
fn wall(date: &Date) -> Wall {
    let ms = date.get_time();
    let local_ms = ms + f64::from(minutes_ahead(date)) * 60_000.0;
    Wall {
        seconds: (ms / 1000.0) as i64,
        day: (local_ms / MILLISECONDS_PER_DAY).floor() as i64,
        year: moment(local_ms).map_or(0, OffsetDateTime::year),
    }
}
