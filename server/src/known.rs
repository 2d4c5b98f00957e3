//! Which failures known from the field something is.
//!
//! The table is `kfp_core::diagnose`, the one that `kfpc doctor` goes by: what the console meets has the same number there,
//! on the connection page and in the log.

use std::fmt;

use http::{HeaderMap, StatusCode};
use kfp_core::diagnose::{Answer, Diagnosis, Sent, Symptom, Target, TokenFlaw, Vantage, diagnose};
use kfp_core::error::{CredentialsError, Error, TokenFault};

/// The rows of the table that fit best, such as D36; several where they look the same from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known(Vec<&'static str>);

impl Known {
    /// What an answer to a call to KFP is; `None` if nothing known looks so.
    pub(crate) fn of_answer(
        sent: Sent,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Option<Self> {
        let answer = Answer::new(status, headers, body);
        Self::of(&Symptom::answered(
            Vantage::Pod,
            Target::MlPipeline,
            sent,
            answer,
        ))
    }

    /// What it is that no answer came.
    pub(crate) fn of_silence(sent: Sent, error: &Error) -> Option<Self> {
        match error {
            Error::Transport { source, .. } => Self::of(&Symptom::unanswered(
                Vantage::Pod,
                Target::MlPipeline,
                sent,
                source.fault(),
            )),
            Error::Credentials {
                source: CredentialsError::TokenFile { fault, .. },
                ..
            } => Self::of_token_file(*fault),
            _ => None,
        }
    }

    /// What it is that there is no token.
    pub(crate) fn of_token_file(fault: TokenFault) -> Option<Self> {
        Self::of(&Symptom::without_token(
            Vantage::Pod,
            Target::MlPipeline,
            fault,
        ))
    }

    /// What it is that a token will be refused.
    pub(crate) fn of_token(flaw: TokenFlaw) -> Option<Self> {
        Self::best(&flaw.diagnose(Vantage::Pod))
    }

    fn of(symptom: &Symptom<'_>) -> Option<Self> {
        Self::best(&diagnose(symptom))
    }

    fn best(found: &[Diagnosis]) -> Option<Self> {
        let fit = found.first()?.fit;
        let best = found.iter().take_while(|row| row.fit == fit);
        Some(Self(best.map(|row| row.signature.id).collect()))
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::diagnose::Authorization;

    use super::*;

    #[test]
    fn an_answer_has_the_number_that_it_has_elsewhere() {
        let nothing = Sent::nothing();
        let bearer = nothing.authorization(Authorization::Bearer);
        for (sent, status, body, number) in [
            (nothing, 503, "no healthy upstream", Some("D36")),
            (nothing, 504, "upstream request timeout", Some("D38")),
            (nothing, 404, "", Some("D39")),
            (bearer, 401, "Jwt verification fails", Some("D16")),
            (bearer, 403, "RBAC: access denied", Some("D11")),
            (
                nothing.user_header(),
                403,
                "RBAC: access denied",
                Some("D01"),
            ),
            (
                bearer,
                401,
                r#"{"code":16,"message":"token audiences are invalid"}"#,
                Some("D50"),
            ),
            // What looks the same without the reason of the connection's failure.
            (
                nothing,
                503,
                "upstream connect error or disconnect/reset before headers. reset reason: connection failure",
                Some("D30"),
            ),
            (nothing, 418, "{}", None),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let known = Known::of_answer(sent, status, &HeaderMap::new(), body.as_bytes());
            let known = known.map(|known| known.to_string());
            assert_eq!(known.as_deref(), number, "{status} {body}");
        }
    }

    #[test]
    fn a_token_has_one_before_it_is_sent() {
        let number = |known: Option<Known>| known.map(|known| known.to_string());
        let missing = Known::of_token_file(TokenFault::Missing);
        assert_eq!(number(missing).as_deref(), Some("D52"));
        let expired = Known::of_token(TokenFlaw::Expired);
        assert_eq!(number(expired).as_deref(), Some("D51"));
        let foreign = Known::of_token(TokenFlaw::OtherAudience);
        assert_eq!(number(foreign).as_deref(), Some("D50"));
    }
}
