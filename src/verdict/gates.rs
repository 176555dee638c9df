//! The gates of a project: what blocks each, and what its decision says.

use std::collections::BTreeSet;

use super::exempt::covering_at;
use super::severity;
use crate::finding::{Finding, GateReport, GateState, Severity};
use crate::gather::{Picture, PieceView};
use crate::model::{Course, Due, Horizon};
use crate::rule::Group;

/// Every gate of the pack, each judged as `gate` would judge it. What is told twice blocks once, as in the report.
pub(super) fn gates(picture: &Picture<'_>, findings: &[Finding]) -> Vec<GateReport> {
    let (project, mut told) = (picture.file.folder(), BTreeSet::new());
    let is_new = |finding: &&Finding| told.insert(finding.fingerprint(&project));
    let findings: Vec<&Finding> = findings.iter().filter(is_new).collect();
    picture.pack.gates.iter().enumerate().map(|(order, _)| gate(picture, &findings, order)).collect()
}

fn gate(picture: &Picture<'_>, findings: &[&Finding], order: usize) -> GateReport {
    let gate = &picture.pack.gates[order];
    let reach = picture.horizon.asked.unwrap_or(picture.horizon.current);
    // What returns in operation is owed at the gate before it as well, once it is due.
    let returns = picture.pack.gates.get(order + 1).is_some_and(|next| next.repeats);
    let returned = |piece: &PieceView<'_>| {
        returns && piece.order == order + 1 && piece.interval().is_some() && piece.due != Due::Later
    };
    let concerns = |finding: &&Finding| match super::piece_of(picture, finding) {
        Some(piece) => piece.order <= order || returned(piece),
        // Contradictions between facts and doubts about the history concern every gate.
        None => matches!(finding.rule.group(), Group::Contradiction | Group::Undetermined),
    };
    let errors = || {
        findings.iter().copied().filter(concerns).filter(|finding| {
            !super::advises(picture, finding)
                && severity(finding.rule, Due::Earlier, true) == Some(Severity::Error)
        })
    };
    // What an exemption covers today it need not cover at this gate.
    let horizon = Horizon { asked: Some(order), ..picture.horizon };
    let exempt = errors().filter(|finding| covering_at(picture, horizon, finding).is_some()).count();
    let blocking = errors().count() - exempt;
    let undetermined = errors().any(|finding| finding.rule.group() == Group::Undetermined);
    let decision = picture.decision(gate.id.as_str());
    let holds = picture.term(order, order).is_none_or(|term| picture.as_of <= term.until);
    let later = order > reach;
    let state = if later {
        GateState::Later
    } else if undetermined {
        GateState::Undetermined
    } else if blocking == 0 && matches!(decision, Some((Course::Go, _))) && holds {
        GateState::Passed
    } else {
        GateState::Blocked
    };
    GateReport {
        project: picture.file.folder(),
        id: gate.id.clone(),
        title: gate.title.clone(),
        state,
        decision: decision.map(|(course, _)| course.id().to_owned()),
        decided: decision.map(|(_, date)| date),
        // What stands against a gate that has not come yet is not known yet.
        blocking: if later { 0 } else { blocking },
        exempt: if later { 0 } else { exempt },
    }
}
