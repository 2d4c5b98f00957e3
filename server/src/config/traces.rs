//! Where traces go.

use super::env;

/// The collector of traces.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Traces")]
pub struct TracesConfig {
    /// Base URL of a collector that takes OTLP over HTTP, such as `http://otel-collector.observability:4318`
    ///
    /// Without one no traces are made; what the gateway says of its own is passed on to KFP all the same. Needs a build
    /// with the feature `otlp`.
    #[arg(long, env = env::OTLP_ENDPOINT, value_name = "URL")]
    pub otlp_endpoint: Option<String>,

    /// Which share of the requests is traced that come without the gateway's decision: 0 to 1
    #[arg(long, env = env::OTLP_SHARE, value_name = "SHARE", default_value_t = 0.1, value_parser = share)]
    pub otlp_share: f64,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(format!("`{text}` is no number from 0 to 1")),
    }
}
