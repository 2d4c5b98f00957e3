//! Whether a thing is at home in the namespace of the address.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use crate::{
    data::{Call, Failure, FailureKind, Offered, use_account},
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, say},
    states::{FailureView, Retry},
    text::{Catalogue, use_text},
    ui::{Icon, StatePanel},
};

/// Why the address shows nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Blocked {
    /// It could not be read.
    Failed(Failure),
    /// It is at home in another of the user's own namespaces.
    Elsewhere(Namespace),
    /// It is at home in another one, and nobody has said yet which are the user's own.
    Undecided,
}

/// Decides from what the call gave: a failure, or the namespace of the thing. `absent` is the code of that there is none.
///
/// A thing of a namespace that is not the user's own, and one that does not exist, look alike: the address names
/// neither, so the page gives neither away.
fn blocked(
    failure: Option<Failure>,
    own: Option<Namespace>,
    named: &Namespace,
    offered: &Offered,
    absent: &str,
) -> Option<Blocked> {
    let absent = || nothing(absent);
    let home = own.filter(|own| own != named);
    match (failure, home) {
        (Some(failure), _) if is_of_another(&failure, named) => Some(Blocked::Failed(absent())),
        (Some(failure), _) if blocks(&failure) => Some(Blocked::Failed(failure)),
        (_, Some(_)) if *offered == Offered::Unknown => Some(Blocked::Undecided),
        (_, Some(home)) if offers(offered, &home) => Some(Blocked::Elsewhere(home)),
        (_, Some(_)) => Some(Blocked::Failed(absent())),
        _ => None,
    }
}

/// The same, of a call for the thing.
///
/// `own` gives the namespace of the thing once it is known, `named` the one of the address.
pub(in crate::pages) fn use_blocked(
    call: Call,
    own: impl Fn() -> Option<Namespace> + Send + Sync + 'static,
    named: impl Fn() -> Option<Namespace> + Send + Sync + 'static,
    absent: &'static str,
) -> Memo<Option<Blocked>> {
    let offered = use_account().offered();
    Memo::new(move |_| blocked(call.failure(), own(), &named()?, &offered.read(), absent))
}

/// What stands in the place of the thing. `there` is its page in another namespace, `title` says that it is there.
pub(in crate::pages) fn dead_end(
    blocked: Blocked,
    call: Call,
    there: impl FnOnce(Namespace) -> Option<Route>,
    title: Title,
) -> AnyView {
    match blocked {
        Blocked::Failed(failure) => {
            view! { <FailureView failure=failure retry=Retry::of(call) /> }.erased()
        }
        Blocked::Elsewhere(home) => {
            let there = there(home.clone());
            let there =
                there.map(|there| view! { <AtHomeElsewhere home=home there=there title=title /> });
            there.erased()
        }
        Blocked::Undecided => ().erased(),
    }
}

/// A sentence of the catalogue about a namespace.
type Title = fn(&Catalogue) -> fn(&str) -> String;

/// Whether a failure to read the thing stands for the whole page. When nobody answers, its list says so too.
fn blocks(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::Forbidden(_)
            | FailureKind::RefusedByMesh
            | FailureKind::Rejected
            | FailureKind::ConsoleRefused
            | FailureKind::Garbled
    )
}

/// Whether nothing is said of the namespace of the address: there is none such, or it is refused in another one.
fn is_of_another(failure: &Failure, named: &Namespace) -> bool {
    match &failure.kind {
        FailureKind::NotFound => true,
        FailureKind::Forbidden(Some(access)) => {
            !access.namespace.is_empty() && access.namespace != named.as_str()
        }
        _ => false,
    }
}

fn offers(offered: &Offered, namespace: &Namespace) -> bool {
    offered
        .list()
        .iter()
        .any(|one| one.name == namespace.as_str())
}

fn nothing(code: &str) -> Failure {
    Failure {
        kind: FailureKind::NotFound,
        code: code.to_owned(),
        said: String::new(),
    }
}

/// Leads to the namespace of the thing.
#[component]
fn AtHomeElsewhere(
    /// The namespace.
    home: Namespace,
    /// The page of the thing there.
    there: Route,
    /// That it is there: the namespace.
    title: Title,
) -> impl IntoView {
    let text = use_text();
    let (where_to, link) = (home.clone(), home);
    view! {
        <StatePanel
            shows=Icon::Search
            title=say(move || title(text.get())(where_to.as_str()))
            explains=text.t(|c| c.states.elsewhere_text)
            acts=vec![
                view! {
                    <RouteLink
                        to=there
                        class="btn btn-primary"
                        label=say(move || (text.get().states.open_in)(link.as_str()))
                    />
                }
                    .erased(),
            ]
        />
    }
}

#[cfg(test)]
mod tests {
    use console_api::OfferedNamespace;

    use super::*;
    use crate::data::Access;

    const CODE: &str = "kfp.experiment.not_found";

    fn ns(name: &str) -> Namespace {
        Namespace::new(name).expect("a namespace")
    }

    fn decide(failure: Option<Failure>, own: Option<&str>) -> Option<Blocked> {
        let offered = Offered::Known {
            namespaces: ["a", "b"]
                .map(|name| OfferedNamespace {
                    name: name.to_owned(),
                    role: None,
                })
                .to_vec(),
            complete: true,
        };
        blocked(failure, own.map(ns), &ns("a"), &offered, CODE)
    }

    fn refused_in(namespace: &str) -> Failure {
        Failure {
            kind: FailureKind::Forbidden(Some(Box::new(Access {
                user: "u".to_owned(),
                verb: "get".to_owned(),
                resource: "experiments".to_owned(),
                namespace: namespace.to_owned(),
            }))),
            code: "kfp.experiment.forbidden".to_owned(),
            said: "in another namespace".to_owned(),
        }
    }

    #[test]
    fn an_experiment_is_shown_in_its_own_namespace_and_while_nothing_is_known_of_it() {
        assert_eq!(decide(None, Some("a")), None);
        assert_eq!(decide(None, None), None);
    }

    #[test]
    fn one_of_another_own_namespace_leads_there() {
        assert_eq!(decide(None, Some("b")), Some(Blocked::Elsewhere(ns("b"))));
    }

    #[test]
    fn nothing_is_said_of_another_one_before_the_own_ones_are_known() {
        let of = |own| blocked(None, Some(ns(own)), &ns("a"), &Offered::Unknown, CODE);
        assert_eq!(of("b"), Some(Blocked::Undecided));
        assert_eq!(of("a"), None);
    }

    #[test]
    fn one_of_a_foreign_namespace_is_not_told_from_one_that_does_not_exist() {
        let missing = Failure {
            said: "Experiment 1 not found".to_owned(),
            ..nothing(CODE)
        };
        let nowhere = decide(Some(missing), None);
        assert_eq!(nowhere, Some(Blocked::Failed(nothing(CODE))));
        assert_eq!(decide(None, Some("c")), nowhere);
        assert_eq!(decide(Some(refused_in("c")), None), nowhere);
    }

    #[test]
    fn a_refusal_in_the_namespace_of_the_address_is_told() {
        let refusal = refused_in("a");
        assert_eq!(
            decide(Some(refusal.clone()), None),
            Some(Blocked::Failed(refusal))
        );
    }
}
