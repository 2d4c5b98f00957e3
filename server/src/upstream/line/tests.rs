use futures::FutureExt as _;
use futures::future::join_all;

use super::*;

const QUICK: Sizes = Sizes {
    light: 1,
    heavy: 1,
    rate: 1e9,
    burst: 1_000_000,
    waiting: 40,
    background: 1,
    background_rate: 1e9,
};

fn light<'a>(line: &'a Line, user: &'a str) -> impl Future<Output = Result<Place, Refused>> + 'a {
    line.enter(user, Priority::Viewer, Weight::Light)
}

#[tokio::test]
async fn users_take_turns_however_many_calls_one_of_them_has() {
    let line = Line::new(QUICK);
    let first = light(&line, "greedy").await.expect("a place");
    let served = Mutex::new(Vec::new());
    let one = async |user: &'static str| {
        let place = light(&line, user).await.expect("a place");
        served.lock().expect("not poisoned").push(user);
        drop(place);
    };
    let calls = [
        "greedy", "greedy", "greedy", "greedy", "shy", "greedy", "other",
    ];
    let all = join_all(calls.map(one));
    tokio::join!(all, async {
        tokio::task::yield_now().await;
        drop(first);
    });
    let served = served.into_inner().expect("not poisoned");
    assert_eq!(served[..3], ["greedy", "shy", "other"]);
    assert_eq!(served.len(), calls.len());
}

#[tokio::test]
async fn who_gives_up_while_waiting_takes_no_place() {
    let line = Line::new(QUICK);
    let first = light(&line, "a").await.expect("a place");
    {
        let gives_up = light(&line, "b");
        tokio::pin!(gives_up);
        assert!(gives_up.as_mut().now_or_never().is_none());
    }
    let waits = light(&line, "c");
    tokio::pin!(waits);
    assert!(waits.as_mut().now_or_never().is_none());
    drop(first);
    assert!(waits.await.is_ok());
    assert_eq!(line.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn after_a_burst_calls_go_out_at_the_rate() {
    let line = Line::new(Sizes {
        light: 100,
        rate: 2.0,
        burst: 5,
        ..QUICK
    });
    let started = Instant::now();
    for _ in 0..5 {
        drop(light(&line, "a").await);
    }
    assert_eq!(started.elapsed(), Duration::ZERO);
    for _ in 0..4 {
        drop(light(&line, "a").await);
    }
    let passed = started.elapsed();
    assert!(
        passed >= Duration::from_secs(2) && passed < Duration::from_millis(2100),
        "{passed:?}"
    );
    tokio::time::sleep(Duration::from_mins(1)).await;
    let rested = Instant::now();
    join_all((0..5).map(|_| light(&line, "a"))).await;
    assert_eq!(rested.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn what_is_costly_has_its_turn_though_more_that_is_quick_waits_than_the_rate_lets_out() {
    let line = Line::new(Sizes {
        light: 100,
        rate: 1.0,
        burst: 1,
        ..QUICK
    });
    drop(light(&line, "a").await);
    let served = Mutex::new(Vec::new());
    let one = async |(user, weight): (&'static str, Weight)| {
        let place = line
            .enter(user, Priority::Viewer, weight)
            .await
            .expect("a place");
        served.lock().expect("not poisoned").push(user);
        drop(place);
    };
    let quick = ["a", "b", "c", "a", "b", "c"].map(|user| (user, Weight::Light));
    let calls = quick.into_iter().chain([("searcher", Weight::Heavy)]);
    join_all(calls.map(one)).await;
    let served = served.into_inner().expect("not poisoned");
    assert!(served[..2].contains(&"searcher"), "{served:?}");
    assert_eq!(served.len(), 7);
}

#[tokio::test]
async fn costly_calls_have_their_own_lane_and_one_place_in_it_for_each_user() {
    let line = Line::new(QUICK);
    let costly = line
        .enter("a", Priority::Viewer, Weight::Heavy)
        .await
        .expect("a place");
    assert!(
        light(&line, "a").now_or_never().is_some(),
        "the quick ones go on"
    );
    let second = line.enter("a", Priority::Viewer, Weight::Heavy);
    tokio::pin!(second);
    assert!(second.as_mut().now_or_never().is_none(), "it waits");
    assert_eq!(
        line.enter("a", Priority::Viewer, Weight::Heavy).await.err(),
        Some(Refused::Costly)
    );
    assert!(
        line.enter("b", Priority::Viewer, Weight::Heavy)
            .now_or_never()
            .is_none()
    );
    drop(costly);
    assert!(second.await.is_ok());
}

#[tokio::test]
async fn one_user_cannot_fill_the_line() {
    let line = Line::new(QUICK);
    let _first = light(&line, "a").await.expect("a place");
    let mut waiting: Vec<_> = (0..10).map(|_| Box::pin(light(&line, "a"))).collect();
    for call in &mut waiting {
        assert!(call.as_mut().now_or_never().is_none());
    }
    assert_eq!(light(&line, "a").await.err(), Some(Refused::Full));
    assert!(
        light(&line, "b").now_or_never().is_none(),
        "others still may wait"
    );
    drop(waiting);
    assert!(
        light(&line, "a").now_or_never().is_none(),
        "who left is not counted"
    );
}

fn background<'a>(
    line: &'a Line,
    topic: &'a str,
) -> impl Future<Output = Result<Place, Refused>> + 'a {
    line.enter(topic, Priority::Background, Weight::Light)
}

/// The order in which calls get their place, each given back at once.
async fn order(
    line: &Line,
    first: Place,
    calls: Vec<(&'static str, Priority, Weight)>,
) -> Vec<&'static str> {
    let served = Mutex::new(Vec::new());
    let one = async |(caller, priority, weight): (&'static str, Priority, Weight)| {
        let place = line.enter(caller, priority, weight).await.expect("a place");
        served.lock().expect("not poisoned").push(caller);
        drop(place);
    };
    let all = join_all(calls.into_iter().map(one));
    tokio::join!(all, async {
        tokio::task::yield_now().await;
        drop(first);
    });
    served.into_inner().expect("not poisoned")
}

#[tokio::test]
async fn viewers_go_before_what_was_waiting_in_the_background() {
    let line = Line::new(QUICK);
    let first = light(&line, "somebody").await.expect("a place");
    let calls = ["feed a", "feed b"]
        .map(|topic| (topic, Priority::Background, Weight::Light))
        .into_iter()
        .chain(["x", "y", "x"].map(|user| (user, Priority::Viewer, Weight::Light)));
    let served = order(&line, first, calls.collect()).await;
    assert_eq!(served, ["x", "y", "x", "feed a", "feed b"]);
}

#[tokio::test]
async fn topics_in_the_background_take_turns() {
    let line = Line::new(QUICK);
    let first = light(&line, "somebody").await.expect("a place");
    let calls =
        ["busy", "busy", "busy", "quiet"].map(|topic| (topic, Priority::Background, Weight::Light));
    let served = order(&line, first, calls.into()).await;
    assert_eq!(served, ["busy", "quiet", "busy", "busy"]);
}

#[tokio::test]
async fn a_place_stays_free_for_the_viewer_who_comes_next() {
    let line = Line::new(Sizes {
        light: 4,
        background: 10,
        ..QUICK
    });
    let topics = ["a", "b", "c", "d", "e"];
    let mut calls: Vec<_> = topics
        .iter()
        .map(|topic| Box::pin(background(&line, topic)))
        .collect();
    let running: Vec<_> = calls
        .iter_mut()
        .filter_map(|call| call.as_mut().now_or_never())
        .collect();
    assert_eq!(running.len(), 3);
    assert!(light(&line, "viewer").now_or_never().is_some());
}

#[tokio::test]
async fn no_more_than_allowed_run_in_the_background() {
    let line = Line::new(Sizes { light: 8, ..QUICK });
    let running = background(&line, "a").await.expect("a place");
    let next = background(&line, "a");
    tokio::pin!(next);
    assert!(next.as_mut().now_or_never().is_none());
    drop(running);
    assert!(next.await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn the_background_has_a_rate_of_its_own() {
    let line = Line::new(Sizes {
        light: 100,
        rate: 1.0,
        burst: 2,
        background_rate: 0.5,
        ..QUICK
    });
    let started = Instant::now();
    for _ in 0..3 {
        drop(background(&line, "feed").await);
    }
    let passed = started.elapsed();
    assert!(
        passed >= Duration::from_secs(4) && passed < Duration::from_millis(4100),
        "{passed:?}"
    );
    // What it took is not taken from viewers.
    for _ in 0..2 {
        drop(light(&line, "viewer").await);
    }
    assert_eq!(started.elapsed(), passed);
}

async fn without_end(line: &Line, user: &str) {
    loop {
        drop(light(line, user).await);
    }
}

#[tokio::test(start_paused = true)]
async fn viewers_who_never_end_hold_the_background_up_for_a_while_only() {
    let line = Line::new(Sizes {
        light: 2,
        rate: 2.0,
        burst: 1,
        ..QUICK
    });
    let started = Instant::now();
    // More come than the rate lets out: somebody always waits.
    let viewers = join_all(["a", "b", "c"].map(|user| without_end(&line, user)));
    let feed = async {
        tokio::task::yield_now().await;
        background(&line, "feed").await.expect("a place");
        started.elapsed()
    };
    let waited = tokio::select! {
        _ = viewers => unreachable!("they never end"),
        waited = feed => waited,
    };
    assert!(
        waited >= PATIENCE && waited < PATIENCE + Duration::from_secs(1),
        "{waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_viewer_who_comes_while_the_background_waits_long_is_let_out_in_time() {
    let line = Line::new(Sizes {
        light: 2,
        rate: 1.0,
        burst: 1,
        background_rate: 0.01,
        ..QUICK
    });
    drop(background(&line, "feed").await);
    let feed = background(&line, "feed");
    tokio::pin!(feed);
    assert!(feed.as_mut().now_or_never().is_none(), "in 100 seconds");
    drop(light(&line, "viewer").await);
    let started = Instant::now();
    drop(light(&line, "viewer").await);
    assert!(started.elapsed() < Duration::from_millis(1100));
}

#[tokio::test(start_paused = true)]
async fn one_alarm_stands_however_many_wait() {
    let line = Line::new(Sizes {
        light: 10,
        background: 10,
        rate: 1.0,
        burst: 1,
        background_rate: 0.01,
        ..QUICK
    });
    let alarms = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    drop(background(&line, "feed").await);
    let calls = ["next", "last"].map(|topic| Box::pin(background(&line, topic)));
    let [mut next, mut last] = calls;
    assert!(next.as_mut().now_or_never().is_none(), "in 100 seconds");
    assert!(last.as_mut().now_or_never().is_none(), "in 200 seconds");
    // Each of those who wait a second is looked after before those who wait long, and those again after it.
    for _ in 0..20 {
        drop(light(&line, "viewer").await);
        // What was put off ends when it has its turn.
        tokio::task::yield_now().await;
        assert_eq!(alarms(), 1);
    }
    drop(next.await);
    assert_eq!(alarms(), 1);
    drop(last.await);
}

#[tokio::test]
async fn viewers_who_left_hold_nothing_up() {
    let line = Line::new(Sizes {
        light: 2,
        rate: 0.01,
        burst: 1,
        ..QUICK
    });
    drop(light(&line, "a").await);
    {
        let leaves = light(&line, "a");
        tokio::pin!(leaves);
        assert!(leaves.as_mut().now_or_never().is_none());
    }
    assert!(background(&line, "feed").now_or_never().is_some());
}

#[tokio::test]
async fn the_background_cannot_fill_the_line() {
    let line = Line::new(QUICK);
    let _running = light(&line, "a").await.expect("a place");
    let topics: Vec<_> = (0..11).map(|topic| topic.to_string()).collect();
    let mut waiting: Vec<_> = topics
        .iter()
        .take(10)
        .map(|topic| Box::pin(background(&line, topic)))
        .collect();
    for call in &mut waiting {
        assert!(call.as_mut().now_or_never().is_none());
    }
    assert_eq!(
        background(&line, &topics[10]).await.err(),
        Some(Refused::Full)
    );
    assert!(
        light(&line, "b").now_or_never().is_none(),
        "viewers may wait"
    );
}
