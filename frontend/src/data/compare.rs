//! Some runs of a namespace at once, from the console's own endpoint.

use console_api::compare::Comparison;
use kfp_core::model::{Namespace, RunId};

use super::{Api, Failure};
use crate::url_state::Query;

impl Api {
    /// What is compared of some runs.
    pub(crate) async fn comparison(
        self,
        namespace: Namespace,
        runs: Vec<RunId>,
    ) -> Result<Comparison, Failure> {
        let ids: Vec<&str> = runs.iter().map(RunId::as_str).collect();
        let mut query = Query::default();
        query.set("namespace", namespace.as_str());
        query.set("runs", ids.join(","));
        self.own("/api/compare", &query).await
    }
}
