//! The API's operations, and which of them a path means.

use http::Method;

use super::routes::{Route, VERSIONS};

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    CreateExperiment,
    ListExperiments,
    GetExperiment,
    DeleteExperiment,
    ArchiveExperiment,
    UnarchiveExperiment,
    CreateRun,
    ListRuns,
    GetRun,
    DeleteRun,
    ArchiveRun,
    UnarchiveRun,
    TerminateRun,
    RetryRun,
    ReportWorkflow,
    CreatePipeline,
    CreatePipelineAndVersion,
    ListPipelines,
    GetPipeline,
    GetPipelineByName,
    UpdatePipeline,
    DeletePipeline,
    CreatePipelineVersion,
    ListPipelineVersions,
    GetPipelineVersion,
    UpdatePipelineVersion,
    DeletePipelineVersion,
    CreateRecurringRun,
    ListRecurringRuns,
    GetRecurringRun,
    DeleteRecurringRun,
    EnableRecurringRun,
    DisableRecurringRun,
    ReportScheduledWorkflow,
    ListTasks,
    CreateTask,
    /// Of v1beta1.
    V1beta1(Older),
}

/// What a call of v1beta1 asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Older {
    Authorize,
    Visualize,
    CreateExperiment,
    ListExperiments,
    GetExperiment,
    DeleteExperiment,
    ArchiveExperiment,
    UnarchiveExperiment,
    CreateRun,
    ListRuns,
    GetRun,
    DeleteRun,
    ArchiveRun,
    UnarchiveRun,
    ReportMetrics,
    RetryRun,
    TerminateRun,
    CreateJob,
    ListJobs,
    GetJob,
    DeleteJob,
    EnableJob,
    DisableJob,
    CreatePipeline,
    ListPipelines,
    GetPipeline,
    DeletePipeline,
    PipelineTemplate,
    GetPipelineByName,
    SetDefaultVersion,
    CreateVersion,
    ListVersions,
    GetVersion,
    DeleteVersion,
    VersionTemplate,
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// To an operation, with the path's variables.
    Operation(Operation, Vec<String>),
    /// To an operation of another method.
    OtherMethod,
    Nothing,
}

/// Finds the operation of `method` on `path`, the part behind `/apis/`, already unescaped.
///
/// As in the real gateway an action counts only if a route of the same method ends in it; otherwise the colon is part
/// of the last variable. So `GET …/ID:archive` asks for an object of that name, and an unknown action is the wrong
/// method for it.
pub(super) fn find(method: &Method, path: &str) -> Found {
    let Some((version, path)) = path.split_once('/') else {
        return Found::Nothing;
    };
    let parts: Vec<&str> = path.split('/').collect();
    let mut other_method = false;
    let routes = VERSIONS
        .iter()
        .filter(|(name, _)| *name == version)
        .flat_map(|(_, routes)| *routes);
    for Route(route_method, pattern, action, operation) in routes {
        let Some(variables) = matches(&parts, pattern, action) else {
            continue;
        };
        if route_method == method {
            return Found::Operation(*operation, variables);
        }
        other_method = true;
    }
    if other_method {
        Found::OtherMethod
    } else {
        Found::Nothing
    }
}

fn matches(parts: &[&str], pattern: &str, action: &str) -> Option<Vec<String>> {
    let pattern: Vec<&str> = pattern.split('/').collect();
    if pattern.len() != parts.len() {
        return None;
    }
    let mut variables = Vec::new();
    for (index, (wanted, part)) in pattern.iter().zip(parts).enumerate() {
        let is_last = index + 1 == parts.len();
        let part = if is_last && !action.is_empty() {
            part.strip_suffix(action)?
                .strip_suffix(':')
                .filter(|id| !id.is_empty())?
        } else {
            part
        };
        match *wanted {
            "*" => variables.push(part.to_owned()),
            literal if literal == part => {}
            _ => return None,
        }
    }
    Some(variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_belongs_to_its_method() {
        let get = find(&Method::GET, "v2beta1/experiments/e1:archive");
        assert_eq!(
            get,
            Found::Operation(Operation::GetExperiment, vec!["e1:archive".to_owned()])
        );
        let post = find(&Method::POST, "v2beta1/experiments/e1:archive");
        assert_eq!(
            post,
            Found::Operation(Operation::ArchiveExperiment, vec!["e1".to_owned()])
        );
        assert_eq!(
            find(&Method::POST, "v2beta1/experiments/e1:freeze"),
            Found::OtherMethod
        );
        assert_eq!(
            find(&Method::PATCH, "v2beta1/experiments/e1"),
            Found::OtherMethod
        );
        assert_eq!(find(&Method::GET, "v2beta1/nope"), Found::Nothing);
        assert_eq!(find(&Method::GET, "v2beta1/Experiments"), Found::Nothing);
    }

    #[test]
    fn an_empty_id_is_an_id() {
        let found = find(&Method::GET, "v2beta1/runs/");
        assert_eq!(
            found,
            Found::Operation(Operation::GetRun, vec![String::new()])
        );
        let names = find(&Method::GET, "v2beta1/pipelines/names/hello");
        assert_eq!(
            names,
            Found::Operation(Operation::GetPipelineByName, vec!["hello".to_owned()])
        );
    }
}
