//! `kfpc connect-kit`, applied to the simulated cluster.

use crate::program::run_in;

#[tokio::test]
async fn the_kit_needs_no_server() {
    let home = tempfile::tempdir().unwrap();
    let done = run_in(home.path(), &["connect-kit", "team-vision", "--view"]).await;
    let manifests = done.ok();
    assert_eq!(manifests.matches("\n---\n").count(), 1);
    assert!(manifests.contains("kind: PodDefault"));
    assert!(manifests.contains("name: kubeflow-view"));
    let with_policy = run_in(
        home.path(),
        &["connect-kit", "team-vision", "--mesh-policy"],
    )
    .await;
    assert!(with_policy.ok().contains("notValues"));
    for part in ["volume", "python", "rust", "checks"] {
        let done = run_in(home.path(), &["connect-kit", "team-vision", "--part", part]).await;
        assert!(!done.ok().is_empty(), "{part}");
    }
}

#[tokio::test]
async fn a_name_that_would_leave_its_place_is_refused() {
    let home = tempfile::tempdir().unwrap();
    for args in [
        &["connect-kit", "team-vision\nkind: Secret"][..],
        &["connect-kit", "team-vision", "--service-account", "a b"],
        &["connect-kit", "team-vision", "--audience", "*"],
    ] {
        let done = run_in(home.path(), args).await;
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{done:?}");
    }
}
