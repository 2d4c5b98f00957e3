//! The client of KFP, with the console's own identity, the user's, or none. Never two of them.

use bytes::Bytes;
use http::{HeaderName, Request, Response};
use kfp_core::credentials::Credentials;
use kfp_core::diagnose::{Authorization, Sent};
use kfp_core::error::Error;
use kfp_core::operation::Operation;
use kfp_core::transport::native::{NativeTransport, Timeouts};
use kfp_core::{BaseUrl, Client, Origin};

use crate::config::{Config, UpstreamIdentity};
use crate::identity::UserId;

/// One set of connections to KFP and the ways to identify on it.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    /// With nothing attached.
    anonymous: Client<NativeTransport>,
    acting: Acting,
}

/// As whom calls on behalf of a user are made.
#[derive(Clone, Debug)]
enum Acting {
    /// As the console, with its token.
    Console(Client<NativeTransport>),
    /// As the user, with the identity header.
    User {
        header: HeaderName,
        prefix: String,
        origin: Origin,
    },
}

impl Clients {
    /// Sets the clients up.
    ///
    /// # Errors
    /// If the address cannot be used.
    pub(super) fn new(config: &Config) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let base: BaseUrl = config.kfp.kfp_url.parse()?;
        let origin = base
            .origin()
            .cloned()
            .ok_or("the address of KFP names no host")?;
        // The deadline of each call is kept where the wait in line is counted too; this one is the longest of them.
        let longest = config.kfp.kfp_timeout.max(config.kfp.upload_timeout);
        let transport = NativeTransport::with_timeouts(Timeouts {
            exchange: longest,
            ..Timeouts::default()
        });
        let anonymous = Client::new(base, transport, Credentials::none())
            .max_answer_bytes(config.kfp.max_answer_bytes);
        let acting = match config.kfp.upstream_identity {
            UpstreamIdentity::ServiceAccount => Acting::Console(
                anonymous
                    .with_credentials(Credentials::token_file(origin, &config.kfp.kfp_token_file)),
            ),
            UpstreamIdentity::UserHeader => Acting::User {
                header: config.identity.userid_header.clone(),
                prefix: config.identity.userid_prefix.clone(),
                origin,
            },
        };
        Ok(Self { anonymous, acting })
    }

    /// What a request on behalf of a user, or of nobody, says of its sender.
    pub(super) fn sent(&self, caller: Option<&UserId>) -> Sent {
        match (caller, &self.acting) {
            (None, _) => Sent::nothing(),
            (Some(_), Acting::Console(_)) => Sent::nothing().authorization(Authorization::Bearer),
            (Some(_), Acting::User { .. }) => Sent::nothing().user_header(),
        }
    }

    /// Sends a request on behalf of a user, or with nothing attached. Whoever answered, the answer comes back.
    ///
    /// # Errors
    /// As [`Client::send_unread`].
    pub(super) async fn send(
        &self,
        caller: Option<&UserId>,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, Error> {
        match (caller, &self.acting) {
            (None, _) => self.anonymous.send_unread(request).await,
            (Some(_), Acting::Console(client)) => client.send_unread(request).await,
            (
                Some(user),
                Acting::User {
                    header,
                    prefix,
                    origin,
                },
            ) => {
                let operation = Operation::PassThrough {
                    safe: request.method().is_safe(),
                };
                // The name is never empty: KFP's process would end on it.
                let value = format!("{prefix}{user}");
                let credentials = Credentials::header(origin.clone(), header.clone(), value)
                    .map_err(|source| Error::Credentials { operation, source })?;
                self.anonymous
                    .with_credentials(credentials)
                    .send_unread(request)
                    .await
            }
        }
    }
}
