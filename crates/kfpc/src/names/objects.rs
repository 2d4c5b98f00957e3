//! What has names.

use kfp_core::model::{
    Experiment, ExperimentId, Pipeline, PipelineId, PipelineVersion, PipelineVersionId,
    RecurringRun, RecurringRunId, Run, RunId, StorageState,
};
use kfp_core::query::Key;

use super::Candidate;
use super::lookup::Named;

fn archived(state: &StorageState) -> &'static str {
    if *state == StorageState::Archived {
        "archived"
    } else {
        ""
    }
}

impl Named for Experiment {
    type Id = ExperimentId;
    const WHAT: (&'static str, &'static str) = ("experiment", "experiments");
    const KEYS: &'static [Key] = &[Key::Name];

    fn id(&self) -> &ExperimentId {
        &self.experiment_id
    }

    fn name(&self, _key: &Key) -> &str {
        &self.display_name
    }

    fn candidate(&self) -> Candidate {
        Candidate {
            name: self.display_name.clone(),
            id: self.experiment_id.to_string(),
            state: archived(&self.storage_state).to_owned(),
            created: self.created_at,
        }
    }
}

impl Named for Run {
    type Id = RunId;
    const WHAT: (&'static str, &'static str) = ("run", "runs");
    const KEYS: &'static [Key] = &[Key::Name];

    fn id(&self) -> &RunId {
        &self.run_id
    }

    fn name(&self, _key: &Key) -> &str {
        &self.display_name
    }

    fn candidate(&self) -> Candidate {
        let state = [self.state.as_str(), archived(&self.storage_state)];
        let said: Vec<&str> = state.into_iter().filter(|word| !word.is_empty()).collect();
        Candidate {
            name: self.display_name.clone(),
            id: self.run_id.to_string(),
            state: said.join(", "),
            created: self.created_at,
        }
    }
}

impl Named for RecurringRun {
    type Id = RecurringRunId;
    const WHAT: (&'static str, &'static str) = ("recurring run", "recurring runs");
    const KEYS: &'static [Key] = &[Key::Name];

    fn id(&self) -> &RecurringRunId {
        &self.recurring_run_id
    }

    fn name(&self, _key: &Key) -> &str {
        &self.display_name
    }

    fn candidate(&self) -> Candidate {
        Candidate {
            name: self.display_name.clone(),
            id: self.recurring_run_id.to_string(),
            state: self.status.to_string(),
            created: self.created_at,
        }
    }
}

/// By their unchangeable name first: that alone is unique. What a table shows is the name for people.
const BOTH_NAMES: &[Key] = &[Key::Name, Key::DisplayName];

fn of_both<'a>(key: &Key, name: &'a str, display_name: &'a str) -> &'a str {
    if *key == Key::Name || display_name.is_empty() {
        name
    } else {
        display_name
    }
}

impl Named for Pipeline {
    type Id = PipelineId;
    const WHAT: (&'static str, &'static str) = ("pipeline", "pipelines");
    const KEYS: &'static [Key] = BOTH_NAMES;

    fn id(&self) -> &PipelineId {
        &self.pipeline_id
    }

    fn name(&self, key: &Key) -> &str {
        of_both(key, &self.name, &self.display_name)
    }

    fn candidate(&self) -> Candidate {
        Candidate {
            name: self.name(&Key::DisplayName).to_owned(),
            id: self.pipeline_id.to_string(),
            state: if self.namespace.is_none() {
                "shared".to_owned()
            } else {
                String::new()
            },
            created: self.created_at,
        }
    }
}

impl Named for PipelineVersion {
    type Id = PipelineVersionId;
    const WHAT: (&'static str, &'static str) = ("version", "versions");
    const KEYS: &'static [Key] = BOTH_NAMES;

    fn id(&self) -> &PipelineVersionId {
        &self.pipeline_version_id
    }

    fn name(&self, key: &Key) -> &str {
        of_both(key, &self.name, &self.display_name)
    }

    fn candidate(&self) -> Candidate {
        Candidate {
            name: self.name(&Key::DisplayName).to_owned(),
            id: self.pipeline_version_id.to_string(),
            state: String::new(),
            created: self.created_at,
        }
    }
}
