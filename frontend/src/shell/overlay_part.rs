//! Where the program is split for what opens over the page: it is fetched when it is opened for the first time.
//!
//! Outside of a browser the macro calls the functions as they are.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the macro gives its own failure, that a part cannot be fetched, as the function's"
)]

use futures::FutureExt as _;
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};

use super::{overlays::Sheet, palette::Palette};
use crate::reactive::Erase;

/// What opens over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlay {
    /// The command palette.
    Palette,
    /// The list of shortcuts.
    Keys,
}

#[wasm_split(overlays, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_overlays))]
fn overlays(overlay: Overlay, open: RwSignal<bool>) -> Result<AnyView, SplitLoaderError> {
    Ok(match overlay {
        Overlay::Palette => view! { <Palette open=open /> }.erased(),
        Overlay::Keys => view! { <Sheet open=open /> }.erased(),
    })
}

impl Overlay {
    /// Draws it, when its part is here.
    pub(super) fn draw(self, open: RwSignal<bool>) -> Option<AnyView> {
        overlays(self, open).now_or_never()?.ok()
    }
}

/// Fetches the part that both are in; whether it is here then.
pub(super) async fn fetch() -> bool {
    fetch_overlays().await.is_ok()
}
