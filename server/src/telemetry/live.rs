//! Figures of the live feed.

use std::sync::atomic::AtomicI64;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::metrics::Labels;

/// What is counted of the live feed.
pub(crate) struct OfLive {
    topics: Gauge<i64, AtomicI64>,
    reads: Family<Labels, Counter>,
    sockets: Gauge<i64, AtomicI64>,
    ended: Family<Labels, Counter>,
    messages: Counter,
}

impl OfLive {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let figures = Self {
            topics: Gauge::default(),
            reads: Family::default(),
            sockets: Gauge::default(),
            ended: Family::default(),
            messages: Counter::default(),
        };
        registry.register(
            "feed_topics",
            "Lists that are read for viewers",
            figures.topics.clone(),
        );
        registry.register(
            "feed_reads",
            "Readings of lists for all their viewers, by what was asked and outcome",
            figures.reads.clone(),
        );
        registry.register("live_sockets", "Open websockets", figures.sockets.clone());
        registry.register(
            "live_sockets_ended",
            "Websockets that have ended, by reason",
            figures.ended.clone(),
        );
        registry.register(
            "live_messages",
            "Messages that were sent on websockets",
            figures.messages.clone(),
        );
        figures
    }

    /// Notes how many topics there are.
    pub(crate) fn topics(&self, count: usize) {
        self.topics.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// Counts a reading.
    pub(crate) fn read(&self, what: &'static str, outcome: String) {
        let labels = vec![("what", what.to_owned()), ("outcome", outcome)];
        self.reads.get_or_create(&labels).inc();
    }

    /// A websocket was opened.
    pub(crate) fn opened(&self) {
        self.sockets.inc();
    }

    /// A websocket has ended.
    pub(crate) fn ended(&self, reason: &'static str) {
        self.sockets.dec();
        let labels = vec![("reason", reason.to_owned())];
        self.ended.get_or_create(&labels).inc();
    }

    /// Messages were sent.
    pub(crate) fn sent(&self, count: u64) {
        self.messages.inc_by(count);
    }
}
