//! What clap says of a command line that it cannot read, in Korean.

use std::fmt::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Language;

impl Language {
    /// The slip in words. It may repeat any character of the command line.
    pub(crate) fn slip(self, error: &clap::Error) -> String {
        match self {
            Self::English => error.to_string(),
            Self::Korean => in_korean(error),
        }
    }
}

/// The same facts as clap's own text, which is told where it has none.
fn in_korean(error: &clap::Error) -> String {
    let Some(mut text) = what(error) else {
        return error.to_string();
    };
    for (kind, of) in [
        (ContextKind::SuggestedSubcommand, "명령"),
        (ContextKind::SuggestedArg, "옵션"),
        (ContextKind::SuggestedValue, "값"),
    ] {
        if let Some(near) = listed(error, kind) {
            let _ = write!(text, "\n\n  비슷한 {of}: {near}");
        }
    }
    if let Some(usage) = listed(error, ContextKind::Usage) {
        let usage = usage.trim().trim_start_matches("Usage:").trim();
        let _ = write!(text, "\n\n사용법: {usage}");
    }
    format!("오류: {text}\n\n자세한 도움말은 '--help' 옵션으로 볼 수 있어요.\n")
}

fn what(error: &clap::Error) -> Option<String> {
    let argument = || listed(error, ContextKind::InvalidArg);
    let value = || listed(error, ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("모르는 인자예요: '{}'", argument()?),
        ErrorKind::InvalidSubcommand => format!(
            "모르는 명령이에요: '{}'",
            listed(error, ContextKind::InvalidSubcommand)?
        ),
        ErrorKind::MissingSubcommand => {
            let mut text = format!(
                "'{}' 다음에 명령이 와야 해요.",
                listed(error, ContextKind::InvalidSubcommand)?
            );
            if let Some(there_are) = listed(error, ContextKind::ValidSubcommand) {
                let _ = write!(text, "\n  [명령: {there_are}]");
            }
            text
        }
        ErrorKind::MissingRequiredArgument => {
            format!("꼭 있어야 하는 인자가 없어요: {}", argument()?)
        }
        ErrorKind::ArgumentConflict => match listed(error, ContextKind::PriorArg) {
            Some(prior) if Some(&prior) != argument().as_ref() => {
                format!(
                    "'{}' 인자는 '{prior}' 인자와 함께 쓸 수 없어요.",
                    argument()?
                )
            }
            _ => format!("'{}' 인자는 한 번만 쓸 수 있어요.", argument()?),
        },
        ErrorKind::NoEquals => format!("'{}' 인자의 값 앞에는 =가 있어야 해요.", argument()?),
        ErrorKind::InvalidValue if value()?.is_empty() => with_values(
            error,
            format!("'{}' 인자에는 값이 있어야 해요.", argument()?),
        ),
        ErrorKind::InvalidValue => with_values(error, unusable(error)?),
        ErrorKind::ValueValidation => {
            let text = unusable(error)?;
            match std::error::Error::source(error) {
                Some(why) => format!("{text}: {why}"),
                None => text,
            }
        }
        ErrorKind::TooManyValues => {
            format!("'{}' 인자에 값이 너무 많아요: '{}'", argument()?, value()?)
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("'{}' 인자의 값의 개수가 맞지 않아요.", argument()?)
        }
        ErrorKind::InvalidUtf8 => "UTF-8이 아닌 글자가 들어 있어요.".to_owned(),
        _ => return None,
    })
}

fn unusable(error: &clap::Error) -> Option<String> {
    let argument = listed(error, ContextKind::InvalidArg)?;
    let value = listed(error, ContextKind::InvalidValue)?;
    Some(format!(
        "'{argument}' 인자에 쓸 수 없는 값이에요: '{value}'"
    ))
}

fn with_values(error: &clap::Error, text: String) -> String {
    match listed(error, ContextKind::ValidValue) {
        Some(values) => format!("{text}\n  [쓸 수 있는 값: {values}]"),
        None => text,
    }
}

/// What clap says of one thing, in one line.
fn listed(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    fn told(args: &[&str]) -> String {
        let command = Language::Korean.help(Cli::command());
        let error = command.try_get_matches_from(args).unwrap_err();
        in_korean(&error)
    }

    #[test]
    fn each_slip_is_told_in_korean_with_what_is_meant() {
        for (args, words) in [
            (&["kfpc", "rnus"][..], &["rnus", "비슷한 명령", "runs"][..]),
            (&["kfpc", "runs"], &["runs", "명령"]),
            (
                &["kfpc", "runs", "ls", "--contain", "x"],
                &["--contain", "비슷한 옵션"],
            ),
            (
                &["kfpc", "runs", "ls", "-o", "xml"],
                &["xml", "쓸 수 있는 값", "json"],
            ),
            (&["kfpc", "runs", "get"], &["꼭 있어야 하는", "NAME"]),
            (
                &["kfpc", "runs", "ls", "--limit", "many"],
                &["--limit", "many"],
            ),
            (
                &["kfpc", "runs", "ls", "--endpoint"],
                &["--endpoint", "값이 있어야"],
            ),
            (
                &[
                    "kfpc",
                    "runs",
                    "ls",
                    "--cookie-file",
                    "a",
                    "--token-file",
                    "b",
                ],
                &["함께 쓸 수 없어요", "--cookie-file", "--token-file"],
            ),
        ] {
            let text = told(args);
            for word in words {
                assert!(text.contains(word), "{args:?}: no {word}: {text}");
            }
            for english in ["error", "Usage", "unexpected", "invalid value", "For more"] {
                assert!(!text.contains(english), "{args:?}: {text}");
            }
        }
    }
}
