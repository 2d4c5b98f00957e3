//! Somebody may not do what they asked for: what exactly, where they may go, and whom to ask.

use kfp_core::model::Namespace;
use leptos::prelude::*;

use crate::{
    data::{Access, Account, use_account},
    navigation::{History, use_navigation},
    paths::Section,
    reactive::{Erase, part, say},
    text::use_text,
    ui::{Button, CopyButton, Icon, Kind, Said, StatePanel},
};

/// Most namespaces that are named as the ones to go to.
const NAMED: usize = 3;

/// Shows a refusal. Where its words were not understood, it is taken for one to list what the page is of.
#[component]
pub(super) fn Forbidden(access: Option<Box<Access>>, code: String, said: String) -> impl IntoView {
    let text = use_text();
    let account = use_account();
    let is_understood = access.is_some();
    let access = StoredValue::new(access.map_or_else(of_page, |access| *access));
    let title = say(move || {
        let states = &text.get().states;
        access.with_value(|access| {
            if is_understood {
                (states.forbidden_title)(&access.verb, &access.resource, &access.namespace)
            } else {
                states.forbidden_plain.to_owned()
            }
        })
    });
    let message = move |()| {
        let states = &text.now().states;
        access.with_value(
            |Access {
                 user,
                 verb,
                 resource,
                 namespace,
             }| (states.owner_message)(user, verb, resource, namespace),
        )
    };
    let refused = access.with_value(|access| access.namespace.clone());
    let explains = {
        let refused = refused.clone();
        say(move || {
            let (states, others) = (&text.get().states, others(account, &refused));
            if others.is_empty() {
                (states.forbidden_nowhere)(&refused)
            } else {
                (states.forbidden_text)(&others.join(", "), &refused)
            }
        })
    };
    view! {
        <StatePanel
            shows=Icon::Shield
            title=title
            explains=explains
            acts=vec![
                view! { <GoElsewhere refused=refused /> }.erased(),
                view! { <CopyButton label=text.t(|c| c.states.copy_request) text=message /> }.erased(),
            ]
            foot=Some(view! { <Said words=said code=code /> }.erased())
        />
    }
}

/// The access that the page is about, for a refusal whose words were not understood.
fn of_page() -> Access {
    let route = use_navigation().route().get_untracked();
    let namespace = route.namespace().map(ToString::to_string);
    let resource = match route.section() {
        Some(Section::Overview | Section::Runs) => "runs",
        Some(Section::Pipelines) => "pipelines",
        // What KFP's roles call recurring runs.
        Some(Section::RecurringRuns) => "jobs",
        _ => "experiments",
    };
    Access {
        user: use_account().user().unwrap_or_default(),
        verb: "list".to_owned(),
        resource: resource.to_owned(),
        namespace: namespace.unwrap_or_default(),
    }
}

/// Where the user may go instead.
fn others(account: Account, refused: &str) -> Vec<String> {
    let offered = account.offered().get();
    let names = offered.list().iter().map(|offered| offered.name.clone());
    names.filter(|name| name != refused).take(NAMED).collect()
}

/// Goes to the first of them.
#[component]
fn GoElsewhere(refused: String) -> impl IntoView {
    let text = use_text();
    let account = use_account();
    let navigation = use_navigation();
    part(move || {
        let first = others(account, &refused)
            .first()
            .and_then(|name| Namespace::new(name.as_str()).ok())?;
        let label = (text.get().states.go_to)(first.as_str());
        let go = move |()| {
            let route = navigation
                .route()
                .get_untracked()
                .in_namespace(first.clone());
            navigation.go(&route, History::Push);
        };
        Some(view! { <Button kind=Kind::Primary label=Signal::stored(label) on_press=go /> })
    })
}
