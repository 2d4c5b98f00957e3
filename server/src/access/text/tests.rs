use proptest::prelude::*;

use super::*;
use crate::access::path::find;

fn judged(operation: Operation, body: &str) -> Result<(), (ProblemCode, String)> {
    check(operation, &Query::default(), body.as_bytes())
        .map_err(|failure| (failure.code, failure.detail.clone()))
}

fn refused(operation: Operation, body: &str) -> String {
    let (code, detail) = judged(operation, body).expect_err(body);
    assert_eq!(code, ProblemCode::Text, "{detail}");
    detail
}

#[test]
fn columns_hold_so_many_bytes_or_characters_and_no_more() {
    use Operation as Op;
    let named = |name: &str, unit: &str, count: usize| {
        format!(
            r#"{{"display_name":"x","pipeline_spec":{{}},"{name}":"{}"}}"#,
            unit.repeat(count)
        )
    };
    for (operation, member, unit, most) in [
        (Op::CreateExperiment, "description", "학", 255),
        (Op::CreateRun, "description", "학", 255),
        (Op::CreateRecurringRun, "description", "x", 255),
        (Op::CreateRun, "service_account", "x", 255),
        (Op::CreatePipeline, "name", "x", 128),
        (Op::CreatePipeline, "name", "é", 64),
        (Op::CreatePipelineVersion, "name", "x", 127),
    ] {
        assert_eq!(
            judged(operation, &named(member, unit, most)),
            Ok(()),
            "{member}"
        );
        refused(operation, &named(member, unit, most + 1));
    }
    for (operation, unit, most) in [
        (Op::CreateExperiment, "x", 128),
        (Op::CreateRun, "학", 255),
        (Op::UpdatePipeline, "학", 255),
        (Op::CreatePipeline, "x", 128),
    ] {
        let body = |count| {
            format!(
                r#"{{"displayName":"{}","pipeline_spec":{{}}}}"#,
                unit.repeat(count)
            )
        };
        assert_eq!(judged(operation, &body(most)), Ok(()));
        let detail = refused(operation, &body(most + 1));
        assert!(detail.contains(&most.to_string()), "{detail}");
    }
}

#[test]
fn a_display_name_that_is_a_column_of_its_own_may_be_longer_than_a_name() {
    let body = format!(r#"{{"name":"n","display_name":"{}"}}"#, "x".repeat(255));
    assert_eq!(judged(Operation::CreatePipeline, &body), Ok(()));
}

#[test]
fn a_character_above_the_plane_is_refused_wherever_it_is_stored_as_it_is() {
    use Operation as Op;
    for (operation, body) in [
        (Op::CreateExperiment, r#"{"display_name":"🚀"}"#),
        (Op::CreateExperiment, r#"{"display_name":"\ud83d\ude80"}"#),
        (Op::CreateRun, r#"{"display_name":"x","description":"🚀"}"#),
        (
            Op::CreateRun,
            r#"{"display_name":"x","runtime_config":{"parameters":{"who":["🚀"]}}}"#,
        ),
        (
            Op::CreateRun,
            r#"{"display_name":"x","runtimeConfig":{"parameters":{"who":"\uD83D\uDE80"}}}"#,
        ),
        (
            Op::CreateRun,
            r#"{"display_name":"x","pipeline_spec":{"root":{"inputDefinitions":{"parameters":{"who":{"defaultValue":"🚀"}}}}}}"#,
        ),
        (
            Op::CreateRecurringRun,
            r#"{"display_name":"x","pipeline_spec":{"pipeline_spec":{"root":{"inputDefinitions":{"parameters":{"who":{"defaultValue":"🚀"}}}}}}}"#,
        ),
        (
            Op::CreatePipeline,
            r#"{"display_name":"x","tags":{"a":"🚀"}}"#,
        ),
        (Op::UpdatePipelineVersion, r#"{"tags":{"🚀":"a"}}"#),
        (
            Op::CreatePipelineAndVersion,
            r#"{"pipeline":{"name":"x"},"pipeline_version":{"name":"🚀"}}"#,
        ),
    ] {
        refused(operation, body);
    }
}

#[test]
fn what_kfp_stores_passes() {
    use Operation as Op;
    for (operation, body) in [
        (Op::CreateExperiment, r#"{"display_name":"학습 \u0000 é"}"#),
        // Escaped in the column of the spec.
        (
            Op::CreateRun,
            r#"{"display_name":"x","pipeline_spec":{"components":{"description":"🚀"}}}"#,
        ),
        // The default is not used.
        (
            Op::CreateRun,
            r#"{"display_name":"x","runtime_config":{"parameters":{"who":"a"}},"pipeline_spec":{"root":{"inputDefinitions":{"parameters":{"who":{"defaultValue":"🚀"}}}}}}"#,
        ),
        (Op::UpdatePipeline, r#"{"description":"🚀 is not read"}"#),
        (Op::ArchiveRun, "🚀"),
    ] {
        assert_eq!(judged(operation, body), Ok(()), "{body}");
    }
}

#[test]
fn names_of_uploads_stand_in_the_query() {
    let row = find("POST", "/apis/v2beta1/pipelines/upload")
        .expect("a row")
        .row;
    let judged = |query: &str| {
        let query = Query::read(row, Some(query)).expect("a query");
        check(row.operation, &query, &[]).map_err(|failure| failure.code)
    };
    let long = "x".repeat(128);
    assert_eq!(
        judged("name=x&description=y&tags=%7B%22a%22:%22b%22%7D"),
        Ok(())
    );
    for bad in [
        format!("name={long}"),
        format!("display_name={long}"),
        "description=%F0%9F%9A%80".to_owned(),
        "name=x&tags=%7B%22a%22:%22%F0%9F%9A%80%22%7D".to_owned(),
    ] {
        assert_eq!(judged(&bad), Err(ProblemCode::Text), "{bad}");
    }
    assert_eq!(judged(&format!("name=x&display_name={long}")), Ok(()));
}

#[test]
fn what_has_no_name_or_no_pipeline_is_refused() {
    use Operation as Op;
    let reference = r#""pipeline_version_reference":{"pipeline_id":"p"}"#;
    for (operation, body) in [
        (Op::CreateExperiment, r#"{"namespace":"n"}"#.to_owned()),
        (Op::CreateExperiment, r#"{"display_name":""}"#.to_owned()),
        (Op::CreateExperiment, r#"{"displayName":null}"#.to_owned()),
        (Op::CreateRun, format!("{{{reference}}}")),
        (
            Op::CreateRecurringRun,
            format!(r#"{{"display_name":"",{reference}}}"#),
        ),
        (Op::CreateRun, r#"{"display_name":"x"}"#.to_owned()),
        (
            Op::CreateRun,
            r#"{"display_name":"x","pipeline_spec":null}"#.to_owned(),
        ),
        (
            Op::CreateRun,
            r#"{"display_name":"x","pipeline_version_reference":{"pipeline_id":""}}"#.to_owned(),
        ),
        (
            Op::CreateRun,
            r#"{"display_name":"x","pipeline_version_id":"v"}"#.to_owned(),
        ),
        (Op::CreateRecurringRun, r#"{"display_name":"x"}"#.to_owned()),
    ] {
        let (code, detail) = judged(operation, &body).expect_err(&body);
        assert_eq!(code, ProblemCode::Invalid, "{body}");
        assert!(
            detail.contains("display_name") || detail.contains("pipeline_spec"),
            "{detail}"
        );
    }
    for (operation, body) in [
        (Op::CreateExperiment, r#"{"display_name":" "}"#.to_owned()),
        (
            Op::CreateRun,
            format!(r#"{{"display_name":"x",{reference}}}"#),
        ),
        (
            Op::CreateRun,
            r#"{"displayName":"x","pipelineVersionReference":{"pipelineVersionId":"v"}}"#
                .to_owned(),
        ),
        (
            Op::CreateRecurringRun,
            r#"{"display_name":"x","pipeline_version_id":"v"}"#.to_owned(),
        ),
        // Neither is asked for a name: KFP says so itself, in words, and keeps the old one of what is changed.
        (Op::CreatePipeline, "{}".to_owned()),
        (Op::UpdatePipeline, r#"{"display_name":""}"#.to_owned()),
    ] {
        assert_eq!(judged(operation, &body), Ok(()), "{body}");
    }
}

proptest! {
    #[test]
    fn never_panics(body in "\\PC{0,200}") {
        let _ = judged(Operation::CreateRun, &body);
    }
}
