//! The time zone in which moments are told: that of the browser, or one that was chosen.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// A time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Zone {
    /// That of the browser.
    #[default]
    Browser,
    /// One that the browser knows by this name, such as `Asia/Seoul`.
    Named(String),
}

/// The zone that every browser knows.
pub(crate) const UTC: &str = "UTC";

thread_local! {
    /// A page has one reader. Whatever tells a moment follows the choice.
    static CHOSEN: ArcRwSignal<Zone> = ArcRwSignal::new(Zone::Browser);
}

impl Zone {
    /// Reads a name, as [`Self::name`] gives it. What this browser does not know would stop it at the first moment.
    pub(crate) fn read(name: &str) -> Self {
        if name == UTC || (!name.is_empty() && is_known(name)) {
            Self::Named(name.to_owned())
        } else {
            Self::Browser
        }
    }

    /// Its name; empty for that of the browser.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Browser => "",
            Self::Named(name) => name,
        }
    }

    /// The zone of the moment; a view that calls this changes with it.
    pub(crate) fn chosen() -> Self {
        CHOSEN.with(ArcRwSignal::clone).get()
    }

    /// Tells moments in it from now on.
    pub(crate) fn choose(self) {
        CHOSEN.with(ArcRwSignal::clone).set(self);
    }
}

/// Whether this browser can tell a moment in a zone, and how far ahead of UTC it is there.
fn is_known(name: &str) -> bool {
    let get = |from: &JsValue, key: &str| Reflect::get(from, &key.into()).unwrap_or_default();
    let format = get(&get(&js_sys::global(), "Intl"), "DateTimeFormat");
    let options = Object::new();
    for (key, value) in [("timeZone", name), ("timeZoneName", "longOffset")] {
        // Setting a key of a plain object cannot fail.
        let _set = Reflect::set(&options, &key.into(), &value.into());
    }
    let given = Array::of2(&JsValue::UNDEFINED, &options);
    format
        .dyn_into::<Function>()
        .is_ok_and(|format| Reflect::construct(&format, &given).is_ok())
}

/// The names of the zones that this browser knows; none where it does not tell.
pub(crate) fn offered() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    let ask = Reflect::get(&intl, &"supportedValuesOf".into()).ok();
    let ask = ask.and_then(|ask| ask.dyn_into::<Function>().ok());
    let told = ask.and_then(|ask| ask.call1(&intl, &"timeZone".into()).ok());
    let names = told.map(|told| Array::from(&told)).unwrap_or_default();
    names.iter().filter_map(|name| name.as_string()).collect()
}

/// The name of the browser's zone, such as `Asia/Seoul`; empty where it does not tell.
pub(crate) fn name_of_browsers_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into())
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_default()
}

/// How many minutes the chosen zone is ahead of UTC at a moment.
#[expect(
    clippy::cast_possible_truncation,
    reason = "no zone is more than a day from UTC"
)]
pub(super) fn minutes_ahead(date: &Date) -> i32 {
    let of_browser = || -date.get_timezone_offset() as i32;
    match Zone::chosen() {
        Zone::Browser => of_browser(),
        Zone::Named(name) if name == UTC => 0,
        Zone::Named(_) => {
            let options = super::intl::options(&[("timeZoneName", "longOffset")]);
            let told = date.to_locale_string("en", &options).as_string();
            told.and_then(|told| read_offset(&told))
                .unwrap_or_else(of_browser)
        }
    }
}

/// Reads the offset at the end of a text: `GMT`, `GMT+09:00`, `GMT-04:56:02`. In minutes.
fn read_offset(told: &str) -> Option<i32> {
    let (_, offset) = told.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    let (sign, rest) = match offset.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, offset.strip_prefix(['-', '\u{2212}'])?),
    };
    let mut parts = rest.split(':').map(|part| part.parse::<i32>().ok());
    let (hours, minutes) = (parts.next()??, parts.next().unwrap_or(Some(0))?);
    Some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_as_browsers_write_them() {
        for (told, minutes) in [
            ("11/26/2026, 4:40:00 AM GMT+09:00", Some(540)),
            ("11/26/2026, GMT-03:30", Some(-210)),
            ("GMT\u{2212}08:00", Some(-480)),
            ("1/1/1880, GMT-04:56:02", Some(-296)),
            ("GMT+9", Some(540)),
            ("11/26/2026, GMT", Some(0)),
            ("11/26/2026, KST", None),
            ("GMT?", None),
            ("GMT+", None),
        ] {
            assert_eq!(read_offset(told), minutes, "{told}");
        }
    }
}
