//! Which specs the runs have.

use console_api::compare::{Comparison, NoSpec};

use super::{Column, Matrix};

/// The spec of the base, and the others that differ from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::pages::compare) struct Specs {
    /// That of the base; else why there is none.
    pub(in crate::pages::compare) base: Option<Result<usize, NoSpec>>,
    /// The others, each with the columns that have it.
    pub(in crate::pages::compare) others: Vec<(usize, Vec<usize>)>,
    /// Columns whose spec is not known.
    pub(in crate::pages::compare) unknown: Vec<(usize, NoSpec)>,
}

/// Tells the specs of the runs apart.
pub(in crate::pages::compare) fn specs(matrix: &Matrix, comparison: &Comparison) -> Specs {
    let of = |column: &Column| {
        let mut runs = comparison.runs.iter();
        let run = runs.find(|one| one.run_id == column.id.as_str());
        let run = run.and_then(|one| one.run.as_ref())?;
        let place = run.spec.filter(|place| *place < comparison.specs.len());
        Some(place.ok_or(run.no_spec.unwrap_or(NoSpec::Unread)))
    };
    let base = matrix.base.and_then(|at| of(&matrix.columns[at]));
    let mut specs = Specs {
        base,
        ..Specs::default()
    };
    for (at, column) in matrix.columns.iter().enumerate() {
        match of(column) {
            Some(Ok(place)) if specs.base != Some(Ok(place)) => {
                match specs.others.iter_mut().find(|(other, _)| *other == place) {
                    Some((_, columns)) => columns.push(at),
                    None => specs.others.push((place, vec![at])),
                }
            }
            Some(Err(why)) if matrix.base != Some(at) => specs.unknown.push((at, why)),
            _ => {}
        }
    }
    specs
}
