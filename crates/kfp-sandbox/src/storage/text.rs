//! Text comparison as KFP's MariaDB makes it: without regard to case, accents and trailing spaces.

use std::cmp::Ordering;
use std::sync::Arc;

use memchr::memmem;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::FromSqlError;

/// Name of the collation in the schema.
const COLLATION: &str = "general_ci";

/// Gives `connection` the collation `general_ci` and a LIKE that follows it.
pub(super) fn register(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.create_collation(COLLATION, compare)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("like", 2, flags, |context| {
        // Read once for all rows of a statement.
        let pattern: Arc<Option<Pattern>> = context.get_or_create_aux(0, |pattern| {
            Ok::<_, FromSqlError>(pattern.as_str_or_null()?.map(Pattern::parse))
        })?;
        let text = context.get_raw(1).as_str_or_null()?;
        Ok(pattern
            .as_ref()
            .as_ref()
            .zip(text)
            .map(|(pattern, text)| pattern.is_like(text)))
    })
}

fn compare(left: &str, right: &str) -> Ordering {
    let left = left.trim_end_matches(' ').chars().map(weight);
    let right = right.trim_end_matches(' ').chars().map(weight);
    left.cmp(right)
}

/// The weight of a character: that of its upper-case base letter.
fn weight(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    let mut upper = character.to_uppercase();
    let first = upper.next().unwrap_or(character);
    // A letter that has no single capital stands for itself, except the sharp s.
    let upper = if upper.next().is_none() {
        first
    } else if character == 'ß' {
        'S'
    } else {
        character
    };
    base_letter(upper)
}

/// The letter below an accent, for the Latin capitals that have one.
fn base_letter(upper: char) -> char {
    match upper {
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => 'A',
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' => 'C',
        'Ď' => 'D',
        'È'..='Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' => 'E',
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' => 'G',
        'Ĥ' => 'H',
        'Ì'..='Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' => 'I',
        'Ĵ' => 'J',
        'Ķ' => 'K',
        'Ĺ' | 'Ļ' | 'Ľ' => 'L',
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' => 'N',
        'Ò'..='Ö' | 'Ō' | 'Ŏ' | 'Ő' => 'O',
        'Ŕ' | 'Ŗ' | 'Ř' => 'R',
        'Ś' | 'Ŝ' | 'Ş' | 'Š' => 'S',
        'Ţ' | 'Ť' => 'T',
        'Ù'..='Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' => 'U',
        'Ŵ' => 'W',
        'Ý' | 'Ŷ' | 'Ÿ' => 'Y',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        other => other,
    }
}

/// The text as it compares, but for trailing spaces, which count for LIKE.
pub(super) fn fold(text: &str) -> String {
    text.chars().map(weight).collect()
}

/// The pattern of an SQL LIKE: `%` stands for any text, `_` for one character, `\` takes the next one as it is.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    parts: Vec<Wildcard>,
    /// The longest text that every match contains, as it compares.
    literal: memmem::Finder<'static>,
    /// Whether that is all it asks for.
    is_part: bool,
}

impl Pattern {
    /// Reads one; there is none that cannot be read.
    pub(crate) fn parse(pattern: &str) -> Self {
        let parts = parse_pattern(pattern);
        let literals = parts.split(|part| !matches!(part, Wildcard::Exactly(_)));
        let longest = literals
            .max_by_key(|literal| literal.len())
            .unwrap_or_default();
        let literal: String = longest
            .iter()
            .filter_map(|part| match part {
                Wildcard::Exactly(character) => Some(*character),
                Wildcard::Any | Wildcard::One => None,
            })
            .collect();
        let is_part = matches!(
            &parts[..],
            [Wildcard::Any, part @ .., Wildcard::Any] if part.len() == longest.len()
        );
        Self {
            literal: memmem::Finder::new(&literal).into_owned(),
            is_part,
            parts,
        }
    }

    /// The longest text that every match contains, as it compares.
    pub(super) fn literal(&self) -> &[u8] {
        self.literal.needle()
    }

    /// Where that is in a folded text.
    pub(super) fn find_literal(&self, folded: &[u8]) -> Option<usize> {
        self.literal.find(folded)
    }

    /// Whether it asks for that part alone, wherever it is.
    pub(super) fn is_part(&self) -> bool {
        self.is_part
    }

    /// Whether a text is like it.
    pub(super) fn is_like(&self, text: &str) -> bool {
        self.matches(text.chars().map(weight))
    }

    /// Whether a text is like it that is folded already.
    pub(super) fn is_like_folded(&self, folded: &str) -> bool {
        self.matches(folded.chars())
    }

    fn matches<T: Iterator<Item = char> + Clone>(&self, mut text: T) -> bool {
        // Greedy with one way back: the last `%` seen, and the text behind what it has taken so far.
        let mut at = 0;
        let mut retry: Option<(usize, T)> = None;
        loop {
            let mut behind = text.clone();
            let Some(character) = behind.next() else {
                break;
            };
            match self.parts.get(at) {
                Some(Wildcard::Any) => {
                    at += 1;
                    retry = Some((at, behind));
                }
                Some(Wildcard::One) => {
                    at += 1;
                    text = behind;
                }
                Some(Wildcard::Exactly(wanted)) if *wanted == character => {
                    at += 1;
                    text = behind;
                }
                _ => match &mut retry {
                    Some((after, from)) => {
                        at = *after;
                        text = from.clone();
                        from.next();
                    }
                    None => return false,
                },
            }
        }
        self.parts[at..]
            .iter()
            .all(|part| matches!(part, Wildcard::Any))
    }
}

#[derive(Clone, Copy, Debug)]
enum Wildcard {
    Any,
    One,
    Exactly(char),
}

fn parse_pattern(pattern: &str) -> Vec<Wildcard> {
    let mut parts = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        parts.push(match character {
            '%' => Wildcard::Any,
            '_' => Wildcard::One,
            '\\' => Wildcard::Exactly(weight(characters.next().unwrap_or('\\'))),
            other => Wildcard::Exactly(weight(other)),
        });
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_like(text: &str, pattern: &str) -> bool {
        let pattern = Pattern::parse(pattern);
        let is_like = pattern.is_like(text);
        assert_eq!(is_like, pattern.is_like_folded(&fold(text)));
        is_like
    }

    #[test]
    fn case_accents_and_trailing_spaces_do_not_count() {
        assert_eq!(compare("exp-a", "EXP-A  "), Ordering::Equal);
        assert_eq!(compare("Größe", "GROSE"), Ordering::Equal);
        assert_eq!(compare(" a", "a"), Ordering::Less);
        assert_ne!(compare("학습", "학슴"), Ordering::Equal);
    }

    #[test]
    fn wildcards_stand_for_text() {
        assert!(is_like("exp-a", "%XP-%"));
        assert!(is_like("exp-a", "%e%p%"));
        assert!(is_like("exp-a", "%x_-%"));
        assert!(is_like("", "%%"));
        assert!(is_like("50%", "%0\\%%"));
        assert!(!is_like("505", "%0\\%%"));
        assert!(!is_like("exp-a", "xp"));
    }

    proptest! {
        #[test]
        fn every_part_of_a_text_is_like_it(before in "[a-c%_]{0,6}", part in "[a-c]{0,6}", after in "[a-c]{0,6}") {
            let pattern = format!("%{part}%");
            let text = format!("{before}{part}{after}");
            prop_assert!(is_like(&text, &pattern));
        }

        #[test]
        fn the_order_is_total(a in ".{0,8}", b in ".{0,8}", c in ".{0,8}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            if compare(&a, &b) != Ordering::Greater && compare(&b, &c) != Ordering::Greater {
                prop_assert_ne!(compare(&a, &c), Ordering::Greater);
            }
        }
    }
}
