//! Somebody without a profile: the manifest that makes one.

use leptos::prelude::*;

use crate::{
    data::use_account,
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, derived},
    text::use_text,
    ui::{CodeBlock, CopyButton, Icon, Kind, StatePanel},
};

/// Says that there is no namespace, and what an admin has to apply.
#[component]
pub(crate) fn NoNamespace() -> impl IntoView {
    let text = use_text();
    let account = use_account();
    let manifest = derived(move || manifest(&account.user().unwrap_or_default()));
    view! {
        <StatePanel
            shows=Icon::Namespace
            title=text.t(|c| c.states.no_namespace_title)
            explains=text.t(|c| c.states.no_namespace_text)
            acts=vec![
                view! {
                    <CopyButton
                        kind=Kind::Primary
                        label=text.t(|c| c.states.copy_manifest)
                        text=move |()| manifest.get_untracked()
                    />
                }
                .erased(),
                view! {
                    <RouteLink
                        to=Route::Connection(None)
                        class="btn"
                        label=text.t(|c| c.states.check_connection)
                    />
                }
                .erased(),
            ]
            foot=Some(view! {
            <CodeBlock
                name="profile.yaml"
                label=text.t(|c| c.states.manifest)
                code=manifest
            />
            }
            .erased())
        />
    }
}

/// A Profile for a user. The name is what the dashboard's own registration would choose: the user with all but letters
/// and digits replaced.
///
/// # Spec
/// <https://www.kubeflow.org/docs/components/central-dash/profiles/>
fn manifest(user: &str) -> String {
    let user: String = user.chars().filter(|c| !c.is_control()).collect();
    let quoted = user.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "apiVersion: kubeflow.org/v1beta1\nkind: Profile\nmetadata:\n  name: {}\nspec:\n  owner:\n    kind: User\n    name: \"{quoted}\"\n",
        profile_name(&user)
    )
}

fn profile_name(user: &str) -> String {
    const MOST: usize = 50;
    let mut name = String::from("kubeflow-");
    for c in user.chars().map(|c| c.to_ascii_lowercase()) {
        let c = if c.is_ascii_alphanumeric() { c } else { '-' };
        if !(c == '-' && name.ends_with('-')) {
            name.push(c);
        }
    }
    name.truncate(MOST);
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use kfp_core::model::Namespace;

    use super::*;

    #[test]
    fn a_profile_has_a_name_that_can_be_a_namespace() {
        assert_eq!(
            profile_name("newcomer@example.com"),
            "kubeflow-newcomer-example-com"
        );
        for user in ["", "---", "김@example.com", "A.B@c", &"x".repeat(200)] {
            let name = profile_name(user);
            assert!(Namespace::new(name.as_str()).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_user_cannot_break_out_of_the_manifest() {
        let text = manifest("a\"\n  evil: true\\");
        assert_eq!(text.lines().count(), 8, "{text}");
        assert!(text.contains("name: \"a\\\"  evil: true\\\\\""), "{text}");
    }
}
