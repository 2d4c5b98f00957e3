//! What was seen at a hop, before it is put into words.

use http::{StatusCode, Uri};
use time::Duration;

/// The stable word for the rows of `kfp_core::diagnose` that a finding is.
pub(crate) const KNOWN_FAILURE: &str = "known_failure";

/// What kind of thing was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Label {
    /// Who asks.
    User,
    /// Who named the user.
    Peer,
    /// As whom KFP is called.
    IdentitySent,
    /// Where the token is read.
    TokenFile,
    /// Whose token it is.
    TokenSubject,
    /// Whom it is for.
    TokenAudience,
    /// When it ends.
    TokenExpires,
    /// Who plays this part.
    PlayedBy,
    /// The name that the last proxy wrote.
    ServerName,
    /// Whether a proxy passed the answer on.
    PassedOn,
    /// What was asked.
    Request,
    /// Where.
    Address,
    /// What came back.
    Answer,
    /// What the client says of it.
    Error,
    /// KFP's release.
    Version,
    /// Whether KFP tells users apart.
    MultiUser,
    /// What Kubernetes was asked.
    Question,
    /// What it said.
    Decision,
    /// Which failures known from the field it is.
    KnownFailure,
}

impl Label {
    /// Every kind.
    #[cfg(test)]
    pub(super) const ALL: [Self; 19] = [
        Self::User,
        Self::Peer,
        Self::IdentitySent,
        Self::TokenFile,
        Self::TokenSubject,
        Self::TokenAudience,
        Self::TokenExpires,
        Self::PlayedBy,
        Self::ServerName,
        Self::PassedOn,
        Self::Request,
        Self::Address,
        Self::Answer,
        Self::Error,
        Self::Version,
        Self::MultiUser,
        Self::Question,
        Self::Decision,
        Self::KnownFailure,
    ];

    /// The stable word that programs go by.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Peer => "peer",
            Self::IdentitySent => "identity_sent",
            Self::TokenFile => "token_file",
            Self::TokenSubject => "token_subject",
            Self::TokenAudience => "token_audience",
            Self::TokenExpires => "token_expires",
            Self::PlayedBy => "played_by",
            Self::ServerName => "server_name",
            Self::PassedOn => "passed_on",
            Self::Request => "request",
            Self::Address => "address",
            Self::Answer => "answer",
            Self::Error => "error",
            Self::Version => "version",
            Self::MultiUser => "multi_user",
            Self::Question => "question",
            Self::Decision => "decision",
            Self::KnownFailure => KNOWN_FAILURE,
        }
    }
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// The same in every language: a name, a path, a number.
    Text(String),
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// There is none.
    Nothing,
    /// Nobody said.
    NotTold,
    /// There is no end.
    Never,
    /// How long it lasts from now; negative when it is over.
    Left(Duration),
    /// The operator turned the check off.
    TurnedOff,
    /// The user's header, and no token.
    UserHeader,
    /// The question for KFP's health, with nothing attached.
    Healthz,
    /// The smallest list of experiments.
    OneExperiment,
    /// Whether a user may list the experiments of a namespace.
    MayList { user: String, namespace: String },
    /// The sandbox.
    Sandbox,
}

impl Value {
    /// A status with the first words of the answer.
    pub(super) fn answer(status: StatusCode, said: &str) -> Self {
        Self::Text(format!("{} {said}", status.as_u16()).trim_end().to_owned())
    }
}

impl<T: Into<String>> From<T> for Value {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

/// Where or what a hop is, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The same in every language.
    Text(String),
    /// A name and a port.
    Port { name: String, port: u16 },
    /// Mutual TLS is in use.
    MutualTls,
    /// The sandbox plays it.
    Simulated,
    /// There is none.
    Absent,
    /// Whether there is one could not be seen.
    NotSeen,
}

impl Place {
    /// Where an address leads: of a service inside the cluster its namespace, else the host.
    pub(super) fn of_address(address: &str) -> Option<Self> {
        let uri: Uri = address.parse().ok()?;
        let host = uri.host()?;
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("https") => 443,
            _ => 80,
        });
        let mut labels = host.split('.');
        let (service, namespace, rest) = (labels.next()?, labels.next(), labels.next());
        let is_service = rest.is_none_or(|rest| rest == "svc") && service.parse::<u8>().is_err();
        Some(match namespace.filter(|_| is_service) {
            Some(namespace) => Self::Port {
                name: namespace.to_owned(),
                port,
            },
            None => Self::Text(format!("{host}:{port}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn kinds_are_unique() {
        let kinds: HashSet<_> = Label::ALL.iter().map(|label| label.kind()).collect();
        assert_eq!(kinds.len(), Label::ALL.len());
    }

    #[test]
    fn service_is_placed_by_its_namespace_and_anything_else_by_its_host() {
        for (address, name, port) in [
            (
                "http://ml-pipeline.kubeflow.svc.cluster.local:8888",
                "kubeflow",
                8888,
            ),
            ("http://ml-pipeline.kubeflow:8888", "kubeflow", 8888),
        ] {
            let name = name.to_owned();
            let place = Some(Place::Port { name, port });
            assert_eq!(Place::of_address(address), place, "{address}");
        }
        for (address, shown) in [
            ("http://127.0.0.1:4711", "127.0.0.1:4711"),
            ("http://kfp.example.com", "kfp.example.com:80"),
            ("https://kfp/", "kfp:443"),
        ] {
            let place = Some(Place::Text(shown.to_owned()));
            assert_eq!(Place::of_address(address), place, "{address}");
        }
        assert_eq!(Place::of_address("/apis"), None);
    }
}
