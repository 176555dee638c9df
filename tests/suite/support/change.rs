//! Changes for the tests of `--base`: a repository with branches, and the report of one commit held against another.

use nachweis::engine::{Ask, View, report};
use nachweis::finding::{Judged, Report, Since};
use nachweis::rule::{Lang, Rule};

use super::evidence::File;
use super::{Scene, ask};

impl Scene {
    /// Adds a commit after others and gives back its number. A file without text is deleted.
    pub(crate) fn on(&mut self, parents: &[usize], day: &str, files: &[File]) -> usize {
        let write: Vec<(&str, &str)> =
            files.iter().filter(|file| !file.1.is_empty()).map(|file| (file.0, file.1.as_str())).collect();
        let delete: Vec<&str> = files.iter().filter(|file| file.1.is_empty()).map(|file| file.0).collect();
        self.commit(day, &write, &delete).after(parents);
        self.last()
    }

    /// What `check --base` says of a commit, held against another.
    pub(crate) fn change(&self, head: usize, base: usize, day: &str) -> Report {
        let view = View::Revision(self.id(head));
        report(&Ask { view, base: Some(self.id(base)), ..ask(&self.root(), day, None) })
    }
}

/// A file that a commit deletes.
pub(crate) fn gone(path: &'static str) -> File {
    (path, String::new())
}

/// What a change brought that nobody allows: each rule with the piece.
pub(crate) fn brought(report: &Report) -> Vec<(Rule, String)> {
    let blocking = report.findings.iter().filter(|judged| judged.blocking);
    let mut found: Vec<_> = blocking.map(|judged| (judged.finding.rule, piece(judged))).collect();
    found.sort();
    found
}

/// The findings of a time.
pub(crate) fn since(report: &Report, since: Since) -> Vec<(Rule, String)> {
    let of_time = report.findings.iter().filter(|judged| judged.since == Some(since));
    let mut found: Vec<_> = of_time.map(|judged| (judged.finding.rule, piece(judged))).collect();
    found.sort();
    found
}

/// How the bar was lowered: the variant of each finding, with the words at its place.
pub(crate) fn weakened(report: &Report) -> Vec<(&'static str, String)> {
    let found = report.findings.iter().filter(|judged| judged.finding.rule == Rule::PolicyWeakened);
    let mut found: Vec<_> = found
        .map(|judged| {
            let place = &judged.finding.place;
            (judged.finding.variant.unwrap_or_default(), place.source.words(&place.span).to_owned())
        })
        .collect();
    found.sort();
    found
}

/// What the first lowered value was and is, in both languages.
pub(crate) fn values(report: &Report) -> [String; 2] {
    let lowered = report.findings.iter().find(|judged| judged.finding.rule == Rule::PolicyWeakened);
    let args = &lowered.expect("something was lowered").finding.args;
    Lang::ALL.map(|lang| {
        let value = |key| args.get(key).map_or("", |value| value.get(lang));
        format!("{} → {}", value("before"), value("now"))
    })
}

fn piece(judged: &Judged) -> String {
    judged.finding.about.address.as_ref().map(ToString::to_string).unwrap_or_default()
}
