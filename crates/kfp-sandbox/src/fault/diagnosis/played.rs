//! What goes wrong in the rows that are played by faults.

use crate::fault::action::Action;
use crate::fault::envoy::EnvoyReply;
use crate::fault::matching::Fault;
use crate::fault::place::Place;

/// An answer of the gateway's proxy in the console's place.
pub(super) fn to_console(reply: EnvoyReply) -> Fault {
    Fault::at(Place::Console, Action::Envoy { reply })
}

/// A refusal of a token on the console's API, as a policy made on site would give it.
pub(super) fn of_token(reply: EnvoyReply) -> Fault {
    Fault::at(Place::Gateway, Action::Envoy { reply }).path("/kfp-console/api/*")
}

/// A header that a proxy adds to every answer of the console.
pub(super) fn add_header(name: &str, value: &str) -> Fault {
    let headers = [(name.to_owned(), value.to_owned())].into();
    Fault::at(Place::Console, Action::AddHeaders { headers })
}
