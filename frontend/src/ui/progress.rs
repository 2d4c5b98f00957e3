//! How far the tasks of a run are: a bar with one segment for each status, and numbers.

use std::fmt::Write as _;

use console_api::beside::Tasks;
use leptos::prelude::*;

use crate::{reactive::Erase, status::Status, text::Catalogue};

/// The statuses of [`Tasks::counts`].
const STATUSES: [Status; 6] = [
    Status::Succeeded,
    Status::Cached,
    Status::Skipped,
    Status::Failed,
    Status::Canceled,
    Status::Running,
];
/// The width of the bar, in tenths of a pixel.
const WIDTH: u64 = 800;
/// What stands between two segments.
const GAP: u64 = 10;

/// The bar and the numbers.
pub(crate) fn progress(tasks: &Tasks, text: &Catalogue) -> AnyView {
    let (drawing, told) = (drawing(tasks), told(tasks, text));
    view! {
        <span class="tasks">
            <svg class="prog" viewBox="0 0 800 60" role="img" aria-label=told inner_html=drawing></svg>
            <span class="sub">{short(tasks)}</span>
        </span>
    }
    .erased()
}

/// One segment for each status that there is.
fn drawing(tasks: &Tasks) -> String {
    let mut out = String::new();
    // Where there may be more, the end stays empty.
    let of = u64::from(tasks.of.max(1)) + u64::from(tasks.or_more);
    let mut before = 0;
    for (at, count) in tasks.counts.iter().enumerate() {
        let after = before + u64::from(*count);
        let (from, to) = (before * WIDTH / of, after * WIDTH / of);
        if after > before {
            // Classes by place: the styles have the order of the statuses.
            let width = (to - from).saturating_sub(GAP).max(GAP);
            let _written = write!(out, r#"<path class="prog-{at}" d="M{from} 30h{width}"/>"#);
        }
        before = after;
    }
    out
}

fn short(tasks: &Tasks) -> String {
    let more = if tasks.or_more { "+" } else { "" };
    format!("{}/{}{more}", tasks.ended(), tasks.of)
}

fn told(tasks: &Tasks, text: &Catalogue) -> String {
    let by_status: Vec<String> = STATUSES
        .iter()
        .zip(tasks.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{} {count}", (text.status)(status)))
        .collect();
    (text.lists.tasks_ended)(
        tasks.ended(),
        tasks.of,
        tasks.or_more,
        &by_status.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn tasks(counts: [u32; 6], of: u32) -> Tasks {
        Tasks {
            counts,
            of,
            ..Tasks::default()
        }
    }

    #[test]
    fn what_ended_stands_in_one_order_and_what_is_left_stays_empty() {
        let half = drawing(&tasks([2, 0, 0, 1, 0, 1], 8));
        assert_eq!(
            half,
            r#"<path class="prog-0" d="M0 30h190"/><path class="prog-3" d="M200 30h90"/><path class="prog-5" d="M300 30h90"/>"#
        );
        assert_eq!(drawing(&tasks([0; 6], 0)), "");
        let some = Tasks {
            or_more: true,
            ..tasks([0, 0, 0, 0, 0, 1], 1)
        };
        assert_eq!(drawing(&some), r#"<path class="prog-5" d="M0 30h390"/>"#);
        // One of very many is seen still.
        assert!(drawing(&tasks([0, 0, 0, 1, 0, 0], 5_000)).contains("M0 30h10"));
    }

    #[test]
    fn the_sentence_names_every_status_and_what_is_not_known() {
        let all = tasks([8, 2, 2, 1, 0, 2], 23);
        let say = |tasks: &Tasks, language: Language| told(tasks, language.catalogue());
        assert_eq!(short(&all), "13/23");
        assert_eq!(
            say(&all, Language::English),
            "13 of 23 tasks finished: Succeeded 8, Cached 2, Skipped 2, Failed 1, Running 2"
        );
        let some = Tasks {
            or_more: true,
            ..tasks([1, 0, 0, 0, 0, 1], 2)
        };
        assert_eq!(short(&some), "1/2+");
        assert_eq!(
            say(&some, Language::English),
            "1 of at least 2 tasks finished: Succeeded 1, Running 1"
        );
        assert_eq!(
            say(&some, Language::Korean),
            "작업 2개 이상 중 1개 끝남: 성공 1, 실행 중 1"
        );
    }
}
