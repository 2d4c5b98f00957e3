//! The hop of the console itself: the identity that came in and the token that goes out.

use console_api::FindingCode;
use kfp_core::credentials::{Claims, TokenFile};
use kfp_core::diagnose::{TokenFlaw, Vantage};
use kfp_core::error::{CredentialsError, TokenFault};
use secrecy::ExposeSecret as _;
use time::OffsetDateTime;

use super::evidence::{Label, Place, Value};
use super::finding::Finding;
use super::reason::{ConsoleFault, Reason};
use crate::identity::Identity;
use crate::known::Known;

/// Checks who asks, and with what the console will ask KFP.
pub(super) async fn check(
    identity: &Identity,
    token: Option<&TokenFile>,
    now: OffsetDateTime,
) -> Finding {
    let finding = Finding::works(FindingCode::ConsoleOk)
        .at(Some(Place::Text(format!("kfp-console {}", crate::VERSION))))
        .saw(Label::User, identity.user.as_str());
    let finding = match &identity.gateway {
        Some(gateway) => finding.saw(Label::Peer, gateway),
        None => finding
            .saw(Label::Peer, Value::TurnedOff)
            .is(Reason::Console(ConsoleFault::PeerNotVerified)),
    };
    match token {
        Some(file) => check_token(finding, file, now).await,
        None => finding.saw(Label::IdentitySent, Value::UserHeader),
    }
}

async fn check_token(finding: Finding, file: &TokenFile, now: OffsetDateTime) -> Finding {
    let finding = finding.saw(Label::TokenFile, file.path().display().to_string());
    let token = match file.read().await {
        Ok(token) => token,
        Err(error) => {
            let fault = fault(&error);
            let finding = finding.known_as(Known::of_token_file(fault).as_ref());
            return finding.is(Reason::Console(ConsoleFault::TokenFile(fault)));
        }
    };
    match Claims::read(token.expose_secret()) {
        Some(claims) => judge(finding, &claims, now),
        None => finding.is(Reason::Console(ConsoleFault::TokenWithoutClaims)),
    }
}

/// What is wrong with the file. Reading one meets no other error.
fn fault(error: &CredentialsError) -> TokenFault {
    match error {
        CredentialsError::TokenFile { fault, .. } | CredentialsError::Bearer { fault } => *fault,
        _ => TokenFault::NotAJwt,
    }
}

fn judge(finding: Finding, claims: &Claims, now: OffsetDateTime) -> Finding {
    let expires = claims
        .expires
        .and_then(|exp| OffsetDateTime::from_unix_timestamp(exp).ok());
    let left = expires.map(|expires| expires - now);
    let finding = finding
        .saw(Label::TokenSubject, &claims.subject)
        .saw(Label::TokenAudience, claims.audiences.join(", "))
        .saw(Label::TokenExpires, left.map_or(Value::Never, Value::Left));
    let Some(flaw) = TokenFlaw::of(claims, Vantage::Pod, now.unix_timestamp()) else {
        return finding;
    };
    let fault = match flaw {
        TokenFlaw::Expired => ConsoleFault::TokenExpired,
        TokenFlaw::OtherAudience => ConsoleFault::TokenAudience,
    };
    finding
        .known_as(Known::of_token(flaw).as_ref())
        .is(Reason::Console(fault))
}

#[cfg(test)]
mod tests {
    use kfp_core::credentials::TOKEN_AUDIENCE;
    use time::Duration;

    use super::*;

    fn judged(audience: &str, expires_in: i64) -> FindingCode {
        let now = OffsetDateTime::UNIX_EPOCH + Duration::days(365);
        let claims = Claims {
            audiences: vec![audience.to_owned()],
            expires: Some(now.unix_timestamp() + expires_in),
            issuer: String::new(),
            subject: "system:serviceaccount:kubeflow:kfp-console".to_owned(),
        };
        judge(Finding::works(FindingCode::ConsoleOk), &claims, now).code()
    }

    #[test]
    fn token_is_judged_by_audience_and_end() {
        assert_eq!(judged(TOKEN_AUDIENCE, 60), FindingCode::ConsoleOk);
        assert_eq!(
            judged("https://kubernetes.default.svc", 60),
            FindingCode::TokenAudience
        );
        assert_eq!(judged(TOKEN_AUDIENCE, -1), FindingCode::TokenExpired);
    }
}
