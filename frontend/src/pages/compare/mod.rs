//! Runs side by side: parameters, versions, durations and specs, and what differs from a base.

mod add;
mod cell;
mod head;
mod matrix;
mod notes;
mod spec;
mod table;

use std::sync::Arc;

use console_api::compare::{Comparison, LEAST_RUNS, MOST_RUNS};
use kfp_core::model::{Namespace, RunId};
use leptos::prelude::*;

use self::{
    add::AddRun,
    head::Head,
    matrix::Matrix,
    notes::{Few, Many, Notes, Waiting},
    spec::SpecPanel,
    table::MatrixTable,
};
use super::lists::{DroppedNote, name_of};
use crate::{
    a11y::{Announcer, focus_first, use_title},
    data::{Question, Remote, use_remote},
    navigation::{History, Navigation, use_navigation},
    paths::Route,
    reactive::{Erase, derived, part},
    states::{FailureView, KeptNote, Retry},
    text::use_text,
    url_state::CompareState,
};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    namespace: Memo<Option<Namespace>>,
    state: Memo<CompareState>,
    answer: Remote<Comparison>,
    matrix: Memo<Arc<Matrix>>,
    /// Whether a run is being chosen.
    choosing: RwSignal<bool>,
    /// Kept elsewhere: the page is handed about by value.
    navigation: StoredValue<Navigation>,
    announcer: Announcer,
}

impl Page {
    /// Goes to another view of the page.
    fn show(self, state: &CompareState) {
        let navigation = self.navigation.get_value();
        navigation.set_query(state.query(), History::Push);
    }

    /// Goes to another view of the page, says so, and keeps the focus on what stands for it there.
    fn change(self, state: &CompareState, said: String, focus: String) {
        self.show(state);
        self.announcer.say(said);
        request_animation_frame(move || {
            let found = focus_first(&focus) || focus_first("[data-columns] button");
            if !found {
                focus_first("main h1");
            }
        });
    }
}

/// What is in the place of the runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    /// Fewer than two are named.
    Few,
    /// More than ten are.
    Many,
    /// They are on their way.
    Waiting,
    /// They could not be read.
    Failed,
    /// They are here.
    Runs,
    /// The shell says why there is nothing.
    Nothing,
}

/// The page.
#[component]
pub(crate) fn ComparePage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Compare(namespace) => Some(namespace),
        _ => None,
    });
    let parsed = move || CompareState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let answer = runs_of(namespace, state);
    let matrix = Memo::new(move |_| {
        let built = namespace
            .get()
            .zip(answer.value())
            .map(|(namespace, answer)| matrix::matrix(&namespace, &state.read(), &answer));
        Arc::new(built.unwrap_or_default())
    });
    let page = Page {
        namespace,
        state,
        answer,
        matrix,
        choosing: RwSignal::new(false),
        navigation: StoredValue::new(navigation),
        announcer: expect_context(),
    };
    use_title(move || {
        let words = text.get().compare();
        let title = match state.read().runs.len() {
            0 => words.page.to_owned(),
            count => (words.title)(count),
        };
        vec![title, name_of(namespace.read().as_ref())]
    });
    let shows = Memo::new(move |_| shows(page));
    let body = part(move || match shows.get() {
        Shows::Few => view! { <Few page=page /> }.erased(),
        Shows::Many => view! { <Many page=page /> }.erased(),
        Shows::Waiting => view! { <Waiting page=page /> }.erased(),
        Shows::Failed => failed(page),
        Shows::Nothing => ().erased(),
        Shows::Runs => view! {
            <Notes page=page />
            <MatrixTable page=page />
            <SpecPanel page=page />
        }
        .erased(),
    });
    view! {
        <div class="page page-compare">
            <Head page=page />
            <DroppedNote keys=derived(move || parsed().dropped) />
            <KeptNote call=answer.call() />
            {body}
            <AddRun page=page />
        </div>
    }
    .into_any()
}

fn shows(page: Page) -> Shows {
    let count = page.state.read().runs.len();
    let call = page.answer.call();
    match count {
        _ if page.namespace.read().is_none() => Shows::Nothing,
        ..LEAST_RUNS => Shows::Few,
        _ if count > MOST_RUNS => Shows::Many,
        _ if call.is_answered() => Shows::Runs,
        _ => match call.failure() {
            Some(failure) if failure.signed_out().is_none() => Shows::Failed,
            Some(_) => Shows::Nothing,
            None if call.is_held_back() => Shows::Nothing,
            None => Shows::Waiting,
        },
    }
}

fn failed(page: Page) -> AnyView {
    let call = page.answer.call();
    part(move || {
        let failure = call.failure()?;
        Some(view! { <FailureView failure=failure retry=Retry::of(call) /> })
    })
    .erased()
}

/// Asks for the runs: not again for another order of them, nor for fewer.
fn runs_of(namespace: Memo<Option<Namespace>>, state: Memo<CompareState>) -> Remote<Comparison> {
    type Asked = Option<(Namespace, Vec<RunId>)>;
    let asked = Memo::new(move |before: Option<&Asked>| -> Asked {
        let namespace = namespace.get()?;
        let mut runs = state.read().runs.clone();
        if !(LEAST_RUNS..=MOST_RUNS).contains(&runs.len()) {
            return None;
        }
        if let Some(Some((of, known))) = before
            && *of == namespace
            && runs.iter().all(|run| known.contains(run))
        {
            return Some((namespace, known.clone()));
        }
        runs.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        Some((namespace, runs))
    });
    use_remote(
        move || asked.get(),
        |(namespace, runs): &(Namespace, Vec<RunId>)| {
            let ids: Vec<&str> = runs.iter().map(RunId::as_str).collect();
            Question::narrowed(namespace.to_string(), ids.join(","))
        },
        |api, (namespace, runs)| api.comparison(namespace, runs),
    )
}
