"""How a test uses the fixture: `python -m unittest` in this folder."""

import unittest
import warnings

from kfp_sandbox import Sandbox

warnings.simplefilter("ignore")

NAMESPACE = "team-vision"


class Example(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = cls.enterClassContext(Sandbox())

    def tearDown(self):
        self.sandbox.control("DELETE", "/faults")

    def test_sample_experiments_are_there(self):
        client = self.sandbox.client(NAMESPACE)
        self.assertGreater(client.list_experiments(namespace=NAMESPACE).total_size, 0)

    def test_a_failing_server_is_an_error_and_not_an_empty_list(self):
        from kfp_server_api.exceptions import ApiException

        client = self.sandbox.client(NAMESPACE)
        fault = {"at": "ml-pipeline", "action": {"do": "envoy", "reply": "no-healthy-upstream"}}
        self.sandbox.control("POST", "/faults", fault)
        with self.assertRaises(ApiException) as failed:
            client.list_experiments(namespace=NAMESPACE)
        self.assertEqual(failed.exception.status, 503)

    def test_a_viewer_may_not_write(self):
        from kfp_server_api.exceptions import ApiException

        client = self.sandbox.client(NAMESPACE, "default-viewer")
        with self.assertRaises(ApiException) as failed:
            client.create_experiment("mine", namespace=NAMESPACE)
        self.assertEqual(failed.exception.status, 403)


if __name__ == "__main__":
    unittest.main()
