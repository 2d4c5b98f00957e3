//! The languages in which the console itself speaks to people.

/// A language of what is not the browser program's: reports and the page of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// Every language.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// Its tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// The language of a tag such as `ko-KR`; English for one that is not spoken here.
    pub(crate) fn of_tag(tag: &str) -> Self {
        let main = tag.split(['-', '_']).next().unwrap_or_default();
        let known = |language: &Self| language.tag().eq_ignore_ascii_case(main);
        Self::ALL.into_iter().find(known).unwrap_or_default()
    }

    /// The language of the parameter `lang` of a query, as it came.
    pub(crate) fn of_query(query: Option<&str>) -> Self {
        form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .find(|(name, _)| name == "lang")
            .map(|(_, tag)| Self::of_tag(&tag))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_and_without_a_country_name_a_language() {
        for (tag, language) in [
            ("ko", Language::Korean),
            ("KO-kr", Language::Korean),
            ("ko_KR", Language::Korean),
            ("en-GB", Language::English),
            ("kok", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
        assert_eq!(Language::of_query(Some("a=b&lang=ko")), Language::Korean);
        assert_eq!(Language::of_query(Some("language=ko")), Language::English);
        assert_eq!(Language::of_query(None), Language::English);
    }
}
