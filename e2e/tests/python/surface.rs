//! Tests in Python: the sandbox's example of a fixture, and every public method of the client.

use e2e::python::unittest;

#[tokio::test]
async fn the_example_of_a_python_fixture_works() {
    unittest("crates/kfp-sandbox/examples/python", "test_example")
        .await
        .expect("the example's tests pass");
}

#[tokio::test]
async fn every_public_method_of_the_client_works() {
    unittest("e2e/python", "test_surface")
        .await
        .expect("the client's whole surface works");
}
