//! Every string that a person can see: a folder for each part of the console, in it a file for each language.
//!
//! A catalogue is a struct, so a string that is missing in one language fails the build. Strings with something to
//! fill in are functions with typed arguments. Korean sentences put no particle directly after a variable, since the
//! particle depends on the last sound of it.

mod actions;
mod calendar;
mod catalogue;
mod compare;
mod connection;
mod duration;
mod graph;
mod grid;
mod intl;
mod lists;
mod moment;
mod new_run;
mod overview;
mod palette;
mod pipelines;
mod recurring;
#[cfg(test)]
mod samples;
mod settings;
mod shell;
mod size;
mod states;
mod status;
mod time;
mod timing;
mod trials;
mod upload;
mod version_diff;
mod views;
mod words;
mod zone;

pub(crate) use actions::WhyNot;
pub(crate) use catalogue::Catalogue;
pub(crate) use connection::Finding;
pub(crate) use duration::Duration;
pub(crate) use intl::{
    absolute, absolute_utc, ahead, clock_time, day_label, machine, moment, moment_of, month_label,
    now_ms, short_utc, weekday_and_day, weekday_label, when, zone_name, zone_offset_minutes,
};
pub(crate) use new_run::{NewRunText, NewRunWords, use_new_run_text};
pub(crate) use size::size;
pub(crate) use states::FailedHop;
pub(crate) use timing::{TimingText, TimingWords, use_timing_text};
pub(crate) use upload::{UploadText, UploadWords, use_upload_text};
pub(crate) use version_diff::use_version_diff_text;
pub(crate) use zone::{UTC, Zone, name_of_browsers_zone, offered as offered_zones};

use leptos::prelude::*;

use crate::reactive::derived;

/// A language of the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// The languages, in the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// The tag for `lang` and for `Intl`.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// Its name in itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
        }
    }

    /// Reads a language tag such as `ko-KR`.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let main = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(main))
    }

    /// Its catalogue.
    pub(crate) fn catalogue(self) -> &'static Catalogue {
        match self {
            Self::English => &catalogue::ENGLISH,
            Self::Korean => &catalogue::KOREAN,
        }
    }
}

/// The strings in the language of the moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text(Signal<Language>);

impl Text {
    /// Follows a language.
    pub(crate) fn new(language: Signal<Language>) -> Self {
        Self(language)
    }

    /// The catalogue; a view that calls this changes with the language.
    pub(crate) fn get(self) -> &'static Catalogue {
        self.0.get().catalogue()
    }

    /// A string of the catalogue that changes with the language.
    pub(crate) fn t(self, pick: fn(&'static Catalogue) -> &'static str) -> Signal<String> {
        derived(move || pick(self.get()).to_owned())
    }

    /// The language; a view that calls this changes with it.
    pub(crate) fn language(self) -> Language {
        self.0.get()
    }

    /// The catalogue of this moment, for something that is said once.
    pub(crate) fn now(self) -> &'static Catalogue {
        self.0.get_untracked().catalogue()
    }
}

/// The strings of the page.
pub(crate) fn use_text() -> Text {
    expect_context()
}

/// Writes a number with its thousands apart, which English and Korean do alike.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (value, text) in [
            (0, "0"),
            (128, "128"),
            (1284, "1,284"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_language_is_found_by_its_first_part() {
        assert_eq!(Language::from_tag("ko-KR"), Some(Language::Korean));
        assert_eq!(Language::from_tag("EN_us"), Some(Language::English));
        assert_eq!(Language::from_tag("kok"), None);
    }
}
