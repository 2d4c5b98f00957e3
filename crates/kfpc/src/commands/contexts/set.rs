//! `kfpc context set`

use std::path::{Path, PathBuf};

use kfp_core::connect::{Context, ContextFile};
use kfp_core::credentials::Credentials;
use kfp_core::model::Namespace;
use kfp_core::{BaseUrl, Origin};
use secrecy::ExposeSecret as _;

use super::shown;
use crate::commands::listing::id;
use crate::connection::{ConnectionFlags, cookie_of};
use crate::failure::Failure;
use crate::words::{Both, Language, both};

/// Puts what was said into a context; gives back what a person is told.
pub(super) fn set(
    file: &mut ContextFile,
    name: &str,
    flags: &ConnectionFlags,
    language: Language,
) -> Result<Vec<String>, Failure> {
    check_name(name)?;
    let is_new = !file.contexts.contains_key(name);
    let context = file.contexts.entry(name.to_owned()).or_default();
    let mut said = endpoint(context, flags, language)?;
    if let Some(text) = &flags.namespace {
        let namespace: Namespace = id(text, "a namespace")?;
        context.namespace = Some(namespace.to_string());
    }
    if let Some(path) = &flags.ca_file {
        context.ca_file = Some(absolute(path)?);
    }
    if let Some(given) = credentials(flags)? {
        context.remove_credentials();
        context.cookie = given.cookie;
        context.token_file = given.token_file;
        context.token_command = given.token_command;
    }
    check(context)?;
    said.push(if is_new {
        language.context_made(name)
    } else {
        language.context_changed(name)
    });
    if file.current.is_none() {
        file.current = Some(name.to_owned());
        said.push(language.is_current(name));
    }
    Ok(said)
}

fn endpoint(
    context: &mut Context,
    flags: &ConnectionFlags,
    language: Language,
) -> Result<Vec<String>, Failure> {
    let Some(text) = &flags.endpoint else {
        if context.endpoint.is_empty() {
            return Err(Failure::Usage {
                problem: both!(
                    "a context needs an address",
                    "컨텍스트에는 주소가 있어야 해요"
                ),
                hint: both!("Give it with --endpoint.", "--endpoint 옵션으로 주세요."),
            });
        }
        return Ok(Vec::new());
    };
    let base = base(text)?;
    let mut said = Vec::new();
    if base.to_string() != *text {
        said.push(language.address_taken_as(&base.to_string()));
    }
    let before: Option<Origin> = context.endpoint.parse().ok();
    if before.is_some_and(|before| Some(&before) != base.origin())
        && !context.credentials().is_empty()
    {
        context.remove_credentials();
        said.push(language.credentials_gone());
    }
    context.endpoint = base.to_string();
    Ok(said)
}

/// An address from the command line.
pub(in crate::commands) fn base(text: &str) -> Result<BaseUrl, Failure> {
    text.parse().map_err(|problem| Failure::Usage {
        problem: both!(
            "the address cannot be used: {problem}",
            "주소를 쓸 수 없어요: {problem}"
        ),
        hint: both!(
            "Give an address such as https://kubeflow.example.com/pipeline.",
            "https://kubeflow.example.com/pipeline 꼴의 주소를 주세요."
        ),
    })
}

fn credentials(flags: &ConnectionFlags) -> Result<Option<Context>, Failure> {
    let mut given = Context::default();
    if let Some(path) = &flags.cookie_file {
        given.cookie = Some(cookie_of(path)?.trim().into());
    }
    if let Some(path) = &flags.token_file {
        given.token_file = Some(absolute(path)?);
    }
    if let Some(command) = &flags.token_command {
        given.token_command = Some(command.split_whitespace().map(str::to_owned).collect());
    }
    Ok((!given.credentials().is_empty()).then_some(given))
}

/// Says whether a context could be used, before it is kept.
pub(in crate::commands) fn check(context: &Context) -> Result<(), Failure> {
    let base = base(&context.endpoint)?;
    let Some(origin) = base.origin() else {
        return Ok(());
    };
    let kinds = context.credentials();
    if let Some(kind) = kinds.first()
        && !origin.is_protected()
    {
        return Err(Failure::Usage {
            problem: both!(
                "{kind} is not sent over plain http to {origin}, where others read along",
                "암호화되지 않은 http로는 보내지 않아요. 다른 사람이 볼 수 있어요: {kind}, {origin}"
            ),
            hint: both!(
                "Give the https address of the gateway, or forward a port to this machine.",
                "게이트웨이의 https 주소를 주거나 이 컴퓨터로 포트를 전달하세요."
            ),
        });
    }
    if let Some(cookie) = &context.cookie {
        let cookie = cookie.expose_secret();
        Credentials::cookie(origin.clone(), cookie).map_err(Failure::Credentials)?;
    }
    Ok(())
}

/// Whether a name can be used on every command line.
pub(in crate::commands) fn check_name(name: &str) -> Result<(), Failure> {
    let is_plain = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_.@".contains(&b));
    if is_plain && !name.is_empty() && !name.starts_with('-') && name.len() <= 64 {
        return Ok(());
    }
    Err(Failure::Usage {
        problem: both!(
            "`{name}` cannot be the name of a context",
            "컨텍스트 이름으로 쓸 수 없어요: `{name}`",
            name = shown(name)
        ),
        hint: both!(
            "Use up to 64 letters, digits and -_.@.",
            "영문자, 숫자, -_.@ 64자까지 쓸 수 있어요."
        ),
    })
}

/// The file of contexts is used from any folder.
pub(in crate::commands) fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::File {
        what: both!("the file {path}", "{path} 파일", path = path.display()),
        problem: Both::same(error),
    })
}
