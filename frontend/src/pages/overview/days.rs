//! How the runs of each day ended.

use console_api::overview::Day;
use leptos::prelude::*;

use super::{
    body::Shown,
    chart::{HEIGHT, Numbers, WIDTH, drawing},
    count::{WORKING, count},
};
use crate::{
    reactive::{part, say},
    status::Status,
    text::{self, Text, number, use_text},
};

/// What is drawn: the days, and how many runs work now.
type Drawn = (Vec<Day>, u64);

/// The panel.
#[component]
pub(super) fn DaysPanel(shown: Shown) -> impl IntoView {
    let text = use_text();
    let drawn = Memo::new(move |_| {
        let now = shown.now.get();
        now.map_or_else(Drawn::default, |now| {
            (now.days.clone(), count(&now.active, WORKING))
        })
    });
    let all = Memo::new(move |_| Numbers::of_all(&drawn.read().0));
    let legend = move |class: &'static str, status: Status, of: fn(&Numbers) -> u64| {
        let words = say(move || {
            let word = (text.get().status)(&status);
            let below = match status {
                Status::Failed => format!(", {}", text.get().overview().below_line),
                _ => String::new(),
            };
            format!("{word} {}{below}", number(of(&all.read())))
        });
        view! { <li><i class=class aria-hidden="true"></i> <span>{words}</span></li> }
    };
    let sentence = say(move || sentence(text, &drawn.read().0, all.get()));
    let chart = part(move || {
        let (days, running) = drawn.get();
        let markup = drawing(&days, running, |at, with_month| {
            name(text, &days, at, with_month)
        });
        view! {
            <svg
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="img"
                aria-label=sentence
                inner_html=markup
            ></svg>
        }
    });
    view! {
        <section class="panel" aria-label=text.t(|c| c.overview().per_day)>
            <div class="panel-head">
                <h2>{text.t(|c| c.overview().per_day)}</h2>
                <ul class="legend">
                    {legend("swatch swatch-succeeded", Status::Succeeded, |all| all.succeeded)}
                    {legend("swatch swatch-failed", Status::Failed, |all| all.failed)}
                    {legend("swatch swatch-canceled", Status::Canceled, |all| all.canceled)}
                </ul>
            </div>
            <div
                class="chart"
                tabindex="0"
                role="region"
                aria-label=text.t(|c| c.overview().chart_scrolls)
            >
                {chart}
            </div>
        </section>
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of any date fit into 53 bits"
)]
fn label(text: Text, day: &Day, with_month: bool) -> String {
    // Noon, so that a day with 23 hours before it is still itself.
    let noon = day.starts_at_ms + 43_200_000;
    text::day_label(text.language(), noon as f64, with_month)
}

fn name(text: Text, days: &[Day], at: usize, with_month: bool) -> String {
    if at + 1 == days.len() {
        return text.get().overview().today.to_owned();
    }
    days.get(at)
        .map_or_else(String::new, |day| label(text, day, with_month))
}

fn sentence(text: Text, days: &[Day], all: Numbers) -> String {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return String::new();
    };
    let ends = (label(text, first, true), label(text, last, true));
    let chart = text.get().overview().chart;
    chart(&ends.0, &ends.1, all.succeeded, all.failed, all.canceled)
}
