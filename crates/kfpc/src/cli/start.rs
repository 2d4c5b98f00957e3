//! What runs are started from and with.

use std::path::PathBuf;

use clap::Args;

/// A pipeline that KFP keeps, or a package that is sent along; and the values it is started with.
#[derive(Debug, Args)]
pub(crate) struct Start {
    /// A package that is sent along: YAML, zip or tar.gz
    #[arg(value_name = "FILE", conflicts_with_all = ["pipeline", "version"])]
    pub(crate) package: Option<PathBuf>,
    /// A pipeline that KFP keeps
    #[arg(long, value_name = "PIPELINE")]
    pub(crate) pipeline: Option<String>,
    /// One of its versions; the newest, if none is given
    #[arg(long, value_name = "VERSION", requires = "pipeline")]
    pub(crate) version: Option<String>,
    /// Its name; that of the pipeline, if none is given
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Free text
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    /// The experiment; if none is given that of `KF_PIPELINES_DEFAULT_EXPERIMENT_NAME`, else Default
    #[arg(long, value_name = "EXPERIMENT")]
    pub(crate) experiment: Option<String>,
    /// The value of an input, read as the kind that the pipeline says: text as it is, all else as JSON
    #[arg(long, short, value_name = "INPUT=VALUE", value_parser = input)]
    pub(crate) param: Vec<(String, String)>,
    /// File with values of inputs: an object in JSON or YAML. --param comes before it
    #[arg(long, value_name = "FILE")]
    pub(crate) params_file: Option<PathBuf>,
    /// Where outputs are stored; the namespace's own place, if none is given
    #[arg(long, value_name = "URI")]
    pub(crate) pipeline_root: Option<String>,
    /// The Kubernetes service account of the pods
    #[arg(long, value_name = "NAME")]
    pub(crate) service_account: Option<String>,
    /// Run every task, also in loops, conditions and nested pipelines: take no earlier result
    #[arg(long)]
    pub(crate) no_cache: bool,
}

fn input(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it is not INPUT=VALUE".to_owned()),
    }
}
