//! JSON: the report from which programs make everything else. `shape` is the format; here it is filled.

mod shape;

use schemars::generate::SchemaSettings;

use super::sentence::Sentences;
use super::{safe, summary};
use crate::finding::{
    EvidenceReport, ExemptBy, GateReport, Judged, LastChange, ProjectReport, Report, Since, TaskReport,
};
use crate::name::{CommitId, RepoPath};
use shape::{
    ApprovalsShape, BaseShape, ChangeShape, CountsShape, EvidenceShape, ExemptShape, FactShape, FileChange,
    FindingShape, Gate, PackShape, Policy, Project, Related, SCHEMA, Shape, SinceShape, SourceShape, Task,
    Tool,
};

/// The JSON Schema (draft 7) of the report.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft07().for_serialize();
    settings.into_generator().into_root_schema_for::<Shape<'static>>().to_value()
}

/// The report. Nothing in it can fail to be written as JSON; if it did, the output would be empty and so lack the
/// last key that says it is complete.
pub(super) fn render(report: &Report, sentences: &Sentences) -> String {
    serde_json::to_string_pretty(&shape(report, sentences))
        .map_or_else(|_| String::new(), |text| safe::json(&text) + "\n")
}

fn shape<'a>(report: &'a Report, sentences: &Sentences) -> Shape<'a> {
    let counts = report.counts;
    Shape {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        command: &report.command,
        as_of: report.as_of.date,
        as_of_source: report.as_of.source.id(),
        language: report.lang,
        source: SourceShape {
            kind: report.source.kind.id(),
            commit: digits(report.source.commit.as_ref()),
            unseen: report.source.unseen,
            base: report
                .source
                .base
                .as_ref()
                .map(|base| BaseShape { commit: base.commit.as_str(), compared: base.compared }),
        },
        grade: report.grade.id(),
        claim: summary::grade(report.grade, report.lang),
        verdict: report.verdict.id(),
        projects: report.projects.iter().map(project).collect(),
        gates: report.gates.iter().map(gate).collect(),
        tasks: report.tasks.iter().map(task).collect(),
        findings: report.findings.iter().map(|judged| finding(judged, sentences)).collect(),
        counts: CountsShape {
            errors: counts.errors,
            warnings: counts.warnings,
            exempt: counts.exempt,
            borrowed: counts.borrowed,
            judged: counts.judged,
            since: counts.since.map(|since| SinceShape {
                new: since.new,
                worse: since.worse,
                before: since.before,
            }),
        },
        complete: true,
    }
}

fn project(project: &ProjectReport) -> Project<'_> {
    let facts = project.facts.iter();
    let pack = &project.policy;
    Project {
        path: exact(&project.path),
        name: &project.name,
        phase: &project.phase,
        profile: &project.profile,
        policy: Policy {
            packs: std::iter::once(PackShape {
                id: &pack.pack,
                version: &pack.version,
                digest: &pack.digest,
            })
            .chain(pack.below.iter().map(|below| PackShape {
                id: below.id.as_str(),
                version: &below.version,
                digest: &below.digest,
            }))
            .collect(),
            base: digits(pack.base.as_ref()),
        },
        facts: facts.map(|(id, (value, turns_off))| (id, FactShape { value, turns_off })).collect(),
        absent_subjects: &project.absent_subjects,
        approvals: ApprovalsShape {
            counted: project.approvals.counted,
            signed: project.approvals.signed,
            solo: project.approvals.solo.as_deref(),
        },
    }
}

fn gate(gate: &GateReport) -> Gate<'_> {
    Gate {
        project: exact(&gate.project),
        id: &gate.id,
        state: gate.state.id(),
        decision: gate.decision.as_deref(),
        blocking: gate.blocking,
        exempt: gate.exempt,
    }
}

fn task(task: &TaskReport) -> Task<'_> {
    Task {
        project: exact(&task.project),
        id: &task.id,
        phase: &task.phase,
        due: &task.due,
        state: task.state.id(),
        responsible: &task.responsible,
        evidence: task.evidence.iter().map(evidence).collect(),
    }
}

fn evidence(evidence: &EvidenceReport) -> EvidenceShape<'_> {
    EvidenceShape {
        piece: &evidence.address,
        path: exact(&evidence.path),
        state: evidence.state.id(),
        claimed_by: evidence.claimed_by,
        status: evidence.status,
        reviewed: evidence.reviewed,
        last_change: evidence.last_change.as_ref().map(change),
        review_point: evidence.review_point.as_ref().map(change),
    }
}

fn change(change: &LastChange) -> ChangeShape<'_> {
    ChangeShape { commit: digits(change.commit.as_ref()), date: change.date, bounded: change.bounded }
}

fn finding<'a>(judged: &'a Judged, sentences: &Sentences) -> FindingShape<'a> {
    let finding = &judged.finding;
    let (start, end) = (finding.place.start(), finding.place.end());
    let related = finding.more.iter().map(|(key, place)| {
        let at = place.start();
        let label = sentences.label_of(finding, key);
        Related { path: exact(place.path()), line: at.line, column: at.column, label }
    });
    let changes = finding.changes.iter().map(|change| FileChange {
        path: exact(&change.path),
        commit: digits(change.commit.as_ref()),
        date: change.date,
    });
    let exempt = judged.exempt.as_ref().map(|by| match by {
        ExemptBy::Exemption { reason, owner, expires, ends_at } => ExemptShape {
            kind: "exemption",
            reason: Some(reason),
            owner,
            since: None,
            expires: Some(*expires),
            ends_at: ends_at.as_ref(),
        },
        ExemptBy::Baseline { owner, since } => ExemptShape {
            kind: "baseline",
            reason: None,
            owner,
            since: Some(*since),
            expires: None,
            ends_at: None,
        },
    });
    FindingShape {
        rule: finding.rule.id(),
        variant: finding.variant,
        severity: judged.severity.id(),
        blocking: judged.blocking,
        since: judged.since.map(Since::id),
        advice: finding.advice,
        project: exact(&judged.project),
        task: finding.about.address.as_ref().map(|address| &address.task),
        piece: finding.about.address.as_ref(),
        requirement: &finding.about.requirement,
        responsible: judged.role.as_ref(),
        message: sentences.message(finding),
        help: sentences.help(finding),
        path: exact(finding.place.path()),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: sentences.label(finding),
        related: related.collect(),
        changes: changes.collect(),
        exempt,
        fingerprint: &judged.fingerprint,
    }
}

/// A path as it is, for programs that look for the file; the root is a full stop.
fn exact(path: &RepoPath) -> String {
    if path.as_str().is_empty() { path.to_string() } else { path.as_str().to_owned() }
}

fn digits(commit: Option<&CommitId>) -> Option<&str> {
    commit.map(CommitId::as_str)
}
