//! What becomes of the session of a context while it is used.

use std::path::Path;

use kfp_core::connect::{ContextFile, Setting, Source};
use time::{Duration, OffsetDateTime};

use super::contexts::change;
use crate::connection::Connected;
use crate::output::{Terminal, moment};

/// Long enough to get another session before it ends.
const SOON: Duration = Duration::minutes(30);

/// Keeps the session that the gateway gave in the place of the context's, and says when one ends soon or has ended. That it
/// cannot be kept is told and is no failure of what was asked for.
pub(super) fn keep(connected: &Connected, contexts: &Path, terminal: &mut Terminal) {
    let choices = connected.connection.choices().iter();
    let mut of_context = choices.filter_map(|choice| match (&choice.setting, &choice.from) {
        (Setting::Cookie, Source::Context(name)) => Some(name),
        _ => None,
    });
    let Some(name) = of_context.next() else {
        return;
    };
    let Ok(file) = ContextFile::read(contexts) else {
        return;
    };
    let Some(context) = file.contexts.get(name) else {
        return;
    };
    let renewal = connected.transport.renewal();
    let renewed = context.cookie.as_ref().and_then(|it| renewal.of(it));
    let Some(renewed) = renewed else {
        told(name, context.cookie_expires_at, terminal);
        return;
    };
    let ends = renewed.expires_at;
    let kept = change(contexts, |file| {
        // Somebody may have signed in meanwhile.
        let known = file.contexts.get_mut(name);
        if let Some(known) = known.filter(|known| {
            let cookie = known.cookie.as_ref();
            cookie.is_some_and(|cookie| renewal.of(cookie).is_some())
        }) {
            known.cookie = Some(renewed.cookie.clone());
            known.cookie_expires_at = ends;
        }
        Ok(())
    });
    if let Err(failure) = kept {
        terminal.tell(|language| language.renewed_not_kept(&language.failure(&failure)));
    }
    told(name, ends, terminal);
}

fn told(name: &str, ends: Option<OffsetDateTime>, terminal: &mut Terminal) {
    let now = OffsetDateTime::now_utc();
    let Some(end) = ends.filter(|end| *end < now + SOON) else {
        return;
    };
    let time = moment(Some(end));
    if end <= now {
        terminal.tell(|language| language.session_ended(name, &time));
    } else {
        terminal.tell(|language| language.session_ends_soon(name, &time));
    }
}
