"""Random calls of every operation of a schema, read as an order from stdin as JSON; what came back goes to stdout as JSON.

Input: {"schema": FILE, "server": URL, "examples": N}. The same order makes the same calls: they are drawn from the
schema without chance. Every second call names objects that exist.

Output: {"operations", "calls", "failed": [{"operation", "status", "message"}]}: answers of 500 and above, and calls that
got no answer within ten seconds, whose status is 0.
"""

import io
import json
import logging
import os
import sys

logging.disable(logging.CRITICAL)

import requests  # noqa: E402
import schemathesis  # noqa: E402
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402

PATIENCE = 10
PIPELINE = b"""
components: {comp-a: {executorLabel: exec-a}}
deploymentSpec: {executors: {exec-a: {container: {image: 'python:3.11'}}}}
pipelineInfo: {name: explored}
root: {dag: {tasks: {a: {componentRef: {name: comp-a}, taskInfo: {name: a}}}}}
schemaVersion: 2.1.0
"""


def readable(document):
    """The schema with parameters named as in the paths: KFP's names for them have dots."""
    paths = {}
    for path, operations in document["paths"].items():
        for dotted, plain in (
            ("{pipeline.pipeline_id}", "{pipeline_id}"),
            ("{pipeline_version.pipeline_id}", "{pipeline_id}"),
            ("{pipeline_version.pipeline_version_id}", "{pipeline_version_id}"),
        ):
            path = path.replace(dotted, plain)
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    parameter["name"] = parameter["name"].split(".")[-1]
        paths.setdefault(path, {}).update(operations)
    return {**document, "paths": paths}


def existing(server):
    """Makes one object of each kind; their ids by the names of the parameters."""

    def made(path, **arguments):
        answer = requests.post(server + path, timeout=PATIENCE, **arguments)
        answer.raise_for_status()
        return answer.json()

    experiment = made("/apis/v2beta1/experiments", json={"display_name": "explored"})
    upload = {"uploadfile": ("explored.yaml", io.BytesIO(PIPELINE))}
    pipeline = made("/apis/v2beta1/pipelines/upload?name=explored", files=upload)
    reference = {"pipeline_id": pipeline["pipeline_id"]}
    run = {"display_name": "explored", "pipeline_version_reference": reference}
    run = made("/apis/v2beta1/runs", json=run)
    recurring = {"display_name": "explored", "pipeline_version_reference": reference, "max_concurrency": 1}
    recurring = made("/apis/v2beta1/recurringruns", json=recurring)
    return {
        "experiment_id": experiment["experiment_id"],
        "pipeline_id": pipeline["pipeline_id"],
        "pipeline_version_id": run["pipeline_version_reference"]["pipeline_version_id"],
        "run_id": run["run_id"],
        "recurring_run_id": recurring["recurring_run_id"],
        "name": "explored",
    }


def explore(operation, order, known, report):
    calls = 0

    @given(case=operation.as_strategy())
    @settings(
        max_examples=order["examples"],
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def call(case):
        nonlocal calls
        calls += 1
        if calls % 2:
            for name in set(case.path_parameters or {}) & set(known):
                case.path_parameters[name] = known[name]
        try:
            answer = case.call(base_url=order["server"], timeout=PATIENCE, allow_redirects=False)
        except Exception as error:
            report["failed"].append({"operation": operation.label, "status": 0, "message": type(error).__name__})
            return
        if answer.status_code >= 500:
            message = answer.text
            try:
                message = answer.json().get("message") or answer.json()["error_message"]
            except Exception:
                pass
            failed = {"operation": operation.label, "status": answer.status_code, "message": message}
            if failed not in report["failed"]:
                report["failed"].append(failed)

    call()
    report["operations"] += 1
    report["calls"] += calls


def main():
    order = json.load(sys.stdin)
    # What the libraries print is no part of the report.
    out, sys.stdout = sys.stdout, open(os.devnull, "w")
    with open(order["schema"]) as file:
        schema = schemathesis.openapi.from_dict(readable(json.load(file)))
    known = existing(order["server"])
    report = {"operations": 0, "calls": 0, "failed": []}
    for result in schema.get_all_operations():
        explore(result.ok(), order, known, report)
    json.dump(report, out)


main()
