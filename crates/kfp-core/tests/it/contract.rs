//! Every recorded answer of KFP, of Argo's runs as KFP shows them, and of the gateway is read as what it is: into its type,
//! or as the right error of the right program. What is left out is named.

use std::collections::BTreeMap;

use http::response::Parts;
use kfp_core::error::{Error, ProxyReason};
use kfp_core::model::{Experiment, Healthz, Page, Pipeline, PipelineVersion, RecurringRun, Run};
use kfp_core::operation::Operation;
use kfp_core::response::{check, classify, read, read_data, read_list, read_nothing};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::fixtures::{Recorded, answer, recorded, refusals};
use crate::recorded_gateway::reason;

/// The call, by method and path; `None` for what this crate does not call.
fn operation(method: &str, path: &str) -> Option<Operation> {
    let fits = |operation: &&Operation| {
        let template = operation.template();
        operation.method().is_some_and(|ours| ours == method)
            && template.split('/').count() == path.split('/').count()
            && template
                .split('/')
                .zip(path.split('/'))
                .all(|(ours, theirs)| element_fits(ours, theirs))
    };
    let placeholders = |operation: &&Operation| operation.template().matches('{').count();
    Operation::NAMED
        .iter()
        .filter(fits)
        .min_by_key(placeholders)
        .copied()
}

fn element_fits(template: &str, element: &str) -> bool {
    let (name, action) = template.split_once("}:").unwrap_or((template, ""));
    if !name.starts_with('{') {
        return template == element;
    }
    // Placeholders of the recordings hold colons of their own.
    let bare = element.split_once('>').map_or(element, |(_, rest)| rest);
    let actual = bare.split_once(':').map_or("", |(_, action)| action);
    actual == action && !element.is_empty()
}

type Read = Result<(), String>;

/// Reads an object and holds what we would write of it against what came.
fn object<T: DeserializeOwned + Serialize>(
    operation: Operation,
    parts: &Parts,
    body: &[u8],
) -> Read {
    let ours: T = read(operation, parts, body).map_err(|error| format!("{error:?}"))?;
    let theirs: Value = serde_json::from_slice(body).unwrap();
    same(&serde_json::to_value(&ours).unwrap(), &theirs)
}

fn list<T: DeserializeOwned + Serialize>(
    operation: Operation,
    parts: &Parts,
    body: &[u8],
    key: &str,
) -> Read {
    let page: Page<T> = read_list(operation, parts, body).map_err(|error| format!("{error:?}"))?;
    let theirs: Value = serde_json::from_slice(body).unwrap();
    let theirs = theirs[key].as_array().cloned().unwrap_or_default();
    if !page.undecodable.is_empty() || page.items.len() != theirs.len() {
        return Err(format!(
            "{} of {} read: {:?}",
            page.items.len(),
            theirs.len(),
            page.undecodable
        ));
    }
    page.items
        .iter()
        .zip(&theirs)
        .try_for_each(|(ours, theirs)| same(&serde_json::to_value(ours).unwrap(), theirs))
}

/// Whatever we write came like this; a "not yet" that came is not written.
fn same(ours: &Value, theirs: &Value) -> Read {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => ours.iter().try_for_each(|(key, value)| {
            let theirs = theirs.get(key).unwrap_or(&Value::Null);
            same(value, theirs).map_err(|error| format!("{key}.{error}"))
        }),
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => ours
            .iter()
            .zip(theirs)
            .try_for_each(|(ours, theirs)| same(ours, theirs)),
        // A name for people is always written.
        (Value::String(ours), Value::Null) if ours.is_empty() => Ok(()),
        _ if ours == theirs => Ok(()),
        _ => Err(format!("{ours} is not {theirs}")),
    }
}

fn read_success(operation: Operation, parts: &Parts, body: &[u8]) -> Read {
    use Operation as Op;
    let nothing = || read_nothing(operation, parts, body).map_err(|error| format!("{error:?}"));
    match operation {
        Op::GetHealthz => read::<Healthz>(operation, parts, body)
            .map(|_| ())
            .map_err(|error| format!("{error:?}")),
        Op::ListExperiments => list::<Experiment>(operation, parts, body, "experiments"),
        Op::CreateExperiment | Op::GetExperiment => object::<Experiment>(operation, parts, body),
        Op::ListRuns => list::<Run>(operation, parts, body, "runs"),
        Op::CreateRun | Op::GetRun => object::<Run>(operation, parts, body),
        Op::ListPipelines => list::<Pipeline>(operation, parts, body, "pipelines"),
        Op::CreatePipeline
        | Op::CreatePipelineAndVersion
        | Op::GetPipeline
        | Op::GetPipelineByName
        | Op::UpdatePipeline
        | Op::UploadPipeline => object::<Pipeline>(operation, parts, body),
        Op::ListPipelineVersions => {
            list::<PipelineVersion>(operation, parts, body, "pipeline_versions")
        }
        Op::CreatePipelineVersion
        | Op::GetPipelineVersion
        | Op::UpdatePipelineVersion
        | Op::UploadPipelineVersion => object::<PipelineVersion>(operation, parts, body),
        Op::ListRecurringRuns => list::<RecurringRun>(operation, parts, body, "recurringRuns"),
        Op::CreateRecurringRun | Op::GetRecurringRun => {
            object::<RecurringRun>(operation, parts, body)
        }
        Op::ReadArtifact => read_data(operation, parts, body)
            .map(|_| ())
            .map_err(|error| format!("{error:?}")),
        _ => nothing(),
    }
}

/// What stands apart: the answer, what is found in it, and why it is apart.
fn exceptions() -> BTreeMap<String, String> {
    let rows = include_str!("../fixtures/exceptions.tsv").lines().skip(1);
    rows.map(|row| {
        let mut columns = row.split('\t').map(str::to_owned);
        let (name, found) = (columns.next().unwrap(), columns.next().unwrap());
        assert!(columns.next().is_some_and(|why| !why.is_empty()), "{row}");
        (name, found)
    })
    .collect()
}

fn name(of: &Recorded) -> String {
    format!("{} {}", of.file, of.id)
}

#[test]
fn every_answer_of_kfp_is_read_into_its_type_or_as_its_error() {
    let exceptions = exceptions();
    let mut counts = BTreeMap::<String, usize>::new();
    let mut wrong = Vec::new();
    let answers = recorded();
    for recorded in answers.iter().filter(|answer| answer.server == "kfp") {
        let operation = operation(&recorded.method, &recorded.path);
        let read = read_answer(recorded, operation);
        let exception = exceptions.get(&name(recorded));
        let kind = match operation {
            _ if exception.is_some() => "an exception".to_owned(),
            _ if recorded.status != 200 => "an error".to_owned(),
            Some(operation) => operation.to_string(),
            None => "of no call of ours".to_owned(),
        };
        *counts.entry(kind).or_default() += 1;
        let right = match (&read, exception) {
            (Ok(()), None) => true,
            (Err((code, _)), Some(expected)) => code == expected,
            _ => false,
        };
        if !right {
            wrong.push(format!("{} {:?}", name(recorded), read));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {counts:#?}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(counts.values().sum::<usize>(), 1504, "{counts:#?}");
    assert_eq!(
        (
            counts["an exception"],
            counts["an error"],
            counts["of no call of ours"]
        ),
        (17, 595, 97)
    );
    // `read_artifact` has none: a multi-user KFP refuses it, and a single-user one too for what KFP 2 makes.
    let unseen = Operation::NAMED
        .iter()
        .filter(|operation| !counts.contains_key(&operation.to_string()));
    assert_eq!(unseen.collect::<Vec<_>>(), [&Operation::ReadArtifact]);
}

/// A success as its type and an error as KFP's, else the code and the words of what was found.
fn read_answer(recorded: &Recorded, operation: Option<Operation>) -> Result<(), (String, String)> {
    let (parts, body) = answer(recorded.status, &recorded.headers, &recorded.body);
    let call = operation.unwrap_or(Operation::PassThrough { safe: true });
    let checked = check(call, &parts, &body);
    match (checked, operation) {
        (Ok(()), Some(operation)) if !recorded.cut => read_success(operation, &parts, &body)
            .map_err(|error| ("answer.undecodable".into(), error)),
        (Ok(()), _) => Ok(()),
        (Err(Error::Api { status, .. }), _)
            if status.as_u16() == recorded.status && recorded.status >= 400 =>
        {
            Ok(())
        }
        (Err(error), _) => Err((error.code().into(), format!("{error:?}"))),
    }
}

#[test]
fn every_answer_of_a_gateway_is_an_applications_or_refused_for_the_right_reason() {
    let exceptions = exceptions();
    let known: BTreeMap<(String, String), String> = refusals()
        .into_iter()
        .map(|refusal| ((refusal.from, refusal.id), refusal.expected))
        .collect();
    let mut counts = BTreeMap::<&str, usize>::new();
    let mut wrong = Vec::new();
    let answers = recorded();
    for recorded in answers.iter().filter(|answer| answer.server == "gateway") {
        let file = recorded.file.strip_prefix("gateway/").unwrap();
        let (parts, body) = answer(recorded.status, &recorded.headers, &recorded.body);
        let found = classify(&parts, &body);
        let code = found.map_or("an application's", ProxyReason::code);
        let refused = known.get(&(format!("{file}.json"), recorded.id.clone()));
        let (kind, right) = if let Some(expected) = refused {
            ("refused", found == Some(reason(expected)))
        } else if is_of_login_service(&recorded.path) {
            ("of the login service itself", true)
        } else if recorded.body.get("app").is_some() {
            ("of an application", found.is_none())
        } else {
            let expected = exceptions.get(&name(recorded)).map(String::as_str);
            ("an exception", expected == Some(code))
        };
        *counts.entry(kind).or_default() += 1;
        if !right {
            wrong.push(format!("{} {code}", name(recorded)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {counts:?}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let expected = [
        ("an exception", 63),
        ("of an application", 323),
        ("of the login service itself", 398),
        ("refused", 646),
    ];
    assert_eq!(counts, expected.into());
}

/// Where somebody signs in and out; a client of KFP never calls there.
fn is_of_login_service(path: &str) -> bool {
    let starts = ["/dex", "/oauth2", "/authservice", "/login", "/logout"];
    starts.iter().any(|start| path.starts_with(start))
}
