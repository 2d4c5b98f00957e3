//! The console is called at random, as KFP's schema allows, by somebody who is signed in and by somebody who is not: it
//! never fails itself, and what KFP answers is not its doing.

use std::collections::BTreeMap;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use e2e::fixture::Whole;
use e2e::python::{Caller, Exploration, explore_console, sign_in};
use kfp_sandbox::LoginEra;

/// Calls of each of the forty operations and of the console's own.
const EXAMPLES: u32 = 6;
const OWNER: &str = "jbpark8@example.com";

/// Panics in the console's own sources since the first look.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            let file = what.location().map(panic::Location::file);
            if file.is_some_and(|file| file.contains("server/src")) {
                PANICS.fetch_add(1, Ordering::SeqCst);
            }
            before(what);
        }));
    });
}

fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/kfp-sandbox/tests/recorded/kfp/swagger.json")
}

async fn caller(whole: &Whole, signed_in: bool) -> Caller {
    let cookie = sign_in(&whole.sandbox, OWNER).await.expect("a session");
    let owner = BTreeMap::from([("cookie".to_owned(), cookie)]);
    Caller {
        headers: if signed_in {
            owner.clone()
        } else {
            BTreeMap::new()
        },
        owner: (owner, format!("{}/kfp-console", whole.gateway())),
        namespace: "kubeflow-jbpark8".to_owned(),
    }
}

fn never_fails_itself(exploration: &Exploration) {
    let own: Vec<_> = exploration
        .failed
        .iter()
        .filter(|failed| failed.own || failed.status == 0)
        .collect();
    assert!(own.is_empty(), "{own:#?}");
    assert_eq!(PANICS.load(Ordering::SeqCst), 0);
    assert_eq!(exploration.operations, 43);
}

#[tokio::test]
async fn somebody_signed_in_gets_no_failure_of_the_consoles_own() {
    count_panics();
    let whole = Whole::start(LoginEra::Oauth2Proxy).await.expect("a whole");
    let caller = caller(&whole, true).await;
    let console = format!("{}/kfp-console", whole.gateway());
    let exploration = explore_console(&schema(), &console, &caller, EXAMPLES)
        .await
        .expect("the calls are made");
    never_fails_itself(&exploration);
    // It was no row of refusals.
    let done = exploration.answers.get("200").copied().unwrap_or_default();
    assert!(done >= 30, "{:?}", exploration.answers);
    whole.stop().await;
}

/// Behind a gateway that lets somebody through without a name.
#[tokio::test]
async fn nobody_gets_401_for_everything() {
    count_panics();
    let whole = Whole::start(LoginEra::Oauth2Proxy).await.expect("a whole");
    let caller = caller(&whole, false).await;
    let console = format!("http://{}", whole.console.address());
    let exploration = explore_console(&schema(), &console, &caller, EXAMPLES)
        .await
        .expect("the calls are made");
    never_fails_itself(&exploration);
    let statuses: Vec<&str> = exploration.answers.keys().map(String::as_str).collect();
    assert_eq!(statuses, ["401"]);
    whole.stop().await;
}
