//! The way back after the end of the session: signing in beside the page, since leaving it would lose the package.

use leptos::prelude::*;

use super::{form::Form, sending::Sending};
use crate::{
    data::{use_account, use_api},
    frame::outside_address,
    navigation::use_navigation,
    paths::Route,
    reactive::{part, spawn},
    states::sign_in_way,
    status::Status,
    text::use_upload_text,
    ui::{Button, Icon, Kind, Toasts, status_glyph},
};

/// What the window is asked to look like.
const SMALL: &str = "popup,noopener,width=520,height=680";

/// While the session has ended and a package is here: a sign-in in another window, and the way on from there.
#[component]
pub(super) fn WayBack(form: Form, sending: Sending) -> impl IntoView {
    let (words, navigation) = (use_upload_text(), use_navigation());
    let (api, account) = (use_api(), use_account());
    let toasts = expect_context::<Toasts>();
    let go_on = move |()| {
        let before = untrack(|| account.user());
        spawn(async move {
            let Some(session) = api.session_again().await else {
                toasts.error(words.now().not_signed_in);
                return;
            };
            api.guard().resume();
            if !form.is_here() {
                return;
            }
            // Somebody else has to press the button.
            if before.as_deref() == Some(session.user.as_str()) {
                sending.go_on();
            }
            form.look_once_more();
        });
    };
    part(move || {
        let by = api.guard().ended()?;
        form.parts().chosen.read().as_ref()?;
        let sign_in = move |()| {
            let namespace = form.parts().namespace.get_untracked();
            let back = navigation.path(&namespace.map_or(Route::Start, Route::Pipelines));
            let address = sign_in_way(by, &outside_address(&back, ""));
            let _opened = window().open_with_url_and_target_and_features(&address, "_blank", SMALL);
        };
        Some(view! {
            <div class="note note-warn" role="status">
                {status_glyph(&Status::Canceling)}
                <div class="stack">
                    <span class="strong">{words.t(|w| w.kept)}</span>
                    <span>{words.t(|w| w.kept_text)}</span>
                    <div class="row row-wrap">
                        <Button
                            kind=Kind::Primary
                            before=Icon::External
                            label=words.t(|w| w.sign_in_beside)
                            on_press=sign_in
                        />
                        <Button label=words.t(|w| w.go_on) on_press=go_on />
                    </div>
                </div>
            </div>
        })
    })
}
