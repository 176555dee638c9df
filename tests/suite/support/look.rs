//! What a test wants to know of a report.

use nachweis::finding::{EvidenceReport, Judged, Report, Severity, State};
use nachweis::render::{Format, Options, render};
use nachweis::rule::Rule;

/// The entries of a piece, one for each file.
pub(crate) fn entries<'r>(report: &'r Report, address: &str) -> Vec<&'r EvidenceReport> {
    let all = report.tasks.iter().flat_map(|task| &task.evidence);
    all.filter(|entry| entry.address.to_string() == address).collect()
}

/// The only entry of a piece.
pub(crate) fn entry<'r>(report: &'r Report, address: &str) -> &'r EvidenceReport {
    match entries(report, address).as_slice() {
        [entry] => entry,
        other => panic!("{address}: {other:#?}"),
    }
}

/// The state of a piece that one file claims, or none.
pub(crate) fn state(report: &Report, address: &str) -> State {
    entry(report, address).state
}

/// The findings of a rule that no exemption covers.
pub(crate) fn found(report: &Report, rule: Rule) -> Vec<&Judged> {
    let open = report.findings.iter().filter(|judged| judged.exempt.is_none());
    open.filter(|judged| judged.finding.rule == rule).collect()
}

/// What is found of a piece, exemptions aside: each rule with its severity.
pub(crate) fn of_piece(report: &Report, address: &str) -> Vec<(Rule, Severity)> {
    let open = report.findings.iter().filter(|judged| judged.exempt.is_none());
    let about = |judged: &&Judged| {
        judged.finding.about.address.as_ref().is_some_and(|other| other.to_string() == address)
    };
    open.filter(about).map(|judged| (judged.finding.rule, judged.severity)).collect()
}

/// The form for people, without line breaks inside a sentence.
pub(crate) fn text(report: &Report) -> String {
    render(report, Format::Text, &Options { width: 1_000, ..Options::default() })
}

/// The form for programs.
pub(crate) fn json(report: &Report) -> serde_json::Value {
    let text = render(report, Format::Json, &Options::default());
    serde_json::from_str(&text).expect("the report is JSON")
}
