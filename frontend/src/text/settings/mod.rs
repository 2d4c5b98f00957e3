//! Settings and keys.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// Settings and keys.
    pub(crate) struct SettingsText {
        /// The page.
        title: &'static str,
        /// The choice.
        theme: &'static str,
        /// Follows the system.
        system: &'static str,
        /// Light.
        light: &'static str,
        /// Dark.
        dark: &'static str,
        /// The choice.
        language: &'static str,
        /// The choice.
        density: &'static str,
        /// Low, middle and high rows.
        densities: [&'static str; 3],
        /// The choice.
        zone: &'static str,
        /// The zone of the browser: its name.
        zone_of_browser: fn(&str) -> String,
        /// What it is now in the chosen zone.
        now: fn(&str) -> String,
        /// The choice.
        single_keys: &'static str,
        /// What it means.
        single_keys_hint: &'static str,
        /// On.
        on: &'static str,
        /// Off.
        off: &'static str,
        /// Where it is kept.
        kept_here: &'static str,
        /// The versions.
        about: &'static str,
        /// The version of the console.
        console_version: &'static str,
        /// Views and columns of the list of runs.
        views: &'static str,
        /// The list of keys.
        keys: &'static str,
    }
}
