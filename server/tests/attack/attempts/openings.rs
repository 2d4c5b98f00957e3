//! What KFP itself leaves open, to whoever holds the token of the console.

use super::{Attempt, By, foreign, upload};

/// Something for which there is no row, refused as a path that leads nowhere.
const fn unknown(
    name: &'static str,
    method: &'static str,
    path: &'static str,
    body: &'static str,
) -> Attempt {
    foreign(name, method, path, body).refused(404, "request.unknown_path", By::Table)
}

/// A member of a new run that only the server sets.
const fn server_set(name: &'static str, body: &'static str) -> Attempt {
    foreign(name, "POST", "runs", body).refused(400, "request.invalid", By::ServerSet)
}

/// A page token that was not handed out for this list.
const fn token(name: &'static str, path: &'static str) -> Attempt {
    foreign(name, "GET", path, "").refused(400, "request.page_token", By::PageTokens)
}

/// The name of the victim's recurring run and of a run of it is the same.
#[rustfmt::skip]
pub(crate) const OPENINGS: &[Attempt] = &[
    upload("upload a pipeline for everybody",            "pipelines/upload?name=s").refused(400, "access.namespace_required", By::Table),
    upload("upload a pipeline with an empty namespace",  "pipelines/upload?name=t&namespace=").refused(400, "access.namespace_required", By::Table),
    upload("upload a version to a shared pipeline",      "pipelines/upload_version?name=u&pipelineid=p-s").refused(403, "access.shared_read_only", By::Table),
    foreign("rename a shared pipeline",        "PATCH",  "pipelines/p-s", r#"{"display_name":"x"}"#).refused(403, "access.shared_read_only", By::Table),
    foreign("delete a shared pipeline",        "DELETE", "pipelines/p-s?cascade=true", "").refused(403, "access.shared_read_only", By::Table),
    foreign("rename the version of a shared pipeline", "PATCH", "pipelines/p-s/versions/v-s", r#"{"display_name":"x"}"#).refused(403, "access.shared_read_only", By::Table),
    foreign("delete the version of a shared pipeline behind one's own", "DELETE", "pipelines/p-a/versions/v-s", "").refused(403, "access.shared_read_only", By::Table),
    foreign("create a pipeline for everybody", "POST",   "pipelines", r#"{"name":"v","display_name":"v"}"#).refused(400, "access.namespace_required", By::Table),
    foreign("read a foreign pipeline by its name, in no namespace", "GET", "pipelines/names/name-b", "").refused(400, "access.namespace_required", By::Table),
    unknown("read the spec of a foreign run through the older API", "GET", "../v1beta1/runs/r-b", ""),
    unknown("read a foreign experiment through the older API",      "GET", "../v1beta1/experiments/e-b", ""),
    unknown("list the jobs of a foreign namespace through the older API", "GET", "../v1beta1/jobs?resource_reference_key.type=NAMESPACE&resource_reference_key.id=team-b", ""),
    unknown("read the template of a foreign pipeline through the older API", "GET", "../v1beta1/pipeline_versions/v-b/templates", ""),
    unknown("terminate a foreign run through the older API",        "POST", "../v1beta1/runs/r-b/terminate", ""),
    unknown("archive a foreign run through the older API",          "POST", "../v1beta1/runs/r-b:archive", ""),
    unknown("ask for others' rights through the older API",         "GET", "../v1beta1/auth?namespace=team-b&resources=VIEWERS&verb=GET", ""),
    unknown("report a foreign workflow",                            "POST", "workflows", "REPORT"),
    unknown("report a foreign scheduled workflow",                  "POST", "scheduledworkflows", "SCHEDULED"),
    foreign("delete a foreign run by a form and a header", "POST", "runs/r-b", "").override_method(),

    server_set("choose the id of a run",              r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"run_id":"chosen"}"#),
    server_set("choose the id of a run in the other spelling", r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"runId":"chosen-too"}"#),
    server_set("choose the id of a run by an escaped name", r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"r\u0075n_id":"chosen-also"}"#),
    server_set("make a run that has ended already",   r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"state_history":[{"state":"SUCCEEDED"}]}"#),
    server_set("make a run of long ago",              r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"scheduled_at":"2020-01-01T00:00:00Z"}"#),
    server_set("make a run that ended long ago",      r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"finishedAt":"2020-01-01T00:00:00Z"}"#),
    server_set("make a run that is in the archive",   r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"storage_state":"ARCHIVED"}"#),
    server_set("make a run that a recurring run of one's own did not make", r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a"},"recurring_run_id":"j-a"}"#),

    // base64 of `{}`, of a token of another list, and of one with a statement in place of a field.
    token("page token of one's own making",       "runs?namespace=team-a&page_token=e30="),
    token("page token of another list",           "experiments?namespace=team-a&page_token=eyJTb3J0QnlGaWVsZE5hbWUiOiJDcmVhdGVkQXRJblNlYyIsIktleUZpZWxkTmFtZSI6IlVVSUQiLCJTb3J0QnlGaWVsZFByZWZpeCI6InJ1bl9kZXRhaWxzLiIsIktleUZpZWxkUHJlZml4IjoicnVuX2RldGFpbHMuIn0="),
    token("page token with SQL in it",            "runs?namespace=team-a&page_token=eyJTb3J0QnlGaWVsZE5hbWUiOiJDcmVhdGVkQXRJblNlYyIsIlNvcnRCeUZpZWxkVmFsdWUiOjEsIktleUZpZWxkTmFtZSI6IlVVSUQgPSAneCcgT1IgMT0xIC0tIiwiS2V5RmllbGRWYWx1ZSI6IngifQ=="),
];

impl Attempt {
    /// By a form that asks for another method, which KFP takes.
    const fn override_method(self) -> Self {
        Self {
            headers: &[
                ("content-type", "application/x-www-form-urlencoded"),
                ("x-http-method-override", "DELETE"),
            ],
            ..self.refused(415, "request.content_type", By::Table)
        }
    }
}
