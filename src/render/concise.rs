//! `path:line:column: severity rule message`, one line for each finding and nothing else.

use super::sentence::Sentences;
use super::{Options, safe};
use crate::finding::{Report, Severity};

/// The lines, by path, line, column and rule. What is exempt is left out.
pub(super) fn render(report: &Report, sentences: &Sentences, options: &Options) -> String {
    let mut lines: Vec<_> = report
        .findings
        .iter()
        .filter(|judged| judged.exempt.is_none() && (!options.quiet || judged.severity == Severity::Error))
        .map(|judged| {
            let finding = &judged.finding;
            (
                finding.place.path(),
                finding.place.start(),
                finding.rule,
                sentences.message(finding),
                judged.severity,
            )
        })
        .collect();
    lines.sort();
    let lines = lines.iter().map(|(path, at, rule, message, severity)| {
        let path = safe::line(&path.to_string());
        format!("{path}:{}:{}: {} {rule} {}\n", at.line, at.column, severity.id(), message)
    });
    lines.collect()
}
