//! Names of inputs and outputs, and names that are nearly right.

/// A name without what the compiler puts before those that come from elsewhere.
pub(super) fn without_prefix(name: &str) -> &str {
    name.strip_prefix("pipelinechannel--").unwrap_or(name)
}

/// A key as a part of a path.
pub(super) fn path_part(key: &str) -> String {
    key.replace('%', "%25").replace('/', "%2F")
}

/// Names longer than this are not compared: nobody mistypes them by hand.
const LONGEST: usize = 64;

/// The name that was probably meant: the nearest, if it is near enough.
pub(super) fn meant<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = 1 + typed.chars().count() / 4;
    let distances = names.map(|name| (distance(typed, name), name));
    let nearest = distances.filter(|(distance, _)| *distance <= near).min();
    nearest.map(|(_, name)| name)
}

/// How many letters were put in, left out or changed; two that changed places count once.
fn distance(typed: &str, name: &str) -> usize {
    let [typed, name] =
        [typed, name].map(|text| text.chars().take(LONGEST + 1).collect::<Vec<_>>());
    if typed.len().max(name.len()) > LONGEST {
        return usize::MAX;
    }
    let mut rows: [Vec<usize>; 3] = [Vec::new(), Vec::new(), (0..=name.len()).collect()];
    for (at, letter) in typed.iter().enumerate() {
        rows.rotate_left(1);
        let [before, last, now] = &mut rows;
        *now = vec![at + 1];
        for (place, other) in name.iter().enumerate() {
            let changed = last[place] + usize::from(letter != other);
            let mut fewest = changed.min(last[place + 1] + 1).min(now[place] + 1);
            if at > 0 && place > 0 && typed[at - 1] == *other && name[place - 1] == *letter {
                fewest = fewest.min(before[place - 1] + 1);
            }
            now.push(fewest);
        }
    }
    rows[2][name.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let names = ["train", "test", "prepare", "학습"];
        let meant = |typed| meant(typed, names.into_iter());
        assert_eq!(meant("trian"), Some("train"));
        assert_eq!(meant("tran"), Some("train"));
        assert_eq!(meant("prepaer"), Some("prepare"));
        assert_eq!(meant("학슴"), Some("학습"));
        assert_eq!(meant("deploy"), None);
        assert_eq!(meant(&"x".repeat(1_000_000)), None);
    }

    #[test]
    fn distances_are_counted_in_slips() {
        for (a, b, slips) in [
            ("", "", 0),
            ("ab", "ba", 1),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!((distance(a, b), distance(b, a)), (slips, slips), "{a} {b}");
        }
    }
}
