//! The connection report: `hop`.

use console_api::Hop;

use super::{Parsed, Query};

/// What the page of the connection report shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct ConnectionState {
    /// The hop that is open; `None` leaves it to the report, which opens the one to look at.
    pub(crate) hop: Option<Hop>,
}

/// The words of the address; the same as on the wire.
const HOPS: [(Hop, &str); 6] = [
    (Hop::Browser, "browser"),
    (Hop::Gateway, "gateway"),
    (Hop::Console, "console"),
    (Hop::Sidecar, "sidecar"),
    (Hop::MlPipeline, "ml-pipeline"),
    (Hop::KfpAuthorization, "kfp-authorization"),
];

impl ConnectionState {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Parsed<Self> {
        let query = Query::parse(query);
        let Some(word) = query.get("hop") else {
            return Parsed {
                state: Self::default(),
                dropped: Vec::new(),
            };
        };
        let hop = HOPS.iter().find(|(_, known)| *known == word);
        Parsed {
            state: Self {
                hop: hop.map(|(hop, _)| *hop),
            },
            dropped: if hop.is_none() {
                vec!["hop"]
            } else {
                Vec::new()
            },
        }
    }

    /// Writes the query string, canonically.
    pub(crate) fn query(self) -> Query {
        let mut query = Query::default();
        if let Some((_, word)) = HOPS.iter().find(|(hop, _)| Some(*hop) == self.hop) {
            query.set("hop", *word);
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hop_reads_back_in_the_word_of_the_wire() {
        for (hop, word) in HOPS {
            let state = ConnectionState { hop: Some(hop) };
            assert_eq!(state.query().write(), format!("hop={word}"));
            assert_eq!(ConnectionState::parse(&state.query().write()).state, state);
            assert_eq!(
                serde_json::to_string(&hop).expect("a word"),
                format!("\"{word}\"")
            );
        }
        assert_eq!(ConnectionState::default().query().write(), "");
    }

    #[test]
    fn an_unknown_hop_is_named_and_ignored() {
        let parsed = ConnectionState::parse("hop=moon");
        assert_eq!(
            (parsed.state, parsed.dropped),
            (ConnectionState::default(), vec!["hop"])
        );
    }
}
