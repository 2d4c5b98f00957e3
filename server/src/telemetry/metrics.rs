//! Figures for Prometheus.

use std::fmt;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::live::OfLive;
use crate::layers::known_method;

/// Labels as pairs, for what is not counted with every request. All values come from small fixed sets.
pub(super) type Labels = Vec<(&'static str, String)>;

/// Whose time is measured.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: &'static str,
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Served {
    method: &'static str,
    route: &'static str,
    status: u16,
}

/// How a question of access was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Review {
    answer: &'static str,
}

/// How a call to KFP ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: String,
}

/// The buckets reach from a kept answer to the longest that KFP is waited for.
#[derive(Clone)]
struct Buckets;

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new([
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
            60.0,
        ])
    }
}

/// Everything the console counts.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Served, Counter>,
    request_duration: Family<Route, Histogram, Buckets>,
    in_flight: Gauge<i64, AtomicI64>,
    reviews: Family<Review, Counter>,
    of_kfp: OfKfp,
    of_live: OfLive,
}

/// What is counted of the calls to KFP.
struct OfKfp {
    calls: Family<Outcome, Counter>,
    duration: Histogram,
    retries: Counter,
    waiting: Gauge<i64, AtomicI64>,
}

impl OfKfp {
    fn new(registry: &mut Registry) -> Self {
        let figures = Self {
            calls: Family::default(),
            duration: Buckets.new_metric(),
            retries: Counter::default(),
            waiting: Gauge::default(),
        };
        registry.register(
            "kfp_waiting",
            "Calls that wait for their turn before KFP, when the last one stopped waiting",
            figures.waiting.clone(),
        );
        registry.register(
            "kfp_retries",
            "Calls to KFP that were made again",
            figures.retries.clone(),
        );
        registry.register(
            "kfp_calls",
            "Calls to KFP by outcome",
            figures.calls.clone(),
        );
        registry.register_with_unit(
            "kfp_call_duration",
            "Time of a call to KFP",
            Unit::Seconds,
            figures.duration.clone(),
        );
        figures
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

/// Counts a request as being served until it is dropped.
pub(crate) struct InFlight(Gauge<i64, AtomicI64>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("kfp_console");
        let requests = Family::default();
        let request_duration = Family::new_with_constructor(Buckets);
        let in_flight = Gauge::default();
        let reviews = Family::default();
        registry.register(
            "build",
            "The version of the console",
            Info::new(vec![("version", crate::VERSION)]),
        );
        registry.register(
            "requests",
            "Requests by method, route and status",
            requests.clone(),
        );
        registry.register_with_unit(
            "request_duration",
            "Time to serve a request",
            Unit::Seconds,
            request_duration.clone(),
        );
        registry.register(
            "requests_in_flight",
            "Requests being served",
            in_flight.clone(),
        );
        registry.register(
            "access_reviews",
            "Questions of access, by how they were answered",
            reviews.clone(),
        );
        let of_kfp = OfKfp::new(&mut registry);
        let of_live = OfLive::new(&mut registry);
        Self {
            registry,
            requests,
            request_duration,
            in_flight,
            reviews,
            of_kfp,
            of_live,
        }
    }

    /// What is counted of the live feed.
    pub(crate) fn live(&self) -> &OfLive {
        &self.of_live
    }

    /// Counts a call to KFP that is made again.
    pub(crate) fn kfp_retry(&self) {
        self.of_kfp.retries.inc();
    }

    /// Notes how many calls wait before KFP.
    pub(crate) fn kfp_waiting(&self, waiting: usize) {
        self.of_kfp
            .waiting
            .set(i64::try_from(waiting).unwrap_or(i64::MAX));
    }

    /// Counts a request as being served.
    pub(crate) fn request_begins(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// Counts a served request.
    pub(crate) fn request_ends(
        &self,
        method: &http::Method,
        route: &'static str,
        status: http::StatusCode,
        took: Duration,
    ) {
        let method = known_method(method);
        self.request_duration
            .get_or_create(&Route { method, route })
            .observe(took.as_secs_f64());
        let status = status.as_u16();
        let served = Served {
            method,
            route,
            status,
        };
        self.requests.get_or_create(&served).inc();
    }

    /// Counts a question of access.
    pub(crate) fn review(&self, answer: &'static str) {
        self.reviews.get_or_create(&Review { answer }).inc();
    }

    /// Counts a call to KFP; the outcome is a status or the slug of a failure.
    pub(crate) fn kfp_call(&self, outcome: &str, took: Duration) {
        let outcome = outcome.to_owned();
        self.of_kfp.calls.get_or_create(&Outcome { outcome }).inc();
        self.of_kfp.duration.observe(took.as_secs_f64());
    }

    /// All figures in the text format of `OpenMetrics`.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing into a string cannot fail");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_their_labels() {
        let metrics = Metrics::new();
        let in_flight = metrics.request_begins();
        metrics.request_ends(
            &http::Method::GET,
            "/api/session",
            http::StatusCode::OK,
            Duration::from_millis(3),
        );
        metrics.review("refused");
        metrics.kfp_call("200", Duration::from_millis(3));
        let text = metrics.text();
        assert!(
            text.contains(
                "kfp_console_requests_total{method=\"GET\",route=\"/api/session\",status=\"200\"} 1"
            ),
            "{text}"
        );
        assert!(text.contains("kfp_console_requests_in_flight 1"), "{text}");
        assert!(
            text.contains("kfp_console_access_reviews_total{answer=\"refused\"} 1"),
            "{text}"
        );
        assert!(
            text.contains("kfp_console_kfp_calls_total{outcome=\"200\"} 1"),
            "{text}"
        );
        drop(in_flight);
        assert!(metrics.text().contains("kfp_console_requests_in_flight 0"));
    }

    #[test]
    fn page_for_operators_names_every_figure() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operate.md");
        let page = std::fs::read_to_string(page).expect("the page");
        let metrics = Metrics::new();
        // What has never been counted is not written.
        let method = http::Method::GET;
        metrics.request_ends(&method, "none", http::StatusCode::OK, Duration::ZERO);
        metrics.review("kept");
        metrics.kfp_call("200", Duration::ZERO);
        metrics.live().read("newest_runs", "200".to_owned());
        metrics.live().opened();
        metrics.live().ended("lifetime");
        let text = metrics.text();
        let kinds = text.lines().filter_map(|line| {
            let (name, kind) = line.strip_prefix("# TYPE kfp_console_")?.split_once(' ')?;
            Some(match kind {
                "counter" => format!("{name}_total"),
                "info" => format!("{name}_info"),
                _ => name.to_owned(),
            })
        });
        let mut count = 0;
        for name in kinds {
            assert!(page.contains(&format!("`{name}`")), "{name}");
            count += 1;
        }
        assert_eq!(count, text.matches("# HELP ").count());
        assert_eq!(count, 14);
    }

    #[test]
    fn invented_methods_make_no_new_series() {
        let metrics = Metrics::new();
        let method = http::Method::from_bytes(b"INVENTED").expect("a method");
        metrics.request_ends(&method, "none", http::StatusCode::NOT_FOUND, Duration::ZERO);
        assert!(!metrics.text().contains("INVENTED"));
    }
}
