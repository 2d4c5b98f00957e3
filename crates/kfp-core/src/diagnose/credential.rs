//! What a credential tells of itself before it is sent.

use http::{HeaderName, HeaderValue, header};
use time::OffsetDateTime;

use super::causes::by_hint;
use super::evidence::plain;
use super::report::{Cause, Verdict};
use super::symptom::{Authorization, Sent, Vantage};
use super::token::TokenFlaw;
use crate::credentials::Claims;

/// What a credential is, without what is in it.
pub(super) fn sent(name: &HeaderName, value: &HeaderValue) -> Sent {
    let nothing = Sent::nothing();
    if *name == header::AUTHORIZATION {
        let is_bearer = value.as_bytes().starts_with(b"Bearer ");
        nothing.authorization(if is_bearer {
            Authorization::Bearer
        } else {
            Authorization::Other
        })
    } else if *name == header::COOKIE {
        nothing.cookie()
    } else {
        nothing.user_header()
    }
}

/// The bearer token in a header.
pub(super) fn token_of(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()?.strip_prefix("Bearer ")
}

/// Looks at a credential without sending it, where KFP wants tokens for an audience.
pub(super) fn judged(
    name: &HeaderName,
    value: &HeaderValue,
    claims: Option<Claims>,
    from: Vantage,
    wanted: &str,
) -> (Verdict, String, Vec<Cause>) {
    let works = |evidence: String| (Verdict::Works, evidence, Vec::new());
    if *name == header::COOKIE {
        return works("a session cookie".to_owned());
    }
    if token_of(value).is_none() {
        return works(format!("the header {name}"));
    }
    let Some(claims) = claims else {
        return works("a bearer token that says nothing of itself".to_owned());
    };
    let whose = if claims.subject.is_empty() {
        "nobody".to_owned()
    } else {
        plain(&claims.subject)
    };
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let for_whom = plain(&claims.audiences.join(", "));
    let flaw = TokenFlaw::for_audience(&claims, from, now, wanted);
    let Some(flaw) = flaw else {
        return works(format!("a token of {whose} for {for_whom}"));
    };
    let (verdict, evidence) = match flaw {
        TokenFlaw::Expired => {
            let ago = now.saturating_sub(claims.expires.unwrap_or(now));
            let evidence = format!("a token of {whose} that ended {ago} s ago");
            (Verdict::Fails, evidence)
        }
        TokenFlaw::OtherAudience => {
            let evidence = format!("a token of {whose} for {for_whom}, not for {wanted}");
            (Verdict::Warning, evidence)
        }
    };
    let found = flaw.diagnose(from);
    let cause = found.first().map_or_else(
        || by_hint("KFP does not accept the token.".to_owned(), None),
        Cause::from,
    );
    (verdict, evidence, vec![cause])
}
