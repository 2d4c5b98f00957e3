//! The namespaces that are offered, with the person's part in each.

use console_api::OfferedNamespace;
use kfp_core::model::Namespace;
use leptos::prelude::*;

use crate::{
    data::{Offered, use_account},
    navigation::RouteLink,
    paths::Route,
    reactive::{part, say, unless},
    shell::role_word,
    text::{Catalogue, use_text},
};

/// The panel. Each name leads to the check of that namespace.
#[component]
pub(super) fn Namespaces() -> impl IntoView {
    let text = use_text();
    let offered = use_account().offered();
    let rows = part(move || {
        let row = |offered| row(offered, text.get());
        offered.read().list().iter().map(row).collect_view()
    });
    let remark = say(move || remark(&offered.read(), text.get()).to_owned());
    view! {
        <section class="panel evidence-side" aria-labelledby="own-namespaces">
            <h2 id="own-namespaces">{text.t(|c| c.connection().own_namespaces)}</h2>
            <dl class="pairs">{rows}</dl>
            <p class="quiet" hidden=unless(move || !remark.read().is_empty())>{remark}</p>
        </section>
    }
}

fn row(offered: &OfferedNamespace, text: &Catalogue) -> impl IntoView + use<> {
    let name = offered.name.clone();
    let link = Namespace::new(name.as_str()).ok().map(|namespace| {
        view! { <RouteLink to=Route::Connection(Some(namespace)) class="link" label=name /> }
    });
    view! {
        <dt>{link}</dt>
        <dd>{part_in(offered, text)}</dd>
    }
}

fn part_in(offered: &OfferedNamespace, text: &Catalogue) -> &'static str {
    match role_word(offered.role, text) {
        "" => text.connection().unknown,
        word => word,
    }
}

fn remark(offered: &Offered, text: &Catalogue) -> &'static str {
    match offered {
        Offered::Known {
            complete: false, ..
        } => text.shell.namespaces_incomplete,
        Offered::Known { namespaces, .. } if namespaces.is_empty() => {
            text.states.no_namespace_title
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use console_api::Role;

    use super::*;
    use crate::text::Language;

    #[test]
    fn a_part_that_is_not_known_is_said_to_be_so() {
        let text = Language::English.catalogue();
        let part = |role| {
            let name = "team-vision".to_owned();
            part_in(&OfferedNamespace { name, role }, text)
        };
        assert_eq!(part(Some(Role::Owner)), "Owner");
        assert_eq!(part(Some(Role::Unknown)), "unknown");
        assert_eq!(part(None), "unknown");
    }

    #[test]
    fn an_empty_list_and_one_that_is_not_whole_say_so() {
        let text = Language::English.catalogue();
        let known = |complete| Offered::Known {
            namespaces: Vec::new(),
            complete,
        };
        assert!(remark(&known(true), text).contains("no namespace"));
        assert_eq!(
            remark(&known(false), text),
            text.shell.namespaces_incomplete
        );
        assert_eq!(remark(&Offered::Unknown, text), "");
    }
}
