//! The title of the document: `{thing} · {page} · {namespace} · KFP Console`.

use leptos::prelude::*;

use crate::reactive::effect;

const PRODUCT: &str = "KFP Console";

/// Keeps the title of the document at the given parts; empty ones are left out.
pub(crate) fn use_title(parts: impl Fn() -> Vec<String> + 'static) {
    effect(move || document().set_title(&join(parts())));
}

fn join(parts: Vec<String>) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts
        .chain([PRODUCT.to_owned()])
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_in_their_order_and_empty_ones_are_left_out() {
        assert_eq!(
            join(vec![
                String::new(),
                "Experiments".to_owned(),
                "team-a".to_owned()
            ]),
            "Experiments · team-a · KFP Console"
        );
        assert_eq!(join(vec![]), "KFP Console");
    }
}
