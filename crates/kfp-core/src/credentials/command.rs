//! A token that a program prints.

use std::process::Stdio;
use std::time::Duration;

use http::HeaderValue;
use secrecy::SecretString;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;
use tokio::sync::Mutex;

use super::token;
use crate::error::{CommandFault, CredentialsError, TokenFault};

/// How long a program may take. Some ask for a login in a browser.
const TIMEOUT: Duration = Duration::from_mins(1);

/// A program with its arguments, and the token it printed last.
pub(super) struct TokenCommand {
    program: String,
    arguments: Vec<String>,
    kept: Mutex<Option<SecretString>>,
}

impl TokenCommand {
    pub(super) fn new(command: Vec<String>) -> Result<Self, CredentialsError> {
        let mut command = command.into_iter();
        match command.next() {
            Some(program) if !program.trim().is_empty() => Ok(Self {
                program,
                arguments: command.collect(),
                kept: Mutex::new(None),
            }),
            _ => Err(CredentialsError::Command {
                program: "".into(),
                fault: CommandFault::NoProgram,
            }),
        }
    }

    pub(super) fn program(&self) -> &str {
        &self.program
    }

    /// The token that is kept, unless it is the one that was refused: then the program is run again. Calls that were refused
    /// together share one run.
    pub(super) async fn token(
        &self,
        refused: Option<&HeaderValue>,
    ) -> Result<SecretString, CredentialsError> {
        let mut kept = self.kept.lock().await;
        let is_good = |token: &SecretString| {
            refused.is_none_or(|refused| token::bearer(token).is_ok_and(|value| value != *refused))
        };
        if let Some(token) = kept.as_ref().filter(|token| is_good(token)) {
            return Ok(token.clone());
        }
        let run = tokio::time::timeout(TIMEOUT, self.run()).await;
        let run = run.unwrap_or(Err(CommandFault::TimedOut(TIMEOUT)));
        let token = run.map_err(|fault| CredentialsError::Command {
            program: self.program.as_str().into(),
            fault,
        })?;
        *kept = Some(token.clone());
        Ok(token)
    }

    async fn run(&self) -> Result<SecretString, CommandFault> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|_| CommandFault::NotStarted)?;
        let mut bytes = Vec::new();
        if let Some(output) = child.stdout.take() {
            let limit = token::MAX_BYTES as u64 + 1;
            let mut output = output.take(limit);
            let read = output.read_to_end(&mut bytes).await;
            read.map_err(|_| CommandFault::Failed)?;
        }
        if bytes.len() > token::MAX_BYTES {
            return Err(CommandFault::Output(TokenFault::TooLong));
        }
        let status = child.wait().await.map_err(|_| CommandFault::Failed)?;
        if !status.success() {
            return Err(CommandFault::Failed);
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| CommandFault::Output(TokenFault::NotAHeaderValue))?;
        let text = token::tidy(&text);
        token::check_header_text(text).map_err(CommandFault::Output)?;
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[tokio::test]
    async fn calls_that_are_refused_together_share_one_run() {
        let folder = tempfile::tempdir().unwrap();
        let count = folder.path().join("count");
        let script = format!("echo x >> {0}; wc -l < {0}", count.display());
        let command = ["sh", "-c", &script].map(str::to_owned).to_vec();
        let command = TokenCommand::new(command).unwrap();
        let first = command.token(None).await.unwrap();
        let refused = token::bearer(&first).unwrap();
        let (a, b) = tokio::join!(command.token(Some(&refused)), command.token(Some(&refused)));
        let tokens = [first, a.unwrap(), b.unwrap()];
        let tokens = tokens.each_ref().map(|token| token.expose_secret().trim());
        assert_eq!(tokens, ["1", "2", "2"]);
    }
}
