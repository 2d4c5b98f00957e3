//! How long the same question takes through the console and without it.

use std::time::{Duration, Instant};

use http::StatusCode;

use super::browser::Browser;

/// Enough for a median that does not jump, and over in a moment.
const ROUNDS: usize = 21;

/// Two medians of the same list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Latency {
    /// Gateway, console, KFP.
    pub(super) through_console: Duration,
    /// Gateway, KFP.
    pub(super) without_console: Duration,
}

/// Asks for `path` below both prefixes by turns, so that whatever else the machine does slows both.
pub(super) async fn measure(browser: &mut Browser, path: &str) -> Result<Latency, String> {
    let mut through = Vec::with_capacity(ROUNDS);
    let mut without = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        through.push(timed(browser, &format!("/kfp-console/{path}")).await?);
        without.push(timed(browser, &format!("/pipeline/{path}")).await?);
    }
    Ok(Latency {
        through_console: median(through),
        without_console: median(without),
    })
}

async fn timed(browser: &mut Browser, path: &str) -> Result<Duration, String> {
    let began = Instant::now();
    let page = browser.fetch(path, None).await?;
    match page.status {
        StatusCode::OK => Ok(began.elapsed()),
        status => Err(format!("{status} for a list")),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        let times = [9, 1, 5].map(Duration::from_millis);
        assert_eq!(median(times.to_vec()), Duration::from_millis(5));
        assert_eq!(median(Vec::new()), Duration::ZERO);
    }
}
