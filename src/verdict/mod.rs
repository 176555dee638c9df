//! Findings in, report out: severity, exemptions, states, gates. Pure.

mod base;
mod borrow;
mod effective;
mod exempt;
mod gates;
mod grant;
mod lowered;
mod past;
mod policy_diff;
mod severity;
mod states;

use std::collections::{BTreeMap, BTreeSet};

pub use base::{Against, Before, against};
pub use borrow::owing;
pub use effective::{Area, Effect, Effective, Note, Origin, effective};
pub use exempt::{barred, can_wait, covers, ends_at};
pub use grant::{Fault, concerned, faults, overlap};
pub use lowered::{Bar, as_one, lowered};
pub use past::Past;
pub use policy_diff::{Moved, PolicyDiff, pack_diff, policy_diff};
pub use severity::severity;

use crate::check::signed;
use crate::finding::{
    About, ApprovalsReport, AsOf, Counts, Finding, GateState, Grade, Judged, PolicyReport, ProjectReport,
    Report, Severity, SourceReport, Verdict,
};
use crate::gather::{Picture, PieceView};
use crate::model::PackPart;
use crate::name::{Address, GateId, RepoPath, RoleId};
use crate::rule::{Group, Lang, Rule};
use crate::text::Place;

/// What a run is about.
#[derive(Clone, Debug)]
pub struct Run {
    /// The command, such as `check` or `gate planung`.
    pub command: String,
    /// The gate that was asked for.
    pub gate: Option<GateId>,
    /// The day.
    pub as_of: AsOf,
    /// The language of the report.
    pub lang: Lang,
    /// What was judged.
    pub source: SourceReport,
}

/// Decides over all projects. `loose` are findings that belong to no picture: about the repository and the yardstick.
pub fn decide(run: Run, pictures: &[(Picture<'_>, Vec<Finding>)], loose: Vec<(RepoPath, Finding)>) -> Report {
    let gate = run.gate.is_some();
    let mut report = Report {
        command: run.command,
        gate: run.gate,
        as_of: run.as_of,
        lang: run.lang,
        source: run.source,
        grade: Grade::L0,
        verdict: Verdict::Pass,
        projects: Vec::new(),
        gates: Vec::new(),
        tasks: Vec::new(),
        findings: Vec::new(),
        counts: Counts::default(),
    };
    for (project, finding) in loose {
        let fingerprint = finding.fingerprint(&project);
        let severity = severity(finding.rule, finding.due, gate).unwrap_or(Severity::Error);
        let judged = Judged {
            severity,
            blocking: severity == Severity::Error,
            exempt: None,
            role: None,
            since: None,
            fingerprint,
            project,
            finding,
        };
        report.findings.push(judged);
    }
    for (picture, findings) in pictures {
        let (solo, findings) = solo(picture, findings);
        let findings = findings.as_slice();
        let mut all = findings.to_vec();
        all.extend(exempt::findings(picture, findings));
        all.extend(borrow::findings(picture, findings));
        let judged: Vec<Judged> =
            all.into_iter().filter_map(|finding| judge(picture, finding, gate)).collect();
        report.gates.extend(gates::gates(picture, findings));
        report.tasks.extend(states::tasks(picture, &judged));
        report.projects.push(project(picture, solo));
        report.counts.judged += picture.due().count();
        report.findings.extend(judged);
    }
    merge_twins(&mut report.findings);
    report.findings.sort_by(|left, right| order(left).cmp(&order(right)));
    limit(&mut report.findings);
    conclude(&mut report);
    report
}

/// Where a project declares that one person writes and approves, that is said in every report and found in none: the
/// pieces that it concerns, and all other findings.
fn solo(picture: &Picture<'_>, findings: &[Finding]) -> (Option<Vec<Address>>, Vec<Finding>) {
    if !picture.file.settings.trust.solo {
        return (None, findings.to_vec());
    }
    let (own, others): (Vec<Finding>, Vec<Finding>) =
        findings.iter().cloned().partition(|finding| finding.rule == Rule::SelfApproval);
    let pieces: BTreeSet<Address> = own.into_iter().filter_map(|finding| finding.about.address).collect();
    (Some(pieces.into_iter().collect()), others)
}

/// The most findings of one report. Nobody reads more, and no reader of reports takes them.
const MOST: usize = 10_000;

/// Keeps the heaviest findings, and says that they are not all: then nothing is decided.
fn limit(findings: &mut Vec<Judged>) {
    if findings.len() <= MOST {
        return;
    }
    findings.truncate(MOST - 1);
    let Some(first) = findings.first() else { return };
    let (project, place) = (first.project.clone(), Place::whole(first.finding.place.path().clone()));
    let finding = Finding::new(Rule::LimitReached, About::project("limit/findings"), place);
    let finding = finding.with("limit", "findings").with("value", MOST);
    findings.push(Judged {
        severity: Severity::Error,
        blocking: true,
        exempt: None,
        role: None,
        since: None,
        fingerprint: finding.fingerprint(&project),
        project,
        finding,
    });
}

/// Sorts the findings, counts them and draws the verdict.
fn conclude(report: &mut Report) {
    report.findings.sort_by(|left, right| order(left).cmp(&order(right)));
    let shown = || report.findings.iter().filter(|judged| judged.exempt.is_none());
    report.counts.errors = shown().filter(|judged| judged.severity == Severity::Error).count();
    report.counts.warnings = shown().filter(|judged| judged.severity == Severity::Warning).count();
    report.counts.exempt = report.findings.len() - shown().count();
    let by = report.findings.iter().filter_map(|judged| judged.exempt.as_ref());
    report.counts.borrowed = by.filter(|by| by.is_borrowed()).count();
    report.verdict = verdict(&report.findings);
    // A gate is passed by a decision that says go, not by the absence of findings.
    let asked = report.gates.iter().filter(|gate| Some(&gate.id) == report.gate.as_ref());
    if report.verdict == Verdict::Pass && asked.into_iter().any(|gate| gate.state != GateState::Passed) {
        report.verdict = Verdict::Fail;
    }
}

/// What could not be decided outweighs what failed, and a wrong yardstick decides nothing.
fn verdict(findings: &[Judged]) -> Verdict {
    let blocking = || findings.iter().filter(|judged| judged.blocking);
    if blocking().any(|judged| matches!(judged.finding.rule.group(), Group::Undetermined | Group::Yardstick))
    {
        Verdict::Undetermined
    } else if blocking().next().is_some() {
        Verdict::Fail
    } else {
        Verdict::Pass
    }
}

fn judge(picture: &Picture<'_>, mut finding: Finding, gate: bool) -> Option<Judged> {
    let piece = piece_of(picture, &finding);
    finding.advice = advises(picture, &finding);
    let mut severity = severity(finding.rule, finding.due, gate)?;
    if finding.advice {
        severity = Severity::Warning;
    }
    let exempt = exempt::covering(picture, &finding).or_else(|| borrow::borrowing(picture, &finding));
    let project = picture.file.folder();
    Some(Judged {
        severity,
        blocking: severity == Severity::Error && exempt.is_none(),
        exempt,
        fingerprint: finding.fingerprint(&project),
        role: role(picture, piece, &finding),
        since: None,
        project,
        finding,
    })
}

/// Whether a finding only advises: because the pack says so, or because the law it rests on does not bind yet. What
/// could not be looked at is never mere advice.
fn advises(picture: &Picture<'_>, finding: &Finding) -> bool {
    let law =
        piece_of(picture, finding).and_then(|piece| picture.pack.law(piece.piece.law.as_ref()?.as_str()));
    let pending = law.is_some_and(|law| !law.binds(picture.as_of));
    (finding.advice || pending) && !matches!(finding.rule.group(), Group::Undetermined | Group::Yardstick)
}

/// The piece that a finding is about.
fn piece_of<'a, 'p>(picture: &'a Picture<'p>, finding: &Finding) -> Option<&'a PieceView<'p>> {
    picture.piece(finding.about.address.as_ref()?)
}

/// Who has to act: who must approve, who decides the gate, who answers for an exemption, else who is responsible for
/// the task.
fn role(picture: &Picture<'_>, piece: Option<&PieceView<'_>>, finding: &Finding) -> Option<RoleId> {
    let named = |key: &str| finding.args.get(key).and_then(|role| RoleId::new(role.get(Lang::De)).ok());
    // An exemption is about no piece; whoever answers for it stands in it.
    let Some(piece) = piece else {
        return (finding.rule.group() == Group::Exempt).then(|| named("owner")).flatten();
    };
    let decides = || {
        piece
            .piece
            .decision
            .as_ref()
            .and_then(|of| picture.pack.gate(of.gate.as_str())?.decides.first().cloned())
    };
    let acts = match finding.rule.group() {
        Group::Approved => named("role"),
        Group::Decided => decides(),
        Group::There
        | Group::Whole
        | Group::Current
        | Group::Contradiction
        | Group::Exempt
        | Group::Policy
        | Group::Undetermined
        | Group::Yardstick => None,
    };
    acts.or_else(|| Some(piece.task.responsible.clone()))
}

/// At most one finding for one identity: of twins the second becomes a further place of the first.
fn merge_twins(findings: &mut Vec<Judged>) {
    let mut first_at: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Judged> = Vec::with_capacity(findings.len());
    for judged in findings.drain(..) {
        match first_at.get(&judged.fingerprint).and_then(|at| kept.get_mut(*at)) {
            Some(first) if first.finding.place == judged.finding.place => {}
            Some(first) => first.finding.more.push(("", judged.finding.place)),
            None => {
                first_at.insert(judged.fingerprint.clone(), kept.len());
                kept.push(judged);
            }
        }
    }
    *findings = kept;
}

/// Undetermined and yardstick first, then errors, then warnings; within that by place.
fn order(judged: &Judged) -> (u8, &str, usize, Rule, Option<&Address>, &str) {
    let rank = match (judged.finding.rule.group(), judged.severity) {
        (Group::Undetermined | Group::Yardstick, _) => 0,
        (_, Severity::Error) => 1,
        (_, Severity::Warning) => 2,
    };
    let place = &judged.finding.place;
    let address = judged.finding.about.address.as_ref();
    (rank, place.path().as_str(), place.span.start, judged.finding.rule, address, &judged.fingerprint)
}

/// A pack that another builds on, with its digest as settings write it.
fn below(part: &PackPart) -> PackPart {
    PackPart { digest: format!("sha256:{}", part.digest), ..part.clone() }
}

fn project(picture: &Picture<'_>, solo: Option<Vec<Address>>) -> ProjectReport {
    let (settings, pack) = (&picture.file.settings, picture.pack);
    let (counted, signed) = signed(picture);
    ProjectReport {
        path: picture.file.folder(),
        name: settings.project.name.clone(),
        phase: settings.project.phase.clone(),
        policy: PolicyReport {
            pack: pack.id.to_string(),
            version: pack.version.clone(),
            digest: format!("sha256:{}", pack.digest),
            below: pack.parts.iter().skip(1).map(below).collect(),
            base: None,
        },
        profile: settings.policy.profile.clone(),
        facts: settings
            .facts
            .iter()
            .map(|(id, answer)| {
                let off = effective::turned_off(&settings.facts, pack, &settings.policy.profile, id);
                (id.clone(), (answer.clone(), off))
            })
            .collect(),
        absent_subjects: settings
            .subjects
            .iter()
            .filter(|(_, globs)| globs.is_empty())
            .map(|(id, _)| id.to_string())
            .collect(),
        approvals: ApprovalsReport { counted, signed, solo },
        roles: pack.roles.iter().map(|role| (role.id.clone(), role.title.clone())).collect(),
        phases: pack.phases.iter().map(|phase| (phase.id.clone(), phase.title.clone())).collect(),
    }
}
