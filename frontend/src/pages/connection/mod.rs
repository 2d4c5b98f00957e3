//! The way of a request from this browser to KFP, hop by hop.

mod chain;
mod detail;
mod diagnosis;
mod findings;
mod markdown;
mod namespaces;

use console_api::{Hop, Verdict};
use kfp_core::model::Namespace;
use leptos::prelude::*;

use self::{
    chain::Chain,
    detail::HopDetail,
    diagnosis::{Diagnosis, Overall, diagnose},
    markdown::markdown,
    namespaces::Namespaces,
};
use super::lists::DroppedNote;
use crate::{
    a11y::{Announcer, use_title},
    data::{Observation, Remote, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    reactive::{derived, part, say, when},
    text::{self, Catalogue, Language, use_text},
    ui::{Button, Clock, CopyButton, Icon, Kind, VerdictGlyph},
    url_state::ConnectionState,
};

/// How many checks of a namespace failed last, for the tab.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailingChecks(RwSignal<Checks>);

/// The namespace that was checked last, and how many checks failed there.
type Checks = (Option<Namespace>, usize);

impl FailingChecks {
    /// None is known to fail.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new((None, 0)))
    }

    /// How many fail in a namespace; 0 where nothing was checked.
    pub(crate) fn count(self, namespace: Option<&Namespace>) -> usize {
        count(&self.0.read(), namespace)
    }
}

fn count((checked, failing): &Checks, namespace: Option<&Namespace>) -> usize {
    if checked.as_ref() == namespace {
        *failing
    } else {
        0
    }
}

/// The page.
#[component]
pub(crate) fn ConnectionPage() -> impl IntoView {
    let words = use_text();
    let navigation = use_navigation();
    let failing = expect_context::<FailingChecks>();
    let announcer = expect_context::<Announcer>();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Connection(namespace) => Some(namespace),
        _ => None,
    });
    let seen = use_remote(
        move || Some((namespace.get()?, words.language())),
        |(namespace, _): &(Option<Namespace>, Language)| {
            namespace
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default()
        },
        move |api, (namespace, language)| async move {
            let seen = api.observe(namespace.clone(), language.tag()).await?;
            let diagnosis = diagnose(&seen, words.now());
            let _written = failing.0.try_set((namespace, diagnosis.failing()));
            announcer.say(verdict_title(diagnosis.overall(), words.now()));
            Ok(seen)
        },
    );
    use_title(move || {
        let namespace = namespace
            .get()
            .flatten()
            .map(|namespace| namespace.to_string())
            .unwrap_or_default();
        vec![words.get().shell.connection.to_owned(), namespace]
    });
    let diagnosis = Memo::new(move |_| seen.value().map(|seen| diagnose(&seen, words.get())));
    let parsed = move || ConnectionState::parse(&navigation.search().read());
    let open = Memo::new(move |_| {
        parsed()
            .state
            .hop
            .or_else(|| diagnosis.read().as_ref().map(Diagnosis::first_to_look_at))
            .unwrap_or(Hop::Browser)
    });
    let show = move |hop, history| {
        navigation.set_query(ConnectionState { hop }.query(), history);
    };
    let has_diagnosis = move || diagnosis.read().is_some();
    let content = when(has_diagnosis, move || {
        let current = Signal::derive(move || diagnosis.get().unwrap_or_default());
        view! {
            <section class="panel" aria-label=words.t(|c| c.connection().way)>
                <VerdictLine diagnosis=current />
                <Chain diagnosis=current open=open on_open=move |(hop, history)| show(Some(hop), history) />
            </section>
            <HopDetail diagnosis=current open=open />
        }
    });
    view! {
        <div class="page">
            <Head
                seen=seen
                diagnosis=diagnosis
                on_again=move |()| {
                    show(None, History::Replace);
                    seen.reload();
                }
            />
            <DroppedNote keys=derived(move || parsed().dropped) />
            {content}
            <Namespaces />
        </div>
    }
}

/// Title, age, and what can be done with the report.
#[component]
fn Head(
    seen: Remote<Observation>,
    diagnosis: Memo<Option<Diagnosis>>,
    #[prop(into)] on_again: Callback<()>,
) -> impl IntoView {
    let words = use_text();
    let report = move |()| {
        diagnosis
            .get_untracked()
            .map(|diagnosis| markdown(&diagnosis, words.now()))
            .unwrap_or_default()
    };
    let has_diagnosis = move || diagnosis.read().is_some();
    view! {
        <div class="page-head">
            <h1 tabindex="-1">{words.t(|c| c.shell.connection)}</h1>
            <span class="sub">
                <Checked diagnosis=diagnosis at=Signal::derive(move || seen.call().answered_at_ms()) />
            </span>
            <div class="page-head-end">
                {when(has_diagnosis, move || view! { <CopyButton
                        label=words.t(|c| c.connection().copy_report)
                        text=report
                    /> })}
                <Button
                    kind=Kind::Primary
                    before=Icon::Retry
                    label=say(move || {
                        let text = words.get().connection();
                        if seen.call().is_busy() { text.checking.to_owned() } else { text.again.to_owned() }
                    })
                    on_press=on_again
                />
            </div>
        </div>
    }
}

fn verdict_title(overall: Overall, text: &Catalogue) -> String {
    let connection = text.connection();
    match overall {
        Overall::Works => connection.all_works.to_owned(),
        Overall::Unfinished => connection.unfinished.to_owned(),
        Overall::Warns(hop) => (connection.warns_at)((connection.hop)(hop)),
        Overall::Fails(hop) => (connection.fails_at)((connection.hop)(hop)),
    }
}

/// The verdict in one sentence, and what it means.
#[component]
fn VerdictLine(diagnosis: Signal<Diagnosis>) -> impl IntoView {
    let words = use_text();
    let overall = move || diagnosis.read().overall();
    let verdict = move || match overall() {
        Overall::Works => Verdict::Works,
        Overall::Unfinished => Verdict::NotChecked,
        Overall::Warns(_) => Verdict::Warning,
        Overall::Fails(_) => Verdict::Fails,
    };
    let cause = move || match overall() {
        Overall::Warns(hop) | Overall::Fails(hop) => diagnosis.read().hop(hop).cloned(),
        Overall::Works | Overall::Unfinished => None,
    };
    let explains = say(move || {
        let connection = words.get().connection();
        match overall() {
            Overall::Works => (connection.all_works_text)(diagnosis.read().namespace.as_deref()),
            Overall::Unfinished => connection.unfinished_text.to_owned(),
            Overall::Warns(_) | Overall::Fails(_) => {
                cause().and_then(|hop| hop.report.cause).unwrap_or_default()
            }
        }
    });
    let lang = Signal::derive(move || cause().and_then(|hop| hop.lang));
    view! {
        <div class="verdict">
            {part(move || view! { <VerdictGlyph verdict=verdict() large=true /> })}
            <div class="stack">
                <h2>{say(move || verdict_title(overall(), words.get()))}</h2>
                <p class="quiet" lang=lang>{explains}</p>
            </div>
        </div>
    }
}

/// How many hops were checked, when, and which KFP answered.
#[component]
fn Checked(diagnosis: Memo<Option<Diagnosis>>, at: Signal<Option<f64>>) -> impl IntoView {
    let words = use_text();
    let clock = expect_context::<Clock>();
    say(move || {
        let moment = at.get().and_then(text::moment);
        let (Some(diagnosis), Some(moment)) = (&*diagnosis.read(), moment) else {
            return String::new();
        };
        let when = text::when(words.language(), moment, clock.now());
        let checked = (words.get().connection().checked)(diagnosis.checked(), &when);
        match diagnosis.release() {
            Some(release) => format!("{checked} · KFP {release}"),
            None => checked,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_in_one_namespace_is_not_said_of_another() {
        let namespace = |name| Namespace::new(name).expect("a namespace");
        let checks = (Some(namespace("a")), 2);
        assert_eq!(count(&checks, Some(&namespace("a"))), 2);
        assert_eq!(count(&checks, Some(&namespace("b"))), 0);
        assert_eq!(count(&checks, None), 0);
    }
}
