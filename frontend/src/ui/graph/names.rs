//! How wide a text is drawn, near enough to cut it.

/// A bold text is so much wider.
pub(super) const BOLD: f64 = 1.12;

/// Pixels of a text of 13 px. A browser would say it exactly, and would have to lay out each text for it.
pub(super) fn width_of(text: &str) -> f64 {
    text.chars().map(width_of_letter).sum()
}

fn width_of_letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | '|' | '!' | ':' | ';' => 3.9,
        'f' | 't' | 'r' | '-' | '(' | ')' | ' ' | '/' => 5.2,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 11.0,
        letter if letter.is_ascii_uppercase() => 8.8,
        letter if letter.is_ascii() => 7.4,
        // Letters that combine with the one before them take no room of their own.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        letter if u32::from(letter) < 0x1100 => 8.4,
        _ => 13.0,
    }
}

/// A text in a width. What is too long is cut in its middle, so that names with the same beginning stay apart.
pub(super) fn fitted(text: &str, width: f64) -> String {
    if width_of(text) <= width {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let half = (width - width_of_letter('m')) / 2.0;
    let taken = |letters: &mut dyn Iterator<Item = &char>| {
        let mut left = half;
        letters
            .take_while(|letter| {
                left -= width_of_letter(**letter);
                left >= 0.0
            })
            .count()
    };
    let head = taken(&mut letters.iter());
    let tail = taken(&mut letters.iter().rev());
    let start: String = letters.iter().take(head).collect();
    let end: String = letters
        .iter()
        .skip(letters.len().saturating_sub(tail).max(head))
        .collect();
    format!("{}…{}", start.trim_end(), end.trim_start())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_keep_their_ends() {
        assert_eq!(fitted("train", 134.0), "train");
        let long = fitted("preprocess-images-of-the-second-camera-07", 134.0);
        assert!(
            long.starts_with("preproc") && long.ends_with("-07"),
            "{long}"
        );
        let korean = fitted("두 번째 카메라의 이미지를 전처리하는 작업 7", 134.0);
        assert!(
            korean.starts_with("두 번") && korean.ends_with(" 7"),
            "{korean}"
        );
    }

    proptest! {
        #[test]
        fn what_is_cut_fits(text in "\\PC{0,60}", width in 30.0..300.0_f64) {
            let cut = fitted(&text, width);
            prop_assert!(cut == text || width_of(&cut) <= width + 14.0);
        }
    }
}
