//! The baseline: what `check` lets go because it was missing when the project was adopted. A gate never does.

use std::collections::BTreeMap;

use super::exempt::{barred, can_wait, covering};
use super::severity::{announces, severity};
use crate::finding::{About, ExemptBy, Finding};
use crate::gather::Picture;
use crate::model::{BaselineEntry, Due};
use crate::name::{Address, RoleId};
use crate::rule::Rule;

/// The entry that covers a finding; nothing where a gate is asked for.
pub(super) fn borrowing(picture: &Picture<'_>, finding: &Finding) -> Option<ExemptBy> {
    let mut entries = picture.baseline.entries.iter().filter(|entry| entry.since <= picture.as_of);
    let entry = entries.find(|entry| picture.asked.is_none() && covers(picture, entry, finding))?;
    Some(ExemptBy::Baseline { owner: entry.owner.clone(), since: entry.since })
}

fn covers(picture: &Picture<'_>, entry: &BaselineEntry, finding: &Finding) -> bool {
    names(entry, finding) && can_wait(picture, finding)
}

fn names(entry: &BaselineEntry, finding: &Finding) -> bool {
    entry.rule == finding.rule.id() && finding.about.address.as_ref() == Some(&entry.task)
}

/// What the baseline could hold: every gap that `check` tells of today and no exemption covers, with the role that is
/// responsible for the task. Decisions and what the pack lets nobody be exempt from are never among them.
pub fn owing(picture: &Picture<'_>, findings: &[Finding]) -> BTreeMap<(Address, Rule), RoleId> {
    let told = |finding: &&Finding| {
        !announces(finding.rule)
            && severity(finding.rule, finding.due, false).is_some()
            && can_wait(picture, finding)
            && covering(picture, finding).is_none()
    };
    let entry = |finding: &Finding| {
        let piece = super::piece_of(picture, finding)?;
        Some(((piece.address.clone(), finding.rule), piece.task.responsible.clone()))
    };
    findings.iter().filter(told).filter_map(entry).collect()
}

/// Entries that cover nothing any more: what they were for is mended, or covered by an exemption.
pub(super) fn findings(picture: &Picture<'_>, findings: &[Finding]) -> Vec<Finding> {
    // No gate looks at the baseline.
    if picture.asked.is_some() {
        return Vec::new();
    }
    let used = |entry: &BaselineEntry| {
        let due = || findings.iter().filter(|finding| finding.due != Due::Later);
        due().any(|finding| covers(picture, entry, finding) && covering(picture, finding).is_none())
    };
    let entries = picture.baseline.entries.iter().enumerate().filter(|(_, entry)| !used(entry));
    let unused = entries.filter_map(|(at, entry)| {
        let about = About::project(format!("baseline/{}/{}", entry.task, entry.rule));
        let mut finding = Finding::new(Rule::UnusedBaseline, about, picture.baseline.value(at, "task")?);
        if let Some(gate) =
            barred(picture, &entry.task.task).filter(|_| findings.iter().any(|finding| names(entry, finding)))
        {
            finding = finding.variant("barred").with("gate-title", &gate.title);
        }
        let finding = finding.with("address", entry.task.to_string()).with("rule", entry.rule.as_str());
        Some(finding.with("owner", entry.owner.as_str()))
    });
    unused.collect()
}
