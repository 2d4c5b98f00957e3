"""The simulated Kubeflow as a fixture of Python tests.

    with Sandbox() as sandbox:
        client = sandbox.client("team-vision", "default-editor")
        print(client.list_experiments(namespace="team-vision").total_size)

The program is `$KFP_SANDBOX_PROGRAM`, else `kfp-sandbox` on the path (`cargo build --package kfp-sandbox` makes it).
Everything in it is simulated; nothing here needs a cluster.
"""

import json
import os
import subprocess
import tempfile
import urllib.request


class Sandbox:
    """A process of its own on free ports of this machine, ended with the block."""

    def __init__(self, *flags):
        program = os.environ.get("KFP_SANDBOX_PROGRAM", "kfp-sandbox")
        self._command = [program, "serve", "--json", *flags]
        self.addresses = {}

    def __enter__(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        self._folder = tempfile.TemporaryDirectory()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the sandbox did not start: exit status {self._process.wait()}")
        self.addresses = json.loads(line)
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(timeout=30)
        self._process.stdout.close()
        self._folder.cleanup()

    def control(self, method, path, body=None):
        """A call of the control address, such as `control("POST", "/diagnoses/D36/play")`."""
        request = urllib.request.Request(
            self.addresses["control"] + path,
            method=method,
            data=json.dumps(body if body is not None else {}).encode(),
            headers={"Content-Type": "application/json"},
        )
        # No proxy of the surroundings may stand between a test and its sandbox.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request) as answer:
            return json.loads(answer.read() or b"null")

    def client(self, namespace, account="default-editor"):
        """The real `kfp.Client`, as a service account of a namespace has it in its pod."""
        import kfp
        from kfp.client import set_volume_credentials

        # A day of the sandbox's own time, which `--speed` makes short.
        wanted = {"namespace": namespace, "service_account": account, "seconds": 86_400}
        path = os.path.join(self._folder.name, f"{namespace}-{account}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.control("POST", "/tokens", wanted)["token"])
        return kfp.Client(
            host=self.addresses["ml_pipeline"],
            namespace=namespace,
            credentials=set_volume_credentials.ServiceAccountTokenVolumeCredentials(path=path),
        )
