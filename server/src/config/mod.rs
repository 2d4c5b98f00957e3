//! Configuration by flags and environment.
//!
//! One struct per section, one place for the names of variables ([`mod@env`]). What a single value can say about itself
//! is checked while it is read; [`Config::check`] looks at what only several values together can get wrong.

mod app;
mod defence;
mod duration;
mod economy;
pub mod env;
mod frame_ancestors;
mod identity;
mod index;
mod kfp;
mod kubernetes;
mod limits;
mod listen;
mod live;
mod log;
mod prefix;
#[cfg(test)]
mod reference;
mod traces;

pub use app::AppConfig;
pub use defence::Defence;
pub use economy::EconomyConfig;
pub use frame_ancestors::FrameAncestors;
pub use identity::{IdentityConfig, PeerVerification, Principal};
pub use index::IndexConfig;
pub use kfp::{KfpConfig, UpstreamIdentity};
pub use kubernetes::KubernetesConfig;
pub use limits::LimitsConfig;
pub use listen::ListenConfig;
pub use live::LiveConfig;
pub use log::{LogConfig, LogFormat};
pub use prefix::Prefix;
pub use traces::TracesConfig;

use std::str::FromStr;

/// Everything the console can be told.
#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Addresses of the two ports.
    #[command(flatten)]
    pub listen: ListenConfig,
    /// The browser program and its place.
    #[command(flatten)]
    pub app: AppConfig,
    /// The KFP API server.
    #[command(flatten)]
    pub kfp: KfpConfig,
    /// How much of KFP the console may take.
    #[command(flatten)]
    pub economy: EconomyConfig,
    /// The live feed.
    #[command(flatten)]
    pub live: LiveConfig,
    /// The index of runs.
    #[command(flatten)]
    pub index: IndexConfig,
    /// Whom the console believes when it names a user.
    #[command(flatten)]
    pub identity: IdentityConfig,
    /// The Kubernetes API.
    #[command(flatten)]
    pub kubernetes: KubernetesConfig,
    /// Sizes, counts and times.
    #[command(flatten)]
    pub limits: LimitsConfig,
    /// The log.
    #[command(flatten)]
    pub log: LogConfig,
    /// The collector of traces.
    #[command(flatten)]
    pub traces: TracesConfig,
    /// Whether everything behind this console is the sandbox; set by `demo`, not by a flag.
    #[arg(skip)]
    pub simulated: bool,
    /// The defence that a test leaves out; set by nothing else.
    #[cfg(debug_assertions)]
    #[arg(skip)]
    pub without: Option<Defence>,
}

/// Settings that do not fit together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A URL cannot be used.
    #[error("{flag} is no URL that can be used: {reason}")]
    Url {
        /// The flag that holds it.
        flag: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The peer must be a gateway, but no gateway is named.
    #[error("--peer-verification=required needs at least one --gateway-principal")]
    NoGateway,
    /// The folder of the browser program holds none.
    #[error("--assets: {path} holds no index.html; build the browser program first")]
    NoBrowserProgram {
        /// The folder.
        path: String,
    },
    /// Both ports are the same.
    #[error("--listen and --ops-listen are the same address")]
    SameAddress,
    /// A collector is named, and the program was built without what sends to it.
    #[error("--otlp-endpoint needs a console that was built with the feature `otlp`")]
    NoOtlp,
    /// The filter of the log cannot be read.
    #[error("--log is no filter such as `info,kfp_console=debug`")]
    LogFilter,
}

impl Config {
    /// Reads a configuration from flags alone, as the command line does.
    ///
    /// For programs that start the console themselves; the environment still counts.
    ///
    /// # Errors
    /// The words of the command line for a value that cannot be read.
    ///
    /// # Examples
    /// ```
    /// let config = kfp_console::Config::from_flags(["--listen=127.0.0.1:0", "--ops-listen=127.0.0.1:0"])?;
    /// assert_eq!(config.app.prefix.as_str(), "/kfp-console/");
    /// # Ok::<(), clap::Error>(())
    /// ```
    pub fn from_flags<I>(flags: I) -> Result<Self, clap::Error>
    where
        I: IntoIterator,
        I::Item: Into<std::ffi::OsString> + Clone,
    {
        use clap::{Args, FromArgMatches};
        let command = Self::augment_args(clap::Command::new("kfp-console").no_binary_name(true));
        Self::from_arg_matches(&command.try_get_matches_from(flags)?)
    }

    /// Looks for settings that do not fit together.
    ///
    /// # Errors
    /// The first [`ConfigError`] that is found.
    pub fn check(&self) -> Result<(), ConfigError> {
        check_url("--kfp-url", &self.kfp.kfp_url)?;
        check_way_to_kfp(&self.kfp)?;
        if let Some(url) = &self.kubernetes.kubernetes_url {
            check_url("--kubernetes-url", url)?;
        }
        if self.identity.peer_verification == PeerVerification::Required
            && self.identity.gateway_principals.is_empty()
        {
            return Err(ConfigError::NoGateway);
        }
        if let Some(dir) = &self.app.assets
            && !dir.join("index.html").is_file()
        {
            return Err(ConfigError::NoBrowserProgram {
                path: dir.display().to_string(),
            });
        }
        if self.listen.listen == self.listen.ops_listen && self.listen.listen.port() != 0 {
            return Err(ConfigError::SameAddress);
        }
        check_traces(&self.traces)?;
        if tracing_subscriber::EnvFilter::from_str(&self.log.log_filter).is_err() {
            return Err(ConfigError::LogFilter);
        }
        Ok(())
    }
}

/// TLS on the way to KFP is the sidecar's, and a token travels in the clear only where nobody can read along.
fn check_way_to_kfp(kfp: &KfpConfig) -> Result<(), ConfigError> {
    let fail = |reason| ConfigError::Url {
        flag: "--kfp-url",
        reason,
    };
    let origin: kfp_core::Origin = kfp
        .kfp_url
        .parse()
        .map_err(|_| fail("it cannot be parsed"))?;
    if origin.is_https() {
        return Err(fail(
            "use http://, since inside the mesh the sidecar adds TLS",
        ));
    }
    if kfp.upstream_identity == UpstreamIdentity::ServiceAccount && !origin.is_protected() {
        return Err(fail(
            "a token is sent in the clear only to loopback and to services of the cluster",
        ));
    }
    Ok(())
}

/// TLS on the way to the collector is the sidecar's too.
fn check_traces(traces: &TracesConfig) -> Result<(), ConfigError> {
    let Some(endpoint) = &traces.otlp_endpoint else {
        return Ok(());
    };
    if !cfg!(feature = "otlp") {
        return Err(ConfigError::NoOtlp);
    }
    check_url("--otlp-endpoint", endpoint)?;
    if endpoint.starts_with("https:") {
        return Err(ConfigError::Url {
            flag: "--otlp-endpoint",
            reason: "use http://, since inside the mesh the sidecar adds TLS",
        });
    }
    Ok(())
}

fn check_url(flag: &'static str, url: &str) -> Result<(), ConfigError> {
    let fail = |reason| ConfigError::Url { flag, reason };
    let uri: http::Uri = url.parse().map_err(|_| fail("it cannot be parsed"))?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err(fail("it must begin with http:// or https://"));
    }
    let authority = uri.authority().ok_or_else(|| fail("it names no host"))?;
    if authority.as_str().contains('@') {
        return Err(fail("it must not hold a user or password"));
    }
    if uri.query().is_some() {
        return Err(fail("it must not hold a query"));
    }
    Ok(())
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err(format!("`{text}` is no whole number above 0")),
        Ok(number) => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(flags: &[&str]) -> Config {
        Config::from_flags(flags).expect("flags that can be read")
    }

    #[test]
    fn defaults_are_those_of_a_full_kubeflow() {
        let config = config(&[]);
        assert_eq!(config.identity.userid_header, "kubeflow-userid");
        assert_eq!(
            config.identity.peer_verification,
            PeerVerification::Required
        );
        assert_eq!(
            config.kfp.upstream_identity,
            UpstreamIdentity::ServiceAccount
        );
        assert_eq!(config.app.frame_ancestors.as_str(), "'self'");
        assert!(config.check().is_ok());
    }

    #[test]
    fn several_gateways_can_be_named() {
        let config = config(&[
            "--gateway-principal=a/ns/b/sa/c",
            "--gateway-principal=a/ns/b/sa/d,a/ns/b/sa/e",
        ]);
        assert_eq!(config.identity.gateway_principals.len(), 3);
    }

    #[test]
    fn finds_what_does_not_fit() {
        let bad = |flags: &[&str]| {
            config(flags)
                .check()
                .expect_err("must be refused")
                .to_string()
        };
        assert!(bad(&["--kfp-url=ml-pipeline:8888"]).contains("--kfp-url"));
        assert!(bad(&["--kfp-url=http://user:word@host"]).contains("user or password"));
        assert!(bad(&["--kfp-url=https://ml-pipeline:8888"]).contains("sidecar"));
        assert!(bad(&["--kfp-url=http://kfp.example.com"]).contains("in the clear"));
        assert!(bad(&["--kubernetes-url=ftp://x"]).contains("--kubernetes-url"));
        assert!(bad(&["--assets=/nonexistent"]).contains("index.html"));
        assert!(
            bad(&["--listen=127.0.0.1:1", "--ops-listen=127.0.0.1:1"]).contains("same address")
        );
        assert!(bad(&["--log=[[["]).contains("--log"));
        let collector = bad(&["--otlp-endpoint=ftp://collector"]);
        assert!(collector.contains("--otlp-endpoint"), "{collector}");
    }

    #[test]
    fn refuses_values_that_cannot_be_read() {
        for flag in [
            "--prefix=/pipeline/",
            "--kfp-timeout=5",
            "--max-header-bytes=10",
            "--kfp-in-flight=0",
            "--otlp-share=2",
            "--gateway-principal=*",
            "--frame-ancestors=*",
        ] {
            assert!(Config::from_flags([flag]).is_err(), "{flag}");
        }
    }
}
