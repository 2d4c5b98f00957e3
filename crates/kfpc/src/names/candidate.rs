//! What a name may mean.

use time::OffsetDateTime;

use crate::output::{Column, Row, column, moment};

/// Something that has a name, as far as it is told from others of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(super) name: String,
    pub(super) id: String,
    /// Where it stands, and whether it is archived.
    pub(super) state: String,
    pub(super) created: Option<OffsetDateTime>,
}

impl Row for Candidate {
    const COLUMNS: &'static [Column] = &[
        column("NAME"),
        column("ID"),
        column("STATE"),
        column("CREATED"),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            self.id.clone(),
            self.state.clone(),
            moment(self.created),
        ]
    }

    fn id(&self) -> &str {
        &self.id
    }
}
