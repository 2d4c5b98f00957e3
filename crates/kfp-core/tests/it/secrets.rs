//! Nothing secret is printed, whatever goes wrong.

use std::error::Error as _;

use kfp_core::credentials::Credentials;
use kfp_core::error::Error;
use kfp_core::model::{Namespace, PageToken, RunId};
use kfp_core::operation::Operation;
use kfp_core::query::{Filter, Key, RunQuery};
use kfp_core::request::PipelineUpload;
use kfp_core::response::{check, read, read_list};
use kfp_core::{BaseUrl, Client};
use proptest::prelude::*;

use crate::fixtures::answer;
use crate::script::Script;

const BASE: &str = "http://ml-pipeline.kubeflow:8888";

/// Everything of an error that could reach a log or a page, but for KFP's own text.
fn printed(error: &Error) -> String {
    let source = error.source().map(|source| format!("{source} {source:?}"));
    format!(
        "{error} {error:?} {source:?} {:?} {}",
        error.hint(),
        error.code()
    )
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

proptest! {
    #[test]
    fn a_body_that_is_not_kfps_is_dropped(secret in "[A-Za-z0-9]{16,32}", status in 200_u16..600) {
        let bodies = [
            secret.clone(),
            format!("<html><title>Sign In</title>{secret}"),
            format!("RBAC: access denied {secret}"),
            format!(r#"{{"{secret}":"{secret}"}}"#),
            format!(r#"{{"runs":[{{"run_id":7,"x":"{secret}"}}],"total_size":"{secret}"}}"#),
            format!(r#"{{"run_id":"{secret}/{secret}","state":"{secret}"}}"#),
            format!(r#"{{"run_id":"r","created_at":"{secret}"}}"#),
            format!(r#"{{"run_id":"r","runtime_config":{{"parameters":"{secret}"}}}}"#),
        ];
        let headers = [
            ("content-type".to_owned(), format!("text/{secret}; boundary={secret}")),
            ("location".to_owned(), format!("/dex/auth?state={secret}")),
            ("set-cookie".to_owned(), format!("session={secret}")),
            ("www-authenticate".to_owned(), format!("Bearer realm=\"{secret}\"")),
        ];
        for body in bodies {
            // A media type is shown, but never one that is not in use.
            let headers: Vec<_> = headers.iter().skip(1).cloned().collect();
            let (parts, bytes) = answer(status, &headers, &body.clone().into());
            let errors = [
                check(Operation::GetRun, &parts, &bytes).err(),
                read::<kfp_core::model::Run>(Operation::GetRun, &parts, &bytes).err(),
                read_list::<kfp_core::model::Run>(Operation::ListRuns, &parts, &bytes).err(),
            ];
            for error in errors.into_iter().flatten() {
                let printed = printed(&error);
                prop_assert!(!printed.contains(&secret), "{body}: {printed}");
            }
        }
    }

    #[test]
    fn a_call_prints_neither_credentials_nor_query(secret in "[A-Za-z0-9]{16,32}") {
        let base: BaseUrl = BASE.parse().unwrap();
        let origin = base.origin().unwrap().clone();
        let credentials = [
            Credentials::bearer(origin.clone(), secret.clone()).unwrap(),
            Credentials::cookie(origin.clone(), format!("s={secret}")).unwrap(),
            Credentials::header(origin, http::HeaderName::from_static("kubeflow-userid"), secret.clone()).unwrap(),
        ];
        let query = RunQuery::in_namespace(Namespace::new("team-a").unwrap())
            .filter(Filter::new().contains(Key::Name, secret.clone()).equals(Key::Tag(secret.clone().into()), "x"))
            .page_token(PageToken::new(secret.clone()).unwrap());
        let upload = PipelineUpload::shared(format!("{secret}.yaml"), secret.clone()).name("\u{1f600}");
        for credentials in credentials {
            let client = Client::new(base.clone(), Script::new([(200, "<html>"), (500, "{}")]), credentials);
            let errors = block_on(async {
                [
                    client.runs().list(&query).await.unwrap_err(),
                    client.runs().get(&RunId::new(secret.clone()).unwrap()).await.unwrap_err(),
                    client.healthz().await.unwrap_err(),
                    client.pipelines().upload(&upload).await.unwrap_err(),
                ]
            });
            for error in errors {
                let printed = format!("{} {client:?} {:?}", printed(&error), query.params.page_token);
                prop_assert!(!printed.contains(&secret), "{printed}");
            }
        }
    }
}
