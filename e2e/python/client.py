"""Calls of the real Python client, read from stdin as JSON; results go to stdout as JSON.

Input: {"connect": {...}, "calls": [{"do": NAME, ...}, ...]}. `connect` holds the arguments of `kfp.Client` that a person
would write, and two that a person writes as code:

  token_volume  credentials=ServiceAccountTokenVolumeCredentials(path=None)
  headers       headers that the client sends with every call, set the way users do it

Each result is {"ok": value} or {"error": {"type", "status", "body", "text"}}. The first failure ends the list, as an
exception would end a person's script.
"""

import datetime
import json
import sys
import warnings

warnings.simplefilter("ignore")

import kfp  # noqa: E402
from kfp.client import set_volume_credentials  # noqa: E402
from kfp_server_api.exceptions import ApiException  # noqa: E402

def connect(arguments):
    headers = arguments.pop("headers", {})
    if arguments.pop("token_volume", False):
        arguments["credentials"] = set_volume_credentials.ServiceAccountTokenVolumeCredentials(path=None)
    client = kfp.Client(**arguments)
    client._experiment_api.api_client.default_headers.update(headers)
    return client


def healthz(client, call):
    answer = client.get_kfp_healthz()
    return {"multi_user": answer.multi_user}


def experiments(client, call):
    found = []
    token = ""
    while True:
        page = client.list_experiments(namespace=call["namespace"], page_size=50, page_token=token)
        if page.experiments is None and page.total_size is None:
            # What a sign-in page with status 200 becomes: an object full of nothing.
            return None
        found += [[e.experiment_id, e.display_name, e.namespace] for e in page.experiments or []]
        token = page.next_page_token
        if not token:
            return sorted(found)


def runs(client, call):
    page = client.list_runs(
        namespace=call["namespace"],
        experiment_id=call.get("experiment_id"),
        page_size=100,
        sort_by="created_at desc",
    )
    return [[r.run_id, r.display_name, r.experiment_id, r.state] for r in page.runs or []]


def upload(client, call):
    pipeline = client.upload_pipeline(
        pipeline_package_path=call["file"],
        pipeline_name=call["name"],
        namespace=call["namespace"],
    )
    return {"pipeline_id": pipeline.pipeline_id, "name": pipeline.display_name, "namespace": pipeline.namespace}


def create_run(client, call):
    run = client.create_run_from_pipeline_package(
        pipeline_file=call["file"],
        arguments=call.get("arguments", {}),
        run_name=call["name"],
        experiment_name=call["experiment"],
        namespace=call["namespace"],
    )
    return {"run_id": run.run_id}


def plain(value):
    """What a method returned as JSON: objects of the API by their fields, times as text."""
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def method(client, call):
    return plain(getattr(client, call["method"])(**call["arguments"]))


CALLS = {
    "method": method,
    "healthz": healthz,
    "experiments": experiments,
    "runs": runs,
    "upload": upload,
    "create_run": create_run,
}


def described(error):
    api = isinstance(error, ApiException)
    body = error.body if api else None
    return {
        "type": type(error).__name__,
        "status": error.status if api else None,
        "body": body.decode(errors="replace") if isinstance(body, bytes) else body,
        "text": str(error)[:2000],
    }


def main():
    order = json.load(sys.stdin)
    # The client talks to stdout as well ("Run details: …"): keep that apart from our answer.
    answer, sys.stdout = sys.stdout, sys.stderr
    results = []
    try:
        client = connect(order["connect"])
        for call in order["calls"]:
            results.append({"ok": CALLS[call["do"]](client, call)})
    except Exception as error:  # noqa: BLE001
        results.append({"error": described(error)})
    json.dump(results, answer)


main()
