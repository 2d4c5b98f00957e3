//! What an operator finds in the log after a start: a line for each hop to KFP.

use console_api::Verdict;

use crate::access::Ask;
use crate::app::App;
use crate::config::PeerVerification;
use crate::connection::KNOWN_FAILURE;
use crate::identity::{Identity, UserId};
use crate::language::Language;
use crate::login_era::LoginEra;
use crate::upstream::Question;

/// Checks the hops once, as the connection page does, and logs what was found. What cannot be reached yet is no reason
/// not to serve: the page checks again whenever somebody looks.
pub(crate) async fn write(app: App) {
    let login = LoginEra::seen().await;
    tracing::info!(hop = "gateway", login = login.words(), "login service");
    let console = Identity {
        user: UserId::of_the_console(),
        gateway: expected_gateway(&app),
    };
    let report = app
        .diagnosis()
        .report(&console, None, Language::English)
        .await;
    for hop in &report.hops {
        // Rights are those of a user in a namespace; at the start there is neither.
        if hop.verdict == Verdict::NotChecked {
            continue;
        }
        if hop.verdict == Verdict::Works {
            tracing::info!(
                hop = word(hop.hop),
                verdict = word(hop.verdict),
                code = hop.code,
                "hop"
            );
        } else {
            let known = hop
                .evidence
                .iter()
                .find(|seen| seen.kind == KNOWN_FAILURE)
                .map(|seen| seen.value.as_str());
            tracing::warn!(
                hop = word(hop.hop),
                verdict = word(hop.verdict),
                code = hop.code,
                known,
                "hop; the connection page says more"
            );
        }
    }
    let question = Question::new(&console.user, Ask::LIST_EXPERIMENTS, "kubeflow");
    match app.reviewer().allows(question).await {
        Ok(_) => tracing::info!(hop = "kubernetes", verdict = word(Verdict::Works), "hop"),
        Err(failure) => tracing::warn!(
            hop = "kubernetes",
            verdict = word(Verdict::Fails),
            code = failure.code.slug(),
            cause = failure.detail,
            hint = "Give the console's account the right to create subjectaccessreviews.",
            "hop"
        ),
    }
}

/// The word that the connection report has for it.
fn word(value: impl serde::Serialize) -> Option<String> {
    let value = serde_json::to_value(value).ok()?;
    value.as_str().map(str::to_owned)
}

/// Nobody has called yet; what is reported of the gateway is what the console waits for.
fn expected_gateway(app: &App) -> Option<String> {
    let config = &app.config().identity;
    match config.peer_verification {
        PeerVerification::Required => config.gateway_principals.first().map(ToString::to_string),
        PeerVerification::Off => None,
    }
}
