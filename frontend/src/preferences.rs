//! What a person has chosen for this browser. The only user of its storage.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Storage;

use crate::{
    frame::Mode,
    reactive::effect,
    text::{Language, Zone},
    url_state::{Query, shown_columns},
};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Theme {
    /// Follows the operating system; in the dashboard's frame, which has one light theme, light.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The themes, in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }

    /// The theme that `data-theme` fixes; `None` leaves it to the operating system.
    fn fixed(self, mode: Mode) -> Option<&'static str> {
        match (self, mode) {
            (Self::System, Mode::Alone) => None,
            (Self::System | Self::Light, _) => Some("light"),
            (Self::Dark, _) => Some("dark"),
        }
    }
}

/// How high the rows of tables are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Density {
    /// Low.
    Compact,
    /// As the design draws them.
    #[default]
    Default,
    /// High.
    Comfortable,
}

impl Density {
    /// The densities, in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Compact, Self::Default, Self::Comfortable];

    /// The word of the style sheet.
    fn word(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Default => "default",
            Self::Comfortable => "comfortable",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.word() == word)
    }
}

const THEME: &str = "kfp-console.theme";
const LANGUAGE: &str = "kfp-console.language";
const SINGLE_KEYS: &str = "kfp-console.single-keys";
const DENSITY: &str = "kfp-console.density";
const ZONE: &str = "kfp-console.zone";
const NAMESPACE: &str = "kfp-console.namespace";
const RECENT: &str = "kfp-console.recent";
const VIEWS: &str = "kfp-console.views";
const COLUMNS: &str = "kfp-console.columns";

/// The choices, as signals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Preferences {
    mode: Mode,
    theme: RwSignal<Theme>,
    system_is_dark: RwSignal<bool>,
    language: RwSignal<Option<Language>>,
    single_keys: RwSignal<bool>,
    density: RwSignal<Density>,
}

impl Preferences {
    /// Reads what is kept, and follows it from then on.
    pub(crate) fn load(mode: Mode) -> Self {
        let this = Self {
            mode,
            theme: RwSignal::new(
                read(THEME)
                    .and_then(|word| Theme::from_word(&word))
                    .unwrap_or_default(),
            ),
            system_is_dark: RwSignal::new(false),
            language: RwSignal::new(read(LANGUAGE).and_then(|tag| Language::from_tag(&tag))),
            single_keys: RwSignal::new(read(SINGLE_KEYS).as_deref() != Some("off")),
            density: RwSignal::new(
                read(DENSITY)
                    .and_then(|word| Density::from_word(&word))
                    .unwrap_or_default(),
            ),
        };
        if let Some(name) = read(ZONE) {
            Zone::read(&name).choose();
        }
        this.watch_system();
        this.apply();
        this
    }

    fn watch_system(self) {
        let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") else {
            return;
        };
        self.system_is_dark.set(query.matches());
        let changed = {
            let query = query.clone();
            Closure::<dyn FnMut()>::new(move || self.system_is_dark.set(query.matches()))
        };
        // Lives as long as the page: the choices are those of the page.
        let _listening =
            query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        changed.forget();
    }

    /// Writes theme, language and density to the document whenever they change.
    fn apply(self) {
        effect(move || set_on_root("data-theme", self.theme.get().fixed(self.mode)));
        effect(move || set_on_root("lang", Some(self.language().tag())));
        effect(move || set_on_root("data-density", Some(self.density.get().word())));
    }

    /// The chosen theme.
    pub(crate) fn theme(self) -> Theme {
        self.theme.get()
    }

    /// Chooses a theme.
    pub(crate) fn set_theme(self, theme: Theme) {
        write(THEME, theme.word());
        self.theme.set(theme);
    }

    /// Whether the page is dark at the moment.
    pub(crate) fn is_dark(self) -> bool {
        match self.theme.get().fixed(self.mode) {
            Some(theme) => theme == "dark",
            None => self.system_is_dark.get(),
        }
    }

    /// The language of the page: the chosen one, else the browser's first that the console has.
    pub(crate) fn language(self) -> Language {
        self.language.get().unwrap_or_else(browser_language)
    }

    /// The chosen language; `None` follows the browser.
    pub(crate) fn chosen_language(self) -> Option<Language> {
        self.language.get()
    }

    /// Chooses a language; `None` follows the browser.
    pub(crate) fn set_language(self, language: Option<Language>) {
        write(LANGUAGE, language.map_or("system", Language::tag));
        self.language.set(language);
    }

    /// Whether single letters act as shortcuts.
    pub(crate) fn single_keys(self) -> bool {
        self.single_keys.get()
    }

    /// Turns single letters on or off.
    pub(crate) fn set_single_keys(self, on: bool) {
        write(SINGLE_KEYS, if on { "on" } else { "off" });
        self.single_keys.set(on);
    }

    /// How high the rows of tables are.
    pub(crate) fn density(self) -> Density {
        self.density.get()
    }

    /// Chooses how high the rows of tables are.
    pub(crate) fn set_density(self, density: Density) {
        write(DENSITY, density.word());
        self.density.set(density);
    }
}

fn set_on_root(attribute: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else {
        return;
    };
    let _written = match value {
        Some(value) => root.set_attribute(attribute, value),
        None => root.remove_attribute(attribute),
    };
}

/// Chooses the zone in which moments are told.
pub(crate) fn set_zone(zone: Zone) {
    write(ZONE, zone.name());
    zone.choose();
}

/// The namespace that was open last in this browser.
pub(crate) fn last_namespace() -> Option<String> {
    read(NAMESPACE)
}

/// Remembers the namespace that is open.
pub(crate) fn remember_namespace(namespace: &str) {
    write(NAMESPACE, namespace);
}

/// What was opened last in this browser, as [`crate::recent`] writes it.
pub(crate) fn recent() -> String {
    read(RECENT).unwrap_or_default()
}

/// Remembers what was opened last; an empty text forgets it.
pub(crate) fn remember_recent(written: &str) {
    write(RECENT, written);
}

/// The views of the list of runs that are kept in this browser, as their page writes them.
pub(crate) fn views() -> String {
    read(VIEWS).unwrap_or_default()
}

/// Keeps views.
pub(crate) fn keep_views(written: &str) {
    write(VIEWS, written);
}

/// The columns of the list of runs: those of an address, else those that were chosen last in this browser; `None` for all.
pub(crate) fn columns_of(search: &str) -> Option<String> {
    let query = Query::parse(search);
    let named = query.get("cols").map(str::to_owned);
    shown_columns(&named.or_else(|| read(COLUMNS))?)
}

/// Keeps columns.
pub(crate) fn keep_columns(written: &str) {
    write(COLUMNS, written);
}

fn browser_language() -> Language {
    let languages = window().navigator().languages();
    languages
        .iter()
        .filter_map(|tag| tag.as_string())
        .find_map(|tag| Language::from_tag(&tag))
        .unwrap_or_default()
}

/// Storage can be blocked, in a frame above all; then choices live as long as the page.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn write(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _stored = storage.set_item(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_means_light_in_the_frame_until_dark_is_chosen() {
        assert_eq!(Theme::System.fixed(Mode::Framed), Some("light"));
        assert_eq!(Theme::Dark.fixed(Mode::Framed), Some("dark"));
        assert_eq!(Theme::System.fixed(Mode::Alone), None);
        assert_eq!(Theme::Light.fixed(Mode::Alone), Some("light"));
    }

    #[test]
    fn what_is_kept_reads_back() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_word(theme.word()), Some(theme));
        }
        for density in Density::ALL {
            assert_eq!(Density::from_word(density.word()), Some(density));
        }
    }
}
