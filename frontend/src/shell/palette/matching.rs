//! How well a typed text fits what is known by itself: pages, namespaces, actions.

/// The first consonants of Hangul syllables, in the order of their blocks.
const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];
/// The first Hangul syllable, and how many there are for each first consonant.
const FIRST_SYLLABLE: u32 = 0xAC00;
const SYLLABLES_OF_AN_INITIAL: u32 = 588;

/// How well a text fits, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It begins with what was typed.
    Start,
    /// A word of it does.
    Word,
    /// It holds what was typed.
    Inside,
    /// Its first consonants do: ㅅㅎ for 실행.
    Initials,
    /// It has the letters in their order.
    Letters,
}

/// How well a text fits; `None` when it does not. Nothing typed fits everything.
pub(super) fn fit(typed: &str, text: &str) -> Option<Fit> {
    let typed = typed.trim().to_lowercase();
    let text = text.to_lowercase();
    if text.starts_with(&typed) {
        return Some(Fit::Start);
    }
    if let Some(at) = text.find(&typed) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let begins_word = before.is_some_and(|c| !c.is_alphanumeric());
        return Some(if begins_word { Fit::Word } else { Fit::Inside });
    }
    let is_of_initials = typed.chars().all(|c| INITIALS.contains(&c));
    if is_of_initials && initials(&text).contains(&typed) {
        return Some(Fit::Initials);
    }
    // One or two letters in their order are in almost everything.
    let is_long = typed.chars().count() > 2;
    (is_long && has_letters(&text, &typed)).then_some(Fit::Letters)
}

fn initials(text: &str) -> String {
    let initial = |c: char| {
        let place = u32::from(c).checked_sub(FIRST_SYLLABLE)? / SYLLABLES_OF_AN_INITIAL;
        INITIALS.get(usize::try_from(place).ok()?).copied()
    };
    text.chars().map(|c| initial(c).unwrap_or(c)).collect()
}

fn has_letters(text: &str, typed: &str) -> bool {
    let mut rest = text.chars();
    typed.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_beginning_fits_better_than_the_middle() {
        assert_eq!(fit("", "Runs"), Some(Fit::Start));
        assert_eq!(fit(" ru", "Runs"), Some(Fit::Start));
        assert_eq!(fit("RUN", "Recurring runs"), Some(Fit::Word));
        assert_eq!(fit("ur", "Recurring runs"), Some(Fit::Inside));
        assert_eq!(fit("rcr", "Recurring runs"), Some(Fit::Letters));
        assert_eq!(fit("rz", "Recurring runs"), None);
        assert_eq!(fit("zzz", "Recurring runs"), None);
        assert!(Fit::Start < Fit::Letters);
    }

    #[test]
    fn hangul_is_found_by_its_first_consonants() {
        assert_eq!(fit("ㅅㅎ", "반복 실행"), Some(Fit::Initials));
        assert_eq!(fit("실", "실행"), Some(Fit::Start));
        assert_eq!(fit("ㅎㅅ", "실행"), None);
        assert_eq!(initials("가각힣a"), "ㄱㄱㅎa");
    }

    proptest! {
        #[test]
        fn a_text_fits_itself_and_nothing_breaks(typed in "\\PC{0,12}", text in "\\PC{0,24}") {
            let _fit = fit(&typed, &text);
            prop_assert!(fit(&text, &text).is_some() || text.trim() != text);
        }
    }
}
