//! The hop of the console itself: the identity that came in and the token that goes out.

use console_api::{Hop, Verdict};
use kfp_core::credentials::{TOKEN_AUDIENCE, TokenFile};
use secrecy::ExposeSecret as _;
use time::{Duration, OffsetDateTime};

use super::claims::Claims;
use super::finding::Finding;
use crate::identity::Identity;

/// Checks who asks, and with what the console will ask KFP.
pub(super) async fn check(
    identity: &Identity,
    token: Option<&TokenFile>,
    now: OffsetDateTime,
) -> Finding {
    let finding = Finding::works(Hop::Console, "console.ok").saw("User", identity.user.as_str());
    let finding = match &identity.gateway {
        Some(gateway) => finding.saw("Verified peer", gateway),
        None => finding.saw("Verified peer", "not checked: turned off by the operator").is(
            Verdict::Warning,
            "console.peer_not_verified",
            "The operator turned peer verification off, so the console believes whoever reaches its port.",
            Some("Turn --peer-verification on once the mesh uses mutual TLS.".to_owned()),
        ),
    };
    match token {
        Some(file) => check_token(finding, file, now).await,
        None => finding.saw("Identity sent to KFP", "the user's own header, no token"),
    }
}

async fn check_token(finding: Finding, file: &TokenFile, now: OffsetDateTime) -> Finding {
    let finding = finding.saw("Token file", file.path().display().to_string());
    let token = match file.read().await {
        Ok(token) => token,
        Err(error) => {
            return finding.is(
                Verdict::Fails,
                "console.token_file",
                format!("The console has no token for KFP: {error}."),
                Some(projected_volume()),
            );
        }
    };
    let Some(claims) = Claims::read(token.expose_secret()) else {
        return finding.is(
            Verdict::Fails,
            "console.token_file",
            "The token file holds a text that is no token with claims.",
            Some(projected_volume()),
        );
    };
    judge(finding, &claims, now)
}

fn judge(finding: Finding, claims: &Claims, now: OffsetDateTime) -> Finding {
    let expires = claims
        .exp
        .and_then(|exp| OffsetDateTime::from_unix_timestamp(exp).ok());
    let left = expires.map(|expires| expires - now);
    let finding = finding
        .saw("Token subject", &claims.sub)
        .saw("Token audience", claims.aud.join(", "))
        .saw(
            "Token expires",
            left.map_or_else(|| "never".to_owned(), in_words),
        );
    if !claims.aud.iter().any(|audience| audience == TOKEN_AUDIENCE) {
        return finding.is(
            Verdict::Fails,
            "console.token_audience",
            format!("The token is not for {TOKEN_AUDIENCE}, so KFP will not accept it."),
            Some(projected_volume()),
        );
    }
    if left.is_some_and(|left| left <= Duration::ZERO) {
        return finding.is(
            Verdict::Fails,
            "console.token_expired",
            "The token has expired and the kubelet has not replaced it.",
            Some("Restart the console's pod and look at the events of its node.".to_owned()),
        );
    }
    finding
}

fn in_words(left: Duration) -> String {
    let seconds = left.whole_seconds();
    if seconds <= 0 {
        format!("{} s ago", -seconds)
    } else {
        format!("in {seconds} s")
    }
}

fn projected_volume() -> String {
    format!(
        "Mount a projected service-account token with audience {TOKEN_AUDIENCE} into the console's pod."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(audience: &str, expires_in: i64) -> (Verdict, String) {
        let now = OffsetDateTime::UNIX_EPOCH + Duration::days(365);
        let claims = Claims {
            aud: vec![audience.to_owned()],
            exp: Some(now.unix_timestamp() + expires_in),
            sub: "system:serviceaccount:kubeflow:kfp-console".to_owned(),
        };
        let report = judge(Finding::works(Hop::Console, "console.ok"), &claims, now).into_report();
        (report.verdict, report.code)
    }

    #[test]
    fn token_is_judged_by_audience_and_end() {
        assert_eq!(
            judged(TOKEN_AUDIENCE, 60),
            (Verdict::Works, "console.ok".to_owned())
        );
        assert_eq!(
            judged("https://kubernetes.default.svc", 60),
            (Verdict::Fails, "console.token_audience".to_owned())
        );
        assert_eq!(
            judged(TOKEN_AUDIENCE, -1),
            (Verdict::Fails, "console.token_expired".to_owned())
        );
    }
}
