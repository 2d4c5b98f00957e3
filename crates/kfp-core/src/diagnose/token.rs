//! What a token tells of itself before it is sent.

use http::{HeaderMap, StatusCode};

use super::signature::{Diagnosis, diagnose};
use super::symptom::{Answer, Authorization, Sent, Symptom, Target, Vantage};
use crate::credentials::{Claims, TOKEN_AUDIENCE};

/// Why a token will be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenFlaw {
    /// Its end has passed.
    Expired,
    /// It is for somebody else than KFP. Behind a gateway that is as it should be: there the token is the gateway's.
    OtherAudience,
}

impl TokenFlaw {
    /// What is wrong with a token at a moment, in seconds since 1970.
    pub fn of(claims: &Claims, from: Vantage, now: i64) -> Option<Self> {
        Self::for_audience(claims, from, now, TOKEN_AUDIENCE)
    }

    /// The same where KFP wants this audience.
    pub(super) fn for_audience(
        claims: &Claims,
        from: Vantage,
        now: i64,
        audience: &str,
    ) -> Option<Self> {
        if claims.expires.is_some_and(|end| end <= now) {
            Some(Self::Expired)
        } else if from == Vantage::Pod && !claims.is_for(audience) {
            Some(Self::OtherAudience)
        } else {
            None
        }
    }

    /// The rows of the refusal that it would meet.
    pub fn diagnose(self, from: Vantage) -> Vec<Diagnosis> {
        let headers = HeaderMap::new();
        let body = match self {
            Self::Expired if from.passes_gateway() => EXPIRED_AT_GATEWAY,
            Self::Expired => EXPIRED,
            Self::OtherAudience => OTHER_AUDIENCE,
        };
        let answer = Answer::new(StatusCode::UNAUTHORIZED, &headers, body);
        let sent = Sent::nothing().authorization(Authorization::Bearer);
        diagnose(&Symptom::answered(from, Target::MlPipeline, sent, answer))
    }
}

/// What KFP or the gateway would answer, so that the same row says why.
const EXPIRED_AT_GATEWAY: &[u8] = b"Jwt is expired";
const EXPIRED: &[u8] = br#"{"code":16,"message":"Review.Status.Authenticated is false: service account token has expired"}"#;
const OTHER_AUDIENCE: &[u8] =
    br#"{"code":16,"message":"token audiences are invalid for the target audiences"}"#;
