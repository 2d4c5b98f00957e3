//! Objects of another tenant, through every operation that takes one.

use super::{Attempt, By, foreign, package, upload};

/// An attempt to make a run of a pipeline that one may not read.
const fn stolen(name: &'static str, path: &'static str, body: &'static str) -> Attempt {
    foreign(name, "POST", path, body).refused(403, "access.denied", By::ReadablePipeline)
}

#[rustfmt::skip]
pub(crate) const OBJECTS: &[Attempt] = &[
    foreign("list experiments of a foreign namespace",      "GET",    "experiments?namespace=team-b", ""),
    foreign("create an experiment in a foreign namespace",  "POST",   "experiments", r#"{"display_name":"x","namespace":"team-b"}"#),
    foreign("read a foreign experiment",                    "GET",    "experiments/e-b", ""),
    foreign("delete a foreign experiment",                  "DELETE", "experiments/e-b", ""),
    foreign("archive a foreign experiment",                 "POST",   "experiments/e-b:archive", ""),
    foreign("unarchive a foreign experiment",               "POST",   "experiments/e-b:unarchive", ""),

    foreign("list runs of a foreign namespace",             "GET",    "runs?namespace=team-b", ""),
    foreign("list runs of a foreign experiment",            "GET",    "runs?experiment_id=e-b", ""),
    foreign("hide a foreign experiment behind one's own namespace", "GET", "runs?namespace=team-a&experimentId=e-b", ""),
    foreign("read a foreign run",                           "GET",    "runs/r-b", ""),
    foreign("read a foreign run as if it were in an own experiment", "GET", "runs/r-b?experiment_id=e-a", ""),
    foreign("delete a foreign run",                         "DELETE", "runs/r-b", ""),
    foreign("archive a foreign run",                        "POST",   "runs/r-b:archive", ""),
    foreign("unarchive a foreign run",                      "POST",   "runs/r-b:unarchive", ""),
    foreign("terminate a foreign run",                      "POST",   "runs/r-b:terminate", ""),
    foreign("retry a foreign run",                          "POST",   "runs/failed-b:retry", ""),
    foreign("start a run in a foreign experiment",          "POST",   "runs", r#"{"display_name":"x","experiment_id":"e-b","pipeline_version_reference":{"pipeline_id":"p-s","pipeline_version_id":"v-s"}}"#),
    foreign("start a run in a foreign experiment, named otherwise in the query", "POST", "runs?experiment_id=e-a", r#"{"display_name":"x","experimentId":"e-b","pipeline_version_reference":{"pipeline_id":"p-s"}}"#),

    foreign("compare runs of a foreign namespace",          "GET",    "/api/compare?namespace=team-b&runs=r-b,failed-b", ""),

    stolen("run a foreign pipeline",                        "runs", r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-b"}}"#),
    stolen("run a foreign version",                         "runs", r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_version_id":"v-b"}}"#),
    stolen("run a foreign version behind one's own pipeline", "runs", r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a","pipeline_version_id":"v-b"}}"#),
    stolen("run a foreign version in the other spelling",   "runs", r#"{"displayName":"x","experimentId":"e-a","pipelineVersionReference":{"pipelineVersionId":"v-b"}}"#),
    stolen("run a foreign version by an escaped name",      "runs", r#"{"display_name":"x","experiment_id":"e-a","pipeline_\u0076ersion_reference":{"pipeline_version_id":"v-b"}}"#),
    stolen("run a foreign pipeline again and again",        "recurringruns", r#"{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-b"},"max_concurrency":"1","mode":"DISABLE"}"#),

    foreign("list recurring runs of a foreign namespace",   "GET",    "recurringruns?namespace=team-b", ""),
    foreign("list recurring runs of a foreign experiment",  "GET",    "recurringruns?namespace=team-a&experiment_id=e-b", ""),
    foreign("read a foreign recurring run",                 "GET",    "recurringruns/j-b", ""),
    foreign("delete a foreign recurring run",               "DELETE", "recurringruns/j-b", ""),
    foreign("enable a foreign recurring run",               "POST",   "recurringruns/j-b:enable", ""),
    foreign("disable a foreign recurring run",              "POST",   "recurringruns/j-b:disable", ""),
    foreign("start a recurring run in a foreign experiment", "POST",  "recurringruns", r#"{"display_name":"x","experiment_id":"e-b","pipeline_version_reference":{"pipeline_id":"p-s","pipeline_version_id":"v-s"},"max_concurrency":"1","mode":"DISABLE"}"#),

    foreign("list pipelines of a foreign namespace",        "GET",    "pipelines?namespace=team-b", ""),
    foreign("read a foreign pipeline",                      "GET",    "pipelines/p-b", ""),
    foreign("read a foreign pipeline by its name",          "GET",    "pipelines/names/name-b?namespace=team-b", ""),
    foreign("rename a foreign pipeline",                    "PATCH",  "pipelines/p-b", r#"{"display_name":"x"}"#),
    foreign("rename a foreign pipeline, with an own id in the body", "PATCH", "pipelines/p-b", r#"{"pipeline_id":"p-a","display_name":"x"}"#),
    foreign("delete a foreign pipeline",                    "DELETE", "pipelines/p-b?cascade=true", ""),
    foreign("create a pipeline in a foreign namespace",     "POST",   "pipelines", r#"{"name":"x","display_name":"x","namespace":"team-b"}"#),
    foreign("import a pipeline into a foreign namespace",   "POST",   "pipelines/create", r#"{"pipeline":{"name":"y","display_name":"y","namespace":"team-b"},"pipeline_version":{"name":"y","display_name":"y","package_url":{"pipeline_url":"http://packages.example/p.yaml"}}}"#),
    package("have a package read for a foreign namespace",            "/api/package?namespace=team-b"),
    upload( "upload into a foreign namespace",                        "pipelines/upload?name=z&namespace=team-b"),
    foreign("list versions of a foreign pipeline",          "GET",    "pipelines/p-b/versions", ""),
    foreign("read a foreign version",                       "GET",    "pipelines/p-b/versions/v-b", ""),
    foreign("read a foreign version behind one's own pipeline", "GET", "pipelines/p-a/versions/v-b", ""),
    foreign("read a foreign version behind a shared pipeline", "GET", "pipelines/p-s/versions/v-b", ""),
    foreign("rename a foreign version behind one's own pipeline", "PATCH", "pipelines/p-a/versions/v-b", r#"{"display_name":"x"}"#),
    foreign("delete a foreign version behind one's own pipeline", "DELETE", "pipelines/p-a/versions/v-b", ""),
    foreign("add a version to a foreign pipeline",          "POST",   "pipelines/p-b/versions", r#"{"pipeline_id":"p-b","name":"x","display_name":"x","package_url":{"pipeline_url":"http://packages.example/p.yaml"}}"#),
    upload( "upload a version to a foreign pipeline",                 "pipelines/upload_version?name=w&pipelineid=p-b"),
];
