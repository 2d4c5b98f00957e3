//! The gateway's route table: what each `VirtualService` of the platform and of the console adds.

use crate::config::LoginEra;

/// Where the console stands.
pub(super) const CONSOLE_PREFIX: &str = "/kfp-console";

/// A destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// The console's bare prefix: sent on to the one with a slash.
    ConsoleRedirect,
    /// The console's backend; the prefix is rewritten to `/`.
    Console,
    /// The server of the stock KFP user interface.
    PipelineUi,
    /// The access management, which hears the dashboard alone.
    AccessManagement,
    /// Dex.
    Dex,
    /// The pages of oauth2-proxy.
    OAuth2Proxy,
    /// The dashboard takes everything else.
    Dashboard,
}

/// The destination of a normalised path.
pub(super) fn find(era: LoginEra, path: &str) -> Route {
    if path == CONSOLE_PREFIX {
        Route::ConsoleRedirect
    } else if path
        .strip_prefix(CONSOLE_PREFIX)
        .is_some_and(|rest| rest.starts_with('/'))
    {
        Route::Console
    } else if path.starts_with("/pipeline") {
        Route::PipelineUi
    } else if path.starts_with("/kfam/") {
        Route::AccessManagement
    } else if path.starts_with("/dex/") {
        Route::Dex
    } else if era == LoginEra::Oauth2Proxy && path.starts_with("/oauth2/") {
        Route::OAuth2Proxy
    } else {
        Route::Dashboard
    }
}

/// Whether the policies of oauth2-proxy's era ask nothing of a path.
pub(super) fn is_login_path(path: &str) -> bool {
    path.starts_with("/dex/") || path.starts_with("/oauth2/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_as_recorded() {
        let era = LoginEra::Oauth2Proxy;
        assert_eq!(find(era, "/kfp-console"), Route::ConsoleRedirect);
        assert_eq!(find(era, "/kfp-console/x"), Route::Console);
        for dashboard in [
            "/",
            "/kfp-consolex",
            "/kfp-console;x/api",
            "/KFP-CONSOLE/",
            "/dex",
            "//kfp-console/x",
        ] {
            assert_eq!(find(era, dashboard), Route::Dashboard, "{dashboard}");
        }
        assert_eq!(find(era, "/pipeline-console/"), Route::PipelineUi);
        assert_eq!(find(era, "/kfam/v1/bindings"), Route::AccessManagement);
        assert_eq!(find(era, "/oauth2/start"), Route::OAuth2Proxy);
        assert_eq!(
            find(LoginEra::Authservice, "/oauth2/start"),
            Route::Dashboard
        );
        assert_eq!(find(LoginEra::Authservice, "/dex/auth"), Route::Dex);
    }
}
