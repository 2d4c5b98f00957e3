//! The console and Envoy are stopped, killed and started again while people work.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::fleet::Fleet;
use crate::load::{Load, Outcome};

/// How soon everything works again once the part that was gone is there.
const BACK: Duration = Duration::from_secs(5);

/// When the first request was answered well that began after this moment.
fn good_again(outcomes: &[Outcome], after: Instant) -> Result<Instant> {
    outcomes
        .iter()
        .filter(|outcome| outcome.is_good() && outcome.began >= after)
        .map(|outcome| outcome.ended)
        .min()
        .context("never good again")
}

/// Failures that began after this moment.
fn failures(outcomes: &[Outcome], after: Instant) -> Vec<&Outcome> {
    outcomes
        .iter()
        .filter(|outcome| !outcome.is_good() && outcome.began >= after)
        .collect()
}

#[tokio::test]
async fn replicas_that_are_replaced_one_by_one_are_missed_by_nobody() -> Result<()> {
    // Long enough for the gateway to notice, on a busy machine too.
    let mut fleet = Fleet::start(2, &["--drain-delay=3s"]).await?;
    let began = Instant::now();
    let load = Load::start(&fleet);
    load.answers(20).await?;
    for replica in [0, 1] {
        fleet.stop_replica(replica).await?;
        load.answers(20).await?;
        fleet.start_replica(replica).await?;
        fleet.until_it_is_sent_requests(replica).await?;
    }
    let outcomes = load.finish().await?;
    let failed = failures(&outcomes, began);
    assert!(failed.is_empty(), "{failed:#?}");
    fleet.assert_nothing_is_lost(&outcomes).await?;
    fleet.assert_no_secret_in_a_log()?;
    fleet.stop().await
}

#[tokio::test]
async fn a_replica_that_dies_takes_with_it_what_it_had_begun_and_nothing_else() -> Result<()> {
    let mut fleet = Fleet::start(2, &[]).await?;
    let load = Load::start(&fleet);
    load.answers(20).await?;
    fleet.replicas[0].kill().await?;
    let dead = Instant::now();
    load.answers(60).await?;
    let outcomes = load.finish().await?;
    assert!(good_again(&outcomes, dead)? < dead + BACK);
    for failed in failures(&outcomes, dead) {
        assert!(failed.began < dead + BACK, "{failed:#?}");
    }
    fleet.assert_nothing_is_lost(&outcomes).await?;
    fleet.assert_no_secret_in_a_log()?;
    fleet.stop().await
}

#[tokio::test]
async fn a_lone_console_that_is_killed_is_back_within_five_seconds_of_its_start() -> Result<()> {
    let mut fleet = Fleet::start(1, &[]).await?;
    let load = Load::start(&fleet);
    load.answers(20).await?;
    fleet.replicas[0].kill().await?;
    let dead = Instant::now();
    fleet.start_replica(0).await?;
    let there = Instant::now();
    load.answers(20).await?;
    let outcomes = load.finish().await?;
    let back = good_again(&outcomes, dead)?;
    println!(
        "console: good again {:?} after its start",
        back.saturating_duration_since(there)
    );
    assert!(back < there + BACK);
    for failed in failures(&outcomes, dead) {
        assert!(failed.began < there + BACK, "{failed:#?}");
        // Envoy says so, in words that the page knows.
        assert!(matches!(&failed.answer, Some((503, _))), "{failed:#?}");
    }
    fleet.assert_nothing_is_lost(&outcomes).await?;
    fleet.assert_no_secret_in_a_log()?;
    fleet.stop().await
}

#[tokio::test]
async fn gateway_and_sidecars_that_are_restarted_lose_nothing_that_was_answered() -> Result<()> {
    let mut fleet = Fleet::start(2, &[]).await?;
    let load = Load::start(&fleet);
    load.answers(20).await?;
    let gone = Instant::now();
    fleet.mesh.restart().await?;
    let there = Instant::now();
    load.answers(20).await?;
    let outcomes = load.finish().await?;
    let back = good_again(&outcomes, gone)?;
    println!(
        "Envoy: good again {:?} after its start",
        back.saturating_duration_since(there)
    );
    assert!(back < there + BACK);
    for failed in failures(&outcomes, gone) {
        assert!(failed.began < there + BACK, "{failed:#?}");
    }
    fleet.assert_nothing_is_lost(&outcomes).await?;
    fleet.assert_no_secret_in_a_log()?;
    fleet.stop().await
}
