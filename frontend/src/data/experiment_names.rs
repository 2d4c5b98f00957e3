//! The names of experiments, for lists that only have their ids.

use kfp_core::model::{Experiment, ExperimentId};

/// Names by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExperimentNames(Vec<(ExperimentId, String)>);

impl ExperimentNames {
    /// The names in a list.
    pub(super) fn of_list(experiments: Vec<Experiment>) -> Self {
        let named = experiments
            .into_iter()
            .map(|experiment| (experiment.experiment_id, experiment.display_name));
        Self(named.filter(|(_, name)| !name.is_empty()).collect())
    }

    /// The name of an experiment; `None` when it is not among those that were told.
    pub(crate) fn of(&self, id: &ExperimentId) -> Option<&str> {
        let named = self.0.iter().find(|(known, _)| known == id)?;
        Some(&named.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_without_a_name_is_not_known_by_an_empty_one() {
        let list = r#"[{"experiment_id":"1","display_name":"unet"},{"experiment_id":"2","display_name":""}]"#;
        let names = ExperimentNames::of_list(serde_json::from_str(list).expect("experiments"));
        let of = |id: &str| names.of(&ExperimentId::new(id).expect("an id"));
        assert_eq!([of("1"), of("2"), of("3")], [Some("unet"), None, None]);
    }
}
