//! The specs of the runs, where they differ from that of the base.

use std::sync::Arc;

use console_api::compare::NoSpec;
use leptos::prelude::*;

use super::{
    Page,
    matrix::{Matrix, Specs, What, specs},
    table::{key, letter},
};
use crate::{
    reactive::{Erase, derived, part, say, unless},
    text::{Catalogue, use_text},
    ui::{Icon, Segmented, SpecDiff, icon},
    url_state::CompareState,
};

/// The panel.
#[component]
pub(super) fn SpecPanel(page: Page) -> impl IntoView {
    let text = use_text();
    let found = Memo::new(move |_| {
        let answer = page.answer.value();
        let found = answer.map(|answer| specs(&page.matrix.read(), &answer));
        Arc::new(found.unwrap_or_default())
    });
    let has_others =
        move || matches!(found.read().base, Some(Ok(_))) && !found.read().others.is_empty();
    let choices = derived(move || {
        let words = text.get().compare();
        vec![words.unified.to_owned(), words.split.to_owned()]
    });
    let choose = move |at: usize| {
        let state = CompareState {
            is_split: at == 1,
            ..page.state.get_untracked()
        };
        page.show(&state);
    };
    let is_compared = move || page.matrix.read().base.is_some();
    view! {
        <section class="panel cmp-spec" aria-labelledby="cmp-spec" hidden=unless(is_compared)>
            <div class="cmp-spec-head">
                <h2 id="cmp-spec">{text.t(|c| c.compare().spec)}</h2>
                <span class="end" hidden=unless(has_others)>
                    <Segmented
                        label=text.t(|c| c.compare().layout)
                        choices=choices
                        current=derived(move || usize::from(page.state.read().is_split))
                        on_choose=choose
                    />
                </span>
            </div>
            {part(move || {
                let told = text.get();
                sentences(&found.read(), &page.matrix.read(), told)
                    .into_iter()
                    .map(|words| view! { <p class="cmp-spec-word">{words}</p> })
                    .collect_view()
            })}
            {part(move || groups(page, &found.get()))}
        </section>
    }
}

/// What there is to say beside the differences.
fn sentences(found: &Specs, matrix: &Matrix, text: &Catalogue) -> Vec<String> {
    let words = text.compare();
    let name = |at: usize| matrix.columns.get(at).map_or("", |column| &column.name);
    let why = |at: usize, why: NoSpec| {
        let say = match why {
            NoSpec::Latest => words.spec_latest,
            NoSpec::Gone => words.spec_gone,
            NoSpec::Forbidden => words.spec_forbidden,
            NoSpec::Unread => words.spec_unread,
        };
        say(name(at))
    };
    let base = match (found.base, matrix.base) {
        (Some(Err(reason)), Some(at)) => Some(why(at, reason)),
        (Some(Ok(_)), _) if found.others.is_empty() && found.unknown.is_empty() => {
            Some(words.same_spec.to_owned())
        }
        _ => None,
    };
    let unknown = found.unknown.iter().map(|(at, reason)| why(*at, *reason));
    base.into_iter().chain(unknown).collect()
}

/// Each other spec against that of the base.
fn groups(page: Page, found: &Specs) -> AnyView {
    let text = use_text();
    let (Some(Ok(base)), Some(at_base)) = (found.base, page.matrix.read_untracked().base) else {
        return ().erased();
    };
    let is_first_alone = found.others.len() == 1;
    let group = |(spec, columns): &(usize, Vec<usize>)| {
        let (spec, columns) = (*spec, columns.clone());
        let first = columns.first().copied().unwrap_or_default();
        let title = say(move || {
            let matrix = page.matrix.read();
            (text.get().compare().from_to)(&title_of(&matrix, at_base), &title_of(&matrix, first))
        });
        let letters: Vec<&str> = columns.iter().map(|at| letter(*at)).collect();
        let label = letters.join(", ");
        let is_open = RwSignal::new(is_first_alone);
        let diff = part(move || {
            let answer = page.answer.value().filter(|_| is_open.get())?;
            let spec_at = |at: usize| answer.specs.get(at).cloned();
            let (old, new) = spec_at(base).zip(spec_at(spec))?;
            let is_split = derived(move || page.state.read().is_split);
            Some(view! { <SpecDiff old=old new=new is_split=is_split label=label.clone() /> })
        });
        let keys: Vec<AnyView> = std::iter::once(at_base).chain(columns).map(key).collect();
        view! {
            <details
                class="cmp-diff"
                prop:open=is_first_alone
                on:toggle=move |event| {
                    let details = event_target::<web_sys::Element>(&event);
                    is_open.set(details.has_attribute("open"));
                }
            >
                <summary>{icon(Icon::Right)} {keys} <span>{title}</span></summary>
                {diff}
            </details>
        }
        .erased()
    };
    found.others.iter().map(group).collect_view().erased()
}

/// The version of a run, or its name where it has none.
fn title_of(matrix: &Matrix, at: usize) -> String {
    let version = matrix.summary.iter().find(|row| row.what == What::Version);
    let version = version.and_then(|row| match &row.cells.get(at)?.value {
        super::matrix::Value::Link(name, _) | super::matrix::Value::Word(name) => {
            Some(name.clone())
        }
        _ => None,
    });
    let name = matrix.columns.get(at).map(|column| column.name.clone());
    version.or(name).unwrap_or_default()
}
