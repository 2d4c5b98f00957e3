//! Page tokens that this console handed out, and to whom.
//!
//! KFP's tokens are unsigned. Every token in an answer gets a seal over the user, the list and its scope, and only sealed
//! tokens are taken back: a token of somebody else, of another namespace or of one's own making is refused before KFP sees
//! it. The filter and the order of a list stand in KFP's part of the token, so they are sealed too.
//!
//! All replicas need the same key, or a second page would depend on which of them answers. A process that is given none
//! makes one for itself: then its tokens end with it, and no other process takes them.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::{fmt, io};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use ring::hmac;
use serde_json::value::RawValue;

use super::path::Found;
use super::query::Query;
use crate::identity::UserId;
use crate::random;

/// Shorter keys can be guessed.
const SHORTEST: usize = 32;
/// What a list of KFP has at least one of, unless it is empty.
const LISTS: [&str; 11] = [
    "experiments",
    "runs",
    "pipelines",
    "pipeline_versions",
    "pipelineVersions",
    "recurringRuns",
    "recurring_runs",
    "total_size",
    "totalSize",
    "next_page_token",
    "nextPageToken",
];
/// Stands between KFP's token and the seal; no base64 holds it.
const MARK: char = '.';

/// Seals tokens under one key.
#[derive(Clone)]
pub(crate) struct Seal(hmac::Key);

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealError {
    /// The file cannot be read.
    #[error("--page-token-key-file cannot be read")]
    Read(#[source] io::Error),
    /// The key is too short.
    #[error("--page-token-key-file holds fewer than {SHORTEST} bytes")]
    Short,
}

/// What a token is bound to.
#[derive(Clone, Debug)]
pub(crate) struct Binding(String);

impl Binding {
    /// The user, the row and everything that says which list it is.
    pub(crate) fn of(user: &UserId, found: &Found, query: &Query) -> Self {
        let mut parts = vec![user.as_str(), found.row.method, found.row.path];
        parts.extend(found.ids.iter().map(String::as_str));
        for scope in ["namespace", "experiment_id"] {
            parts.push(query.get(scope).unwrap_or_default());
        }
        // Ids are free of control characters, and a query whose namespace or experiment holds the separator is refused
        // before anything is listed.
        Self(parts.join("\0"))
    }
}

impl Seal {
    /// Reads the key of all replicas.
    ///
    /// # Errors
    /// [`SealError`] if the file is missing, cannot be read or holds too little.
    pub(crate) fn read(file: &Path) -> Result<Self, SealError> {
        let key = std::fs::read(file).map_err(SealError::Read)?;
        let key = key.trim_ascii();
        if key.len() < SHORTEST {
            return Err(SealError::Short);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, key)))
    }

    /// A key of this process alone.
    pub(crate) fn of_this_process() -> Self {
        let key = random::hex::<32>();
        Self(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()))
    }

    /// KFP's part of a token that came back; `None` if the seal is not ours or is about something else.
    pub(crate) fn open<'token>(
        &self,
        binding: &Binding,
        token: &'token str,
    ) -> Option<&'token str> {
        let (inner, seal) = token.rsplit_once(MARK)?;
        let seal = URL_SAFE_NO_PAD.decode(seal).ok()?;
        hmac::verify(&self.0, message(binding, inner).as_bytes(), &seal).ok()?;
        Some(inner)
    }

    /// A list as KFP wrote it, with its token sealed. `read` is what was read of this very list.
    pub(crate) fn close(&self, binding: &Binding, list: &Bytes, read: &Listed) -> Bytes {
        let Some(NextToken { place, token }) = &read.0 else {
            return list.clone();
        };
        let seal = hmac::sign(&self.0, message(binding, token).as_bytes());
        let sealed = format!("{token}{MARK}{}", URL_SAFE_NO_PAD.encode(seal));
        let sealed = serde_json::to_vec(&sealed).expect("a text can be written");
        [&list[..place.start], &sealed, &list[place.end..]]
            .concat()
            .into()
    }
}

/// What is read of a list to seal its token. Reading takes longer than sealing, and is the same for everybody.
#[derive(Clone, Debug)]
pub(crate) struct Listed(Option<NextToken>);

#[derive(Clone, Debug)]
struct NextToken {
    /// Where it stands in the text, quotes included.
    place: Range<usize>,
    token: String,
}

impl Listed {
    /// Reads a list; `None` if it is none of KFP's.
    pub(crate) fn read(list: &[u8]) -> Option<Self> {
        let members = members(list)?;
        Some(Self(next_token(list, &members)))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal").finish_non_exhaustive()
    }
}

fn message(binding: &Binding, token: &str) -> String {
    format!("{}\0{token}", binding.0)
}

/// The members of a list of KFP; `None` if it is none. An empty list may be `{}`, since KFP leaves out what is empty.
fn members(list: &[u8]) -> Option<HashMap<String, &RawValue>> {
    let members: HashMap<String, &RawValue> = serde_json::from_slice(list).ok()?;
    let is_list = members.is_empty() || LISTS.iter().any(|name| members.contains_key(*name));
    is_list.then_some(members)
}

fn next_token(list: &[u8], members: &HashMap<String, &RawValue>) -> Option<NextToken> {
    let raw = members
        .get("next_page_token")
        .or_else(|| members.get("nextPageToken"))?
        .get();
    let token: String = serde_json::from_str(raw).ok()?;
    // The raw value is a part of the text, so the distance of their addresses is its place.
    let start = (raw.as_ptr() as usize).checked_sub(list.as_ptr() as usize)?;
    let place = start..start + raw.len();
    (!token.is_empty()).then_some(NextToken { place, token })
}

#[cfg(test)]
mod tests {
    use super::super::path::find;
    use super::*;

    const PATH: &str = "/apis/v2beta1/runs";

    fn seal() -> Seal {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), [b'k'; SHORTEST]).expect("written");
        Seal::read(file.path()).expect("a key")
    }

    fn binding(user: &str, path: &str, query: &str) -> Binding {
        let found = find("GET", path).expect("a row");
        let query = Query::read(found.row, Some(query)).expect("a query");
        Binding::of(&UserId::for_test(user), &found, &query)
    }

    fn closed(seal: &Seal, binding: &Binding, list: &str) -> Option<Bytes> {
        let list = Bytes::from(list.to_owned());
        Some(seal.close(binding, &list, &Listed::read(&list)?))
    }

    fn token_of(list: Option<Bytes>) -> String {
        let list = list.expect("a list");
        let list: serde_json::Value = serde_json::from_slice(&list).expect("JSON");
        list["next_page_token"]
            .as_str()
            .expect("a token")
            .to_owned()
    }

    #[test]
    fn only_the_token_of_a_list_changes() {
        let list = r#"{"runs": [ {"next_page_token":"inner"} ],"next_page_token" : "ab+/=", "total_size":3}"#;
        let closed = closed(&seal(), &binding("a", PATH, "namespace=n"), list).expect("a list");
        let token = token_of(Some(closed.clone()));
        let text = std::str::from_utf8(&closed).expect("UTF-8");
        assert_eq!(text.replace(&token, "ab+/="), list);
        assert_eq!(
            seal().open(&binding("a", PATH, "namespace=n"), &token),
            Some("ab+/=")
        );
    }

    #[test]
    fn a_token_is_good_for_its_user_its_list_and_its_scope() {
        let own = binding("a", PATH, "namespace=n");
        let token = token_of(closed(&seal(), &own, r#"{"next_page_token":"x"}"#));
        for foreign in [
            binding("b", PATH, "namespace=n"),
            binding("a", PATH, "namespace=m"),
            binding("a", PATH, "namespace=n&experiment_id=e"),
            binding("a", PATH, "experiment_id=n"),
            binding("a", "/apis/v2beta1/experiments", "namespace=n"),
        ] {
            assert_eq!(seal().open(&foreign, &token), None, "{foreign:?}");
        }
        let versions = |pipeline: &str| {
            binding(
                "a",
                &format!("/apis/v2beta1/pipelines/{pipeline}/versions"),
                "",
            )
        };
        let token = token_of(closed(
            &seal(),
            &versions("p"),
            r#"{"next_page_token":"x"}"#,
        ));
        assert_eq!(seal().open(&versions("p"), &token), Some("x"));
        assert_eq!(seal().open(&versions("q"), &token), None);
    }

    #[test]
    fn what_was_not_sealed_or_was_changed_is_no_token() {
        let own = binding("a", PATH, "namespace=n");
        let token = token_of(closed(&seal(), &own, r#"{"next_page_token":"x"}"#));
        for bad in [
            "x",
            "x.",
            "",
            ".",
            &token[1..],
            &format!("y{token}"),
            &token[..token.len() - 1],
        ] {
            assert_eq!(seal().open(&own, bad), None, "{bad}");
        }
    }

    #[test]
    fn what_has_no_token_stays_as_it_is_and_what_is_no_list_does_not_pass() {
        let close = |list: &str| closed(&seal(), &binding("a", PATH, "namespace=n"), list);
        for list in [
            "{}",
            "{\"runs\":[]}",
            "{\"total_size\":3}",
            "{\"next_page_token\":\"\"}",
            "{\"next_page_token\":1}",
        ] {
            assert_eq!(close(list).as_deref(), Some(list.as_bytes()));
        }
        for other in [
            "",
            "[]",
            "{",
            "null",
            "{\"code\":5}",
            "{\"simulated\":\"x\"}",
        ] {
            assert_eq!(close(other), None, "{other}");
        }
    }

    #[test]
    fn a_file_that_is_named_must_hold_a_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("key");
        assert!(matches!(Seal::read(&file), Err(SealError::Read(_))));
        assert!(matches!(Seal::read(folder.path()), Err(SealError::Read(_))));
        std::fs::write(&file, "short").expect("written");
        assert!(matches!(Seal::read(&file), Err(SealError::Short)));
    }

    #[test]
    fn a_process_without_a_file_takes_its_own_tokens_alone() {
        let own = binding("a", PATH, "namespace=n");
        let [one, other] = [(); 2].map(|()| Seal::of_this_process());
        let token = token_of(closed(&one, &own, r#"{"next_page_token":"x"}"#));
        assert_eq!(one.open(&own, &token), Some("x"));
        assert_eq!(other.open(&own, &token), None);
        assert_eq!(one.open(&own, "x"), None);
    }
}
