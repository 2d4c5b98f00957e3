//! The API's operations and the paths they are reached by.

use http::Method;

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
    AuthorizeV1,
    /// Of the real server, but not played yet; the text names it.
    NotSimulated(&'static str),
}

/// A route: method, path with `*` for a variable, action after the colon (or none), operation.
struct Route(Method, &'static str, &'static str, Operation);

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const DELETE: Method = Method::DELETE;
const PATCH: Method = Method::PATCH;

use Operation::NotSimulated;

const ROUTES: &[Route] = &[
    Route(POST, "v2beta1/experiments", "", Operation::CreateExperiment),
    Route(GET, "v2beta1/experiments", "", Operation::ListExperiments),
    Route(GET, "v2beta1/experiments/*", "", Operation::GetExperiment),
    Route(
        DELETE,
        "v2beta1/experiments/*",
        "",
        Operation::DeleteExperiment,
    ),
    Route(
        POST,
        "v2beta1/experiments/*",
        "archive",
        Operation::ArchiveExperiment,
    ),
    Route(
        POST,
        "v2beta1/experiments/*",
        "unarchive",
        Operation::UnarchiveExperiment,
    ),
    Route(POST, "v2beta1/runs", "", Operation::CreateRun),
    Route(GET, "v2beta1/runs", "", Operation::ListRuns),
    Route(GET, "v2beta1/runs/*", "", Operation::GetRun),
    Route(DELETE, "v2beta1/runs/*", "", Operation::DeleteRun),
    Route(POST, "v2beta1/runs/*", "archive", Operation::ArchiveRun),
    Route(POST, "v2beta1/runs/*", "unarchive", Operation::UnarchiveRun),
    Route(POST, "v2beta1/runs/*", "terminate", Operation::TerminateRun),
    Route(POST, "v2beta1/runs/*", "retry", Operation::RetryRun),
    Route(POST, "v2beta1/pipelines", "", Operation::CreatePipeline),
    Route(GET, "v2beta1/pipelines", "", Operation::ListPipelines),
    Route(
        POST,
        "v2beta1/pipelines/create",
        "",
        Operation::CreatePipelineAndVersion,
    ),
    Route(GET, "v2beta1/pipelines/*", "", Operation::GetPipeline),
    Route(PATCH, "v2beta1/pipelines/*", "", Operation::UpdatePipeline),
    Route(DELETE, "v2beta1/pipelines/*", "", Operation::DeletePipeline),
    Route(
        GET,
        "v2beta1/pipelines/names/*",
        "",
        Operation::GetPipelineByName,
    ),
    Route(
        POST,
        "v2beta1/pipelines/*/versions",
        "",
        Operation::CreatePipelineVersion,
    ),
    Route(
        GET,
        "v2beta1/pipelines/*/versions",
        "",
        Operation::ListPipelineVersions,
    ),
    Route(
        GET,
        "v2beta1/pipelines/*/versions/*",
        "",
        Operation::GetPipelineVersion,
    ),
    Route(
        PATCH,
        "v2beta1/pipelines/*/versions/*",
        "",
        Operation::UpdatePipelineVersion,
    ),
    Route(
        DELETE,
        "v2beta1/pipelines/*/versions/*",
        "",
        Operation::DeletePipelineVersion,
    ),
    Route(
        POST,
        "v2beta1/recurringruns",
        "",
        Operation::CreateRecurringRun,
    ),
    Route(
        GET,
        "v2beta1/recurringruns",
        "",
        Operation::ListRecurringRuns,
    ),
    Route(
        GET,
        "v2beta1/recurringruns/*",
        "",
        Operation::GetRecurringRun,
    ),
    Route(
        DELETE,
        "v2beta1/recurringruns/*",
        "",
        Operation::DeleteRecurringRun,
    ),
    Route(
        POST,
        "v2beta1/recurringruns/*",
        "enable",
        Operation::EnableRecurringRun,
    ),
    Route(
        POST,
        "v2beta1/recurringruns/*",
        "disable",
        Operation::DisableRecurringRun,
    ),
    Route(
        POST,
        "v2beta1/workflows",
        "",
        NotSimulated("reports of the persistence agent"),
    ),
    Route(
        POST,
        "v2beta1/scheduledworkflows",
        "",
        NotSimulated("reports of the persistence agent"),
    ),
    Route(GET, "v1beta1/auth", "", Operation::AuthorizeV1),
    Route(
        POST,
        "v1beta1/visualizations/*",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(POST, "v1beta1/experiments", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/experiments", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/experiments/*", "", NotSimulated("v1beta1")),
    Route(DELETE, "v1beta1/experiments/*", "", NotSimulated("v1beta1")),
    Route(
        POST,
        "v1beta1/experiments/*",
        "archive",
        NotSimulated("v1beta1"),
    ),
    Route(
        POST,
        "v1beta1/experiments/*",
        "unarchive",
        NotSimulated("v1beta1"),
    ),
    Route(POST, "v1beta1/runs", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/runs", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/runs/*", "", NotSimulated("v1beta1")),
    Route(DELETE, "v1beta1/runs/*", "", NotSimulated("v1beta1")),
    Route(POST, "v1beta1/runs/*", "archive", NotSimulated("v1beta1")),
    Route(POST, "v1beta1/runs/*", "unarchive", NotSimulated("v1beta1")),
    Route(
        POST,
        "v1beta1/runs/*",
        "reportMetrics",
        NotSimulated("v1beta1"),
    ),
    Route(POST, "v1beta1/runs/*/retry", "", NotSimulated("v1beta1")),
    Route(
        POST,
        "v1beta1/runs/*/terminate",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(POST, "v1beta1/jobs", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/jobs", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/jobs/*", "", NotSimulated("v1beta1")),
    Route(DELETE, "v1beta1/jobs/*", "", NotSimulated("v1beta1")),
    Route(POST, "v1beta1/jobs/*/enable", "", NotSimulated("v1beta1")),
    Route(POST, "v1beta1/jobs/*/disable", "", NotSimulated("v1beta1")),
    Route(POST, "v1beta1/pipelines", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/pipelines", "", NotSimulated("v1beta1")),
    Route(GET, "v1beta1/pipelines/*", "", NotSimulated("v1beta1")),
    Route(DELETE, "v1beta1/pipelines/*", "", NotSimulated("v1beta1")),
    Route(
        GET,
        "v1beta1/pipelines/*/templates",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(
        POST,
        "v1beta1/pipelines/*/default_version/*",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(
        GET,
        "v1beta1/namespaces/*/pipelines/*",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(
        POST,
        "v1beta1/pipeline_versions",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(
        GET,
        "v1beta1/pipeline_versions",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(
        GET,
        "v1beta1/pipeline_versions/*",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(
        DELETE,
        "v1beta1/pipeline_versions/*",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(
        GET,
        "v1beta1/pipeline_versions/*/templates",
        "",
        NotSimulated("v1beta1"),
    ),
    Route(GET, "v1alpha1/tasks", "", NotSimulated("v1alpha1")),
    Route(POST, "v1alpha1/tasks", "", NotSimulated("v1alpha1")),
];

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
    let parts: Vec<&str> = path.split('/').collect();
    let mut other_method = false;
    for Route(route_method, pattern, action, operation) in ROUTES {
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
