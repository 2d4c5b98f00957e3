use console_api::overview::GroupKind;
use kfp_core::model::PageToken;
use serde_json::value::RawValue;
use time::format_description::well_known::Rfc3339;

use super::super::objects::Object;
use super::super::page::Page;
use super::super::read::RUNS_AT_ONCE;
use super::super::source::brought;
use super::*;
use crate::index::{Brought, Search, Who};

const PACE: Duration = Duration::from_secs(1);

/// A KFP with runs of one namespace, all of which have ended. Simulated.
#[derive(Clone, Debug)]
struct Scripted(Arc<World>);

#[derive(Debug)]
struct World {
    key: Key,
    index: Index,
    /// When runs were made, in seconds since 1970, the newest first.
    runs: Vec<i64>,
    /// Those of them that are archived.
    archived: Mutex<Vec<usize>>,
    /// Whether names are told.
    tells_names: bool,
    /// The pipeline whose versions are not.
    hides_versions_of: Mutex<Option<&'static str>>,
    asked: Mutex<Vec<&'static str>>,
}

impl Scripted {
    async fn of(runs: impl IntoIterator<Item = i64>, tells_names: bool) -> Self {
        let config = crate::Config::from_flags([] as [&str; 0]).expect("flags");
        Self(Arc::new(World {
            key: Key {
                decides_by: String::new(),
                namespace: "team-a".to_owned(),
            },
            index: Index::new(&config).await.expect("an index"),
            runs: runs.into_iter().collect(),
            archived: Mutex::default(),
            tells_names,
            hides_versions_of: Mutex::default(),
            asked: Mutex::default(),
        }))
    }

    async fn due(&self) -> Option<Gap> {
        let never = Rounds {
            every: Duration::ZERO,
            pace: PACE,
        };
        self.0.index.due(&self.0.key, false, never).await.gap
    }

    /// Runs that the index knows, and how many of them are archived.
    async fn known(&self) -> (u64, u64) {
        let search = Search {
            is_archived: Some(true),
            limit: 1,
            ..Search::default()
        };
        let found = self.0.index.search(&self.0.key, Who::default(), search);
        let found = found.await;
        (found.extent.read, found.matches)
    }

    fn asked(&self) -> Vec<&'static str> {
        self.0.asked.lock().expect("nobody panicked").clone()
    }

    fn page(&self, read: &Read) -> Page {
        let passes = |made: i64| match read {
            Read::NewestRuns => true,
            Read::MadeWithin { since, before } => {
                since.is_none_or(|since| since.unix_timestamp() <= made)
                    && made < before.unix_timestamp()
            }
            // The token is that of the list of all that was made before the second's end.
            Read::Second(crowd) => made <= crowd.second,
            _ => false,
        };
        let skipped = match read {
            Read::Second(crowd) => crowd.next.as_str().parse().expect("a number"),
            _ => 0,
        };
        let runs = self.0.runs.iter().enumerate();
        let found: Vec<_> = runs.filter(|(_, made)| passes(**made)).collect();
        let end = skipped + RUNS_AT_ONCE as usize;
        let archived = self.0.archived.lock().expect("nobody panicked");
        Page {
            total: found.len() as u64,
            goes_on: found.len() > end,
            next: (found.len() > end).then(|| PageToken::new(end.to_string()).expect("a token")),
            objects: found
                .iter()
                .take(end)
                .skip(skipped)
                .map(|(at, made)| run(*at, **made, archived.contains(at)))
                .collect(),
            bytes: 0,
        }
    }

    /// Somebody looks once; everything is read that is read for that.
    async fn looked_at(&self) -> Back {
        self.looked_at_in_rounds(Duration::ZERO).await
    }

    async fn looked_at_in_rounds(&self, round: Duration) -> Back {
        self.read(Read::NewestRuns, Urgency::Awaited)
            .await
            .expect("the newest runs");
        self.read_on(round).await
    }

    /// What is older, and what else is read.
    async fn read_on(&self, round: Duration) -> Back {
        let World { key, index, .. } = &*self.0;
        let back = Back::new(PACE, round);
        back.look(key, index, self.clone());
        while back
            .looked()
            .get(key)
            .is_some_and(|looked| looked.is_reading)
        {
            tokio::time::sleep(PACE).await;
        }
        back
    }
}

impl Source for Scripted {
    async fn read(&self, read: Read, _: Urgency) -> Result<Page, Failure> {
        self.0
            .asked
            .lock()
            .expect("nobody panicked")
            .push(read.word());
        if matches!(read, Read::Newest(_) | Read::SharedPipelines) && !self.0.tells_names {
            return Err(Failure::new(ProblemCode::KfpAnswer, "Forbidden."));
        }
        let hidden = *self.0.hides_versions_of.lock().expect("nobody panicked");
        if matches!(&read, Read::Versions { pipeline, .. } if Some(pipeline.as_str()) == hidden) {
            return Err(Failure::new(ProblemCode::KfpAnswer, "Gone."));
        }
        let page = match &read {
            Read::Versions { ids, .. } => versions(ids),
            other => self.page(other),
        };
        let objects: Vec<&RawValue> = page.objects.iter().map(|object| &*object.text).collect();
        let index = &self.0.index;
        index
            .took(
                &read.kept_under(&self.0.key),
                brought(&read, &page),
                &objects,
            )
            .await;
        Ok(page)
    }
}

fn run(at: usize, made: i64, is_archived: bool) -> Object {
    let time = OffsetDateTime::from_unix_timestamp(made).expect("a time");
    let created_at = time.format(&Rfc3339).expect("a time");
    let stored = if is_archived { "ARCHIVED" } else { "AVAILABLE" };
    let text = format!(
        r#"{{"run_id":"r-{at}","state":"SUCCEEDED","storage_state":"{stored}","created_at":"{created_at}"}}"#
    );
    Object {
        id: format!("r-{at}"),
        created_at,
        text: RawValue::from_string(text).expect("JSON"),
    }
}

/// These versions, each with a name.
fn versions(ids: &[String]) -> Page {
    let object = |id: &String| Object {
        id: id.clone(),
        created_at: String::new(),
        text: json(&format!(
            r#"{{"pipeline_version_id":"{id}","display_name":"the {id}"}}"#
        )),
    };
    Page {
        total: ids.len() as u64,
        goes_on: false,
        next: None,
        objects: ids.iter().map(object).collect(),
        bytes: 0,
    }
}

fn json(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.to_owned()).expect("JSON")
}

/// A time in 2026.
const THEN: i64 = 1_795_435_200;

#[tokio::test(start_paused = true)]
async fn who_may_list_runs_and_no_names_has_older_runs_read_all_the_same() {
    let kfp = Scripted::of((0..60).map(|at| THEN - at), false).await;
    kfp.looked_at().await;
    let asked = kfp.asked();
    assert_eq!(
        asked[..6],
        [
            "newest_runs",
            "pipelines",
            "shared_pipelines",
            "experiments",
            "recurring_runs",
            "older_runs"
        ],
        "{asked:?}"
    );
    assert_eq!(kfp.due().await, None);
}

#[tokio::test(start_paused = true)]
async fn seconds_of_more_runs_than_a_page_holds_are_passed() {
    let seconds: [&[usize]; 5] = [
        // Two neighbours that do together.
        &[30, 30],
        // One that does alone, as the newest, among others, and as the oldest.
        &[60, 1],
        &[3, 60, 60, 1],
        &[10, 70],
        &[1, 1, 260, 1],
    ];
    for runs in seconds {
        let of = |(at, count): (i64, &usize)| std::iter::repeat_n(THEN - at, *count);
        let made = (0_i64..).zip(runs).flat_map(of);
        let kfp = Scripted::of(made.chain([THEN - 100_000]), true).await;
        kfp.looked_at().await;
        assert_eq!(kfp.due().await, None, "{runs:?}");
        let all = runs.iter().sum::<usize>() as u64 + 1;
        assert_eq!(kfp.known().await.0, all, "{runs:?}: none is left out");
        let asked = kfp.asked();
        assert!(asked.len() < 40, "{runs:?}: {asked:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_ends_where_what_is_older_begins() {
    let crowd = std::iter::repeat_n(THEN, 60);
    let older = (1..=1_000).map(|at| THEN - at);
    let kfp = Scripted::of(crowd.chain(older), true).await;
    kfp.looked_at().await;
    assert_eq!(kfp.due().await, None);
    assert_eq!(kfp.known().await.0, 1_060);
    let asked = kfp.asked();
    let of = |word: &str| asked.iter().filter(|asked| **asked == word).count();
    assert_eq!(of("runs_of_a_second"), 1, "{asked:?}");
    // Two pages share a second, and not every page is full.
    assert!(of("older_runs") <= 1_000 / 40 + 3, "{asked:?}");
}

#[tokio::test(start_paused = true)]
async fn where_all_was_read_it_is_not_looked_into_for_everybody() {
    let kfp = Scripted::of((0..60).map(|at| THEN - at), true).await;
    let back = kfp.looked_at().await;
    let World { key, index, .. } = &*kfp.0;
    let begins = || {
        back.look(key, index, kfp.clone());
        back.looked()
            .get(key)
            .is_some_and(|looked| looked.is_reading)
    };
    // It was found out within the last pause of `looked_at`.
    assert!(!begins());
    tokio::time::sleep(IDLE_FOR).await;
    assert!(begins());
    assert!(begins(), "still");
}

#[tokio::test(start_paused = true)]
async fn pipelines_are_named_again_where_they_were_changed() {
    let kfp = Scripted::of([THEN], true).await;
    let back = kfp.looked_at().await;
    let World { key, index, .. } = &*kfp.0;
    for (changed, readings) in [("team-b", 1), ("team-a", 2)] {
        back.name_pipelines(changed);
        tokio::time::sleep(IDLE_FOR + PACE).await;
        back.look(key, index, kfp.clone());
        tokio::time::sleep(PACE * 20).await;
        let asked = kfp.asked();
        let of = |word: &str| asked.iter().filter(|asked| **asked == word).count();
        assert_eq!(of("pipelines"), readings, "{changed}: {asked:?}");
        assert_eq!(of("experiments"), 1, "{changed}: {asked:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_others_archive_is_seen_in_the_next_round() {
    let kfp = Scripted::of((0..200).map(|at| THEN - at), true).await;
    let back = kfp.looked_at().await;
    assert_eq!(kfp.known().await, (200, 0));
    let before = kfp.asked().len();
    *kfp.0.archived.lock().expect("nobody panicked") = vec![7, 120, 199];
    drop(back);
    // Whoever looks later, when a round is due.
    let back = Back::new(Duration::from_micros(10), Duration::from_millis(1));
    while kfp.known().await != (200, 3) {
        let World { key, index, .. } = &*kfp.0;
        back.look(key, index, kfp.clone());
        tokio::time::sleep(PACE).await;
    }
    let older = kfp.asked().split_off(before);
    let pages = older.iter().filter(|word| **word == "older_runs").count();
    assert!(pages >= 4, "all was read once more: {older:?}");
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_that_cannot_be_read_does_not_hold_up_the_names_of_others() {
    let kfp = Scripted::of([THEN], true).await;
    *kfp.0.hides_versions_of.lock().expect("nobody panicked") = Some("p-0");
    let World { key, index, .. } = &*kfp.0;
    let ids = ["p-0", "p-1", "p-2"];
    let pipelines = ids.map(|id| json(&format!(r#"{{"pipeline_id":"{id}","display_name":"a"}}"#)));
    let runs = ids.map(|id| {
        json(&format!(
            r#"{{"run_id":"r-{id}","state":"SUCCEEDED","created_at":"2026-11-25T10:00:00Z",
            "pipeline_version_reference":{{"pipeline_id":"{id}","pipeline_version_id":"v-{id}"}}}}"#
        ))
    });
    let brought = [
        (Brought::Names(GroupKind::Pipelines), pipelines),
        (Brought::Some, runs),
    ];
    for (brought, objects) in brought {
        let objects: Vec<&RawValue> = objects.iter().map(|object| &**object).collect();
        index.took(key, brought, &objects).await;
    }
    kfp.read_on(Duration::ZERO).await;
    let who = Who {
        reads_pipelines: true,
        ..Who::default()
    };
    let versions = ids.map(|id| format!("v-{id}")).to_vec();
    let named = index.names(key, who, Vec::new(), versions).await.versions;
    assert_eq!(
        named.into_keys().collect::<Vec<_>>(),
        ["v-p-1", "v-p-2"],
        "{:?}",
        kfp.asked()
    );
    let asked = kfp.asked();
    let of = |word: &str| asked.iter().filter(|asked| **asked == word).count();
    assert_eq!(of("versions"), 3, "each once: {asked:?}");
}
