//! The calls for recurring runs.

use kfp_core::{
    model::{Namespace, Page, RecurringRun, RecurringRunId, Trigger},
    operation::Operation,
    request::{get_recurring_run, list_recurring_runs},
};
use time::OffsetDateTime;

use super::{Api, Failure, queries};
use crate::url_state::RecurringRunsState;

/// Pages that are read for a calendar at most, one after another: KFP's server answers everybody.
const MOST_PAGES: usize = 40;

/// A recurring run that is on, as far as it has to be known to reckon when it fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// Its id.
    pub(crate) id: RecurringRunId,
    /// Its name, or its id.
    pub(crate) name: String,
    /// What makes it fire.
    pub(crate) trigger: Trigger,
    /// When it was made: intervals count from there.
    pub(crate) created_at: Option<OffsetDateTime>,
}

/// The recurring runs of a namespace that are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Schedules {
    /// Those that are on.
    pub(crate) on: Vec<Schedule>,
    /// How many were read, on or off.
    pub(crate) read: usize,
    /// How many there are.
    pub(crate) total: u64,
}

impl Schedules {
    /// Takes over what a page tells.
    pub(crate) fn add(&mut self, page: &Page<RecurringRun>) {
        self.read += page.items.len();
        self.total = self.total.max(page.total_size);
        let on = page.items.iter().filter(|one| one.is_enabled());
        self.on.extend(on.map(|one| {
            let id = &one.recurring_run_id;
            let name = &one.display_name;
            Schedule {
                id: id.clone(),
                name: if name.is_empty() {
                    id.to_string()
                } else {
                    name.clone()
                },
                trigger: one.trigger.clone().unwrap_or_default(),
                created_at: one.created_at,
            }
        }));
    }
}

impl Api {
    /// The recurring runs of a namespace that are on, the newest first, as far as they are read.
    pub(crate) async fn schedules(self, namespace: Namespace) -> Result<Schedules, Failure> {
        let mut all = Schedules::default();
        let mut token = None;
        for _ in 0..MOST_PAGES {
            let request = list_recurring_runs(&queries::schedules(namespace.clone(), token));
            let page = self.page(Operation::ListRecurringRuns, request).await?;
            all.add(&page);
            token = page.next_page_token;
            if token.is_none() {
                break;
            }
        }
        Ok(all)
    }

    /// A page of the recurring runs of a namespace.
    pub(crate) async fn recurring_runs(
        self,
        namespace: Namespace,
        state: RecurringRunsState,
    ) -> Result<Page<RecurringRun>, Failure> {
        let request = list_recurring_runs(&queries::recurring_runs(namespace, &state));
        self.page(Operation::ListRecurringRuns, request).await
    }

    /// A recurring run.
    pub(crate) async fn recurring_run(self, id: RecurringRunId) -> Result<RecurringRun, Failure> {
        self.one(Operation::GetRecurringRun, Ok(get_recurring_run(&id)))
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_off_is_counted_and_not_kept() {
        let recurring = |id: &str, name: &str, status: &str| -> RecurringRun {
            let json =
                serde_json::json!({"recurring_run_id": id, "display_name": name, "status": status});
            serde_json::from_value(json).expect("a recurring run")
        };
        let page = |items: Vec<RecurringRun>| Page {
            items,
            total_size: 9,
            ..Page::default()
        };
        let mut all = Schedules::default();
        all.add(&page(vec![recurring("r-1", "nightly", "ENABLED")]));
        all.add(&page(vec![
            recurring("r-2", "off", "DISABLED"),
            recurring("r-3", "", "ENABLED"),
        ]));
        let names: Vec<_> = all.on.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((names, all.read, all.total), (vec!["nightly", "r-3"], 3, 9));
    }
}
