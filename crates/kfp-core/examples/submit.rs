//! Uploads a compiled pipeline, runs it, and waits for the end.
//!
//! ```sh
//! cargo run --package kfp-core --features package,tls --example submit -- train.yaml
//! ```
//!
//! In a notebook pod nothing else is needed. Elsewhere say where KFP is and in which namespace to work:
//! `KF_PIPELINES_ENDPOINT=http://localhost:8888 KFP_NAMESPACE=team-vision`.

use std::error::Error;
use std::path::Path;

use kfp_core::Client;
use kfp_core::connect::Settings;
use kfp_core::model::{Namespace, Run};
use kfp_core::package::Package;
use kfp_core::query::{ExperimentQuery, Filter, Key};
use kfp_core::request::{NewExperiment, NewRun, PipelineSource, PipelineUpload};
use kfp_core::transport::{Timer, Transport};
use kfp_core::wait::Patience;

/// Runs a package once, with the defaults of its inputs.
pub(crate) async fn submit<T: Transport + Timer>(
    client: &Client<T>,
    namespace: Namespace,
    package: &Path,
) -> Result<Run, Box<dyn Error>> {
    let package = Package::open(package)?;
    let name = package.pipeline.spec.pipeline_info.name.clone();

    // What KFP would refuse is told before anything is sent.
    let given = serde_json::Map::new();
    let problems = package.pipeline.spec.check_parameters(&given);
    if let Some(problem) = problems.first() {
        return Err(problem.to_string().into());
    }

    let upload = PipelineUpload::new(
        namespace.clone(),
        package.file_name(),
        package.content().clone(),
    );
    let pipeline = client.pipelines().upload(&upload.name(&name)).await?;

    // An experiment of this name, made if there is none.
    let named = Filter::new().equals(Key::Name, &name);
    let query = ExperimentQuery::in_namespace(namespace.clone()).filter(named);
    let found = client
        .experiments()
        .list(&query)
        .await?
        .items
        .into_iter()
        .next();
    let experiment = match found {
        Some(experiment) => experiment,
        None => {
            client
                .experiments()
                .create(&NewExperiment::new(namespace, &name))
                .await?
        }
    };

    let source = PipelineSource::Latest(pipeline.pipeline_id);
    let run = NewRun::new(experiment.experiment_id, &name, source);
    let run = client.runs().create(&run).await?;
    Ok(client
        .runs()
        .wait(&run.run_id, Patience::unlimited())
        .await?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let package = std::env::args_os().nth(1).ok_or("name a package")?;
    let connection = Settings::from_env().resolve()?;
    let namespace = connection.namespace().cloned().ok_or("set KFP_NAMESPACE")?;
    let run = submit(&connection.connect()?, namespace, package.as_ref()).await?;
    let state = run.state;
    std::io::Write::write_all(&mut std::io::stdout(), format!("{state}\n").as_bytes())?;
    Ok(())
}
