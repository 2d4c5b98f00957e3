//! Reckons in steps, so that no frame waits for it.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

use super::reckon::{Reckoned, Reckoning};
use crate::{data::Schedules, reactive::effect, text::now_ms};

/// How long a step may take: half a frame.
const STEP_MS: f64 = 8.0;

/// What is reckoned, and from what to what.
pub(super) type Asked = (Arc<Schedules>, i64, i64);

/// What was reckoned for what is asked now; `None` until it is done. What was known stays until something else is asked.
pub(super) fn use_reckoned(asked: Memo<Option<Asked>>) -> RwSignal<Option<(Asked, Arc<Reckoned>)>> {
    let done = RwSignal::new(None::<(Asked, Arc<Reckoned>)>);
    let round = StoredValue::new(0_u32);
    effect(move || {
        let asked = asked.get();
        let Some(this) = round.try_update_value(|round| {
            *round += 1;
            *round
        }) else {
            return;
        };
        let begun = asked.and_then(|asked| {
            let (schedules, from, to) = asked.clone();
            Some((Reckoning::begin(schedules, from, to)?, asked))
        });
        if let Some((reckoning, asked)) = begun {
            step(
                reckoning,
                asked,
                Round {
                    this,
                    last: round,
                    done,
                },
            );
        } else {
            done.set(None);
        }
    });
    done
}

/// One of the times that something was asked.
#[derive(Clone, Copy)]
struct Round {
    this: u32,
    /// The last one.
    last: StoredValue<u32>,
    done: RwSignal<Option<(Asked, Arc<Reckoned>)>>,
}

fn step(mut reckoning: Reckoning, asked: Asked, round: Round) {
    // Something else is asked by now, or the page was left.
    if round.last.try_get_value() != Some(round.this) {
        return;
    }
    let begun = now_ms();
    if reckoning.go_on(|| now_ms() - begun >= STEP_MS) {
        let reckoned = Arc::new(reckoning.finish());
        let _set = round.done.try_set(Some((asked, reckoned)));
    } else {
        set_timeout(move || step(reckoning, asked, round), Duration::ZERO);
    }
}
