//! Which language somebody reads.

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Korean,
}

/// The first that is set decides, as POSIX has it; ours before all.
const VARIABLES: [&str; 4] = ["KFPC_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];

impl Language {
    /// That of this process.
    pub(crate) fn of_process() -> Self {
        Self::of(|name| std::env::var(name).ok())
    }

    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = VARIABLES
            .iter()
            .find_map(|name| variable(name).filter(|value| !value.is_empty()));
        let set = set.unwrap_or_default().to_lowercase();
        // What is written is UTF-8, of which a terminal of another codeset shows nothing that can be read.
        let codeset = set.split_once('.').map(|(_, rest)| rest);
        let codeset = codeset.and_then(|rest| rest.split('@').next());
        if codeset.is_some_and(|codeset| !["utf-8", "utf8"].contains(&codeset)) {
            return Self::English;
        }
        match set.split(['_', '.', '-', '@']).next() {
            Some("ko" | "korean") => Self::Korean,
            _ => Self::English,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(set: &[(&str, &str)]) -> Language {
        Language::of(|name| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        assert_eq!(of(&[("LANG", "ko_KR.UTF-8")]), Language::Korean);
        assert_eq!(
            of(&[("LANG", "ko_KR.UTF-8"), ("LC_ALL", "C")]),
            Language::English
        );
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "ko")]), Language::Korean);
        assert_eq!(of(&[("LANG", "ko_KR.utf8@hangul")]), Language::Korean);
        assert_eq!(
            of(&[("KFPC_LANG", "ko"), ("LC_ALL", "en_US.UTF-8")]),
            Language::Korean
        );
        assert_eq!(
            of(&[("KFPC_LANG", "en"), ("LANG", "ko_KR")]),
            Language::English
        );
        for other in [
            "",
            "C.UTF-8",
            "kok_IN",
            "de_DE",
            "ko_KR.eucKR",
            "ko_KR.CP949@x",
        ] {
            assert_eq!(of(&[("LANG", other)]), Language::English, "{other}");
        }
    }
}
