//! Moments in two zones: that of the reader and UTC.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::{
    reactive::{part, say},
    text::{self, use_text},
};

/// A row for each moment.
#[component]
pub(crate) fn MomentTable(
    /// The moments.
    #[prop(into)]
    moments: Signal<Vec<OffsetDateTime>>,
    /// What they are.
    #[prop(into)]
    caption: Signal<String>,
) -> impl IntoView {
    let words = use_text();
    let row = move |at: OffsetDateTime| {
        view! {
            <tr>
                <td>
                    <time datetime=text::machine(at)>
                        {say(move || text::absolute(words.language(), at))}
                    </time>
                </td>
                <td class="quiet">{say(move || text::absolute_utc(words.language(), at))}</td>
            </tr>
        }
    };
    view! {
        <table class="facts-table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">
                        {say(move || (words.get().recurring().your_zone)(&text::zone_name()))}
                    </th>
                    <th scope="col">"UTC"</th>
                </tr>
            </thead>
            <tbody>{part(move || moments.get().into_iter().map(row).collect_view())}</tbody>
        </table>
    }
}
