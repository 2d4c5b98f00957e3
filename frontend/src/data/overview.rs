//! What the console's index of runs tells of a namespace.

use console_api::overview::Overview;
use kfp_core::model::Namespace;

use super::{Api, Failure};
use crate::{
    text::{now_ms, zone_offset_minutes},
    url_state::{OverviewState, Query},
};

impl Api {
    /// The figures of a namespace, by the days of the reader.
    pub(crate) async fn overview(
        self,
        namespace: Namespace,
        state: OverviewState,
    ) -> Result<Overview, Failure> {
        let mut query = Query::default();
        query.set("namespace", namespace.as_str());
        query.set("days", state.days.count().to_string());
        query.set("offset", zone_offset_minutes(now_ms()).to_string());
        self.own("/api/overview", &query).await
    }
}
