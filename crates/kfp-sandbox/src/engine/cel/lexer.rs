//! Text to tokens.

use super::CelError;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Text(String),
    Int(i64),
    /// 2^63, which is an integer only behind a minus.
    MinimumMagnitude,
    Double(f64),
    Symbol(&'static str),
}

impl Token {
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Name(name) => format!("`{name}`"),
            Self::Text(_) => "a string".to_owned(),
            Self::Int(_) | Self::MinimumMagnitude | Self::Double(_) => "a number".to_owned(),
            Self::Symbol(symbol) => format!("`{symbol}`"),
        }
    }
}

/// Longest first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 23] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ".", ",", "?", ":", "+",
    "-", "*", "/", "%", "{",
];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, CelError> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let (token, length) = match character {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '\'' | '"' => string(&characters, at)?,
            c if c.is_ascii_digit() => number(&characters, at)?,
            c if c.is_ascii_alphabetic() || c == '_' => name(&characters, at),
            _ => symbol(&characters, at)?,
        };
        found.push(token);
        at += length;
    }
    Ok(found)
}

fn name(characters: &[char], start: usize) -> (Token, usize) {
    let name: String = characters
        .iter()
        .skip(start)
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '_')
        .collect();
    let length = name.len();
    (Token::Name(name), length)
}

fn symbol(characters: &[char], start: usize) -> Result<(Token, usize), CelError> {
    let rest = characters.get(start..).unwrap_or_default();
    SYMBOLS
        .iter()
        .find(|symbol| symbol.chars().eq(rest.iter().copied().take(symbol.len())))
        .map(|symbol| (Token::Symbol(symbol), symbol.len()))
        .ok_or_else(|| CelError::Character {
            character: rest.first().copied().unwrap_or_default(),
            position: start,
        })
}

fn number(characters: &[char], start: usize) -> Result<(Token, usize), CelError> {
    let at = |offset: usize| characters.get(start + offset).copied();
    let digits = |from: usize| {
        let rest = characters.iter().skip(start + from);
        rest.take_while(|c| c.is_ascii_digit()).count()
    };
    let mut length = digits(0);
    let mut double = false;
    if at(length) == Some('.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
        double = true;
    }
    if matches!(at(length), Some('e' | 'E')) {
        let sign = usize::from(matches!(at(length + 1), Some('+' | '-')));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
            double = true;
        }
    }
    let text: String = characters.iter().skip(start).take(length).collect();
    let malformed = |text: &str| CelError::Number {
        text: text.to_owned(),
    };
    let token = if double {
        Token::Double(text.parse().map_err(|_| malformed(&text))?)
    } else if text.parse() == Ok(i64::MIN.unsigned_abs()) {
        Token::MinimumMagnitude
    } else {
        Token::Int(text.parse().map_err(|_| malformed(&text))?)
    };
    Ok((token, length))
}

fn string(characters: &[char], start: usize) -> Result<(Token, usize), CelError> {
    let malformed = CelError::Text { position: start };
    let quote = characters.get(start).copied().unwrap_or_default();
    let mut text = String::new();
    let mut at = start + 1;
    loop {
        match characters.get(at).copied() {
            None | Some('\n') => return Err(malformed),
            Some(c) if c == quote => return Ok((Token::Text(text), at + 1 - start)),
            Some('\\') => {
                let (character, length) =
                    escape(characters, at + 1).ok_or_else(|| malformed.clone())?;
                text.push(character);
                at += 1 + length;
            }
            Some(c) => {
                text.push(c);
                at += 1;
            }
        }
    }
}

fn escape(characters: &[char], at: usize) -> Option<(char, usize)> {
    let simple = match characters.get(at)? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        c @ ('\\' | '\'' | '"' | '`' | '?') => *c,
        'x' | 'X' => return code_point(characters, at, 2, 16),
        'u' => return code_point(characters, at, 4, 16),
        'U' => return code_point(characters, at, 8, 16),
        '0'..='3' => return code_point(characters, at.checked_sub(1)?, 3, 8),
        _ => return None,
    };
    Some((simple, 1))
}

fn code_point(characters: &[char], at: usize, digits: usize, radix: u32) -> Option<(char, usize)> {
    let text: String = characters.get(at + 1..at + 1 + digits)?.iter().collect();
    let character = char::from_u32(u32::from_str_radix(&text, radix).ok()?)?;
    // The letter that announces hexadecimal digits counts, octal digits come without one.
    Some((character, if radix == 8 { digits } else { digits + 1 }))
}
