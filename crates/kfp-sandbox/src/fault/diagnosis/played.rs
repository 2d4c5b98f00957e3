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

/// A refused creation of a pod.
pub(super) fn pod_refused(status: u16, reason: &str, message: &str) -> Fault {
    let body = format!(
        "{{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{{}},\"status\":\"Failure\",\"message\":\"{message}\",\
         \"reason\":\"{reason}\",\"code\":{status}}}\n"
    );
    Fault::at(
        Place::Kubernetes,
        Action::answer(status, "application/json", body),
    )
    .method("POST")
    .path("/api/v1/namespaces/*/pods")
}

/// A header that a proxy adds to every answer of the console.
pub(super) fn add_header(name: &str, value: &str) -> Fault {
    let headers = [(name.to_owned(), value.to_owned())].into();
    Fault::at(Place::Console, Action::AddHeaders { headers })
}
