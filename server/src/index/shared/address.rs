//! Where the database is, and how it is spoken to.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A connection that takes longer is none.
const CONNECT: Duration = Duration::from_secs(5);
/// The server ends what takes longer, and what a replica that is gone has left open: others wait for it.
const STATEMENT: &str = "30s";

/// A file with the address of a database. It is read for every connection, since the password in it changes.
#[derive(Clone, Debug)]
pub(super) struct Address(PathBuf);

/// Why there is no connection. What stood in the file is never told.
#[derive(Debug, thiserror::Error)]
pub(super) enum AddressError {
    #[error(
        "{path} cannot be read; it should hold the address of a PostgreSQL database (--index-postgres-file)"
    )]
    NotReadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(
        "{0} holds no address of a PostgreSQL database; write one line, postgres://USER:PASSWORD@HOST/DATABASE, with special \
         characters of the password percent-encoded"
    )]
    NotAnAddress(PathBuf),
    #[error(
        "{0} names no host of the PostgreSQL database; write postgres://USER:PASSWORD@HOST/DATABASE"
    )]
    NoHost(PathBuf),
    #[error("the authorities that the system trusts cannot be used")]
    Tls(#[from] rustls::Error),
    #[error("PostgreSQL has not answered for {0:?}")]
    Silent(Duration),
    #[error("no connection to PostgreSQL")]
    Connection(#[from] tokio_postgres::Error),
}

impl Address {
    /// # Errors
    /// If the file cannot be read or holds no address.
    pub(super) fn of_file(path: &Path) -> Result<Self, AddressError> {
        let address = Self(path.to_owned());
        address.read().map(|_| address)
    }

    fn read(&self) -> Result<Config, AddressError> {
        let text =
            std::fs::read_to_string(&self.0).map_err(|source| AddressError::NotReadable {
                path: self.0.clone(),
                source,
            })?;
        let mut config: Config = text
            .trim()
            .parse()
            .map_err(|_| AddressError::NotAnAddress(self.0.clone()))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(AddressError::NoHost(self.0.clone()));
        }
        // The client's own default falls back to a connection that everybody on the way can read and answer in the
        // database's place. That is for the operator to choose, by `sslmode=disable`.
        let is_socket = |host: &Host| matches!(host, Host::Unix(_));
        let is_local =
            config.get_hostaddrs().is_empty() && config.get_hosts().iter().all(is_socket);
        if config.get_ssl_mode() == SslMode::Prefer && !is_local {
            config.ssl_mode(SslMode::Require);
        }
        config
            .application_name("kfp-console")
            .connect_timeout(CONNECT);
        Ok(config)
    }

    /// A connection; it ends with the client.
    ///
    /// # Errors
    /// If the file or the database cannot be used.
    pub(super) async fn connect(&self) -> Result<Client, AddressError> {
        let config = self.read()?;
        let client = if config.get_ssl_mode() == SslMode::Require {
            let (client, connection) = config.connect(MakeRustlsConnect::new(tls()?)).await?;
            tokio::spawn(connection);
            client
        } else {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(connection);
            client
        };
        client
            .batch_execute(&format!(
                "SET statement_timeout = '{STATEMENT}'; SET idle_in_transaction_session_timeout = '{STATEMENT}'"
            ))
            .await?;
        Ok(client)
    }
}

/// Trusts whom the system trusts; `SSL_CERT_FILE` names another file of authorities.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    fn read(text: &str) -> Result<Config, AddressError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("address");
        std::fs::write(&path, text).expect("written");
        Address(path).read()
    }

    #[test]
    fn a_connection_is_encrypted_unless_the_address_says_otherwise() {
        let mode = |text: &str| read(text).expect("an address").get_ssl_mode();
        assert_eq!(mode("postgres://u:p@db.example/kfp\n"), SslMode::Require);
        assert_eq!(
            mode("postgres://u:p@db/kfp?sslmode=prefer"),
            SslMode::Require
        );
        assert_eq!(
            mode("postgres://u:p@db/kfp?sslmode=disable"),
            SslMode::Disable
        );
        assert_eq!(
            mode("hostaddr=10.0.0.5 user=u password=p"),
            SslMode::Require
        );
        assert_eq!(mode("host=/run/postgresql user=u"), SslMode::Prefer);
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_told() {
        for text in [
            "",
            "secret-word",
            "postgres://u:secret-word@[",
            "mysql://u:secret-word@db",
            "user=secret-word",
        ] {
            let error = read(text).expect_err(text);
            let mut told = format!("{error} {error:?}");
            let mut cause = error.source();
            while let Some(error) = cause {
                told.push_str(&error.to_string());
                cause = error.source();
            }
            assert!(told.contains("postgres://USER:PASSWORD@HOST"), "{told}");
            assert!(!told.contains("secret-word"), "{told}");
        }
    }
}
