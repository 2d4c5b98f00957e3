//! Packages, sound and broken, as the compiler writes them and as somebody hostile would.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use kfp_core::package::{ArchiveFault, Package, PackageError};
use kfp_core::spec::{Caching, CachingOptions, CompiledPipeline, NotAPipeline, PipelineSpec};
use proptest::prelude::*;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

macro_rules! compiled {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../fixtures/pipelines/", $name)).as_slice())),+]
    };
}

/// What KFP's compiler wrote, but for the one that is broken: name, tasks of the outermost graph, all tasks.
fn compiled() -> Vec<(&'static str, &'static [u8], usize, usize)> {
    let files = compiled!(
        "hello.yaml",
        "diamond.yaml",
        "conditional.yaml",
        "parallel_for.yaml",
        "nested.yaml",
        "exit_handler.yaml",
        "importer.yaml",
        "kubernetes_config.yaml",
        "pipeline_config.yaml",
        "typed_params.yaml",
        "literal_params.yaml",
        "metrics.yaml",
        "retry_caching.yaml",
        "wide_500.tar.gz",
    );
    // Leaves as the reference counts them.
    let tasks = [
        (1, 1),
        (5, 5),
        (4, 12),
        (4, 7),
        (3, 17),
        (2, 5),
        (3, 3),
        (4, 4),
        (1, 1),
        (4, 4),
        (1, 1),
        (4, 4),
        (5, 6),
        (500, 500),
    ];
    let files = files.into_iter().zip(tasks);
    files
        .map(|((name, content), (root, all))| (name, content, root, all))
        .collect()
}

fn read(name: &str) -> Package {
    let files = compiled();
    let (_, content, ..) = files
        .iter()
        .find(|(file, ..)| *file == name)
        .expect("a fixture");
    Package::read(name, *content).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn tasks(spec: &PipelineSpec) -> usize {
    spec.dags().map(|dag| dag.tasks.len()).sum()
}

#[test]
fn everything_the_compiler_wrote_is_read() {
    for (name, content, root, all) in compiled() {
        let package = read(name);
        let spec = &package.pipeline.spec;
        assert_eq!(spec.schema_version, "2.1.0", "{name}");
        assert_eq!(spec.root.dag.as_ref().unwrap().tasks.len(), root, "{name}");
        assert!(tasks(spec) >= all, "{name}: {} tasks", tasks(spec));
        assert_eq!(package.content(), content, "{name}: uploaded as it is");
        assert_eq!(package.spilled_comment, None, "{name}");
        let two_documents = ["kubernetes_config.yaml", "pipeline_config.yaml"].contains(&name);
        assert_eq!(package.pipeline.platform.is_some(), two_documents, "{name}");
    }
}

#[test]
fn nothing_of_a_spec_is_lost_on_its_way_to_kfp() {
    for (name, content, ..) in compiled() {
        if name == "wide_500.tar.gz" {
            continue;
        }
        // Else the `n` of a parameter's name is a no.
        let options = serde_saphyr::options! { strict_booleans: true };
        let text = str::from_utf8(content).unwrap();
        let documents: Vec<Value> =
            serde_saphyr::from_multiple_with_options(text, options).unwrap();
        let sent: Value = read(name).pipeline.to_document().read().unwrap();
        match documents.as_slice() {
            [spec] => assert_eq!(&sent, spec, "{name}"),
            [spec, platform] => {
                assert_eq!(
                    sent,
                    json!({"pipeline_spec": spec, "platform_spec": platform}),
                    "{name}"
                );
            }
            _ => panic!("{name} has {} documents", documents.len()),
        }
        let document = read(name).pipeline.to_document();
        assert_eq!(
            CompiledPipeline::read(&document).unwrap(),
            read(name).pipeline,
            "{name}"
        );
    }
}

/// K28: `2e-05` is a number for YAML, and a text only in quotes.
#[test]
fn a_small_number_stays_a_number_and_a_quoted_one_a_text() {
    let text = "pipelineInfo: {name: rates}
schemaVersion: 2.1.0
root:
  inputDefinitions:
    parameters:
      bare: {parameterType: NUMBER_DOUBLE, defaultValue: 2e-05, isOptional: true}
      large: {parameterType: NUMBER_DOUBLE, defaultValue: 2E-6, isOptional: true}
      quoted: {parameterType: STRING, defaultValue: '2e-05', isOptional: true}
  dag: {tasks: {}}
";
    let package = Package::read("rates.yaml", text.to_owned()).unwrap();
    let sent: Value = package.pipeline.to_document().read().unwrap();
    let parameters = &sent["root"]["inputDefinitions"]["parameters"];
    for (name, value) in [
        ("bare", json!(0.000_02)),
        ("large", json!(0.000_002)),
        ("quoted", json!("2e-05")),
    ] {
        assert_eq!(parameters[name]["defaultValue"], value, "{name}");
    }
}

#[test]
fn caching_is_switched_off_wherever_a_task_is() {
    for (name, ..) in compiled() {
        let mut spec = read(name).pipeline.spec;
        let executed = spec
            .dags()
            .flat_map(|dag| dag.tasks.values())
            .filter(|task| {
                let component = task.component_ref.as_ref().unwrap();
                spec.components[&component.name].dag.is_none()
            })
            .count();
        assert!(spec.set_caching(&Caching::Off) >= executed, "{name}");
        let cached = spec
            .dags()
            .flat_map(|dag| dag.tasks.values())
            .filter(|task| {
                let options = task.caching_options.as_ref();
                options.is_some_and(|options| options.enable_cache)
            });
        assert_eq!(cached.count(), 0, "{name}");
    }
    let mut spec = read("retry_caching.yaml").pipeline.spec;
    spec.set_caching(&Caching::OnWithKey("mine".into()));
    let tasks: Vec<&CachingOptions> = spec
        .dags()
        .flat_map(|dag| dag.tasks.values())
        .filter_map(|task| task.caching_options.as_ref())
        .collect();
    assert!(
        tasks.len() >= 5
            && tasks
                .iter()
                .all(|options| options.enable_cache && options.cache_key == "mine")
    );
}

#[test]
fn caching_that_is_off_is_written_as_the_compiler_writes_it() {
    let mut spec = read("hello.yaml").pipeline.spec;
    spec.set_caching(&Caching::Off);
    let value = serde_json::to_value(&spec).unwrap();
    let tasks = value["root"]["dag"]["tasks"].as_object().unwrap();
    assert_eq!(tasks.values().next().unwrap()["cachingOptions"], json!({}));
}

#[test]
fn parameters_are_held_against_the_inputs() {
    let spec = read("typed_params.yaml").pipeline.spec;
    assert_eq!(spec.inputs().count(), 23);
    let problems = |given: Value| -> Vec<String> {
        let problems = spec.check_parameters(given.as_object().unwrap());
        problems
            .iter()
            .map(|problem| problem.parameter.clone())
            .collect()
    };
    assert_eq!(problems(json!({})), ["required_count", "required_text"]);
    let enough = json!({"required_count": 1, "required_text": "a", "big": 9_007_199_254_740_992_i64, "maybe_count": 2});
    assert!(problems(enough).is_empty());
    // KFP would make the number before it of it, as the compiler did of the default.
    let changed =
        json!({"required_count": 1, "required_text": "a", "big": 9_007_199_254_740_993_i64});
    assert_eq!(problems(changed), ["big"]);
    let wrong = json!({"required_count": "1", "required_text": "a", "flag": "true", "ratio": [], "tpyo": 1});
    assert_eq!(problems(wrong), ["required_count", "flag", "ratio", "tpyo"]);
}

#[test]
fn a_default_that_spilled_out_of_its_comment_is_left_out() {
    let broken = include_bytes!("../fixtures/pipelines/multiline_default_broken.yaml");
    let package = Package::read("broken.yaml", broken.as_slice()).unwrap();
    assert_eq!(package.spilled_comment, Some(5..=6));
    assert_eq!(package.file_name(), "pipeline.yaml");
    let (_, parameter) = package.pipeline.spec.inputs().next().unwrap();
    let default = json!("first line\nsecond: line\n\"third\" line # not a comment");
    assert_eq!(parameter.default_value, Some(default));
    let again = Package::read(package.file_name(), package.content().clone()).unwrap();
    assert_eq!(again.spilled_comment, None, "what is uploaded is sound");
    assert_eq!(again.pipeline, package.pipeline);
}

#[test]
fn the_place_of_a_mistake_is_told() {
    let hello = include_str!("../fixtures/pipelines/hello.yaml");
    let lines = hello.lines().count();
    let spoilt = format!("{hello}  : [unclosed\n");
    match Package::read("hello.yaml", spoilt).unwrap_err() {
        PackageError::Yaml { line, .. } => {
            assert!(usize::try_from(line).unwrap() >= lines, "{line} of {lines}");
        }
        error => panic!("{error:?}"),
    }
    let typed = hello.replace("executorLabel: exec-", "executorLabel: [1] #");
    let error = Package::read("hello.yaml", typed).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("it cannot be read at `components."),
        "{error}"
    );
}

#[test]
fn what_is_no_pipeline_is_told_what_it_is() {
    let none = |problem| PackageError::NotAPipeline(problem);
    let missing = |missing| none(NotAPipeline::Field { missing });
    for (text, error) in [
        ("", PackageError::Empty),
        ("\n---\n---\n", PackageError::Empty),
        ("# a comment\n", PackageError::Empty),
        ("\0\u{1}", PackageError::NotText),
        ("just text", none(NotAPipeline::Scalar)),
        ("[1, 2]", none(NotAPipeline::List)),
        // As reported: steps in a list.
        (
            "- name: prepare\n  image: example/step:1\n- name: train\n  image: example/step:1\n",
            none(NotAPipeline::List),
        ),
        ("{}", missing("pipelineInfo")),
        (
            "name: add\nimplementation: {container: {image: a}}",
            none(NotAPipeline::Component),
        ),
        (
            r#"{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}"#,
            none(NotAPipeline::Notebook),
        ),
        (
            "apiVersion: pipelines.kubeflow.org/v2beta1\nkind: PipelineVersion\nspec: {}",
            none(NotAPipeline::Manifest),
        ),
        (
            "apiVersion: tekton.dev/v1\nkind: PipelineRun",
            none(NotAPipeline::Tekton),
        ),
        ("pipelineInfo: {name: a}", missing("root")),
        (
            "apiVersion: argoproj.io/v1alpha1\nkind: Workflow",
            none(NotAPipeline::ArgoWorkflow),
        ),
        (
            "apiVersion: v1\nkind: Pod",
            none(NotAPipeline::KubernetesObject),
        ),
        (
            "pipelineInfo: {name: a}\nroot: {}\n---\nhello: world\n",
            PackageError::Platform { number: 2 },
        ),
    ] {
        assert_eq!(
            Package::read("p.yaml", text.as_bytes().to_vec()).unwrap_err(),
            error,
            "{text:?}"
        );
    }
    assert_eq!(
        Package::read("p.yaml", vec![0xff, 0xfe, 0]).unwrap_err(),
        PackageError::NotText
    );
}

#[test]
fn a_pipeline_of_a_newer_compiler_keeps_what_is_unknown() {
    let text = "pipelineInfo: {name: a, colour: blue}\nroot: {dag: {tasks: {t: {componentRef: {name: c}, priority: 3}}}, x: 1}\n\
        components: {c: {executorLabel: e, gpu: [1]}}\nschemaVersion: 9.9.9\nfuture: {a: 9007199254740993}\n";
    let package = Package::read("p.yaml", text).unwrap();
    let sent: Value = package.pipeline.to_document().read().unwrap();
    let expected: Value = serde_saphyr::from_str(text).unwrap();
    assert_eq!(sent, expected);
}

const SOUND: &str = "pipelineInfo: {name: a}\nroot: {dag: {}}\n";

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        // The builder refuses names that lead out, so they are written by hand.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *content).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

type Files<'a> = &'a [(&'a str, &'a [u8])];

fn both(files: Files<'_>) -> [(&'static str, Result<Package, PackageError>); 2] {
    [
        ("p.zip", Package::read("p.zip", zipped(files))),
        ("p.tar.gz", Package::read("p.tar.gz", tarred(files))),
    ]
}

#[test]
fn the_file_that_is_meant_is_taken_out_of_an_archive() {
    let sound = SOUND.as_bytes();
    let chosen: [Files<'_>; 5] = [
        &[("pipeline.yaml", sound)],
        &[
            ("other.yaml", b"x: 1"),
            ("pipeline.yaml", sound),
            ("README.md", b"hi"),
        ],
        &[("./pipeline.yaml", sound), ("a/pipeline.yaml", b"x: 1")],
        &[("folder/train.yml", sound)],
        &[("deep/er/pipeline.yaml", sound), ("notes.txt", b"hi")],
    ];
    for files in chosen {
        for (name, package) in both(files) {
            let package = package.unwrap_or_else(|error| panic!("{name} {files:?}: {error}"));
            assert_eq!(package.pipeline.spec.pipeline_info.name, "a");
            assert_eq!(package.file_name(), name);
        }
    }
}

#[test]
fn an_archive_that_leaves_one_guessing_is_refused() {
    let sound = SOUND.as_bytes();
    let several = ArchiveFault::Several {
        names: vec!["a.yaml".into(), "b.yaml".into()],
    };
    // It is larger than a package may be, and is not unpacked to find that out.
    let large = vec![b' '; 33 << 20];
    let refused: [(Files<'_>, ArchiveFault); 5] = [
        (&[("a.yaml", sound), ("b.yaml", sound)], several.clone()),
        (&[("a.yaml", sound), ("b.yaml", &large)], several),
        (&[("README.md", b"hi")], ArchiveFault::NoYaml),
        (&[("../pipeline.yaml", sound)], ArchiveFault::Traversal),
        (&[("/etc/pipeline.yaml", sound)], ArchiveFault::Traversal),
    ];
    for (files, fault) in refused {
        for (name, package) in both(files) {
            let expected = PackageError::Archive {
                fault: fault.clone(),
            };
            assert_eq!(package.unwrap_err(), expected, "{name} {files:?}");
        }
    }
}

#[test]
fn an_archive_that_unpacks_without_end_is_left() {
    let zeros = vec![b' '; 33 * 1024 * 1024];
    for (name, package) in both(&[("pipeline.yaml", &zeros)]) {
        let error = package.unwrap_err();
        assert!(
            matches!(
                &error,
                PackageError::Archive {
                    fault: ArchiveFault::Bomb { .. }
                }
            ),
            "{name}: {error:?}"
        );
        assert_eq!(
            error.to_string(),
            "the archive cannot be used: it unpacks to more than 32 MiB"
        );
        // It may well be the one file that it should be.
        assert!(error.hint().as_str().starts_with("Take data out"), "{name}");
    }
    let many: Vec<(String, &[u8])> = (0..1_100)
        .map(|n| (format!("{n}.txt"), b"".as_slice()))
        .collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, content)| (name.as_str(), *content))
        .collect();
    for (name, package) in both(&many) {
        let error = package.unwrap_err();
        assert!(
            matches!(
                &error,
                PackageError::Archive {
                    fault: ArchiveFault::TooManyFiles { .. }
                }
            ),
            "{name}: {error:?}"
        );
    }
}

#[test]
fn a_damaged_archive_is_told() {
    for whole in [
        zipped(&[("pipeline.yaml", SOUND.as_bytes())]),
        tarred(&[("pipeline.yaml", SOUND.as_bytes())]),
    ] {
        let half = whole[..whole.len() / 2].to_vec();
        let error = Package::read("p", half).unwrap_err();
        assert_eq!(error.code(), "package.archive");
    }
}

#[test]
fn text_that_repeats_itself_without_end_is_left() {
    let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let previous = format!("*a{}, ", level - 1).repeat(10);
        laughs += format!("a{level}: &a{level} [{previous}]\n").as_str();
    }
    let deep = "[".repeat(100_000);
    for text in [laughs, deep] {
        assert!(Package::read("p.yaml", text).is_err());
    }
}

#[test]
fn a_file_is_not_read_when_it_is_too_large_or_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large.yaml");
    // 200 MB that take no room on the disk.
    std::fs::File::create(&large)
        .unwrap()
        .set_len(200_000_000)
        .unwrap();
    let error = Package::open(&large).unwrap_err();
    assert_eq!(
        error.to_string(),
        "it is larger than the 32 MiB that KFP takes"
    );
    assert_eq!(
        Package::open(folder.path()).unwrap_err(),
        PackageError::NotAFile
    );
    assert_eq!(
        Package::open(&folder.path().join("none")).unwrap_err(),
        PackageError::Missing
    );
    let small = folder.path().join("train.yaml");
    std::fs::write(&small, SOUND).unwrap();
    assert_eq!(Package::open(&small).unwrap().file_name(), "train.yaml");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_bytes_are_read_or_refused(content in prop::collection::vec(any::<u8>(), 0..200)) {
        for start in ["", "PK\x03\x04", "# PIPELINE DEFINITION\n", "pipelineInfo: "] {
            let content = [start.as_bytes(), &content].concat();
            if let Err(error) = Package::read("p.yaml", content) {
                prop_assert!(!error.to_string().is_empty() && !error.code().is_empty());
            }
        }
        let _ = Package::read("p", [&[0x1f, 0x8b], content.as_slice()].concat());
    }

    #[test]
    fn a_spec_that_is_cut_anywhere_is_read_or_refused(end in 0_usize..2389) {
        let hello = include_bytes!("../fixtures/pipelines/hello.yaml");
        let _ = Package::read("hello.yaml", &hello[..end.min(hello.len())]);
    }

    #[test]
    fn whatever_default_spills_is_left_out(lines in prop::collection::vec("[ -~]{0,30}", 1..5)) {
        let spilled = lines.join("\n");
        prop_assume!(!spilled.contains("\ncomponents:") && !spilled.contains("\nroot:"));
        let text = format!("# PIPELINE DEFINITION\n# Inputs:\n#    text: str [Default: '{spilled}']\n{SOUND}");
        // A line that spills may begin with a key of its own; then it is refused like any broken text.
        if let Ok(package) = Package::read("p.yaml", text) {
            prop_assert_eq!(package.pipeline.spec.pipeline_info.name, "a");
        }
    }
}
