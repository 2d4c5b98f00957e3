//! Recurring runs for the demo: the samples have none, as tests count what fires.

use kfp_core::credentials::Credentials;
use kfp_core::model::{ExperimentId, Namespace, PipelineId, Trigger};
use kfp_core::query::{ExperimentQuery, Filter, Key, RecurringRunQuery};
use kfp_core::request::{NewRecurringRun, PipelineSource};
use kfp_core::transport::native::NativeTransport;
use kfp_core::{BaseUrl, Client, Error};
use kfp_sandbox::{Sandbox, TokenRequest};

use super::DemoError;

const NAMESPACE: &str = "kubeflow-jbpark8";

/// A recurring run, and where it is.
struct Sample {
    name: &'static str,
    description: &'static str,
    experiment: &'static str,
    pipeline: &'static str,
    trigger: fn() -> Trigger,
    enabled: bool,
}

const SAMPLES: [Sample; 4] = [
    Sample {
        name: "nightly baseline",
        description: "Trains the baseline on the data of the day.",
        experiment: "image-classifier baseline",
        pipeline: "train-diamond",
        trigger: || Trigger::cron("0 0 2 * * *"),
        enabled: true,
    },
    Sample {
        name: "data check, every six hours",
        description: "",
        experiment: "data quality checks",
        pipeline: "choose-branch",
        trigger: || Trigger::every(6 * 60 * 60),
        enabled: true,
    },
    Sample {
        name: "월요일 보고서",
        description: "매주 월요일 아침에 지난주의 지표를 모읍니다.",
        experiment: "release candidates",
        pipeline: "metrics-report",
        trigger: || Trigger::cron("0 30 7 * * 1"),
        enabled: true,
    },
    Sample {
        name: "sweep, first of the month",
        description: "Switched off until the new cluster is there.",
        experiment: "hyperparameter sweep, November",
        pipeline: "nested-sweep",
        trigger: || Trigger::cron("0 0 0 1 * *"),
        enabled: false,
    },
];

/// Makes them as a pod of the sample namespace would, unless a kept store has some. What they are made of may be gone from a
/// kept store, and from no other.
pub(super) async fn add(sandbox: &Sandbox, is_kept: bool) -> Result<(), DemoError> {
    let added = add_these(&SAMPLES, sandbox, is_kept).await;
    added.map_err(DemoError::Sandbox)
}

async fn add_these(
    samples: &[Sample],
    sandbox: &Sandbox,
    is_kept: bool,
) -> Result<(), Box<dyn std::error::Error + Send + Sync + 'static>> {
    let base: BaseUrl = format!("http://{}", sandbox.addresses().ml_pipeline).parse()?;
    let token = sandbox.mint_token(&TokenRequest::for_pipelines(NAMESPACE, "default-editor"));
    let origin = base.origin().cloned().ok_or("an address without a host")?;
    let credentials = Credentials::bearer(origin, token)?;
    let client = Client::new(base, NativeTransport::new(), credentials);
    let namespace = Namespace::new(NAMESPACE)?;
    let kept = RecurringRunQuery::in_namespace(namespace.clone()).page_size(1);
    if !client.recurring_runs().list(&kept).await?.items.is_empty() {
        return Ok(());
    }
    for sample in samples {
        let experiment = experiment(&client, &namespace, sample.experiment).await?;
        let pipeline = pipeline(&client, &namespace, sample.pipeline).await?;
        let (experiment, pipeline) = match (experiment, pipeline) {
            (Some(experiment), Some(pipeline)) => (experiment, pipeline),
            _ if is_kept => continue,
            (experiment, _) => {
                let (what, name) = match experiment {
                    None => ("experiment", sample.experiment),
                    Some(_) => ("pipeline", sample.pipeline),
                };
                let recurring_run = sample.name;
                return Err(
                    format!("the samples lack the {what} `{name}` of `{recurring_run}`").into(),
                );
            }
        };
        let source = PipelineSource::Latest(pipeline);
        client
            .recurring_runs()
            .create(&NewRecurringRun {
                description: sample.description.to_owned(),
                enabled: sample.enabled,
                no_catchup: true,
                ..NewRecurringRun::new(experiment, sample.name, source, (sample.trigger)())
            })
            .await?;
    }
    Ok(())
}

/// The experiment of a name; a kept store may have lost it.
async fn experiment(
    client: &Client<NativeTransport>,
    namespace: &Namespace,
    name: &str,
) -> Result<Option<ExperimentId>, Error> {
    let query = ExperimentQuery::in_namespace(namespace.clone())
        .filter(Filter::new().equals(Key::Name, name))
        .page_size(1);
    let found = client.experiments().list(&query).await?.items;
    Ok(found.into_iter().next().map(|found| found.experiment_id))
}

/// The pipeline of a name.
async fn pipeline(
    client: &Client<NativeTransport>,
    namespace: &Namespace,
    name: &str,
) -> Result<Option<PipelineId>, Error> {
    let found = client.pipelines().get_by_name(name, Some(namespace)).await;
    match found {
        Ok(found) => Ok(Some(found.pipeline_id)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use kfp_sandbox::SandboxConfig;

    use super::*;

    fn sample(experiment: &'static str, pipeline: &'static str) -> Sample {
        Sample {
            name: "nightly",
            description: "",
            experiment,
            pipeline,
            trigger: || Trigger::cron("0 0 2 * * *"),
            enabled: false,
        }
    }

    /// Else a sample that was renamed takes its recurring runs with it, and nobody notices.
    #[tokio::test]
    async fn what_the_samples_lack_is_passed_over_in_a_kept_store_alone() {
        let sandbox = Sandbox::start(SandboxConfig::default())
            .await
            .expect("a sandbox");
        let (there, gone) = (SAMPLES[0].experiment, "renamed");
        for (sample, named) in [
            (sample(gone, SAMPLES[0].pipeline), "experiment `renamed`"),
            (sample(there, gone), "pipeline `renamed`"),
        ] {
            let samples = [sample];
            let error = add_these(&samples, &sandbox, false).await.unwrap_err();
            assert!(error.to_string().contains(named), "{error}");
            add_these(&samples, &sandbox, true)
                .await
                .expect("passed over");
        }
        add(&sandbox, false).await.expect("the samples have all");
    }
}
