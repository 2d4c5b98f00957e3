//! Names that somebody may have meant.

use super::Candidate;

/// As many as one reads.
const MOST: usize = 5;
/// From here on two names are alike: one letter wrong in eight, or two exchanged.
const ALIKE: f64 = 0.8;

/// The names nearest to a text, the nearest first; none that is not alike and does not hold the text.
pub(super) fn nearest(text: &str, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let wanted = text.to_lowercase();
    let mut rated: Vec<(f64, Candidate)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let name = candidate.name.to_lowercase();
            let alike = strsim::normalized_damerau_levenshtein(&wanted, &name);
            let rating = if name.contains(&wanted) {
                1.0 + alike
            } else {
                alike
            };
            (rating >= ALIKE).then_some((rating, candidate))
        })
        .collect();
    // Stable: of equals the newer one stays first.
    rated.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut nearest: Vec<Candidate> = Vec::new();
    for (_, candidate) in rated {
        if nearest.iter().all(|known| known.id != candidate.id) {
            nearest.push(candidate);
        }
    }
    nearest.truncate(MOST);
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<Candidate> {
        names
            .iter()
            .enumerate()
            .map(|(number, name)| Candidate {
                name: (*name).to_owned(),
                id: number.to_string(),
                state: String::new(),
                created: None,
            })
            .collect()
    }

    fn nearest_names(text: &str, names: &[&str]) -> Vec<String> {
        let found = nearest(text, named(names));
        found.into_iter().map(|candidate| candidate.name).collect()
    }

    #[test]
    fn a_slip_and_a_part_are_near_and_nothing_else_is() {
        let names = ["training", "evaluate", "nightly training 7", "Train"];
        assert_eq!(
            nearest_names("trianing", &names),
            ["training"],
            "letters exchanged"
        );
        assert_eq!(
            nearest_names("train", &names),
            ["Train", "training", "nightly training 7"]
        );
        assert!(nearest_names("deploy", &names).is_empty());
    }

    #[test]
    fn each_is_told_once_and_not_all_are() {
        let twice = [named(&["training"]), named(&["training"])].concat();
        assert_eq!(nearest("training x", twice).len(), 1);
        assert_eq!(
            nearest("a", named(&["a1", "a2", "a3", "a4", "a5", "a6"])).len(),
            MOST
        );
    }
}
