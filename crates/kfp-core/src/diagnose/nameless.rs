//! A session that is good, and no name of a person in what the gateway passes on.

use super::report::{Cause, Finding};
use super::signature::{Fit, Mender};
use super::symptom::{Seen, Symptom};
use crate::error::{ProxyReason, StatusCodeName};
use crate::response::{api_error, proxy};

const FIX: &str = "For administrators: let the login service take the user's name from a claim that the provider sends. With \
    oauth2-proxy that is `oidc_email_claim` (OAUTH2_PROXY_OIDC_EMAIL_CLAIM), with `preferred_username` or `sub` for accounts \
    without a mail address, and the claim that Istio copies into kubeflow-userid (`outputClaimToHeaders`) has to be the same; \
    with authservice it is USERID_CLAIM.";

/// Whether a call with a session came to KFP without a user's name.
pub(super) fn of(symptom: &Symptom<'_>) -> Option<Cause> {
    let Seen::Answer(answer) = symptom.seen else {
        return None;
    };
    if !symptom.from.passes_gateway() || !symptom.sent.cookie {
        return None;
    }
    let Some(error) = api_error::read(answer.status, answer.body) else {
        // An empty name ends KFP's API server.
        let reason = proxy::of_answer(answer.status, answer.headers, answer.body)?;
        return (reason == ProxyReason::Reset).then(|| {
            let why = "Perhaps the login service passes an empty user name, which ends KFP's API server: it is so if the pod of \
                ml-pipeline restarts with each such call.";
            cause(Finding::EmptyUserName, Fit::Possible, why)
        });
    };
    // The gateway has taken the session; what KFP does not take is what the gateway made of it.
    let is_refused = match error.code() {
        StatusCodeName::Unauthenticated => true,
        StatusCodeName::Internal => error.chain().contains("there is no user identity header"),
        _ => false,
    };
    is_refused.then(|| {
        let why = "You are signed in, but the login service passes no user name on that KFP takes: the account has not the claim \
            that it is made of, such as a mail address, or the name comes twice.";
        cause(Finding::NoUserName, Fit::Certain, why)
    })
}

fn cause(finding: Finding, fit: Fit, why: &str) -> Cause {
    Cause {
        id: None,
        finding: Some(finding),
        fit,
        cause: why.to_owned(),
        fix: FIX.to_owned(),
        mender: Mender::Administrator.to_string(),
        next_probe: None,
        remedies: Vec::new(),
    }
}
