//! Two versions, selected to see what differs.

use kfp_core::model::{PipelineId, PipelineVersionId};
use leptos::{ev::MouseEvent, prelude::*};
use time::OffsetDateTime;

use crate::{
    data::VersionRow,
    navigation::{History, use_navigation},
    pages::lists::{Check, Picking},
    paths::{Route, VersionView},
    reactive::{Erase, derived, effect, say, unless},
    text::{use_text, use_version_diff_text},
    ui::{Button, Kind},
    url_state::VersionState,
};

/// A version that is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Picked {
    id: PipelineVersionId,
    made: Option<OffsetDateTime>,
}

/// Selects, or does so no more.
fn toggle(picked: &mut Vec<Picked>, version: Picked) {
    match picked.iter().position(|known| known.id == version.id) {
        Some(at) => drop(picked.remove(at)),
        None => picked.push(version),
    }
}

/// The older and the newer of two; of those that were made together, the one that was selected first is the older.
fn pair(picked: &[Picked]) -> Option<(PipelineVersionId, PipelineVersionId)> {
    let [one, other] = picked else { return None };
    let (old, new) = if one.made <= other.made {
        (one, other)
    } else {
        (other, one)
    };
    Some((old.id.clone(), new.id.clone()))
}

/// The versions that are selected. They stay from page to page of the list.
#[derive(Clone, Copy)]
pub(super) struct Pick(RwSignal<Vec<Picked>>);

impl Pick {
    /// None, and none any more once the list is that of another pipeline.
    pub(super) fn new() -> Self {
        let navigation = use_navigation();
        let this = Self(RwSignal::new(Vec::new()));
        let of = Memo::new(move |_| pipeline_of(&navigation.route().read()).cloned());
        effect(move || {
            of.track();
            this.0.set(Vec::new());
        });
        this
    }

    /// What the table shows of it.
    pub(super) fn picking(self) -> Picking {
        let words = use_version_diff_text();
        Picking {
            head: Callback::new(move |()| {
                view! { <span class="sr-only">{words.t(|w| w.takes_two)}</span> }.erased()
            }),
            bar: Callback::new(move |()| view! { <Bar pick=self /> }.erased()),
        }
    }

    /// The checkbox of a row.
    pub(super) fn cell(self, version: &VersionRow) -> impl IntoView + use<> {
        let text = use_text();
        let picked = Picked {
            id: version.pipeline_version_id.clone(),
            made: version.created_at,
        };
        let (id, title) = (picked.id.clone(), version.title().to_owned());
        let press = move |_: MouseEvent| self.0.update(|all| toggle(all, picked.clone()));
        view! {
            <td role="cell" class="cell-select">
                <Check
                    label=say(move || (text.get().actions.select)(&title))
                    checked=derived(move || self.0.read().iter().any(|known| known.id == id))
                    on_press=press
                    row=true
                />
            </td>
        }
    }
}

fn pipeline_of(route: &Route) -> Option<&PipelineId> {
    match route {
        Route::Pipeline(_, id, _) => Some(id),
        _ => None,
    }
}

/// What is done with the selection.
#[component]
fn Bar(pick: Pick) -> impl IntoView {
    let (text, words) = (use_text(), use_version_diff_text());
    let navigation = use_navigation();
    let count = move || pick.0.read().len();
    let why_not = say(move || {
        if count() == 2 {
            String::new()
        } else {
            words.get().takes_two.to_owned()
        }
    });
    let show = move |()| {
        let route = navigation.route().get_untracked();
        let pair = pair(&pick.0.read_untracked());
        if let (Route::Pipeline(namespace, pipeline, _), Some((old, new))) = (route, pair) {
            let to = Route::PipelineVersion(namespace, pipeline, new, VersionView::Spec);
            let query = VersionState::compared_with(old).query();
            navigation.go_with(&to, query, History::Push);
        }
    };
    view! {
        <div
            class="bulk-bar"
            role="toolbar"
            aria-label=text.t(|c| c.actions.toolbar)
            hidden=unless(move || count() > 0)
        >
            <span class="bulk-count">{say(move || (text.get().actions.selected)(count()))}</span>
            <span data-key="c">
                <Button
                    kind=Kind::Ghost
                    label=words.t(|w| w.show)
                    why_not=why_not
                    on_press=show
                />
            </span>
            <span data-clear="">
                <Button
                    kind=Kind::Ghost
                    label=text.t(|c| c.actions.clear)
                    on_press=move |()| pick.0.set(Vec::new())
                />
            </span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: &str, seconds: i64) -> Picked {
        Picked {
            id: PipelineVersionId::new(id).expect("an id"),
            made: OffsetDateTime::from_unix_timestamp(seconds).ok(),
        }
    }

    #[test]
    fn two_versions_are_compared_from_the_older_to_the_newer() {
        let mut picked = Vec::new();
        toggle(&mut picked, version("new", 20));
        assert_eq!(pair(&picked), None);
        toggle(&mut picked, version("old", 10));
        let (old, new) = pair(&picked).expect("two");
        assert_eq!((old.as_str(), new.as_str()), ("old", "new"));
        toggle(&mut picked, version("third", 30));
        assert_eq!(pair(&picked), None);
        toggle(&mut picked, version("old", 10));
        let (old, new) = pair(&picked).expect("two");
        assert_eq!((old.as_str(), new.as_str()), ("new", "third"));
    }
}
