//! GitLab's Code Quality report: a list of findings, compared with that of the target branch by their fingerprints.

use serde::Serialize;

use super::item::{self, Item, Level};
use super::safe;
use super::sentence::Sentences;
use crate::finding::Report;

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The list; without findings an empty one. What is exempt is left out, since the format has no word for it.
pub(super) fn render(report: &Report, sentences: &Sentences) -> String {
    let gate = report.gate.is_some();
    let entries: Vec<_> = item::open(report, sentences).iter().map(|item| entry(item, gate)).collect();
    // Nothing in it can fail to be written; an empty file would not be taken for an empty list.
    serde_json::to_string_pretty(&entries).map_or_else(|_| String::new(), |text| safe::json(&text) + "\n")
}

fn entry<'a>(item: &Item<'a>, gate: bool) -> Entry<'a> {
    let (start, end) = item::region(&item.place());
    let about: Vec<_> = item.task().into_iter().chain(item.who()).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join("; ")) };
    Entry {
        description: format!("{}{about}", item.message()),
        check_name: item.rule().id(),
        fingerprint: item.fingerprint(),
        severity: match item.level() {
            Level::Undecided => "blocker",
            Level::Error if gate && item.blocks() => "blocker",
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Advice => "info",
        },
        location: Location { path: item.path(), lines: Lines { begin: start.line, end: end.line } },
    }
}
