"""Every public method of `kfp.Client`, against the sandbox.

The fixture is the sandbox's own example; `PYTHONPATH` leads to it. What a method answers is looked at, and what it should
have changed is read back.
"""

import datetime
import inspect
import os
import pathlib
import unittest
import warnings

warnings.simplefilter("ignore")

import kfp  # noqa: E402
from kfp import dsl  # noqa: E402
from kfp_sandbox import Sandbox  # noqa: E402
from kfp_server_api.exceptions import ApiException  # noqa: E402

NAMESPACE = "team-vision"
PACKAGES = pathlib.Path(os.environ["KFP_SANDBOX_PIPELINES"])
HELLO = str(PACKAGES / "hello.yaml")


@dsl.component(base_image="python:3.12", kfp_package_path="kfp")
def say(text: str = "hello") -> str:
    return text


@dsl.pipeline(name="said")
def said(text: str = "hello"):
    say(text=text)


def named(name):
    """A filter for one display name."""
    return '{"predicates": [{"operation": "EQUALS", "key": "name", "string_value": "%s"}]}' % name


class Surface(unittest.TestCase):
    covered = {"get_kfp_healthz"}

    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox("--speed", "30"))
        real = cls.sandbox.client(NAMESPACE)

        class Noted:
            """The client; notes which of its methods a test called."""

            def __getattr__(self, name):
                cls.covered.add(name)
                return getattr(real, name)

        cls.client = Noted()
        cls.experiment = real.create_experiment("surface", namespace=NAMESPACE).experiment_id

    def gone(self, call, *arguments):
        with self.assertRaises(ApiException) as failed:
            call(*arguments)
        self.assertEqual(failed.exception.status, 404)

    def run_of_hello(self, name):
        return self.client.run_pipeline(self.experiment, name, pipeline_package_path=HELLO)

    def test_healthz_and_namespace(self):
        self.assertTrue(self.client.get_kfp_healthz().multi_user)
        self.assertEqual(self.client.get_user_namespace(), NAMESPACE)
        self.client.set_user_namespace("team-nlp")
        self.addCleanup(self.client.set_user_namespace, NAMESPACE)
        self.assertEqual(self.client.get_user_namespace(), "team-nlp")

    def test_experiments(self):
        client = self.client
        made = client.create_experiment("trials", description="of all kinds", namespace=NAMESPACE)
        again = client.create_experiment("trials", namespace=NAMESPACE)
        self.assertEqual(made.experiment_id, again.experiment_id)
        by_name = client.get_experiment(experiment_name="trials", namespace=NAMESPACE)
        by_id = client.get_experiment(experiment_id=made.experiment_id)
        self.assertEqual(by_name.experiment_id, by_id.experiment_id)
        self.assertEqual(by_id.description, "of all kinds")
        with self.assertRaisesRegex(ValueError, "No experiment is found with name none"):
            client.get_experiment(experiment_name="none", namespace=NAMESPACE)
        page = client.list_experiments(page_size=1, sort_by="created_at desc", namespace=NAMESPACE)
        self.assertEqual(len(page.experiments), 1)
        self.assertTrue(page.next_page_token)
        rest = client.list_experiments(page_token=page.next_page_token, namespace=NAMESPACE)
        self.assertGreaterEqual(len(rest.experiments), 1)
        client.archive_experiment(made.experiment_id)
        self.assertEqual(client.get_experiment(made.experiment_id).storage_state, "ARCHIVED")
        client.unarchive_experiment(made.experiment_id)
        self.assertEqual(client.get_experiment(made.experiment_id).storage_state, "AVAILABLE")
        client.delete_experiment(made.experiment_id)
        self.gone(client.get_experiment, made.experiment_id)

    def test_pipelines_and_versions(self):
        client = self.client
        made = client.upload_pipeline(HELLO, "uploaded", description="one step", namespace=NAMESPACE)
        self.assertEqual(client.get_pipeline(made.pipeline_id).description, "one step")
        # The client knows no namespace here, and so does not see what is private.
        self.assertIsNone(client.get_pipeline_id("uploaded"))
        found = client.list_pipelines(namespace=NAMESPACE, filter=named("uploaded")).pipelines
        self.assertEqual([pipeline.pipeline_id for pipeline in found], [made.pipeline_id])
        of_function = client.upload_pipeline_from_pipeline_func(said, "of a function", namespace=NAMESPACE)
        self.assertEqual(of_function.display_name, "of a function")

        second = client.upload_pipeline_version(HELLO, "second", pipeline_id=made.pipeline_id)
        third = client.upload_pipeline_version_from_pipeline_func(said, "third", pipeline_id=made.pipeline_id)
        listed = client.list_pipeline_versions(made.pipeline_id, sort_by="created_at desc").pipeline_versions
        self.assertEqual(len(listed), 3)
        read = client.get_pipeline_version(made.pipeline_id, third.pipeline_version_id)
        self.assertEqual(read.display_name, "third")
        self.assertEqual(read.pipeline_spec["pipelineInfo"]["name"], "said")
        with self.assertRaises(ApiException):
            client.delete_pipeline(made.pipeline_id)
        for version in listed:
            client.delete_pipeline_version(made.pipeline_id, version.pipeline_version_id)
        self.gone(client.get_pipeline_version, made.pipeline_id, second.pipeline_version_id)
        client.delete_pipeline(made.pipeline_id)
        self.gone(client.get_pipeline, made.pipeline_id)

    def test_runs(self):
        client = self.client
        made = self.run_of_hello("by package")
        waited = client.wait_for_run_completion(made.run_id, timeout=300, sleep_duration=0.2)
        self.assertEqual(waited.state, "SUCCEEDED")
        self.assertEqual(client.get_run(made.run_id).display_name, "by package")
        listed = client.list_runs(experiment_id=self.experiment, filter=named("by package")).runs
        self.assertEqual([run.run_id for run in listed], [made.run_id])
        client.archive_run(made.run_id)
        self.assertEqual(client.get_run(made.run_id).storage_state, "ARCHIVED")
        client.unarchive_run(made.run_id)
        self.assertEqual(client.get_run(made.run_id).storage_state, "AVAILABLE")
        client.delete_run(made.run_id)
        self.gone(client.get_run, made.run_id)

    def test_a_run_is_terminated(self):
        # Where time passes, the run could be over before the call comes.
        with Sandbox("--stand-still") as sandbox:
            client = sandbox.client(NAMESPACE)
            experiment = client.create_experiment("stopped", namespace=NAMESPACE).experiment_id
            made = client.run_pipeline(experiment, "to be ended", pipeline_package_path=HELLO)
            self.covered.add("terminate_run")
            client.terminate_run(made.run_id)
            self.assertEqual(client.get_run(made.run_id).state, "CANCELING")

    def test_runs_of_packages_functions_and_versions(self):
        client = self.client
        of_package = client.create_run_from_pipeline_package(
            HELLO, run_name="of a package", experiment_name="surface", namespace=NAMESPACE
        )
        self.assertEqual(client.get_run(of_package.run_id).experiment_id, self.experiment)
        of_function = client.create_run_from_pipeline_func(
            said,
            arguments={"text": "hi"},
            experiment_name="surface",
            namespace=NAMESPACE,
            enable_caching=False,
        )
        run = of_function.wait_for_run_completion(timeout=300)
        self.assertEqual((run.state, run.runtime_config.parameters), ("SUCCEEDED", {"text": "hi"}))
        pipeline = client.upload_pipeline(HELLO, "to be run", namespace=NAMESPACE)
        [version] = client.list_pipeline_versions(pipeline.pipeline_id).pipeline_versions
        made = client.run_pipeline(
            self.experiment,
            "of a version",
            pipeline_id=pipeline.pipeline_id,
            version_id=version.pipeline_version_id,
        )
        reference = client.get_run(made.run_id).pipeline_version_reference
        self.assertEqual(reference.pipeline_version_id, version.pipeline_version_id)

    def test_recurring_runs(self):
        client = self.client
        made = client.create_recurring_run(
            self.experiment,
            "each night",
            description="at two",
            cron_expression="0 0 2 * * *",
            start_time=datetime.datetime(2036, 1, 1, tzinfo=datetime.timezone.utc).isoformat(),
            max_concurrency=2,
            no_catchup=True,
            pipeline_package_path=HELLO,
        )
        by_interval = client.create_recurring_run(
            self.experiment, "each hour", interval_second=3600, pipeline_package_path=HELLO, enabled=False
        )
        one = client.get_recurring_run(made.recurring_run_id)
        self.assertEqual((one.display_name, one.max_concurrency), ("each night", "2"))
        self.assertEqual(one.trigger.cron_schedule.cron, "0 0 2 * * *")
        listed = client.list_recurring_runs(namespace=NAMESPACE, sort_by="created_at desc").recurring_runs
        self.assertLessEqual(
            {made.recurring_run_id, by_interval.recurring_run_id}, {run.recurring_run_id for run in listed}
        )
        for disable, enable in (
            (client.disable_recurring_run, client.enable_recurring_run),
            (client.disable_job, client.enable_job),
        ):
            disable(made.recurring_run_id)
            self.assertEqual(client.get_recurring_run(made.recurring_run_id).status, "DISABLED")
            enable(made.recurring_run_id)
            self.assertEqual(client.get_recurring_run(made.recurring_run_id).status, "ENABLED")
        client.delete_recurring_run(made.recurring_run_id)
        self.gone(client.get_recurring_run, made.recurring_run_id)
        client.delete_job(by_interval.recurring_run_id)
        self.gone(client.get_recurring_run, by_interval.recurring_run_id)

    @classmethod
    def tearDownClass(cls):
        methods = {
            name
            for name, _ in inspect.getmembers(kfp.Client, inspect.isfunction)
            if not name.startswith("_")
        }
        missing = methods - cls.covered
        if missing:
            raise AssertionError(f"methods that no test calls: {sorted(missing)}")


if __name__ == "__main__":
    unittest.main()
