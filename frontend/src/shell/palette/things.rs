//! Offers of things: what has a name like the text, what an id belongs to, what was opened last, and what can be done with
//! one.

use kfp_core::model::{Experiment, Namespace, Pipeline};

use super::{
    actions::Deed,
    offers::{Does, Group, Offer, Picture, fitting, icon_of},
};
use crate::{
    classic::page_of,
    data::{Found, RunRow, Thing, name_of_pipeline},
    paths::{Route, Section},
    status::Status,
    text::Catalogue,
    ui::Icon,
    url_state::{Cloned, NewRunState},
};

/// Most things that were opened last that are offered at once.
const MOST_RECENT: usize = 5;

fn picture_of(thing: &Thing) -> Icon {
    icon_of(match thing {
        Thing::Run(_) => Section::Runs,
        Thing::Experiment(_) => Section::Experiments,
        Thing::Pipeline(_) => Section::Pipelines,
        Thing::RecurringRun(_) => Section::RecurringRuns,
    })
}

/// Opens a thing.
fn opening(group: Group, found: Found, namespace: &Namespace) -> Offer {
    let page = page_of(&found, namespace);
    Offer {
        of: Some(found.clone()),
        ..Offer::page(group, picture_of(&found.thing), found.name, page)
    }
}

/// Opens a thing, of which it says what it is and where.
fn described(group: Group, found: Found, namespace: &Namespace, text: &Catalogue) -> Offer {
    let words = text.palette();
    let kind = match found.thing {
        Thing::Run(_) => words.run,
        Thing::Experiment(_) => words.experiment,
        Thing::Pipeline(_) => words.pipeline,
        Thing::RecurringRun(_) => words.recurring_run,
    };
    let remark = match &found.namespace {
        Some(place) => format!("{kind} · {place}"),
        None => kind.to_owned(),
    };
    opening(group, found, namespace).remarking(remark)
}

/// What an id belongs to.
pub(super) fn found(found: &Found, namespace: &Namespace, text: &Catalogue) -> Offer {
    described(Group::ByAddress, found.clone(), namespace, text)
}

/// What was opened last and fits, of the namespaces that may be opened, but for what is open now.
pub(super) fn recent(
    typed: &str,
    kept: &[Found],
    may_open: impl Fn(&Namespace) -> bool,
    open: &Route,
    text: &Catalogue,
) -> Vec<Offer> {
    let offers = kept.iter().filter_map(|found| {
        let namespace = found.namespace.as_ref().filter(|one| may_open(one))?;
        let offer = described(Group::Recent, found.clone(), namespace, text);
        let is_open =
            matches!(&offer.does, Does::Go((route, _)) if route == open && route.is_detail());
        (!is_open).then_some(offer)
    });
    let mut fitting = fitting(typed, offers.collect());
    fitting.truncate(MOST_RECENT);
    fitting
}

/// What can be done with a thing. To open it stands first, as it does without being asked for.
pub(super) fn verbs(found: &Found, fallback: &Namespace, text: &Catalogue) -> Vec<Offer> {
    let words = text.palette();
    let namespace = found.namespace.as_ref().unwrap_or(fallback).clone();
    let state = match found.thing.clone() {
        Thing::Run(id) => NewRunState {
            clone: Some(Cloned::Run(id)),
            ..NewRunState::default()
        },
        Thing::RecurringRun(id) => NewRunState {
            clone: Some(Cloned::RecurringRun(id)),
            ..NewRunState::default()
        },
        Thing::Experiment(id) => NewRunState {
            experiment: Some(id),
            ..NewRunState::default()
        },
        Thing::Pipeline(id) => NewRunState {
            pipeline: Some(id),
            ..NewRunState::default()
        },
    };
    let (icon, label, form) = match found.thing {
        Thing::Run(_) => (Icon::Clone, words.clone, Route::NewRun(namespace)),
        Thing::RecurringRun(_) => (Icon::Clone, words.clone, Route::NewRecurringRun(namespace)),
        Thing::Experiment(_) | Thing::Pipeline(_) => {
            (Icon::Plus, text.lists.new_run, Route::NewRun(namespace))
        }
    };
    let id = match &found.thing {
        Thing::Run(id) => id.as_str(),
        Thing::Experiment(id) => id.as_str(),
        Thing::Pipeline(id) => id.as_str(),
        Thing::RecurringRun(id) => id.as_str(),
    };
    let copy = Does::Do(Deed::CopyId(id.to_owned()));
    let opens = opening(Group::Verbs, found.clone(), fallback);
    let verbs = [
        Offer {
            words: words.open.to_owned(),
            ..opens
        },
        Offer::page(Group::Verbs, icon, label, (form, state.query())),
        Offer::new(Group::Verbs, Icon::Copy, words.copy_id, copy),
    ];
    verbs.map(|verb| verb.remarking(found.name.as_str())).into()
}

/// Whether a name is still one of those that are looked for: answers are those to what was typed a moment ago.
fn holds(name: &str, typed: &str) -> bool {
    name.to_lowercase().contains(&typed.trim().to_lowercase())
}

/// Runs.
pub(super) fn runs(typed: &str, rows: &[RunRow], namespace: &Namespace) -> Vec<Offer> {
    let rows = rows.iter().filter(|run| holds(&run.display_name, typed));
    let mut offers: Vec<Offer> = Vec::new();
    for run in rows {
        let found = Found {
            thing: Thing::Run(run.run_id.clone()),
            name: run.display_name.clone(),
            namespace: Some(namespace.clone()),
            archived: false,
        };
        let offer = Offer {
            picture: Picture::Status(Status::of_run(run)),
            ..opening(Group::Runs, found, namespace)
        };
        match offers.last_mut() {
            // Runs of one name are one list, and it is not known which of them is meant.
            Some(last) if last.does == offer.does => last.of = None,
            _ => offers.push(offer),
        }
    }
    offers
}

/// Experiments.
pub(super) fn experiments(typed: &str, rows: &[Experiment], namespace: &Namespace) -> Vec<Offer> {
    let rows = rows.iter().filter(|one| holds(&one.display_name, typed));
    let offers = rows.map(|one| {
        let found = Found {
            thing: Thing::Experiment(one.experiment_id.clone()),
            name: one.display_name.clone(),
            namespace: Some(namespace.clone()),
            archived: false,
        };
        opening(Group::Experiments, found, namespace)
    });
    offers.collect()
}

/// Pipelines.
pub(super) fn pipelines(typed: &str, rows: &[Pipeline], namespace: &Namespace) -> Vec<Offer> {
    let rows = rows
        .iter()
        .map(|one| (name_of_pipeline(one), one))
        .filter(|(name, _)| holds(name, typed));
    let offers = rows.map(|(name, one)| {
        let found = Found {
            thing: Thing::Pipeline(one.pipeline_id.clone()),
            name: name.to_owned(),
            namespace: Some(namespace.clone()),
            archived: false,
        };
        opening(Group::Pipelines, found, namespace)
    });
    offers.collect()
}

#[cfg(test)]
mod tests {
    use kfp_core::model::{ExperimentId, RunId};

    use super::*;
    use crate::text::Language;

    fn ns(name: &str) -> Namespace {
        Namespace::new(name).expect("a namespace")
    }

    fn words(offers: &[Offer]) -> Vec<&str> {
        offers.iter().map(|offer| offer.words.as_str()).collect()
    }

    fn experiment(id: &str, namespace: &str) -> Found {
        Found {
            thing: Thing::Experiment(ExperimentId::new(id).expect("an id")),
            name: format!("baseline {id}"),
            namespace: Some(ns(namespace)),
            archived: false,
        }
    }

    #[test]
    fn answers_to_an_older_text_are_narrowed_to_the_new_one() {
        let row = |id: &str, name: &str| -> RunRow {
            serde_json::from_str(&format!(r#"{{"run_id":"{id}","display_name":"{name}"}}"#))
                .expect("a row")
        };
        let rows = [
            row("1", "train-a"),
            row("2", "train-a"),
            row("3", "Train-b"),
        ];
        assert_eq!(
            words(&runs("train", &rows, &ns("a"))),
            ["train-a", "Train-b"]
        );
        assert_eq!(words(&runs("TRAIN-B", &rows, &ns("a"))), ["Train-b"]);
    }

    #[test]
    fn it_is_not_said_of_which_run_of_a_name_something_is() {
        let rows: Vec<RunRow> = serde_json::from_str(
            r#"[{"run_id":"1","display_name":"a"},{"run_id":"2","display_name":"a"},{"run_id":"3","display_name":"ab"}]"#,
        )
        .expect("rows");
        let offers = runs("a", &rows, &ns("x"));
        assert_eq!(words(&offers), ["a", "ab"]);
        assert_eq!(offers[0].of, None);
        assert!(offers[1].of.is_some());
    }

    #[test]
    fn recent_things_are_those_of_namespaces_that_may_be_opened_but_for_the_one_that_is_open() {
        let kept = [
            experiment("1", "a"),
            experiment("2", "b"),
            experiment("3", "a"),
        ];
        let open = Route::Experiment(ns("a"), ExperimentId::new("1").expect("an id"));
        let english = Language::English.catalogue();
        let offers = recent("", &kept, |one| *one == ns("a"), &open, english);
        assert_eq!(words(&offers), ["baseline 3"]);
        assert_eq!(offers[0].remark, "experiment · a");
        assert!(recent("x", &kept, |_| true, &open, english).is_empty());
    }

    #[test]
    fn a_run_can_be_opened_and_cloned_and_its_id_copied() {
        let run = Found {
            thing: Thing::Run(RunId::new("r-1").expect("an id")),
            ..experiment("1", "a")
        };
        let english = Language::English.catalogue();
        let verbs = verbs(&run, &ns("b"), english);
        assert_eq!(words(&verbs), ["Open", "Clone", "Copy id"]);
        let Does::Go((route, query)) = &verbs[1].does else {
            panic!("a page");
        };
        assert_eq!(
            (route, query.write().as_str()),
            (&Route::NewRun(ns("a")), "clone=r-1")
        );
        assert_eq!(verbs[2].does, Does::Do(Deed::CopyId("r-1".to_owned())));
    }
}
