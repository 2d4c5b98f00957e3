use proptest::prelude::*;

use super::*;

fn lines(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What is the same, what was removed and what was added, in a word each.
fn told(old: &str, new: &str) -> String {
    let (old, new) = (lines(old), lines(new));
    let stretches = diff(&old, &new);
    let words = shown(&stretches, |_| true)
        .into_iter()
        .map(|line| match line {
            Shown::Same(at, _) => old[at].clone(),
            Shown::Removed(at) => format!("-{}", old[at]),
            Shown::Added(at) => format!("+{}", new[at]),
            Shown::Folded(..) => "…".to_owned(),
        });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_shortest_way_is_told() {
    assert_eq!(told("a b c", "a b c"), "a b c");
    assert_eq!(told("a b c", "a x c"), "a -b +x c");
    assert_eq!(told("", "a"), "+a");
    assert_eq!(told("a", ""), "-a");
    assert_eq!(told("x a y a z", "x a z"), "x a -y -a z");
    assert_eq!(told("a a b b", "a b b b"), "a -a +b b b");
    // A block that was moved: the longer part stays.
    assert_eq!(told("m a b c", "a b c m"), "-m a b c +m");
}

#[test]
fn what_is_far_from_a_change_is_folded_and_opened() {
    let old: Vec<String> = (0..40).map(|at| at.to_string()).collect();
    let mut new = old.clone();
    "changed".clone_into(&mut new[20]);
    let stretches = diff(&old, &new);
    let some = shown(&stretches, |_| false);
    assert_eq!(some[0], Shown::Folded(0, 17));
    assert_eq!(some[1], Shown::Same(17, 17));
    assert_eq!(some[4..6], [Shown::Removed(20), Shown::Added(20)]);
    assert_eq!(some.last(), Some(&Shown::Folded(2, 16)));
    assert_eq!(shown(&stretches, |at| at == 2).len(), 1 + 3 + 2 + 19);
    let rows = side_by_side(&some);
    assert_eq!(rows[4], (Some(Shown::Removed(20)), Some(Shown::Added(20))));
}

#[test]
fn two_texts_with_little_in_common_take_each_others_place_in_no_time() {
    let of = |seed: usize| -> Vec<String> {
        (0..3_000)
            .map(|at| ((at * 7 + seed) % 5).to_string())
            .collect()
    };
    let stretches = diff(&of(1), &of(3));
    let removed: usize = stretches
        .iter()
        .filter(|one| !one.is_same)
        .map(|one| one.old_lines)
        .sum();
    assert!(removed > 0 && removed <= 3_000);
}

proptest! {
    #[test]
    fn what_is_told_leads_from_one_text_to_the_other(
        old in prop::collection::vec("[a-e]", 0..60),
        new in prop::collection::vec("[a-e]", 0..60),
    ) {
        let stretches = diff(&old, &new);
        let (mut at_old, mut at_new) = (0, 0);
        for (at, stretch) in stretches.iter().enumerate() {
            prop_assert_eq!((stretch.old, stretch.new), (at_old, at_new));
            let of_old = &old[stretch.old..stretch.old + stretch.old_lines];
            let of_new = &new[stretch.new..stretch.new + stretch.new_lines];
            prop_assert!(!of_old.is_empty() || !of_new.is_empty());
            if stretch.is_same {
                prop_assert_eq!(of_old, of_new);
            }
            if let Some(next) = stretches.get(at + 1) {
                prop_assert!(stretch.is_same != next.is_same);
            }
            at_old += stretch.old_lines;
            at_new += stretch.new_lines;
        }
        prop_assert_eq!((at_old, at_new), (old.len(), new.len()));
        if old == new {
            prop_assert!(stretches.iter().all(|stretch| stretch.is_same));
        }
        // Whatever is folded, every changed line is shown.
        let changed = shown(&stretches, |_| false).into_iter();
        let changed = changed.filter(|line| matches!(line, Shown::Removed(_) | Shown::Added(_)));
        let count: usize = stretches
            .iter()
            .filter(|stretch| !stretch.is_same)
            .map(|stretch| stretch.old_lines + stretch.new_lines)
            .sum();
        prop_assert_eq!(changed.count(), count);
    }
}
