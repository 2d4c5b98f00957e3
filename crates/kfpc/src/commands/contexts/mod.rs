//! `kfpc context`

mod set;
mod view;

use std::path::Path;

use kfp_core::connect::ContextFile;

pub(super) use set::{absolute, base, check, check_name};

use crate::cli::{Contexts, Format};
use crate::connection::ConnectionFlags;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;
use crate::words::{Language, both};
use view::View;

pub(super) fn run(
    command: &Contexts,
    connection: &ConnectionFlags,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let path = connection.contexts_path()?;
    match command {
        Contexts::List => terminal.list(format, View::of_all(&ContextFile::read(&path)?))?,
        Contexts::Show { name } => {
            let file = ContextFile::read(&path)?;
            let name = named(&file, name.as_deref().or(connection.context.as_deref()))?;
            terminal.one(format, &View::of(&file, &name)?)?;
        }
        Contexts::Use { name } => {
            change(&path, |file| {
                View::of(file, name)?;
                file.current = Some(name.clone());
                Ok(())
            })?;
            terminal.say(&terminal.language.is_current(&shown(name)));
        }
        Contexts::Set { name } => {
            let said = change(&path, |file| {
                set::set(file, name, connection, terminal.language)
            })?;
            terminal.say(&said.join("\n"));
        }
        Contexts::Delete { name } => {
            let was_current = change(&path, |file| {
                View::of(file, name)?;
                file.contexts.remove(name);
                Ok(file.current.take_if(|current| current == name).is_some())
            })?;
            terminal.tell(if was_current {
                Language::current_deleted
            } else {
                Language::context_deleted
            });
        }
    }
    Ok(Exit::Done)
}

/// Changes the file of contexts; it stays as it is when anything fails.
pub(super) fn change<R>(
    path: &Path,
    change: impl FnOnce(&mut ContextFile) -> Result<R, Failure>,
) -> Result<R, Failure> {
    ContextFile::change(path, change)
}

fn named(file: &ContextFile, name: Option<&str>) -> Result<String, Failure> {
    let name = name.or(file.current.as_deref());
    name.map(str::to_owned).ok_or_else(|| Failure::Usage {
        problem: both!("no context was named, and none is the current one", "컨텍스트를 말하지 않았고 현재 컨텍스트도 없어요"),
        hint: both!("`kfpc context list` shows them; `kfpc context use NAME` makes one the current one.", "`kfpc context list` 명령으로 목록을 보고, `kfpc context use NAME` 명령으로 현재 컨텍스트를 정하세요."),
    })
}

/// A name as it can be shown.
fn shown(name: &str) -> String {
    name.escape_debug().to_string()
}
