//! Recordings of gateways with other settings, which the sandbox has not.

use crate::account::{Account, Known};

const GROUPS: Known = Known {
    differences: &[],
    unsendable: &[("few-*", CONNECTOR), ("many-*", CONNECTOR)],
};

const CONNECTOR: &str = "Dex has a connector there that names groups";

const TOPOLOGY: Known = Known {
    differences: &[],
    unsendable: &[
        ("era1-internal-*", INTERNAL),
        ("era2-internal-*", INTERNAL),
        ("era1-hops1-*", HOPS),
        ("era2-hops1-*", HOPS),
    ],
};

const INTERNAL: &str = "the gateway takes its clients for its own there";
const HOPS: &str = "the gateway trusts a proxy in front of it there";

#[test]
fn other_settings_are_accounted_for() {
    for (topic, known) in [("groups", GROUPS), ("topology", TOPOLOGY)] {
        let account = Account::of(topic, known);
        assert!(account.sent().is_empty());
        account.settle();
    }
}
