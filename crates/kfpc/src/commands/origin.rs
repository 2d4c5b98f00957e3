//! Where a run comes from.

use kfp_core::model::Run;

use crate::connection::Connected;
use crate::output::Terminal;

/// Says that the recurring run that made a run is gone: its object in the cluster may go on making runs all the same, and
/// no list shows it. What cannot be looked up just now is not told as gone.
pub(super) async fn tell(run: &Run, connected: &Connected, terminal: &mut Terminal) {
    let Some(id) = &run.recurring_run_id else {
        return;
    };
    let found = connected.client.recurring_runs().get(id).await;
    if found.is_err_and(|error| error.is_not_found()) {
        let namespace = connected.connection.namespace();
        let namespace = namespace.map_or("NAMESPACE", |it| it.as_str());
        terminal.tell(|language| language.made_by_what_is_gone(id.as_str(), namespace));
    }
}
