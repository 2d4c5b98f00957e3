//! From flags to a client.

use std::io::Read;
use std::path::PathBuf;

use kfp_core::Client;
use kfp_core::connect::{Connection, Settings};
use kfp_core::model::Namespace;

use crate::failure::Failure;
use crate::transport::{HttpTransport, Reach};
use crate::words::{Both, both};

/// Of a cookie, which may be split, or a password. Envoy takes 60 KiB of headers, and gateways less.
const MOST_OF_A_SECRET: u64 = 1024 * 1024;

/// How to reach KFP. What is not said is looked up as `kfp.Client()` looks it up in Python.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionFlags {
    /// Address of KFP's API; that of a page in the browser will do
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) endpoint: Option<String>,

    /// Namespace to work in
    #[arg(long, short, global = true, value_name = "NAMESPACE")]
    pub(crate) namespace: Option<String>,

    /// Named context to take the rest from
    #[arg(long, global = true, value_name = "NAME", env = "KFPC_CONTEXT")]
    pub(crate) context: Option<String>,

    /// File of contexts
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) contexts: Option<PathBuf>,

    /// File with a session cookie, as name=value; - reads it from stdin
    #[arg(long, global = true, value_name = "FILE", conflicts_with_all = ["token_file", "token_command"])]
    pub(crate) cookie_file: Option<PathBuf>,

    /// File with a bearer token, read for every call
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        conflicts_with = "token_command"
    )]
    pub(crate) token_file: Option<PathBuf>,

    /// Program that prints a bearer token, with its arguments, split at spaces
    #[arg(long, global = true, value_name = "COMMAND")]
    pub(crate) token_command: Option<String>,

    /// File of certificates to trust beside those of the system
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
}

/// A client, and what it was made of.
pub(crate) struct Connected {
    pub(crate) client: Client<HttpTransport>,
    /// What the client sends with, for what is no call of KFP's.
    pub(crate) transport: HttpTransport,
    pub(crate) connection: Connection,
}

impl ConnectionFlags {
    /// Where the contexts are kept.
    pub(crate) fn contexts_path(&self) -> Result<PathBuf, Failure> {
        let mut settings = Settings::from_env();
        if let Some(path) = &self.contexts {
            settings = settings.contexts_file(path);
        }
        settings.contexts_path().ok_or_else(|| Failure::Usage {
            problem: both!(
                "there is no place for contexts, as $HOME is not set",
                "$HOME 값이 없어 컨텍스트를 둘 곳이 없어요"
            ),
            hint: both!(
                "Name a file with --contexts or KFP_CONTEXTS.",
                "--contexts 옵션이나 KFP_CONTEXTS 값으로 파일을 알려 주세요."
            ),
        })
    }

    /// What was said, before anything is looked up.
    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = Settings::from_env();
        if let Some(endpoint) = &self.endpoint {
            settings = settings.endpoint(endpoint);
        }
        if let Some(namespace) = &self.namespace {
            settings = settings.namespace(namespace);
        }
        if let Some(context) = &self.context {
            settings = settings.context(context);
        }
        if let Some(path) = &self.contexts {
            settings = settings.contexts_file(path);
        }
        if let Some(path) = &self.cookie_file {
            settings = settings.cookie(cookie_of(path)?);
        }
        if let Some(path) = &self.token_file {
            settings = settings.token_file(path);
        }
        if let Some(command) = &self.token_command {
            settings = settings.token_command(command.split_whitespace());
        }
        if let Some(path) = &self.ca_file {
            settings = settings.ca_file(path);
        }
        Ok(settings)
    }

    /// Finds the address, the credentials and the namespace. Sends nothing.
    pub(crate) fn connect(&self) -> Result<Connected, Failure> {
        let connection = self.settings()?.resolve()?;
        let origin = connection.base().origin();
        let transport = HttpTransport::new(connection.ca_file(), Reach::of(origin))?;
        let client = connection.client_over(transport.clone());
        Ok(Connected {
            client,
            transport,
            connection,
        })
    }
}

impl Connected {
    /// The namespace to work in.
    pub(crate) fn namespace(&self) -> Result<Namespace, Failure> {
        self.connection
            .namespace()
            .cloned()
            .ok_or_else(|| Failure::Usage {
                problem: both!("no namespace was named", "네임스페이스를 알 수 없어요"),
                hint: both!(
                    "Name one with --namespace, KFP_NAMESPACE or a context.",
                    "--namespace, KFP_NAMESPACE, 컨텍스트 가운데 하나로 알려 주세요."
                ),
            })
    }
}

/// A cookie out of a file, or out of stdin for `-`.
pub(crate) fn cookie_of(path: &std::path::Path) -> Result<String, Failure> {
    secret_of(path, &both!("the file of the cookie", "쿠키 파일"))
}

/// A secret out of a file, or out of stdin for `-`.
pub(crate) fn secret_of(path: &std::path::Path, what: &Both) -> Result<String, Failure> {
    let fail = |problem| Failure::File {
        what: Both::joined(&[what.clone(), Both::same(path.display())], " "),
        problem,
    };
    let read = if path.as_os_str() == "-" {
        at_most(MOST_OF_A_SECRET, std::io::stdin().lock())
    } else {
        std::fs::File::open(path).and_then(|file| at_most(MOST_OF_A_SECRET, file))
    };
    let Some(bytes) = read.map_err(|error| fail(Both::same(error)))? else {
        return Err(fail(both!(
            "it is longer than any secret of this kind",
            "이런 비밀 값보다 너무 길어요"
        )));
    };
    String::from_utf8(bytes).map_err(|_| {
        fail(both!(
            "what is in it is no text",
            "글자가 아닌 것이 들어 있어요"
        ))
    })
}

/// All that can be read, or `None` where that is more: what is named may be a device or a pipe that never ends.
pub(crate) fn at_most(limit: u64, from: impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
