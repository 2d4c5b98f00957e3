//! The parameters of the runs of an experiment: `metric`, `best`, `axes`, `brush`.
//!
//! `axes` are names in the order of the axes, one with `~log` behind it on a logarithmic scale. `brush` narrows axes:
//! `learning_rate:0.001..0.01,backbone:a..c`; an end that is left out is open.

use std::fmt::Write as _;

use super::Query;

/// More than anybody looks at.
const MOST: usize = 24;
/// What marks a logarithmic scale.
const LOG: &str = "~log";
/// What is told of each run beside its parameters.
pub(crate) const DURATION: &str = "duration";

/// An axis that was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct AxisChoice {
    /// The name of the parameter, or [`DURATION`].
    pub(crate) name: String,
    /// Whether its scale is logarithmic.
    pub(crate) log: bool,
}

/// What an axis is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Brush {
    /// The name of the axis.
    pub(crate) name: String,
    /// The least value, as a text; empty for none.
    pub(crate) from: String,
    /// The greatest value.
    pub(crate) to: String,
}

/// What the charts of an experiment show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct TrialsState {
    /// Whether they are shown: what is drawn over the runs. KFP's lists tell one thing that can be: the duration.
    pub(crate) is_open: bool,
    /// Whether the best so far is left out.
    pub(crate) without_best: bool,
    /// The axes in their order; none shows those that vary.
    pub(crate) axes: Vec<AxisChoice>,
    /// What they are narrowed to.
    pub(crate) brushes: Vec<Brush>,
}

impl TrialsState {
    /// Reads a query string. What is not understood is left out: it narrows nothing.
    pub(crate) fn parse(query: &str) -> Self {
        let query = Query::parse(query);
        let list = |key: &str| query.get(key).unwrap_or_default().to_owned();
        let (axes, brushes) = (list("axes"), list("brush"));
        let axes = axes.split(',').filter_map(|axis| {
            let (name, log) = match axis.strip_suffix(LOG) {
                Some(name) => (name, true),
                None => (axis, false),
            };
            let name = unescape(name).filter(|name| !name.is_empty())?;
            Some(AxisChoice { name, log })
        });
        let brushes = brushes.split(',').filter_map(|brush| {
            let (name, range) = brush.split_once(':')?;
            let (from, to) = range.split_once("..")?;
            let (from, to) = (unescape(from)?, unescape(to)?);
            let name = unescape(name).filter(|name| !name.is_empty())?;
            let narrows = !from.is_empty() || !to.is_empty();
            narrows.then_some(Brush { name, from, to })
        });
        let mut state = Self {
            is_open: query.get("metric").is_some(),
            without_best: query.get("best") == Some("0"),
            axes: axes.take(MOST).collect(),
            brushes: brushes.take(MOST).collect(),
        };
        state.is_open |= !state.axes.is_empty() || !state.brushes.is_empty();
        state
    }

    /// Writes what is shown into a query.
    pub(crate) fn write(&self, query: &mut Query) {
        if !self.is_open {
            return;
        }
        query.set("metric", DURATION);
        if self.without_best {
            query.set("best", "0");
        }
        if !self.axes.is_empty() {
            let axis = |axis: &AxisChoice| {
                let log = if axis.log { LOG } else { "" };
                format!("{}{log}", escape(&axis.name))
            };
            query.set("axes", joined(self.axes.iter().map(axis)));
        }
        if !self.brushes.is_empty() {
            let brush = |Brush { name, from, to }: &Brush| {
                format!("{}:{}..{}", escape(name), escape(from), escape(to))
            };
            query.set("brush", joined(self.brushes.iter().map(brush)));
        }
    }

    /// What an axis is narrowed to.
    pub(crate) fn brush(&self, name: &str) -> Option<&Brush> {
        self.brushes.iter().find(|brush| brush.name == name)
    }

    /// The same with an axis narrowed to something else, or to nothing.
    pub(crate) fn brushed(&self, brush: Brush) -> Self {
        let mut state = self.clone();
        let narrows = !brush.from.is_empty() || !brush.to.is_empty();
        let at = state
            .brushes
            .iter()
            .position(|known| known.name == brush.name);
        match (at, narrows) {
            (Some(at), true) => state.brushes[at] = brush,
            (Some(at), false) => drop(state.brushes.remove(at)),
            (None, true) => state.brushes.push(brush),
            (None, false) => {}
        }
        state
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

/// A text without what tells texts apart: a comma, a colon, two points.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        let is_plain = c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | ' ' | '/');
        // One point between two digits is that of a number.
        if is_plain || (c == '.' && before.is_ascii_digit()) {
            out.push(c);
        } else {
            for byte in c.to_string().bytes() {
                let _written = write!(out, "%{byte:02X}");
            }
        }
        before = c;
    }
    match out.strip_suffix('.') {
        Some(rest) => format!("{rest}%2E"),
        None => out,
    }
}

fn unescape(text: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(text);
    decoded.decode_utf8().ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(state: &TrialsState) -> String {
        let mut query = Query::default();
        state.write(&mut query);
        query.write()
    }

    #[test]
    fn a_view_is_read_and_written() {
        let query = "axes=learning_rate%7Elog%2Cbatch%2Cduration&brush=learning_rate%3A0.001..0.01%2Cbatch%3A..16&metric=duration";
        let state = TrialsState::parse(query);
        assert!(state.is_open && state.axes[0].log && !state.axes[1].log);
        let brush = state.brush("learning_rate").expect("a brush");
        assert_eq!((brush.from.as_str(), brush.to.as_str()), ("0.001", "0.01"));
        assert_eq!(
            state.brush("batch").map(|brush| brush.from.as_str()),
            Some("")
        );
        assert_eq!(written(&state), query);
    }

    #[test]
    fn what_is_not_understood_narrows_nothing() {
        let state =
            TrialsState::parse("brush=x%2Cy%3A1%2C%3A1..2%2Cz%3A..%2Cw%3A%25FF..&axes=%2C%2C");
        assert_eq!(state, TrialsState::default());
        assert_eq!(written(&state), "");
    }

    #[test]
    fn an_axis_is_narrowed_once() {
        let brush = |from: &str, to: &str| Brush {
            name: "a".to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let state = TrialsState::default()
            .brushed(brush("1", ""))
            .brushed(brush("2", "3"));
        assert_eq!(state.brushes, [brush("2", "3")]);
        assert!(state.brushed(brush("", "")).brushes.is_empty());
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(names in proptest::collection::btree_set("\\PC{1,9}", 0..4), ends in proptest::collection::vec("\\PC{0,9}|[0-9]\\.[0-9]{1,4}|\\.{0,3}", 8), log in any::<bool>(), best in any::<bool>()) {
            let brushes = names.iter().zip(ends.chunks(2)).map(|(name, ends)| Brush { name: name.clone(), from: ends[0].clone(), to: ends[1].clone() });
            let brushes = brushes.filter(|brush| !brush.from.is_empty() || !brush.to.is_empty());
            let state = TrialsState {
                is_open: true,
                without_best: best,
                brushes: brushes.collect(),
                axes: names.iter().map(|name| AxisChoice { name: name.clone(), log }).collect(),
            };
            prop_assert_eq!(TrialsState::parse(&written(&state)), state);
        }
    }
}
