"""Random calls of every operation of a schema, read as an order from stdin as JSON; what came back goes to stdout as JSON.

Input: {"schema": FILE, "server": URL, "examples": N}, and for a server with users {"headers": what each call carries,
"owner": what the calls carry that make objects, "maker": their URL, "namespace"}; with {"console": true} the console's own
addresses are called too. The same order makes the same calls: they are drawn from the schema without chance. Every second
call names objects that exist.

Output: {"operations", "calls", "answers": {STATUS: COUNT}, "failed": [{"operation", "status", "message", "own"}]}: answers
of 500 and above, and calls that got no answer within ten seconds, whose status is 0. "own" says that the console wrote it.
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


# The console's own addresses, in the words of the schema of KFP's.
OWN = {
    path: {
        "get": {
            "operationId": path,
            "responses": {"200": {"description": "an answer"}},
            "parameters": [{"name": name, "in": "query", "type": "string"} for name in parameters],
        }
    }
    for path, parameters in {
        "/api/session": [],
        "/api/connection": ["namespace", "lang"],
        "/errors": ["lang"],
    }.items()
}


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


def existing(order):
    """Makes one object of each kind; their ids by the names of the parameters."""
    server, namespace = order.get("maker", order["server"]), order.get("namespace")
    place = {"namespace": namespace} if namespace else {}

    def made(path, **arguments):
        answer = requests.post(server + path, timeout=PATIENCE, headers=order.get("owner"), **arguments)
        answer.raise_for_status()
        return answer.json()

    experiment = made("/apis/v2beta1/experiments", json={"display_name": "explored", **place})
    upload = {"uploadfile": ("explored.yaml", io.BytesIO(PIPELINE))}
    pipeline = made("/apis/v2beta1/pipelines/upload", params={"name": "explored", **place}, files=upload)
    of_pipeline = {"pipeline_version_reference": {"pipeline_id": pipeline["pipeline_id"]}}
    if namespace:
        of_pipeline["experiment_id"] = experiment["experiment_id"]
    run = {"display_name": "explored", **of_pipeline}
    run = made("/apis/v2beta1/runs", json=run)
    recurring = {"display_name": "explored", **of_pipeline, "max_concurrency": 1}
    recurring = made("/apis/v2beta1/recurringruns", json=recurring)
    return {
        "experiment_id": experiment["experiment_id"],
        "pipeline_id": pipeline["pipeline_id"],
        "pipeline_version_id": run["pipeline_version_reference"]["pipeline_version_id"],
        "run_id": run["run_id"],
        "recurring_run_id": recurring["recurring_run_id"],
        "name": "explored",
        **place,
    }


def written_by_console(answer):
    if "application/problem+json" in str(answer.headers.get("content-type")):
        return True
    try:
        return any(detail.get("domain") == "kfp-console" for detail in answer.json()["details"])
    except Exception:
        return False


def name_existing(case, known):
    for name in set(case.path_parameters or {}) & set(known):
        case.path_parameters[name] = known[name]
    for values in (case.query, case.body):
        if isinstance(values, dict):
            for name in set(values) & set(known):
                values[name] = known[name]


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
            name_existing(case, known)
        try:
            answer = case.call(
                base_url=order["server"], headers=order.get("headers"), timeout=PATIENCE, allow_redirects=False
            )
        except Exception as error:
            failed = {"operation": operation.label, "status": 0, "message": type(error).__name__, "own": False}
            report["failed"].append(failed)
            return
        status = str(answer.status_code)
        report["answers"][status] = report["answers"].get(status, 0) + 1
        if answer.status_code >= 500:
            message = answer.text
            try:
                message = answer.json().get("message") or answer.json()["error_message"]
            except Exception:
                pass
            failed = {"operation": operation.label, "status": answer.status_code, "message": message}
            failed["own"] = written_by_console(answer)
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
        document = readable(json.load(file))
    if order.get("console"):
        document["paths"].update(OWN)
        # A gateway takes no token of another one's making; here it is the session that counts.
        for name in ("security", "securityDefinitions"):
            document.pop(name, None)
    schema = schemathesis.openapi.from_dict(document)
    known = existing(order)
    report = {"operations": 0, "calls": 0, "answers": {}, "failed": []}
    for result in schema.get_all_operations():
        explore(result.ok(), order, known, report)
    json.dump(report, out)


main()
