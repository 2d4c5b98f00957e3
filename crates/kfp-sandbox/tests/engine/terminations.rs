//! Runs that somebody ends.

use std::collections::BTreeSet;

use kfp_sandbox::engine::{Directives, Engine, EngineOptions, MemoryStore, Shape};
use serde_json::Map;
use time::Duration;

use crate::harness::{RUN, START, run_of, submission};
use crate::invariants::assert_sound;

#[test]
fn after_a_termination_no_pod_is_made_but_those_of_exit_hooks() {
    for (pipeline, shape) in ["diamond", "exit_handler", "hello"]
        .into_iter()
        .flat_map(|pipeline| [(pipeline, Shape::Plain), (pipeline, Shape::Stock)])
    {
        // At the real controller's pace, which sees a short task only when it has ended.
        let options = EngineOptions {
            shape,
            ..EngineOptions::default()
        };
        for events in 0.. {
            let mut engine = Engine::new(MemoryStore::default(), options).unwrap();
            let submission = submission(pipeline, &Map::new(), Directives::none());
            engine.submit(submission, START).unwrap();
            let mut now = START;
            for _ in 0..events {
                let Some(at) = engine.next_at() else { break };
                now = at;
                engine.advance(now).unwrap();
            }
            let before = run_of(&engine);
            if before.phase().is_end() {
                break;
            }
            engine.terminate(RUN, now).unwrap();
            // One large step of the clock.
            engine.advance(now + Duration::days(1)).unwrap();
            let run = run_of(&engine);
            let known: BTreeSet<&str> = before.pods().map(|pod| pod.name.as_str()).collect();
            let mut later = run
                .pods()
                .filter(|pod| !known.contains(pod.name.as_str()) && !pod.on_exit);
            let made = later.next().map(|pod| &pod.node_name);
            assert_eq!(made, None, "{pipeline} {shape:?} after {events} events");
            assert!(
                run.phase().is_end(),
                "{pipeline} {shape:?} after {events} events"
            );
            assert_sound(&run);
        }
    }
}
