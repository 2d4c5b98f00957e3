//! The end of the session. The page stays as it is; the sign-in happens in the top window and comes back to it.

use kfp_core::error::SignedOut;
use leptos::prelude::*;

use crate::{
    frame::{Frame, dashboard_address, outside_address, sign_in_address},
    navigation::use_navigation,
    reactive::Erase,
    text::use_text,
    ui::{Button, Icon, Kind, StatePanel},
};

/// Whether the gateway has a sign-in that can be asked to come back to an address.
///
/// oauth2-proxy from Kubeflow 1.9.1 answers calls without a session by itself; the other login services redirect, and
/// lead back to the page that is loaded, so loading it anew is their sign-in.
fn has_return_address(by: SignedOut) -> bool {
    match by {
        SignedOut::EmptyObject | SignedOut::SignInPage | SignedOut::ExpiredToken => true,
        // `Redirect`, `OpaqueRedirect`, and what is not known: a reload is right at every gateway.
        _ => false,
    }
}

/// Where the sign-in begins that comes back to an address.
pub(crate) fn sign_in_way(by: SignedOut, back: &str) -> String {
    if has_return_address(by) {
        sign_in_address(back)
    } else {
        back.to_owned()
    }
}

/// Says that the session has ended, and signs in.
#[component]
pub(crate) fn SessionEnded(
    /// How it showed.
    by: SignedOut,
) -> impl IntoView {
    let text = use_text();
    let frame = expect_context::<Frame>();
    let navigation = use_navigation();
    let sign_in = move |()| {
        let route = navigation.route().get_untracked();
        let (path, query) = (
            navigation.full_path().get_untracked(),
            navigation.search().get_untracked(),
        );
        let back = if frame.is_framed() {
            dashboard_address(&path, &query, route.namespace())
        } else {
            outside_address(&path, &query)
        };
        let top = window().top().ok().flatten().unwrap_or_else(window);
        let _left = top.location().set_href(&sign_in_way(by, &back));
    };
    view! {
        <StatePanel
            shows=Icon::Key
            alert=true
            title=text.t(|c| c.states.ended_title)
            explains=text.t(|c| c.states.ended_text)
            acts=vec![
                view! { <Button kind=Kind::Primary label=text.t(|c| c.states.sign_in) on_press=sign_in /> }
                    .erased(),
            ]
            foot=frame
                .is_framed()
                .then(|| view! { <p class="sub">{text.t(|c| c.states.ended_frame)}</p> }.erased())
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newer_gateway_is_told_where_to_come_back_to() {
        for by in [
            SignedOut::EmptyObject,
            SignedOut::SignInPage,
            SignedOut::ExpiredToken,
        ] {
            assert!(has_return_address(by), "{by:?}");
        }
        for by in [SignedOut::Redirect, SignedOut::OpaqueRedirect] {
            assert!(!has_return_address(by), "{by:?}");
        }
    }
}
