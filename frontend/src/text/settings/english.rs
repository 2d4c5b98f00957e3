//! English.

use super::SettingsText;

pub(in crate::text) const ENGLISH: SettingsText = SettingsText {
    title: "Settings",
    theme: "Theme",
    system: "System",
    light: "Light",
    dark: "Dark",
    language: "Language",
    density: "Density",
    densities: ["Compact", "Default", "Comfortable"],
    zone: "Time zone",
    zone_of_browser: |zone| format!("That of the browser ({zone})"),
    now: |now| format!("Now it is {now}."),
    single_keys: "Single-letter shortcuts",
    single_keys_hint: "Such as / for the filter and j, k for rows. They act only while no field has the focus.",
    on: "On",
    off: "Off",
    kept_here: "Settings are kept in this browser.",
    about: "About",
    console_version: "Console",
    views: "Views and columns",
    keys: "Keyboard shortcuts",
};
