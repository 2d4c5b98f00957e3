//! The known ways in which a connection to KFP fails, and how the sandbox plays each.

use super::matching::Fault;
use super::switch::Switch;

mod played;
mod rows;

/// How a failure is played.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Play {
    /// The sandbox answers so by itself; this is what to ask of it.
    Always(&'static str),
    /// With this switch.
    Switch(Switch),
    /// With this fault.
    Fault(fn() -> Fault),
    /// No answer of a server: this is why.
    NoServer(&'static str),
}

/// One way in which a connection fails.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Diagnosis {
    /// `D` and two digits.
    pub id: &'static str,
    /// What a client sees.
    pub sign: &'static str,
    /// How the sandbox plays it.
    pub play: Play,
}

/// All rows, ordered by their numbers.
pub fn diagnoses() -> &'static [Diagnosis] {
    rows::ROWS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_one_row() {
        let ids: Vec<String> = diagnoses().iter().map(|row| row.id.to_owned()).collect();
        let wanted: Vec<String> = (1..=71).map(|number| format!("D{number:02}")).collect();
        assert_eq!(ids, wanted);
    }
}
