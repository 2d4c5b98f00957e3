//! What varies between runs, as axes.

use std::collections::BTreeSet;

use time::OffsetDateTime;

use crate::{
    data::Trial,
    secret::is_secret_text,
    url_state::{Brush, DURATION, TrialsState},
};

/// Axes that are shown until others are chosen.
const SHOWN: usize = 6;
/// Words of an axis from which on it is none.
const MOST_WORDS: usize = 12;
/// Places of a scale of numbers.
const PLACES: u32 = 100;
/// Characters of a word that are shown.
const LONGEST_WORD: usize = 24;

/// A value of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Word(String),
}

impl Value {
    /// A value as the page shows it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(number) => short(*number),
            Self::Word(word) => word.clone(),
        }
    }
}

/// A number as short as it can be read.
fn short(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-4..1e9).contains(&size) {
        return format!("{number:e}");
    }
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// How the values stand on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scale {
    Numbers { least: f64, most: f64 },
    Words(Vec<String>),
}

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    /// The name of the parameter, or [`DURATION`].
    pub(super) name: String,
    /// How the values stand on it.
    pub(super) scale: Scale,
    /// Whether it is drawn on a logarithmic scale.
    pub(super) log: bool,
}

/// What can be drawn, and what cannot.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Axes {
    /// The axes in their order.
    pub(super) shown: Vec<Axis>,
    /// Those that are not shown.
    pub(super) others: Vec<Axis>,
    /// Names of what varies and has too many values, or too long ones.
    pub(super) too_many: Vec<String>,
}

/// The value that a run has on an axis.
pub(super) fn value(trial: &Trial, name: &str) -> Option<Value> {
    if name == DURATION {
        let run = &trial.run;
        let start = run.scheduled_at.or(run.created_at)?;
        return seconds(start, run.finished_at?);
    }
    let text = trial.parameters.get(name)?.as_deref()?;
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(match json {
        serde_json::Value::Number(number) => Value::Number(number.as_f64()?),
        serde_json::Value::String(word) => Value::Word(word),
        serde_json::Value::Null => return None,
        other => Value::Word(other.to_string()),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds of any run fit into 53 bits"
)]
fn seconds(start: OffsetDateTime, end: OffsetDateTime) -> Option<Value> {
    let seconds = (end - start).whole_seconds();
    (seconds >= 0).then_some(Value::Number(seconds as f64))
}

impl Axes {
    /// What varies between the runs: those that the address names, or the first ones and the duration.
    pub(super) fn of(trials: &[Trial], state: &TrialsState) -> Self {
        let mut drawn = Self::default();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for trial in trials {
            names.extend(trial.parameters.keys().map(String::as_str));
        }
        // What a name calls a secret is drawn by nobody, and one that is ours is of no parameter.
        names.remove(DURATION);
        let mut known = Vec::new();
        for name in names.into_iter().chain([DURATION]) {
            match axis(trials, name) {
                Found::Axis(axis) => known.push(axis),
                Found::TooMany => drawn.too_many.push(name.to_owned()),
                Found::Same => {}
            }
        }
        drawn.others = if state.axes.is_empty() {
            let duration = known.iter().position(|axis| axis.name == DURATION);
            let duration = duration.map(|at| known.remove(at));
            let rest = known.split_off(known.len().min(SHOWN));
            drawn.shown = known.into_iter().chain(duration).collect();
            rest
        } else {
            for choice in &state.axes {
                let at = known.iter().position(|axis| axis.name == choice.name);
                if let Some(at) = at {
                    let mut axis = known.remove(at);
                    axis.log = choice.log && axis.can_be_log();
                    drawn.shown.push(axis);
                }
            }
            known
        };
        drawn
    }

    /// Whether a run is inside of everything that the axes are narrowed to, shown or not.
    pub(super) fn holds(&self, state: &TrialsState, trial: &Trial) -> bool {
        let all = self.shown.iter().chain(&self.others);
        let mut narrowed = all.filter_map(|axis| Some((axis, state.brush(&axis.name)?)));
        narrowed.all(|(axis, brush)| axis.holds(trial, brush))
    }

    /// The axis of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Axis> {
        let mut all = self.shown.iter().chain(&self.others);
        all.find(|axis| axis.name == name)
    }
}

enum Found {
    Axis(Axis),
    /// All runs have the same value, or none.
    Same,
    TooMany,
}

fn axis(trials: &[Trial], name: &str) -> Found {
    let is_secret = trials.iter().any(|trial| {
        let text = trial.parameters.get(name);
        text.is_some_and(|text| is_secret_text(name, text.as_deref().unwrap_or_default()))
    });
    if is_secret {
        return Found::Same;
    }
    let is_long = |trial: &Trial| matches!(trial.parameters.get(name), Some(None));
    if trials.iter().any(is_long) {
        return Found::TooMany;
    }
    let values: Vec<Option<Value>> = trials.iter().map(|trial| value(trial, name)).collect();
    let mut present = values.iter().flatten();
    let Some(first) = present.next() else {
        return Found::Same;
    };
    let varies = values.iter().any(|value| value.as_ref() != Some(first));
    if !varies {
        return Found::Same;
    }
    let number = |value: &Value| match value {
        Value::Number(number) => Some(*number),
        Value::Word(_) => None,
    };
    let numbers: Option<Vec<f64>> = values.iter().flatten().map(number).collect();
    let scale = if let Some(numbers) = numbers {
        Scale::Numbers {
            least: numbers.iter().copied().fold(f64::INFINITY, f64::min),
            most: numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    } else {
        let words: BTreeSet<String> = values.iter().flatten().map(Value::text).collect();
        if words.len() > MOST_WORDS {
            return Found::TooMany;
        }
        Scale::Words(words.into_iter().collect())
    };
    Found::Axis(Axis {
        name: name.to_owned(),
        scale,
        log: false,
    })
}

impl Axis {
    /// Whether a logarithmic scale has a place for every value.
    pub(super) fn can_be_log(&self) -> bool {
        matches!(self.scale, Scale::Numbers { least, most } if least > 0.0 && most > least)
    }

    /// The number of the last place.
    pub(super) fn last(&self) -> u32 {
        match &self.scale {
            Scale::Numbers { .. } => PLACES,
            Scale::Words(words) => u32::try_from(words.len().saturating_sub(1)).unwrap_or(0),
        }
    }

    /// Where a value stands: 0 at the lower end, 1 at the upper one.
    pub(super) fn share(&self, value: &Value) -> Option<f64> {
        match (&self.scale, value) {
            (Scale::Numbers { least, most }, Value::Number(number)) => {
                let (least, most, number) =
                    (self.bent(*least), self.bent(*most), self.bent(*number));
                let share = (number - least) / (most - least);
                // All the same: in the middle.
                Some(if share.is_finite() { share } else { 0.5 })
            }
            (Scale::Numbers { .. }, Value::Word(_)) => None,
            (Scale::Words(words), value) => {
                let text = value.text();
                let at = words.iter().position(|word| *word == text)?;
                Some(f64::from(u32::try_from(at).ok()?) / f64::from(self.last().max(1)))
            }
        }
    }

    fn bent(&self, number: f64) -> f64 {
        if self.log { number.log10() } else { number }
    }

    /// What stands at a place.
    pub(super) fn at(&self, place: u32) -> String {
        match &self.scale {
            Scale::Numbers { least, .. } if place == 0 => short(*least),
            Scale::Numbers { most, .. } if place >= PLACES => short(*most),
            Scale::Numbers { least, most } => {
                let (low, high) = (self.bent(*least), self.bent(*most));
                let number = low + (high - low) * f64::from(place) / f64::from(PLACES);
                let number = if self.log {
                    10_f64.powf(number)
                } else {
                    number
                };
                let digits = format!("{number:.3e}").parse().unwrap_or(number);
                short(digits)
            }
            Scale::Words(words) => {
                let word = usize::try_from(place).ok().and_then(|at| words.get(at));
                word.cloned().unwrap_or_default()
            }
        }
    }

    /// The same, short enough to stand beside an axis.
    pub(super) fn label(&self, place: u32) -> String {
        let text = self.at(place);
        match text.char_indices().nth(LONGEST_WORD) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// The places between which it is narrowed.
    pub(super) fn places(&self, brush: Option<&Brush>) -> (u32, u32) {
        let Some(brush) = brush else {
            return (0, self.last());
        };
        let from = self.place(&brush.from).unwrap_or(0);
        (from, self.place(&brush.to).unwrap_or(self.last()).max(from))
    }

    /// The place that is nearest to a value.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is between 0 and 1"
    )]
    fn place(&self, text: &str) -> Option<u32> {
        let share = self.share(&self.read(text)?)?.clamp(0.0, 1.0);
        Some((share * f64::from(self.last())).round() as u32)
    }

    fn read(&self, text: &str) -> Option<Value> {
        match &self.scale {
            Scale::Numbers { .. } => {
                let number = text
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())?;
                Some(Value::Number(number))
            }
            Scale::Words(_) => (!text.is_empty()).then(|| Value::Word(text.to_owned())),
        }
    }

    /// What narrows it to these places; an end of the axis is open.
    pub(super) fn brush(&self, from: u32, to: u32) -> Brush {
        Brush {
            name: self.name.clone(),
            from: if from == 0 {
                String::new()
            } else {
                self.at(from)
            },
            to: if to >= self.last() {
                String::new()
            } else {
                self.at(to)
            },
        }
    }

    /// Whether a run is inside of what it is narrowed to. One without a value is not.
    pub(super) fn holds(&self, trial: &Trial, brush: &Brush) -> bool {
        let Some(share) = value(trial, &self.name).and_then(|value| self.share(&value)) else {
            return false;
        };
        let end = |text: &str| self.read(text).and_then(|end| self.share(&end));
        end(&brush.from).is_none_or(|from| share >= from)
            && end(&brush.to).is_none_or(|to| share <= to)
    }
}

#[cfg(test)]
pub(super) mod tests;
