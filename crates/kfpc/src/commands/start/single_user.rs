//! A KFP without users.

use kfp_core::error::{Error, StatusCodeName};
use kfp_core::model::Experiment;
use kfp_core::request::NewExperiment;

use crate::connection::Connected;
use crate::output::Terminal;

/// Makes an experiment. A KFP without users may refuse one in a namespace: then it is made without, and that it is seen by
/// all is told. One of the same name is an error, unless it will do.
pub(in crate::commands) async fn made(
    new: &NewExperiment,
    or_found: bool,
    connected: &Connected,
    terminal: &mut Terminal,
) -> Result<Experiment, Error> {
    let experiments = connected.client.experiments();
    let attempt = async |new: &NewExperiment| {
        if or_found {
            experiments.get_or_create(new).await
        } else {
            experiments.create(new).await
        }
    };
    let error = match attempt(new).await {
        Err(error) if is_invalid(&error) => error,
        made => return made,
    };
    let (Some(namespace), Ok(healthz)) = (&new.namespace, connected.client.healthz().await) else {
        return Err(error);
    };
    if healthz.multi_user != Some(false) {
        return Err(error);
    }
    terminal.tell(|language| language.no_users(namespace.as_str()));
    let mut anywhere = new.clone();
    anywhere.namespace = None;
    attempt(&anywhere).await
}

fn is_invalid(error: &Error) -> bool {
    matches!(error, Error::Api { error, .. } if error.code() == StatusCodeName::InvalidArgument)
}
