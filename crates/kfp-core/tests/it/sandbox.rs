//! Every call against a server that keeps what it is told, and the example of the documentation.

use std::time::Duration;

use futures::TryStreamExt as _;
use kfp_core::connect::{Settings, Surroundings};
use kfp_core::error::StatusCodeName;
use kfp_core::model::{Namespace, RuntimeState, StorageState, Trigger};
use kfp_core::package::Package;
use kfp_core::query::{
    ExperimentQuery, Filter, Key, PipelineQuery, PipelineVersionQuery, RecurringRunQuery, RunQuery,
    Sort,
};
use kfp_core::request::{
    Cascade, NewExperiment, NewRecurringRun, NewRun, PipelineSource, PipelineUpdate,
    PipelineUpload, PipelineVersionUpload, PropagationPolicy, ViewerVerb,
};
use kfp_core::spec::Caching;
use kfp_core::transport::native::NativeTransport;
use kfp_core::wait::Patience;
use kfp_core::{Client, Error};
use kfp_sandbox::{Clock, Sandbox, SandboxConfig, TokenRequest};

#[path = "../../examples/submit.rs"]
#[expect(
    dead_code,
    reason = "the test calls the example's function and not its program"
)]
mod submit;

const NAMESPACE: &str = "kubeflow-jbpark8";

/// A pod in the namespace, with the token that the kubelet keeps there.
struct Pod {
    sandbox: Sandbox,
    token: tempfile::TempDir,
}

impl Pod {
    async fn start(clock: Clock) -> Self {
        let mut config = SandboxConfig::default();
        config.clock = clock;
        let sandbox = Sandbox::start(config).await.unwrap();
        let token = tempfile::tempdir().unwrap();
        let account = TokenRequest::for_pipelines(NAMESPACE, "default-editor");
        std::fs::write(token.path().join("token"), sandbox.mint_token(&account)).unwrap();
        Self { sandbox, token }
    }

    fn client(&self) -> Client<NativeTransport> {
        let endpoint = format!("http://{}", self.sandbox.addresses().ml_pipeline);
        let surroundings = Surroundings::new(
            move |name| match name {
                "KF_PIPELINES_ENDPOINT" => Some(endpoint.clone()),
                "KF_PIPELINES_SA_TOKEN_PATH" => Some("/token".to_owned()),
                _ => None,
            },
            self.token.path(),
        );
        let settings = Settings::in_surroundings(surroundings);
        settings.resolve().unwrap().connect().unwrap()
    }
}

/// A clock that the test moves.
fn standing() -> Clock {
    Clock::stepped(time::macros::datetime!(2026-11-25 10:00 UTC))
}

const LONG_ENOUGH: Duration = Duration::from_mins(30);

fn here() -> Namespace {
    Namespace::new(NAMESPACE).unwrap()
}

fn quickly() -> Patience {
    Patience {
        shortest_pause: Duration::from_millis(50),
        ..Patience::within(Duration::from_mins(2))
    }
}

fn hello() -> Package {
    let text = include_bytes!("../fixtures/pipelines/hello.yaml");
    Package::read("hello.yaml", text.as_slice()).unwrap()
}

#[tokio::test]
async fn pipelines_and_versions() {
    let pod = Pod::start(standing()).await;
    let client = pod.client();
    let hello = hello();
    let upload = PipelineUpload::new(here(), hello.file_name(), hello.content().clone());
    let pipeline = client
        .pipelines()
        .upload(&upload.name("core-hello"))
        .await
        .unwrap();
    let id = pipeline.pipeline_id.clone();
    assert_eq!(pipeline.namespace, Some(here()));
    let found = client
        .pipelines()
        .get_by_name("core-hello", Some(&here()))
        .await
        .unwrap();
    assert_eq!(found.pipeline_id, id);
    let second = PipelineVersionUpload::new(id.clone(), hello.file_name(), hello.content().clone());
    let second = client
        .pipeline_versions()
        .upload(&second.name("second"))
        .await
        .unwrap();
    let versions = client.pipeline_versions();
    let page = versions
        .list(&PipelineVersionQuery::of(id.clone()).sort(Sort::newest_first()))
        .await
        .unwrap();
    assert_eq!((page.items.len(), page.total_size), (2, 2));
    let read =
        kfp_core::spec::CompiledPipeline::read(page.items[0].pipeline_spec.as_ref().unwrap());
    assert_eq!(
        read.unwrap().spec.pipeline_info.name,
        hello.pipeline.spec.pipeline_info.name
    );
    let tags = [("made-by".to_owned(), "kfp-core".to_owned())].into();
    client
        .pipelines()
        .update(&id, &PipelineUpdate::tags(tags))
        .await
        .unwrap();
    let tagged = PipelineQuery::in_namespace(here())
        .filter(Filter::new().equals(Key::Tag("made-by".into()), "kfp-core"));
    let tagged = client.pipelines().list(&tagged).await.unwrap();
    assert_eq!(tagged.items.len(), 1);
    let update = PipelineUpdate::display_name("the second");
    let renamed = versions
        .update(&id, &second.pipeline_version_id, &update)
        .await
        .unwrap();
    assert_eq!(renamed.display_name, "the second");
    let refused = client
        .pipelines()
        .delete(&id, Cascade::Refuse)
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, Error::Api { error, .. } if error.summary().contains("cascade")),
        "{refused}"
    );
    versions
        .delete(&id, &second.pipeline_version_id)
        .await
        .unwrap();
    client
        .pipelines()
        .delete(&id, Cascade::Versions)
        .await
        .unwrap();
    assert!(
        client
            .pipelines()
            .get(&id)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn experiments_and_runs() {
    let pod = Pod::start(standing()).await;
    let client = pod.client();
    client.authorize(&here(), ViewerVerb::Get).await.unwrap();
    let new = NewExperiment::new(here(), "core-experiment").description("of a test");
    let experiment = client.experiments().create(&new).await.unwrap();
    let id = experiment.experiment_id.clone();
    let taken = client.experiments().create(&new).await.unwrap_err();
    assert!(
        matches!(&taken, Error::Api { error, .. } if error.code() == StatusCodeName::AlreadyExists)
    );

    let experiments = client.experiments();
    let found = experiments.get_or_create(&new).await.unwrap();
    assert_eq!(found.experiment_id, id);
    let other = NewExperiment::new(here(), "core-other");
    let none = experiments.find(Some(&here()), "core-other").await;
    assert!(none.unwrap().is_none());
    let made = experiments.get_or_create(&other).await.unwrap();
    let found = experiments.find(Some(&here()), "core-other").await;
    assert_eq!(found.unwrap().unwrap().experiment_id, made.experiment_id);

    let spec = hello().pipeline.to_document();
    let new = NewRun::new(id.clone(), "core-run", PipelineSource::Spec(spec));
    let run = client.runs().create(&new).await.unwrap();
    pod.sandbox.advance(LONG_ENOUGH).await;
    let done = client.runs().wait(&run.run_id, quickly()).await.unwrap();
    assert_eq!(done.state, RuntimeState::Succeeded);
    assert!(done.finished_at.is_some());
    let retried = client.runs().retry(&run.run_id).await.unwrap_err();
    assert_eq!(retried.code(), "kfp.run.aborted");

    // The same once more, but run and not taken from what is kept.
    let mut uncached = hello().pipeline;
    assert_eq!(uncached.spec.set_caching(&Caching::Off), 1);
    let mut new = NewRun::like(&done).unwrap();
    new.source = PipelineSource::Spec(uncached.to_document());
    let again = client.runs().create(&new).await.unwrap();
    client.runs().terminate(&again.run_id).await.unwrap();
    let ending = client.runs().get(&again.run_id).await.unwrap();
    assert!(
        ending.was_terminated() && !ending.is_finished(),
        "{}",
        ending.state
    );
    pod.sandbox.advance(LONG_ENOUGH).await;
    let ended = client.runs().wait(&again.run_id, quickly()).await.unwrap();
    assert!(ended.is_finished(), "{}", ended.state);

    let query = RunQuery::in_experiment(id.clone())
        .page_size(1)
        .sort(Sort::newest_first());
    let runs: Vec<_> = client.runs().all(query).try_collect().await.unwrap();
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[0].run_id, again.run_id);

    client.runs().archive(&run.run_id).await.unwrap();
    let archived = client.runs().get(&run.run_id).await.unwrap();
    assert_eq!(archived.storage_state, StorageState::Archived);
    client.runs().unarchive(&run.run_id).await.unwrap();
    client.runs().delete(&run.run_id).await.unwrap();
    assert!(
        client
            .runs()
            .get(&run.run_id)
            .await
            .unwrap_err()
            .is_not_found()
    );

    client.experiments().archive(&id).await.unwrap();
    client.experiments().unarchive(&id).await.unwrap();
    let named = Filter::new().equals(Key::Name, "core-experiment");
    let found = client
        .experiments()
        .list(&ExperimentQuery::in_namespace(here()).filter(named))
        .await
        .unwrap();
    assert_eq!(found.items[0].storage_state, StorageState::Available);
    client.experiments().delete(&id).await.unwrap();
    let elsewhere = Namespace::new("team-vision").unwrap();
    let denied = client
        .experiments()
        .list(&ExperimentQuery::in_namespace(elsewhere))
        .await
        .unwrap_err();
    assert!(
        denied.is_forbidden() && denied.hint().is_some(),
        "{denied:?}"
    );
}

#[tokio::test]
async fn recurring_runs() {
    let pod = Pod::start(standing()).await;
    let client = pod.client();
    let new = NewExperiment::new(here(), "core-nightly");
    let experiment = client.experiments().create(&new).await.unwrap();
    let source = PipelineSource::Spec(hello().pipeline.to_document());
    let trigger = Trigger::cron("0 0 2 * * MON-FRI");
    let new = NewRecurringRun::new(
        experiment.experiment_id.clone(),
        "nightly",
        source,
        trigger.clone(),
    );
    let made = client
        .recurring_runs()
        .create(&new.disabled().max_concurrency(2))
        .await
        .unwrap();
    assert_eq!((made.max_concurrency, made.is_enabled()), (2, false));
    assert_eq!(made.trigger, Some(trigger));
    let id = made.recurring_run_id;
    client.recurring_runs().enable(&id).await.unwrap();
    let enabled = client.recurring_runs().get(&id).await.unwrap();
    assert!(enabled.is_enabled());
    assert_eq!(NewRecurringRun::like(&enabled).unwrap().max_concurrency, 2);
    client.recurring_runs().disable(&id).await.unwrap();
    let query = RecurringRunQuery::in_experiment(experiment.experiment_id);
    assert_eq!(
        client
            .recurring_runs()
            .list(&query)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    client
        .recurring_runs()
        .delete(&id, Some(PropagationPolicy::Orphan))
        .await
        .unwrap();
    assert!(
        client
            .recurring_runs()
            .get(&id)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn the_example_of_the_documentation() {
    // A minute of the pipeline's is a second of ours.
    let pod = Pod::start(Clock::fast(60)).await;
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("hello.yaml");
    std::fs::write(&package, hello().content()).unwrap();
    let run = submit::submit(&pod.client(), here(), &package)
        .await
        .unwrap();
    assert_eq!(run.state, RuntimeState::Succeeded);
}
