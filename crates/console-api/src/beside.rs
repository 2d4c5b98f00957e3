//! What the console adds to a run of KFP's, as its member [`MEMBER`].
//!
//! KFP's row of a run has the ids of what it belongs to, and one row for each node of its workflow: half a megabyte for a
//! run of many tasks. The console tells the names, and of the nodes how far the tasks are. It is in the runs of the
//! [feed](crate::live), without names, since those who may list runs may not all list pipelines; and, with the names that
//! the user may know, in the list of runs for who accepts [`ROWS`].

use serde::{Deserialize, Serialize};

/// The member of a run that holds a [`Beside`].
pub const MEMBER: &str = "console";

/// Whoever accepts this media type beside `application/json` is given a list of runs without what makes its rows large, and
/// with what the console adds. Whoever does not, as KFP's own clients, is given it as KFP wrote it.
pub const ROWS: &str = "application/json;profile=rows";
/// What such a request accepts. Login services look for plain JSON to tell a program from a person.
pub const ACCEPTS_ROWS: &str = "application/json, application/json;profile=rows";

/// What is added to a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// How far its tasks are; `None` where KFP does not tell, or not for certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Tasks>,
    /// The name of its experiment, if it is known and the user may know it. So with the next two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment: Option<String>,
    /// The name of its pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<String>,
    /// The name of the version of its pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Whether a name that is not here is about to be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_names: bool,
}

impl Beside {
    /// The names of experiment, pipeline and version.
    pub fn names(&self) -> [Option<&str>; 3] {
        let names = [&self.experiment, &self.pipeline, &self.version];
        names.map(Option::as_deref)
    }
}

/// The tasks of a run by their states. Groups of tasks are not counted, and all turns of a loop are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tasks {
    /// How many succeeded, were taken from the cache, were skipped, failed, were canceled, and run.
    pub counts: [u32; 6],
    /// How many there are, as far as it shows.
    pub of: u32,
    /// Whether there may be more: those that come after what has not ended show when they begin.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub or_more: bool,
    /// The task that failed first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// The task that began last and has not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
}

impl Tasks {
    /// The same where it is known from elsewhere how many there are in all. Of a group that was skipped it does not show how
    /// many are in it, so that there the number would not fit.
    #[must_use]
    pub fn of_all(self, all: u32) -> Self {
        let [_, _, skipped, ..] = self.counts;
        if !self.or_more || skipped > 0 || all < self.of {
            return self;
        }
        Self {
            of: all,
            or_more: false,
            ..self
        }
    }

    /// How many have ended.
    pub fn ended(&self) -> u32 {
        let [ended @ .., _running] = &self.counts;
        ended.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out_and_what_runs_has_not_ended() {
        let nothing = Beside::default();
        assert_eq!(serde_json::to_string(&nothing).expect("written"), "{}");
        assert_eq!(serde_json::from_str::<Beside>("{}").expect("read"), nothing);
        let tasks = Tasks {
            counts: [8, 2, 2, 1, 0, 2],
            of: 23,
            or_more: true,
            failed: Some("train-fold".to_owned()),
            current: None,
        };
        assert_eq!(tasks.ended(), 13);
        let written = serde_json::to_string(&tasks).expect("written");
        assert_eq!(
            written,
            r#"{"counts":[8,2,2,1,0,2],"of":23,"or_more":true,"failed":"train-fold"}"#
        );
        assert_eq!(
            serde_json::from_str::<Tasks>(&written).expect("read"),
            tasks
        );
    }

    #[test]
    fn the_number_of_all_counts_where_it_can_fit() {
        let tasks = |counts, of, or_more| Tasks {
            counts,
            of,
            or_more,
            ..Tasks::default()
        };
        let half = tasks([2, 0, 0, 0, 0, 1], 3, true);
        assert_eq!(half.clone().of_all(9), tasks([2, 0, 0, 0, 0, 1], 9, false));
        assert_eq!(half.clone().of_all(2), half, "of another spec");
        let skipped = tasks([2, 0, 1, 0, 0, 1], 4, true);
        assert_eq!(skipped.clone().of_all(9), skipped);
        let done = tasks([2, 0, 0, 0, 0, 0], 2, false);
        assert_eq!(done.clone().of_all(9), done);
    }
}
