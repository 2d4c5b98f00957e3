//! Who is signed in, and where they may go.

use std::sync::Arc;

use console_api::{Role, Session};
use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::{EnvInfo, Offered, Remote, SignOut, namespaces::Dashboard, use_remote};

/// The account of the page.
#[derive(Clone, Copy)]
pub(crate) struct Account {
    session: Remote<Session>,
    dashboard: Remote<Option<EnvInfo>>,
    offered: Memo<Offered>,
}

impl Account {
    /// Asks who is signed in, and after that the dashboard: a call without a session can spoil a login in progress, so
    /// there is one and not two.
    pub(crate) fn load() -> Self {
        let guard = super::use_api().guard();
        let session = use_remote(
            move || Some(guard.returned()),
            |_| String::new(),
            |api, _| api.session(),
        );
        let dashboard = use_remote(
            move || session.value().map(drop),
            |()| String::new(),
            |api, ()| api.env_info(),
        );
        let offered = Memo::new(move |_| {
            let answer = dashboard.value();
            let said = match answer.as_deref() {
                None => Dashboard::Asked,
                Some(None) => Dashboard::Silent,
                Some(Some(info)) => Dashboard::Said(info),
            };
            Offered::decide(said, session.value().as_deref())
        });
        Self {
            session,
            dashboard,
            offered,
        }
    }

    /// Who is signed in.
    pub(crate) fn session(self) -> Remote<Session> {
        self.session
    }

    /// The name of the user, once it is known.
    pub(crate) fn user(self) -> Option<String> {
        self.session.value().map(|session| session.user.clone())
    }

    /// The version of the console's server; empty before it is known.
    pub(crate) fn console_version(self) -> String {
        self.session
            .value()
            .map(|session| session.console.version.clone())
            .unwrap_or_default()
    }

    /// The namespaces that are offered.
    pub(crate) fn offered(self) -> Memo<Offered> {
        self.offered
    }

    /// How the session can be ended; `None` where no dashboard tells.
    pub(crate) fn sign_out(self) -> Option<SignOut> {
        let info: Arc<Option<EnvInfo>> = self.dashboard.value()?;
        info.as_ref().as_ref().map(EnvInfo::sign_out)
    }
}

/// Whether a user may change things in a namespace, as far as is known: KFP decides again on each call.
pub(crate) fn may_change(account: Account, namespace: &Namespace) -> bool {
    let offered = account.offered().read();
    let mut named = offered.list().iter();
    !named.any(|one| one.name == namespace.as_str() && one.role == Some(Role::Viewer))
}

/// The account of the page.
pub(crate) fn use_account() -> Account {
    expect_context()
}
