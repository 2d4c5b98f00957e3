//! User names that arrive otherwise than they should.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::fault::{Switch, Switches};

const USER_ID: HeaderName = HeaderName::from_static("kubeflow-userid");

/// What a login service without the right claim makes of the user name.
pub(super) fn alter(switches: &Switches, headers: &mut HeaderMap) {
    let Some(name) = headers.get(USER_ID).cloned() else {
        return;
    };
    if switches.is_on(Switch::UserNameAbsent) {
        headers.remove(USER_ID);
    }
    if switches.is_on(Switch::UserNameEmpty) {
        headers.insert(USER_ID, HeaderValue::from_static(""));
    }
    if switches.is_on(Switch::UserNameTwice) {
        headers.append(USER_ID, name.clone());
    }
    if switches.is_on(Switch::UserNameInCapitals)
        && let Ok(capitals) = HeaderValue::from_bytes(&name.as_bytes().to_ascii_uppercase())
    {
        headers.insert(USER_ID, capitals);
    }
    if switches.is_on(Switch::UserNameOpaque) {
        let opaque = HeaderValue::from_static("8c2f0a4e-51d7-4b7e-9a53-6b8a2f6f0c11");
        headers.insert(USER_ID, opaque);
    }
}
