//! What the server counts of itself, for Prometheus: its own families, without those of Go and of the process.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;

use super::operation::{Older, Operation as Op};

const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

/// Calls, by the server that takes them: name and what it counts.
const CALLS: &[(&str, &str)] = &[
    ("experiment_server_archive", "ArchiveExperiment"),
    ("experiment_server_create", "CreateExperiment"),
    ("experiment_server_delete", "DeleteExperiment"),
    ("experiment_server_get", "GetExperiment"),
    ("experiment_server_list", "ListExperimentsV1"),
    ("experiment_server_unarchive", "UnarchiveExperiment"),
    ("job_server_create", "CreateJob"),
    ("job_server_delete", "DeleteJob"),
    ("job_server_disable", "DisableJob"),
    ("job_server_enable", "EnableJob"),
    ("job_server_get", "GetJob"),
    ("job_server_list", "ListJobs"),
    ("pipeline_server_create", "CreatePipeline"),
    ("pipeline_server_create_version", "CreatePipelineVersion"),
    ("pipeline_server_delete", "DeletePipeline"),
    ("pipeline_server_delete_version", "DeletePipelineVersion"),
    ("pipeline_server_get", "GetPipeline"),
    ("pipeline_server_get_version", "GetPipelineVersion"),
    ("pipeline_server_list", "ListPipelines"),
    ("pipeline_server_list_version", "ListPipelineVersions"),
    ("pipeline_server_update", "UpdatePipeline"),
    (
        "pipeline_server_update_default_version",
        "UpdatePipelineDefaultVersion",
    ),
    ("pipeline_server_update_version", "UpdatePipelineVersion"),
    ("run_server_archive", "ArchiveRun"),
    ("run_server_create", "CreateRun"),
    ("run_server_delete", "DeleteRun"),
    ("run_server_get", "GetRun"),
    ("run_server_list", "ListRuns"),
    ("run_server_read_artifact", "ReadArtifact"),
    ("run_server_report_metrics", "ReportRunMetrics"),
    ("run_server_retry", "RetryRun"),
    ("run_server_terminate", "TerminateRun"),
    ("run_server_unarchive", "UnarchiveRun"),
];

/// What was made and not deleted since the start: name and what it counts.
const OBJECTS: &[(&str, &str)] = &[
    ("experiment_server_run_count", "experiments"),
    ("job_server_job_count", "jobs"),
    ("pipeline_server_pipeline_count", "pipelines"),
    (
        "pipeline_server_pipeline_version_count",
        "pipeline versions",
    ),
    ("run_server_run_count", "runs"),
];

/// The delay of reports of scheduled runs: the sandbox's come at once and none is measured.
const REPORT_GAP: &str = "resource_manager_recurring_run_report_gap";
const GAP_BUCKETS: [&str; 11] = [
    "0.5", "1", "2", "4", "8", "16", "32", "64", "128", "256", "+Inf",
];

/// The counts of one server.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    values: Mutex<BTreeMap<&'static str, i64>>,
}

impl Metrics {
    /// A call came.
    pub(super) fn called(&self, operation: Op) {
        for name in calls(operation) {
            self.change(name, 1);
        }
    }

    /// A call was answered with success.
    pub(super) fn succeeded(&self, operation: Op) {
        for (name, by) in made(operation) {
            self.change(name, *by);
        }
    }

    /// A package was uploaded, or was to be: as a version of a pipeline that exists, or with one of its own.
    pub(super) fn uploaded(&self, is_version: bool, is_success: bool) {
        if !is_version {
            self.change("pipeline_upload", 1);
        }
        self.change("pipeline_version_upload", 1);
        for (name, by) in VERSION.iter().filter(|_| is_success) {
            self.change(name, *by);
        }
    }

    /// An artifact was asked for.
    pub(super) fn read_artifact(&self) {
        self.change("run_server_read_artifact", 1);
    }

    fn change(&self, name: &'static str, by: i64) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        *values.entry(name).or_default() += by;
    }

    /// `GET /metrics`.
    pub(super) fn answer(&self) -> Response {
        ([(CONTENT_TYPE, MEDIA_TYPE)], self.text()).into_response()
    }

    fn text(&self) -> String {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        let value = |name: &str| values.get(name).copied().unwrap_or_default();
        let family = |name: &str, help: &str, kind: &str, samples: &str| {
            let text = format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{samples}");
            (name.to_owned(), text)
        };
        let counter = |name: String, help: &str, value: i64| {
            family(&name, help, "counter", &format!("{name} {value}\n"))
        };
        let mut families: BTreeMap<String, String> = CALLS
            .iter()
            .map(|(name, what)| {
                let help = format!("The total number of {what} requests");
                counter(format!("{name}_requests"), &help, value(name))
            })
            .collect();
        families.extend(OBJECTS.iter().map(|(name, what)| {
            let help = format!("The current number of {what} in Kubeflow Pipelines instance");
            family(name, &help, "gauge", &format!("{name} {}\n", value(name)))
        }));
        families.extend([
            counter(
                "pipeline_upload_requests".to_owned(),
                "The number of pipeline upload requests",
                value("pipeline_upload"),
            ),
            counter(
                "pipeline_version_upload_requests".to_owned(),
                "The number of pipeline version upload requests",
                value("pipeline_version_upload"),
            ),
            counter(
                "resource_manager_workflow_gc".to_owned(),
                "The number of garbage-collected workflows",
                0,
            ),
            family(
                REPORT_GAP,
                "Recurring Run Report Delay",
                "histogram",
                &empty_histogram(),
            ),
        ]);
        families.into_values().collect()
    }
}

fn empty_histogram() -> String {
    let mut samples = String::new();
    for bucket in GAP_BUCKETS {
        // Writing to a String cannot fail.
        let _ = writeln!(samples, "{REPORT_GAP}_bucket{{le=\"{bucket}\"}} 0");
    }
    samples + &format!("{REPORT_GAP}_sum 0\n{REPORT_GAP}_count 0\n")
}

/// What a call is counted as.
fn calls(operation: Op) -> &'static [&'static str] {
    match operation {
        Op::ArchiveExperiment | Op::V1beta1(Older::ArchiveExperiment) => {
            &["experiment_server_archive"]
        }
        Op::CreateExperiment | Op::V1beta1(Older::CreateExperiment) => {
            &["experiment_server_create"]
        }
        Op::DeleteExperiment | Op::V1beta1(Older::DeleteExperiment) => {
            &["experiment_server_delete"]
        }
        Op::GetExperiment | Op::V1beta1(Older::GetExperiment) => &["experiment_server_get"],
        Op::ListExperiments | Op::V1beta1(Older::ListExperiments) => &["experiment_server_list"],
        Op::UnarchiveExperiment | Op::V1beta1(Older::UnarchiveExperiment) => {
            &["experiment_server_unarchive"]
        }
        Op::CreateRecurringRun | Op::V1beta1(Older::CreateJob) => &["job_server_create"],
        Op::DeleteRecurringRun | Op::V1beta1(Older::DeleteJob) => &["job_server_delete"],
        Op::DisableRecurringRun | Op::V1beta1(Older::DisableJob) => &["job_server_disable"],
        Op::EnableRecurringRun | Op::V1beta1(Older::EnableJob) => &["job_server_enable"],
        Op::GetRecurringRun | Op::V1beta1(Older::GetJob) => &["job_server_get"],
        Op::ListRecurringRuns | Op::V1beta1(Older::ListJobs) => &["job_server_list"],
        Op::CreatePipeline => &["pipeline_server_create"],
        Op::CreatePipelineAndVersion | Op::V1beta1(Older::CreatePipeline) => {
            &["pipeline_server_create", "pipeline_server_create_version"]
        }
        Op::CreatePipelineVersion | Op::V1beta1(Older::CreateVersion) => {
            &["pipeline_server_create_version"]
        }
        Op::DeletePipeline | Op::V1beta1(Older::DeletePipeline) => &["pipeline_server_delete"],
        Op::DeletePipelineVersion | Op::V1beta1(Older::DeleteVersion) => {
            &["pipeline_server_delete_version"]
        }
        Op::GetPipeline
        | Op::GetPipelineByName
        | Op::V1beta1(Older::GetPipeline | Older::GetPipelineByName) => &["pipeline_server_get"],
        Op::GetPipelineVersion | Op::V1beta1(Older::GetVersion) => &["pipeline_server_get_version"],
        Op::ListPipelines | Op::V1beta1(Older::ListPipelines) => &["pipeline_server_list"],
        Op::ListPipelineVersions | Op::V1beta1(Older::ListVersions) => {
            &["pipeline_server_list_version"]
        }
        Op::UpdatePipeline => &["pipeline_server_update"],
        Op::V1beta1(Older::SetDefaultVersion) => &["pipeline_server_update_default_version"],
        Op::UpdatePipelineVersion => &["pipeline_server_update_version"],
        Op::ArchiveRun | Op::V1beta1(Older::ArchiveRun) => &["run_server_archive"],
        Op::CreateRun | Op::V1beta1(Older::CreateRun) => &["run_server_create"],
        Op::DeleteRun | Op::V1beta1(Older::DeleteRun) => &["run_server_delete"],
        Op::GetRun | Op::V1beta1(Older::GetRun) => &["run_server_get"],
        Op::ListRuns | Op::V1beta1(Older::ListRuns) => &["run_server_list"],
        Op::V1beta1(Older::ReportMetrics) => &["run_server_report_metrics"],
        Op::RetryRun | Op::V1beta1(Older::RetryRun) => &["run_server_retry"],
        Op::TerminateRun | Op::V1beta1(Older::TerminateRun) => &["run_server_terminate"],
        Op::UnarchiveRun | Op::V1beta1(Older::UnarchiveRun) => &["run_server_unarchive"],
        Op::ReportWorkflow
        | Op::ReportScheduledWorkflow
        | Op::ListTasks
        | Op::CreateTask
        | Op::V1beta1(
            Older::Authorize | Older::Visualize | Older::PipelineTemplate | Older::VersionTemplate,
        ) => &[],
    }
}

const VERSION: &[(&str, i64)] = &[("pipeline_server_pipeline_version_count", 1)];
const PIPELINE_AND_VERSION: &[(&str, i64)] = &[
    ("pipeline_server_pipeline_count", 1),
    ("pipeline_server_pipeline_version_count", 1),
];

/// What becomes more or less by a call.
fn made(operation: Op) -> &'static [(&'static str, i64)] {
    match operation {
        Op::CreateExperiment | Op::V1beta1(Older::CreateExperiment) => {
            &[("experiment_server_run_count", 1)]
        }
        Op::DeleteExperiment | Op::V1beta1(Older::DeleteExperiment) => {
            &[("experiment_server_run_count", -1)]
        }
        Op::CreateRecurringRun | Op::V1beta1(Older::CreateJob) => &[("job_server_job_count", 1)],
        Op::DeleteRecurringRun | Op::V1beta1(Older::DeleteJob) => &[("job_server_job_count", -1)],
        Op::CreatePipeline => &[("pipeline_server_pipeline_count", 1)],
        Op::CreatePipelineAndVersion | Op::V1beta1(Older::CreatePipeline) => PIPELINE_AND_VERSION,
        Op::DeletePipeline | Op::V1beta1(Older::DeletePipeline) => {
            &[("pipeline_server_pipeline_count", -1)]
        }
        Op::CreatePipelineVersion | Op::V1beta1(Older::CreateVersion) => VERSION,
        Op::DeletePipelineVersion | Op::V1beta1(Older::DeleteVersion) => {
            &[("pipeline_server_pipeline_version_count", -1)]
        }
        Op::CreateRun | Op::V1beta1(Older::CreateRun) => &[("run_server_run_count", 1)],
        Op::DeleteRun | Op::V1beta1(Older::DeleteRun) => &[("run_server_run_count", -1)],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_and_objects_come_and_go() {
        let metrics = Metrics::default();
        metrics.called(Op::CreateRun);
        metrics.succeeded(Op::CreateRun);
        metrics.called(Op::V1beta1(Older::CreateRun));
        metrics.called(Op::DeleteRun);
        metrics.succeeded(Op::DeleteRun);
        metrics.uploaded(false, true);
        let text = metrics.text();
        for line in [
            "run_server_create_requests 2",
            "run_server_delete_requests 1",
            "run_server_run_count 0",
            "pipeline_upload_requests 1",
            "pipeline_server_pipeline_version_count 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
    }
}
