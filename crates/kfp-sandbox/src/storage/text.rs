//! Text comparison as KFP's MariaDB makes it: without regard to case, accents and trailing spaces.

use std::cmp::Ordering;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// Name of the collation in the schema.
const COLLATION: &str = "general_ci";

/// Gives `connection` the collation `general_ci` and a LIKE that follows it.
pub(super) fn register(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.create_collation(COLLATION, compare)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("like", 2, flags, |context| {
        let pattern = context.get_raw(0).as_str_or_null()?.map(str::to_owned);
        let text = context.get_raw(1).as_str_or_null()?.map(str::to_owned);
        Ok(pattern
            .zip(text)
            .map(|(pattern, text)| is_like(&text, &pattern)))
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

/// SQL's LIKE: `%` stands for any text, `_` for one character, `\` takes the next one as it is.
fn is_like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().map(weight).collect();
    let pattern = parse_pattern(pattern);
    // Greedy with one way back: the last `%` seen and what it has taken so far.
    let (mut at, mut taken) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while taken < text.len() {
        match pattern.get(at) {
            Some(Wildcard::Any) => {
                retry = Some((at, taken));
                at += 1;
            }
            Some(Wildcard::One) => {
                at += 1;
                taken += 1;
            }
            Some(Wildcard::Exactly(wanted)) if *wanted == text[taken] => {
                at += 1;
                taken += 1;
            }
            _ => match retry {
                Some((star, from)) => {
                    retry = Some((star, from + 1));
                    at = star + 1;
                    taken = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..]
        .iter()
        .all(|part| matches!(part, Wildcard::Any))
}

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
