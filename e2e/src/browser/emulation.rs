//! What the document is made to believe: its window, the person's taste, and the time.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::session::Browser;
use super::viewport::{ColorScheme, Viewport};
use super::wait::until;

/// How fast the machine and the network of a page are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// So many times slower than they are is the processor.
    processor: u32,
    /// Bytes a second each way, and milliseconds of every way there and back; `None` for as fast as they are.
    network: Option<(u32, u32)>,
}

impl Pace {
    /// As fast as they are.
    pub const OWN: Self = Self {
        processor: 1,
        network: None,
    };
    /// A quarter of the processor, 1.6 Mbps and 150 ms.
    pub const SLOW: Self = Self {
        processor: 4,
        network: Some((200_000, 150)),
    };
}

impl Browser {
    /// Makes machine and network of the page as slow as this. No file is kept from one visit to the next then: each is
    /// the first.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn go_at(&self, pace: Pace) -> Result<()> {
        let (bytes, latency) = match pace.network {
            Some((bytes, latency)) => (i64::from(bytes), latency),
            None => (-1, 0),
        };
        self.devtools("Network.enable", json!({})).await?;
        self.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
            .await?;
        self.devtools(
            "Network.emulateNetworkConditions",
            json!({ "offline": false, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes }),
        )
        .await?;
        let rate = json!({ "rate": pace.processor });
        self.devtools("Emulation.setCPUThrottlingRate", rate).await
    }

    /// Gives the page another size.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn resize(&self, viewport: Viewport) -> Result<()> {
        self.devtools("Emulation.setDeviceMetricsOverride", viewport.metrics())
            .await
    }

    /// Changes what the operating system says of the person's taste. Motion is always reduced, so that a picture
    /// and an audit see the end of every transition.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn prefer(&self, scheme: ColorScheme) -> Result<()> {
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme.keyword() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]});
        self.devtools("Emulation.setEmulatedMedia", features).await
    }

    /// Takes the network away from the page, or gives it back.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn network(&self, is_there: bool) -> Result<()> {
        self.devtools("Network.enable", json!({})).await?;
        self.devtools(
            "Network.emulateNetworkConditions",
            json!({ "offline": !is_there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }),
        )
        .await
    }

    /// Lets the document live through `time` at once: its clock and its timers run as fast as they can, and stand still
    /// afterwards. To be called last, since the document's time cannot be given back to the wall clock.
    ///
    /// # Errors
    /// When the document's clock does not get there.
    pub async fn live_through(&self, time: Duration) -> Result<()> {
        let now = "return performance.now()";
        let milliseconds = time.as_secs_f64() * 1000.0;
        let start: f64 = self.evaluate(now).await?;
        self.devtools(
            "Emulation.setVirtualTimePolicy",
            json!({ "policy": "advance", "budget": milliseconds, "maxVirtualTimeTaskStarvationCount": 10_000 }),
        )
        .await?;
        until("the end of the simulated time", async || {
            let now: f64 = self.evaluate(now).await?;
            Ok((now - start >= milliseconds).then_some(()))
        })
        .await
    }

    /// Tells the document what a browser tells one that comes back to sight, to focus and to the network, and lets
    /// everything that this starts begin.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn wake_up(&self) -> Result<()> {
        let script = "
            const done = arguments[0];
            document.dispatchEvent(new Event('visibilitychange'));
            for (const kind of ['focus', 'online', 'pageshow']) window.dispatchEvent(new Event(kind));
            setTimeout(() => requestAnimationFrame(() => setTimeout(done)));";
        self.driver().execute_async(script, Vec::new()).await?;
        Ok(())
    }
}
