//! `kfpc doctor`

use kfp_core::diagnose::{Check, Examination, Finding, Remedy, Report, Step, Verdict};
use kfp_core::transport::Transport;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::connect_kit::unusable;
use super::listing::id;
use crate::certificate::SignedBy;
use crate::cli::{Doctor, Format};
use crate::connection::{Connected, ConnectionFlags};
use crate::failure::{Exit, Failure};
use crate::output::{Colour, Terminal};
use crate::way::Way;
use crate::words::Language;

pub(super) async fn run(
    flags: &Doctor,
    connection: &ConnectionFlags,
    format: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    let connected = connection.connect()?;
    let namespace = connected.connection.namespace();
    let mut examination = placed(Examination::of(&connected.client), flags)?;
    if let Some(namespace) = namespace {
        examination = examination.namespace(namespace);
    }
    let report = examination.run().await;
    let mut way = Way::of(&connected.connection);
    let answered =
        |check: &Check| check.step == Step::Connection && check.verdict == Verdict::Works;
    if report.checks.iter().any(answered) {
        way.ask_who_vouched(&connected.connection).await;
    }
    if report.checks.iter().any(shows_a_certificate) {
        way.signed_by = SignedBy::of(connected.connection.base()).await;
    }
    let as_data = Told {
        report: &report,
        way: &way,
    };
    match format {
        Format::Json | Format::Yaml => terminal.value(format, &as_data)?,
        _ if flags.json => terminal.value(Format::Json, &as_data)?,
        _ => {
            let text = told(&as_data, &connected, flags.explain, terminal);
            terminal.result(text.trim_end())?;
        }
    }
    Ok(exit(&report))
}

/// Whether a certificate can have come: where nothing answers it would be waited for once more.
fn shows_a_certificate(check: &Check) -> bool {
    let is_about_it = |finding: Finding| {
        matches!(
            finding,
            Finding::UntrustedAuthority
                | Finding::WrongName
                | Finding::OutOfDate
                | Finding::TlsFailed
        )
    };
    let mut findings = check.causes.iter().filter_map(|cause| cause.finding);
    check.step == Step::Connection && (check.verdict == Verdict::Works || findings.any(is_about_it))
}

/// With what was said of the place that remedies are written for.
fn placed<'a, T: Transport>(
    mut examination: Examination<'a, T>,
    flags: &Doctor,
) -> Result<Examination<'a, T>, Failure> {
    if let Some(account) = &flags.service_account {
        examination = examination.service_account(account.parse().map_err(unusable)?);
    }
    if let Some(audience) = &flags.audience {
        examination = examination.audience(audience.parse().map_err(unusable)?);
    }
    if let Some(namespace) = &flags.install_namespace {
        examination = examination.installed_in(id(namespace, "a namespace")?);
    }
    Ok(examination)
}

fn exit(report: &Report) -> Exit {
    let Some(failure) = report.first_failure() else {
        return Exit::Done;
    };
    let mut causes = failure.causes.iter();
    match causes.find_map(|cause| cause.id.as_deref()) {
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

/// The report, with what stands on the way before it.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    report: &'a Report,
    way: &'a Way,
}

fn told(told: &Told<'_>, connected: &Connected, explain: bool, terminal: &Terminal) -> String {
    let Told { report, way } = *told;
    let language = terminal.language;
    let mut text = format!("{}\n", report.address);
    let choices = connected
        .connection
        .choices()
        .iter()
        .map(|choice| language.choice(choice));
    for line in choices.chain(language.way(way)) {
        text.push_str(&terminal.coloured(Colour::Grey, &format!("  {line}")));
        text.push('\n');
    }
    for check in &report.checks {
        text.push_str(&step(check, explain, terminal));
    }
    let all_work = report
        .checks
        .iter()
        .all(|check| check.verdict == Verdict::Works);
    let has_namespace = report.namespace.is_some();
    text.push('\n');
    text.push_str(&language.conclusion(report.first_failure(), has_namespace, all_work));
    text.push('\n');
    if explain {
        text.push_str(&remedies(report, language));
    }
    text
}

/// All there are, each once with the rows that it mends. They begin at the edge, so that they can be copied as they stand.
fn remedies(report: &Report, language: Language) -> String {
    let mut all: Vec<(&Remedy, Vec<&str>)> = Vec::new();
    for cause in report.checks.iter().flat_map(|check| &check.causes) {
        let id = cause.id.as_deref().unwrap_or_default();
        for remedy in &cause.remedies {
            match all.iter_mut().find(|(known, _)| *known == remedy) {
                Some((_, ids)) if ids.contains(&id) => {}
                Some((_, ids)) => ids.push(id),
                None => all.push((remedy, vec![id])),
            }
        }
    }
    let told = all.into_iter().map(|(remedy, ids)| {
        let what = language.of_row(&ids.join(", "), language.remedy(remedy.form));
        format!("\n{what}\n\n{}", remedy.text)
    });
    told.collect()
}

fn step(check: &Check, explain: bool, terminal: &Terminal) -> String {
    let language = terminal.language;
    let colour = match check.verdict {
        Verdict::Works => Colour::Green,
        Verdict::Warning => Colour::Yellow,
        Verdict::Fails => Colour::Red,
        _ => Colour::Grey,
    };
    let mark = terminal.coloured(colour, language.verdict(check.verdict));
    let name = language.step(check.step);
    let gap = " ".repeat(STEP.saturating_sub(name.width()));
    let mut lines = vec![format!("{mark}  {name}{gap}{}", language.evidence(check))];
    let shown = if explain { check.causes.len() } else { 1 };
    for (number, cause) in check.causes.iter().take(shown).enumerate() {
        let told = language.cause(number == 0, cause);
        lines.extend(told.iter().map(|line| format!("{INDENT}{line}")));
    }
    if !explain && check.causes.iter().any(|it| !it.remedies.is_empty()) {
        lines.push(format!("{INDENT}{}", language.explained_by_flag()));
    }
    if check.causes.len() > shown {
        let more = language.more_causes(check.causes.len() - shown);
        lines.push(format!("{INDENT}{more}"));
    }
    lines.join("\n") + "\n"
}

/// The width of a step's name.
const STEP: usize = 11;
/// What stands under a step begins where its evidence does.
const INDENT: &str = "           ";
