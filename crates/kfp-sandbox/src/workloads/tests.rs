//! Time that goes on in order, and changes that happen wholly or not at all.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, json};
use time::OffsetDateTime;
use time::macros::datetime;
use tokio_util::sync::CancellationToken;

use super::{Course, Desk, Progress, Recipe, Timetable, Workloads};
use crate::clock::Clock;
use crate::config::Storage;
use crate::engine::{EngineOptions, Submission, WorkflowPhase, WorkflowRun};
use crate::storage::Database;

const NOON: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);
const HELLO: &str = include_str!("../../data/pipelines/hello.yaml");

fn workloads(clock: &Clock) -> (Workloads, Database) {
    let database = Database::open(&Storage::Memory).unwrap();
    let options = EngineOptions::default();
    let workloads = Workloads::open(database.clone(), clock.clone(), options).unwrap();
    (workloads, database)
}

fn hello(run_id: &str) -> Submission {
    Submission {
        run_id: run_id.to_owned(),
        display_name: "hello".to_owned(),
        namespace: "team-a".to_owned(),
        service_account: "default-editor".to_owned(),
        spec: crate::kfp::canonical_spec(HELLO).unwrap(),
        parameters: Map::new(),
        workflow_name: Some("hello-abcde".to_owned()),
        directives: None,
        first_pass_at: None,
        report_at: None,
        pace: 1,
    }
}

fn submit(desk: &mut Desk<'_>, run_id: &str) {
    let now = desk.now();
    desk.submit_at(hello(run_id), now).unwrap();
}

/// Due every ten minutes from ten to twelve on.
#[derive(Debug)]
struct EveryTenMinutes {
    ticks: Arc<Mutex<Vec<OffsetDateTime>>>,
    next: Mutex<OffsetDateTime>,
}

impl Timetable for EveryTenMinutes {
    fn next_at(&self) -> Option<OffsetDateTime> {
        Some(*self.next.lock().unwrap())
    }

    fn tick(&self, at: OffsetDateTime) {
        self.ticks.lock().unwrap().push(at);
        *self.next.lock().unwrap() = at + Duration::from_mins(10);
    }
}

#[test]
fn time_goes_on_in_order_however_far_the_clock_jumps() {
    let clock = Clock::stepped(NOON);
    let (workloads, _) = workloads(&clock);
    let ticks = Arc::new(Mutex::new(Vec::new()));
    workloads.set_timetable(Box::new(EveryTenMinutes {
        ticks: Arc::clone(&ticks),
        next: Mutex::new(NOON - Duration::from_mins(10)),
    }));
    clock.advance(Duration::from_mins(35));
    let two = std::thread::scope(|scope| {
        let catch_up = || workloads.catch_up_now(&CancellationToken::new());
        let threads = [scope.spawn(catch_up), scope.spawn(catch_up)];
        threads.map(|thread| thread.join().is_ok())
    });
    assert_eq!(two, [true, true]);
    // What lay in the past comes once, as of the start; then each in its time, and none twice.
    let minutes = [0, 10, 20, 30].map(|minutes| NOON + Duration::from_mins(minutes));
    assert_eq!(*ticks.lock().unwrap(), minutes);
}

#[test]
fn a_call_that_fails_leaves_the_engine_as_it_was() {
    let clock = Clock::stepped(NOON);
    let (workloads, database) = workloads(&clock);
    workloads
        .write_now(|desk| {
            submit(desk, "kept");
            Ok::<_, rusqlite::Error>(())
        })
        .unwrap();
    let refused = workloads.write_now(|desk| {
        submit(desk, "refused");
        desk.terminate("kept").unwrap();
        Err::<(), _>(rusqlite::Error::QueryReturnedNoRows)
    });
    assert!(refused.is_err());
    assert_eq!(workloads.read_run("refused", |_| ()).unwrap(), None);
    let stored: i64 = database
        .read_now(|connection| {
            connection.query_row("SELECT count(*) FROM workflows", [], |row| row.get(0))
        })
        .unwrap();
    assert_eq!(stored, 1);
    clock.advance(Duration::from_hours(1));
    workloads.catch_up_now(&CancellationToken::new());
    let phase = workloads.read_run("kept", WorkflowRun::phase).unwrap();
    assert_eq!(
        phase,
        Some(WorkflowPhase::Succeeded),
        "it was not terminated"
    );
}

#[test]
fn what_changed_is_told_and_can_be_read() {
    let clock = Clock::stepped(NOON);
    let (workloads, _) = workloads(&clock);
    let mut changes = workloads.changes();
    workloads
        .write_now(|desk| {
            submit(desk, "run");
            Ok::<_, rusqlite::Error>(())
        })
        .unwrap();
    assert!(changes.has_changed().unwrap());
    changes.mark_unchanged();
    let pods = |workloads: &Workloads| {
        let objects = workloads.objects_of("run").unwrap();
        objects.map(|objects| objects.pods)
    };
    assert_eq!(pods(&workloads), Some(Vec::new()));

    // The driver has ended by then, and user code runs.
    clock.advance(Duration::from_secs(25));
    workloads.catch_up_now(&CancellationToken::new());
    assert!(changes.has_changed().unwrap());
    let name = |pod: &serde_json::Value| pod["metadata"]["name"].as_str().unwrap().to_owned();
    let made = pods(&workloads).unwrap();
    assert!(!made.is_empty() && made.iter().all(|pod| name(pod).starts_with("hello-abcde-")));

    clock.advance(Duration::from_hours(1));
    workloads.catch_up_now(&CancellationToken::new());
    let made = pods(&workloads).unwrap();
    let user_code = made
        .iter()
        .find(|pod| name(pod).contains("container-impl"))
        .unwrap();
    let log = workloads
        .pod_log("team-a", &name(user_code))
        .unwrap()
        .unwrap();
    assert!(!log.is_open && log.progress == Progress::Started);
    assert!(log.lines.iter().any(|line| line.text.contains("simulated")));
    assert!(log.lines.is_sorted_by_key(|line| line.at));
    let elsewhere = workloads.pod_log("team-b", &name(user_code)).unwrap();
    assert!(elsewhere.is_none());
    let objects = workloads.objects_of("run").unwrap().unwrap();
    assert_eq!(objects.workflow["status"]["phase"], json!("Succeeded"));
    assert!(!objects.events.is_empty());

    // After a day the cluster has swept; what the run leaves behind is still there.
    clock.advance(Duration::from_hours(25));
    assert_eq!(pods(&workloads), None);
    let node = user_code["metadata"]["annotations"]["workflows.argoproj.io/node-id"]
        .as_str()
        .unwrap();
    let archived = workloads.node_log("run", node).unwrap().unwrap();
    assert_eq!(archived.lines, log.lines);
}

/// The archive is asked for pods that the cluster no longer has; of one that it has both say the same.
#[test]
fn no_log_says_what_has_not_happened_yet() {
    let clock = Clock::stepped(NOON);
    let (workloads, _) = workloads(&clock);
    let slow = Submission {
        pace: 90,
        ..hello("run")
    };
    workloads
        .write_now(|desk| {
            let now = desk.now();
            desk.submit_at(slow, now).unwrap();
            Ok::<_, rusqlite::Error>(())
        })
        .unwrap();
    clock.advance(Duration::from_mins(1));
    workloads.catch_up_now(&CancellationToken::new());
    let objects = workloads.objects_of("run").unwrap().unwrap();
    let names = objects.pods.iter().map(|pod| &pod["metadata"]["name"]);
    let mut names = names.filter_map(serde_json::Value::as_str);
    let pod = names.find(|name| name.contains("container-impl")).unwrap();

    // The driver is late: user code should have ended long ago.
    clock.advance(Duration::from_hours(5));
    let live = workloads.pod_log("team-a", pod).unwrap().unwrap();
    assert!(live.is_open && !live.lines.is_empty());
    let archived = workloads.archived_log("team-a", "run", pod).unwrap();
    assert_eq!(archived.unwrap().lines, live.lines);
}

fn row(database: &Database, run_id: &str) {
    database
        .write_now(|transaction| {
            transaction.execute(
                "INSERT INTO runs VALUES (?1, 'e', 'team-a', 'hello', 'hello-abcde', '', '', '', 'AVAILABLE', 'PENDING',
                                          'Pending', '[]', 0, 0, 0, '', '', '', '', '')",
                [run_id],
            )
        })
        .unwrap();
}

/// The row of a sample that goes on: its pipeline's version, and how it went so far.
fn sample(database: &Database, run_id: &str) {
    row(database, run_id);
    let recipe = Recipe {
        version_id: "version".to_owned(),
        parameters: Map::new(),
        created_at: NOON.unix_timestamp() - 10,
        course: Course::GoesOn {
            pace: 1,
            first_pass_at: None,
            report_at: None,
        },
    };
    let spec = crate::kfp::canonical_spec(HELLO).unwrap().to_string();
    let written: Result<(), rusqlite::Error> = database.write_now(|transaction| {
        transaction.execute_batch("INSERT INTO pipelines VALUES ('pipeline', 'hello', 'hello', '', 0, 'team-a')")?;
        transaction.execute(
            "INSERT INTO pipeline_versions VALUES ('version', 'pipeline', 'v', 'v', '', 0, 1, '', '', ?1, '')",
            [spec],
        )?;
        transaction.execute(
            "INSERT INTO workflows (run_uuid, namespace, name, document, recipe) VALUES (?1, 'team-a', 'hello-abcde', '', ?2)",
            [run_id, &json!(recipe).to_string()],
        )?;
        Ok(())
    });
    written.unwrap();
}

#[tokio::test]
async fn a_sample_that_is_terminated_before_the_engine_took_it_up_fails() {
    let clock = Clock::stepped(NOON);
    let (workloads, database) = workloads(&clock);
    sample(&database, "run");
    workloads
        .write_now(|desk| {
            desk.terminate("run").unwrap();
            Ok::<_, rusqlite::Error>(())
        })
        .unwrap();
    workloads.resume_samples(&CancellationToken::new()).await;
    clock.advance(Duration::from_hours(1));
    workloads.catch_up_now(&CancellationToken::new());
    let phase = workloads.read_run("run", WorkflowRun::phase).unwrap();
    assert_eq!(phase, Some(WorkflowPhase::Failed));
}

fn rows(database: &Database) -> Vec<String> {
    database
        .read_now(|connection| {
            connection
                .prepare("SELECT detail FROM tasks ORDER BY uuid")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, rusqlite::Error>>()
        })
        .unwrap()
}

#[test]
fn progress_that_could_not_be_written_happens_again() {
    let walked = |is_disturbed: bool| {
        let clock = Clock::stepped(NOON);
        let (workloads, database) = workloads(&clock);
        row(&database, "run");
        workloads
            .write_now(|desk| {
                submit(desk, "run");
                Ok::<_, rusqlite::Error>(())
            })
            .unwrap();
        let execute = |sql: &str| {
            database
                .write_now(|transaction| transaction.execute_batch(sql))
                .unwrap();
        };
        for _ in 0..60 {
            clock.advance(Duration::from_secs(1));
            if is_disturbed {
                execute(
                    "CREATE TEMP TRIGGER full BEFORE INSERT ON tasks BEGIN SELECT raise(ABORT, 'full'); END",
                );
                workloads.catch_up_now(&CancellationToken::new());
                execute("DROP TRIGGER full");
            }
            assert!(workloads.catch_up_now(&CancellationToken::new()));
        }
        assert_eq!(
            workloads.read_run("run", WorkflowRun::phase).unwrap(),
            Some(WorkflowPhase::Succeeded)
        );
        rows(&database)
    };
    let undisturbed = walked(false);
    assert!(undisturbed.len() > 5);
    assert_eq!(walked(true), undisturbed);
}
