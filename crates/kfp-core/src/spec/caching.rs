//! Switching caching on or off in a whole pipeline.

use super::component::{CachingOptions, PipelineSpec};

/// What becomes of the caching of every task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caching {
    /// Every task runs.
    Off,
    /// An earlier result may be taken.
    On,
    /// An earlier result may be taken, kept under this key.
    OnWithKey(String),
}

impl PipelineSpec {
    /// Sets the caching of every task that an executor runs, wherever it is: in loops, conditions, exit handlers and
    /// nested pipelines as well. KFP's Python client reaches the outermost graph alone.
    ///
    /// Gives back how many tasks were set. A pipeline that is run by its version keeps the caching it was compiled with:
    /// only a spec that is sent along can be changed.
    pub fn set_caching(&mut self, caching: &Caching) -> usize {
        let labels = self.components.iter();
        let executed: std::collections::BTreeSet<String> = labels
            .filter(|(_, component)| component.dag.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        let dags = std::iter::once(&mut self.root).chain(self.components.values_mut());
        let tasks = dags
            .filter_map(|component| component.dag.as_mut())
            .flat_map(|dag| dag.tasks.values_mut());
        let mut count = 0;
        for task in tasks {
            let component = task.component_ref.as_ref();
            let is_executed = component.is_some_and(|component| executed.contains(&component.name));
            // The compiler gives options to groups too, where they were asked for.
            if !is_executed && task.caching_options.is_none() {
                continue;
            }
            let options = task.caching_options.get_or_insert_default();
            *options = CachingOptions {
                enable_cache: *caching != Caching::Off,
                cache_key: match caching {
                    Caching::Off => String::new(),
                    Caching::On => std::mem::take(&mut options.cache_key),
                    Caching::OnWithKey(key) => key.clone(),
                },
                unknown: std::mem::take(&mut options.unknown),
            };
            count += 1;
        }
        count
    }
}
