//! Looking up a name.

use std::str::FromStr;

use kfp_core::error::Error;
use kfp_core::model::{InvalidId, Page};
use kfp_core::query::{Filter, Key};

use super::{Among, Candidate, near};
use crate::failure::Failure;

/// What can be looked up by its name.
pub(super) trait Named: Sized {
    type Id: FromStr<Err = InvalidId>;
    /// What it is, and what several of them are.
    const WHAT: (&'static str, &'static str);
    /// The columns that hold its names, that of the unique one first.
    const KEYS: &'static [Key];

    fn id(&self) -> &Self::Id;
    /// Its name in a column.
    fn name(&self, key: &Key) -> &str;
    fn candidate(&self) -> Candidate;
}

/// Why a name does not lead to an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NameError {
    /// Nothing has it.
    #[error("there is no {what} `{name}` in {place}")]
    None {
        /// What was looked for.
        what: &'static str,
        /// The name. Names are no secrets.
        name: String,
        /// Where it was looked for.
        place: String,
        /// What has a name that is near.
        near: Vec<Candidate>,
    },
    /// Several have it.
    #[error("`{name}` is the name of {count} {what} in {place}")]
    Several {
        /// What was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// Where it was looked for.
        place: String,
        /// How many there are.
        count: u64,
        /// The newest of them.
        candidates: Vec<Candidate>,
    },
}

impl NameError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::None { near, .. } if near.is_empty() => {
                "Names are taken as they are written, and looked for in one namespace: see --namespace."
            }
            Self::None { .. } => "These are near it: names are taken exactly as they are written.",
            Self::Several { .. } => "Give the id of the one that is meant.",
        }
    }

    /// What to choose from.
    pub(crate) fn candidates(&self) -> &[Candidate] {
        match self {
            Self::None { near, .. } => near,
            Self::Several { candidates, .. } => candidates,
        }
    }
}

/// As many as are shown of those with one name.
const SHOWN: usize = 10;

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    text: &'a str,
    among: Among,
}

impl<'a> Question<'a> {
    /// # Errors
    /// When there is no text: everything would be near it.
    pub(super) fn new<T: Named>(text: &'a str, among: Among) -> Result<Self, Failure> {
        if text.trim().is_empty() {
            return Err(Failure::Name {
                text: text.escape_debug().to_string(),
                what: T::WHAT.0,
                problem: InvalidId::Empty,
            });
        }
        Ok(Self { text, among })
    }

    /// The id that the text is: known by its form, without a call.
    pub(super) fn id<T: Named>(&self) -> Option<T::Id> {
        is_uuid(self.text).then(|| self.text.parse().ok()).flatten()
    }

    /// The one that has this name; `None` when nothing has it.
    pub(super) async fn find<T: Named>(
        &self,
        place: &str,
        list: impl AsyncFn(Filter) -> Result<Page<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        for key in T::KEYS {
            let filter = Filter::new().equals(key.clone(), self.text);
            let page = list(self.among.narrow(filter)).await?;
            let hidden = page.total_size.saturating_sub(page.items.len() as u64);
            let mut found = page.items;
            found.retain(|item| item.name(key) == self.text);
            match found.len() {
                0 => {}
                1 => return Ok(found.pop()),
                seen => {
                    let candidates = found.iter().take(SHOWN).map(Named::candidate);
                    return Err(Failure::Lookup(NameError::Several {
                        what: T::WHAT.1,
                        name: self.text.to_owned(),
                        place: place.to_owned(),
                        count: hidden + seen as u64,
                        candidates: candidates.collect(),
                    }));
                }
            }
        }
        Ok(None)
    }

    /// The text as an id that a client chose.
    pub(super) async fn chosen_id<T: Named>(
        &self,
        get: impl AsyncFn(&T::Id) -> Result<T, Error>,
    ) -> Option<T::Id> {
        let id = self.text.parse().ok()?;
        // KFP was there a moment ago. If it says no for another reason, the name is still the better thing to tell.
        get(&id).await.is_ok().then_some(id)
    }

    /// Those whose names are near, archived ones as well.
    pub(super) async fn near<T: Named>(
        &self,
        list: impl AsyncFn(Filter) -> Result<Page<T>, Failure>,
    ) -> Result<Vec<Candidate>, Failure> {
        let holding = list(Filter::new().contains(Key::Name, self.text)).await?;
        let newest = list(Filter::new()).await?;
        let candidates = holding.items.iter().chain(&newest.items);
        Ok(near::nearest(
            self.text,
            candidates.map(Named::candidate).collect(),
        ))
    }

    /// The error that says so.
    pub(super) fn none<T: Named>(&self, place: &str, near: Vec<Candidate>) -> Failure {
        Failure::Lookup(NameError::None {
            what: T::WHAT.0,
            name: self.text.to_owned(),
            place: place.to_owned(),
            near,
        })
    }
}

/// Whether a text has the form of the ids that KFP makes.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::is_uuid;

    #[test]
    fn only_the_form_of_kfps_ids_is_one() {
        assert!(is_uuid("9d1f2c3a-0000-4000-8000-00000000000F"));
        for text in [
            "",
            "train",
            "9d1f2c3a",
            "9d1f2c3a-0000-4000-8000-00000000000",
            "9d1f2c3a-0000-4000-8000-00000000000g",
            "9d1f2c3a-0000-4000-8000-000000000001-1",
            "9d1f2c3a0000-4000-8000-000000000001",
        ] {
            assert!(!is_uuid(text), "{text}");
        }
    }
}
