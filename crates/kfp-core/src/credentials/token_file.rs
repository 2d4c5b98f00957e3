//! A token that somebody else replaces.

use std::io;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use tokio::io::AsyncReadExt;

use super::token;
use crate::error::{CredentialsError, TokenFault};

/// A file with a service-account token.
///
/// Read for every call and never kept: the kubelet replaces it at about four fifths of its life, and reading costs
/// microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFile {
    path: PathBuf,
}

impl TokenFile {
    /// A file at a path. It need not be there yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the token and checks its form. What is copied along with one is taken off: white space, quotes, `Bearer`.
    ///
    /// # Errors
    /// [`CredentialsError::TokenFile`] says what is wrong with the file.
    pub async fn read(&self) -> Result<SecretString, CredentialsError> {
        let token = match self.try_read().await {
            // The kubelet swaps a link; one who follows it at that moment may find nothing, and one who reads a file
            // that is being written in place finds half. Both are over at once.
            Err(TokenFault::Missing | TokenFault::Empty | TokenFault::NotAJwt) => {
                self.try_read().await
            }
            token => token,
        };
        token.map_err(|fault| CredentialsError::TokenFile {
            path: self.path.clone(),
            fault,
        })
    }

    async fn try_read(&self) -> Result<SecretString, TokenFault> {
        // Opening a pipe would wait for its writer.
        if !tokio::fs::metadata(&self.path)
            .await
            .map_err(|error| fault(&error))?
            .is_file()
        {
            return Err(TokenFault::NotAFile);
        }
        let file = tokio::fs::File::open(&self.path)
            .await
            .map_err(|error| fault(&error))?;
        let mut bytes = Vec::new();
        let limit = token::MAX_BYTES as u64 + 1;
        file.take(limit)
            .read_to_end(&mut bytes)
            .await
            .map_err(|error| fault(&error))?;
        if bytes.len() > token::MAX_BYTES {
            return Err(TokenFault::TooLong);
        }
        let text = String::from_utf8(bytes).map_err(|_| TokenFault::NotAHeaderValue)?;
        let text = token::tidy(&text);
        token::check_jwt(text)?;
        Ok(text.into())
    }
}

fn fault(error: &io::Error) -> TokenFault {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => TokenFault::Missing,
        _ => TokenFault::NotReadable,
    }
}
