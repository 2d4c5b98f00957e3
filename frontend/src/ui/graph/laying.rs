//! A layout that is made between frames.

use std::{sync::Arc, time::Duration};

use dag_layout::{Layout, Work};
use leptos::prelude::*;

use super::model::{GraphModel, style};
use crate::{reactive::effect, text::now_ms};

/// A page that is busy for longer is seen to stand still.
const SLICE_MS: f64 = 8.0;

/// What is drawn: a model and where everything of it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Laid {
    pub(super) model: Arc<GraphModel>,
    pub(super) layout: Layout,
    pub(super) goes_right: bool,
}

/// Follows a model. Until a new one is laid out the old one stays.
pub(super) fn laid_out(
    model: Signal<Arc<GraphModel>>,
    goes_right: Signal<bool>,
) -> RwSignal<Option<Arc<Laid>>> {
    let laid = RwSignal::new(None);
    let turn = StoredValue::new(0_u32);
    effect(move || {
        let (model, goes_right) = (model.get(), goes_right.get());
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        match Work::new(&model.graph(), &style(goes_right)) {
            Ok(work) => {
                let bench = Bench {
                    model,
                    goes_right,
                    laid,
                    turn,
                    mine: turn.get_value(),
                };
                bench.go_on(work);
            }
            // A model that contradicts itself is told by its tree alone.
            Err(_contradiction) => laid.set(Some(Arc::new(Laid {
                model,
                goes_right,
                ..Laid::default()
            }))),
        }
    });
    laid
}

/// Where a layout is made.
struct Bench {
    model: Arc<GraphModel>,
    goes_right: bool,
    laid: RwSignal<Option<Arc<Laid>>>,
    turn: StoredValue<u32>,
    mine: u32,
}

impl Bench {
    /// Works for a while, and lets the page have its turn.
    fn go_on(self, mut work: Work) {
        let start = now_ms();
        while work.advance() {
            if now_ms() - start > SLICE_MS {
                set_timeout(
                    move || {
                        // Another model came, or the page is gone.
                        if self.turn.try_get_value() == Some(self.mine) {
                            self.go_on(work);
                        }
                    },
                    Duration::ZERO,
                );
                return;
            }
        }
        let _drawn = self.laid.try_set(Some(Arc::new(Laid {
            layout: work.finish(),
            model: self.model,
            goes_right: self.goes_right,
        })));
    }
}
