//! Runs in an order that KFP has no index for, as the console's index of runs finds them.

use console_api::overview::Found;
use kfp_core::model::{Namespace, Page, PageToken};

use super::{Api, Failure, PAGE_SIZE, RunRow, api::read};
use crate::url_state::{Direction, Query, RunsState};

impl Api {
    /// A page of the runs of a namespace, and how many runs were read of how many there are, where that is not all.
    pub(crate) async fn sorted_runs(
        self,
        namespace: Namespace,
        state: RunsState,
    ) -> Result<(Page<RunRow>, Option<(u64, u64)>), Failure> {
        let path = self.own_path("/api/search");
        let query = query(&namespace, &state);
        let (parts, body) = self.get(&format!("{path}?{}", query.write())).await?;
        let found: Found = read(&parts, &body).map_err(|refused| refused.failure)?;
        let extent = found.extent;
        let read = extent.read.min(found.looked_at);
        let some = (read, extent.total.unwrap_or(extent.read).max(read));
        let rows = found.runs.into_iter().filter_map(RunRow::of_line);
        let page = Page {
            items: rows.collect(),
            total_size: found.matches,
            next_page_token: found.next.and_then(|next| PageToken::new(next).ok()),
            undecodable: Vec::new(),
        };
        let is_all = extent.complete && found.looked_back_to_ms.is_none();
        Ok((page, (!is_all).then_some(some)))
    }
}

fn query(namespace: &Namespace, state: &RunsState) -> Query {
    let mut query = Query::default();
    query.set("namespace", namespace.as_str());
    query.set("by", state.sort.by());
    let ascending = state.direction == Direction::Ascending;
    query.set("order", if ascending { "asc" } else { "desc" });
    query.set("archived", state.archived.to_string());
    query.set("limit", PAGE_SIZE.to_string());
    if !state.filter.name.is_empty() {
        query.set("name", state.filter.name.as_str());
    }
    let states = state.filter.states.iter().map(|state| state.state());
    let states: Vec<String> = states.map(|state| state.as_str().to_owned()).collect();
    if !states.is_empty() {
        query.set("state", states.join(","));
    }
    if let Some(token) = state.page.token() {
        query.set("after", token.as_str());
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_asked_for_the_same_runs_in_another_order() {
        let asked = |text: &str| {
            let namespace = Namespace::new("team-a").expect("a namespace");
            query(&namespace, &RunsState::parse(text).state).write()
        };
        assert_eq!(
            asked("sort=-duration"),
            "archived=false&by=duration&limit=50&namespace=team-a&order=desc"
        );
        assert_eq!(
            asked("q=status:failed,running unet&sort=name&archived=1&page=50"),
            "after=50&archived=true&by=name&limit=50&name=unet&namespace=team-a&order=asc&state=RUNNING%2CFAILED"
        );
    }
}
