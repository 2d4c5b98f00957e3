//! `kfpc doctor`

use kfp_core::diagnose::{Cause, Check, Examination, Report, Step, Verdict};

use crate::cli::{Doctor, Format};
use crate::connection::{Connected, ConnectionFlags};
use crate::failure::{Exit, Failure};
use crate::output::{Colour, Terminal};

pub(super) async fn run(
    flags: &Doctor,
    connection: &ConnectionFlags,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let connected = connection.connect()?;
    let namespace = connected.connection.namespace();
    let mut examination = Examination::of(&connected.client);
    if let Some(namespace) = namespace {
        examination = examination.namespace(namespace);
    }
    let report = examination.run().await;
    match format {
        Format::Json | Format::Yaml => terminal.value(format, &report)?,
        _ if flags.json => terminal.value(Format::Json, &report)?,
        _ => {
            let text = told(&report, &connected, flags.explain, terminal);
            terminal.result(text.trim_end())?;
        }
    }
    Ok(exit(&report))
}

fn exit(report: &Report) -> Exit {
    let Some(failure) = report.first_failure() else {
        return Exit::Done;
    };
    let id = failure.causes.first().and_then(|cause| cause.id.as_deref());
    match id {
        Some(
            "D01" | "D02" | "D03" | "D04" | "D05" | "D06" | "D07" | "D08" | "D09" | "D10" | "D11"
            | "D53" | "D54" | "D55" | "D60" | "D62",
        ) => Exit::NotAllowed,
        Some(
            "D12" | "D13" | "D14" | "D15" | "D16" | "D17" | "D18" | "D19" | "D21" | "D22" | "D23"
            | "D24" | "D29" | "D48" | "D49" | "D50" | "D51",
        ) => Exit::NotLoggedIn,
        _ if failure.step == Step::Credential => Exit::NotLoggedIn,
        _ => Exit::Unreachable,
    }
}

fn told(report: &Report, connected: &Connected, explain: bool, terminal: &Terminal) -> String {
    let mut text = format!("{}\n", report.address);
    for choice in connected.connection.choices() {
        text.push_str(&terminal.coloured(Colour::Grey, &format!("  {choice}")));
        text.push('\n');
    }
    for check in &report.checks {
        text.push_str(&step(check, explain, terminal));
    }
    let verdict = match report.first_failure() {
        None if report.namespace.is_none() => {
            "Reachable. Name a namespace to have an authorised call made: nothing else proves an identity.".to_owned()
        }
        None if report.checks.iter().any(|check| check.verdict != Verdict::Works) => {
            "Nothing on the way fails.".to_owned()
        }
        None => "Everything on the way works.".to_owned(),
        Some(failure) => format!("The way ends at {}.", name(failure.step)),
    };
    text.push('\n');
    text.push_str(&verdict);
    text.push('\n');
    text
}

fn step(check: &Check, explain: bool, terminal: &Terminal) -> String {
    let (mark, colour) = match check.verdict {
        Verdict::Works => ("works  ", Colour::Green),
        Verdict::Warning => ("look   ", Colour::Yellow),
        Verdict::Fails => ("FAILS  ", Colour::Red),
        _ => ("skipped", Colour::Grey),
    };
    let mark = terminal.coloured(colour, mark);
    let mut lines = vec![format!(
        "{mark}  {:<11}{}",
        name(check.step),
        check.evidence.join("; ")
    )];
    let shown = if explain { check.causes.len() } else { 1 };
    for (number, cause) in check.causes.iter().take(shown).enumerate() {
        let word = if number == 0 { "why" } else { "or" };
        lines.extend(explained(word, cause).map(|line| format!("{INDENT}{line}")));
    }
    if check.causes.len() > shown {
        let more = check.causes.len() - shown;
        lines.push(format!(
            "{INDENT}{more} more cannot be told from it here: --explain shows them"
        ));
    }
    lines
        .iter()
        .map(|line| format!("{line}\n"))
        .collect::<Vec<_>>()
        .concat()
}

/// What stands under a step begins where its evidence does.
const INDENT: &str = "           ";

fn explained(word: &str, cause: &Cause) -> impl Iterator<Item = String> {
    let id = cause
        .id
        .as_deref()
        .map(|id| format!(" [{id}]"))
        .unwrap_or_default();
    let probe = cause.next_probe.as_deref();
    [
        Some(format!("{word}{id}: {}", cause.cause)),
        Some(format!("mend ({}): {}", cause.mender, cause.fix)),
        probe.map(|probe| format!("to tell: {probe}")),
    ]
    .into_iter()
    .flatten()
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Connection => "connection",
        Step::Gateway => "gateway",
        Step::Credential => "credential",
        Step::Health => "health",
        Step::Identity => "identity",
        Step::Rights => "rights",
        _ => "step",
    }
}
