//! A change, held against where it came from: the judged tree by two bars, of which the stricter counts, and what of
//! it was found there before.

use std::collections::{BTreeMap, BTreeSet};

use super::lowered::listed;
use super::past::{Past, Then, Weight, weight};
use super::{conclude, severity, states};
use crate::finding::{
    About, BaseReport, EvidenceReport, Finding, GateReport, Grade, Judged, ProjectReport, Report, Severity,
    Since, SinceCounts, SourceKind, TaskReport, Verdict,
};
use crate::load::FILE_NAME;
use crate::model::Due;
use crate::name::{Address, CommitId, RepoPath};
use crate::rule::{Group, Rule};
use crate::text::Place;

/// What a change is held against.
#[derive(Debug)]
pub struct Against {
    /// The commit, as a rule the tip of the target branch.
    pub commit: CommitId,
    /// The projects that have a bar there, each with the place for what concerns it as a whole.
    pub projects: BTreeMap<RepoPath, Place>,
    /// The judged tree by that bar; only the projects whose own bar differs from it.
    pub by_base: Option<Report>,
    /// In what the bar was lowered, with the project.
    pub lowered: Vec<(RepoPath, Finding)>,
    /// Projects that the branch does not know yet because it is older than they are.
    pub late: Vec<RepoPath>,
    /// The projects of which the target lists every key.
    pub keys: BTreeSet<RepoPath>,
    /// What was found earlier; nothing for a gate, where everything blocks, however old.
    pub before: Option<Before>,
    /// True when nothing of the history is hidden.
    pub whole: bool,
}

/// What was found earlier.
#[derive(Debug)]
pub struct Before {
    /// At the commit itself, by its own bar.
    pub base: Past,
    /// At the merge bases, by their own bar and by that of the commit; none where the commit is the merge base, or
    /// where the histories have nothing in common.
    pub parted: Vec<Past>,
}

/// Where a finding comes from.
enum From {
    Change(Since),
    /// The target is rid of it, and the branch is older than that.
    Age,
}

/// Judges a change. `own` is the report of its tree by its own bar.
pub fn against(own: Report, against: Against) -> Report {
    let mut report = own;
    let Against { commit, projects, by_base, lowered, late, keys, before, whole } = against;
    report.source.base = Some(BaseReport { commit: commit.clone(), compared: true });
    let mut theirs = by_base;
    let found = theirs.as_mut().map(|theirs| std::mem::take(&mut theirs.findings)).unwrap_or_default();
    let mut behind: BTreeMap<RepoPath, BTreeSet<String>> = BTreeMap::new();
    for project in late {
        behind.entry(project).or_default();
    }
    let mut by_theirs: BTreeSet<(RepoPath, Address)> = BTreeSet::new();
    for (own, theirs) in pairs(std::mem::take(&mut report.findings), found) {
        let Settled { kept, strict, late } = settle(own, theirs, before.as_ref());
        if let Some(address) =
            kept.as_ref().filter(|_| strict).and_then(|kept| kept.finding.about.address.clone())
        {
            by_theirs.extend(kept.as_ref().map(|kept| (kept.project.clone(), address)));
        }
        report.findings.extend(kept);
        if let Some(late) = late {
            behind.entry(late.project.clone()).or_default().insert(label(&late));
        }
    }
    let rosters: Vec<ProjectReport> =
        report.projects.iter().chain(theirs.iter().flat_map(|theirs| &theirs.projects)).cloned().collect();
    if let Some(theirs) = theirs {
        adopt(&mut report, theirs, &by_theirs);
    }
    for project in report.projects.iter_mut().filter(|project| projects.contains_key(&project.path)) {
        project.policy.base = Some(commit.clone());
    }
    // Whether it was there before is not known where nobody could look: then it is not called new, but open.
    if report.findings.iter().any(|judged| judged.blocking && judged.since.is_some()) {
        let told: BTreeSet<String> =
            report.findings.iter().map(|judged| judged.fingerprint.clone()).collect();
        let pasts = before.iter().flat_map(|before| before.parted.iter().chain([&before.base]));
        let doubts = pasts.flat_map(|past| &past.doubts).filter(|doubt| !told.contains(&doubt.fingerprint));
        let doubts: BTreeMap<&String, &Judged> = doubts.map(|doubt| (&doubt.fingerprint, doubt)).collect();
        report.findings.extend(doubts.into_values().cloned());
    }
    let gate = report.gate.is_some();
    let since = before.is_some().then_some(Since::New);
    for (project, finding) in lowered {
        report.findings.push(judge(project, finding.with("base", commit.as_str()), since, gate));
    }
    for (project, labels) in behind {
        let whole = || Place::whole(project.join(FILE_NAME).unwrap_or_default());
        let place = projects.get(&project).cloned().unwrap_or_else(whole);
        let finding = Finding::new(Rule::BehindBase, About::project("base"), place)
            .with("base", commit.short())
            .with("tasks", listed(labels.iter().map(String::as_str)));
        let finding = if labels.is_empty() { finding.variant("project") } else { finding };
        report.findings.push(judge(project, finding, None, gate));
    }
    conclude(&mut report);
    report.counts.since = before.is_some().then(|| counted(&report.findings));
    report.grade = grade(&report, whole, &rosters, &keys);
    report
}

/// Takes over what only the other bar knows: projects that the judged tree lacks, the pieces of findings that it
/// alone has, and for a gate its state, since that is passed by both bars or not at all.
fn adopt(report: &mut Report, theirs: Report, pieces: &BTreeSet<(RepoPath, Address)>) {
    let own: BTreeSet<RepoPath> = report.projects.iter().map(|project| project.path.clone()).collect();
    report.counts.judged = report.counts.judged.max(theirs.counts.judged);
    report.projects.extend(theirs.projects.into_iter().filter(|project| !own.contains(&project.path)));
    report.projects.sort_by(|left, right| left.path.cmp(&right.path));
    for gate in theirs.gates {
        let same = |own: &&mut GateReport| own.project == gate.project && own.id == gate.id;
        match report.gates.iter_mut().find(same) {
            Some(own) if report.gate.is_some() => *own = worse(own, &gate),
            Some(_) => {}
            None => report.gates.push(gate),
        }
    }
    for mut task in theirs.tasks {
        let taken = |address: &Address| {
            !own.contains(&task.project) || pieces.contains(&(task.project.clone(), address.clone()))
        };
        let mut evidence: Vec<EvidenceReport> = std::mem::take(&mut task.evidence);
        evidence.retain(|piece| taken(&piece.address));
        if evidence.is_empty() {
            continue;
        }
        let same = |own: &&mut TaskReport| own.project == task.project && own.id == task.id;
        match report.tasks.iter_mut().find(same) {
            Some(own) => {
                own.evidence = in_place_of(std::mem::take(&mut own.evidence), evidence);
                own.state = states::worst(&own.evidence);
            }
            None => {
                task.state = states::worst(&evidence);
                report.tasks.push(TaskReport { evidence, ..task });
            }
        }
    }
    report.tasks.sort_by(|one, other| one.project.cmp(&other.project));
}

/// Puts entries where those of the same pieces stood, so that the order stays that of the pack.
fn in_place_of(own: Vec<EvidenceReport>, mut taken: Vec<EvidenceReport>) -> Vec<EvidenceReport> {
    let pieces: BTreeSet<Address> = taken.iter().map(|entry| entry.address.clone()).collect();
    let mut all = Vec::with_capacity(own.len());
    for entry in own {
        if pieces.contains(&entry.address) {
            all.extend(taken.extract_if(.., |taken| taken.address == entry.address));
        } else {
            all.push(entry);
        }
    }
    all.extend(taken);
    all
}

/// The state of a gate by two bars: what keeps it shut by one keeps it shut.
fn worse(one: &GateReport, other: &GateReport) -> GateReport {
    GateReport {
        state: one.state.max(other.state),
        blocking: one.blocking.max(other.blocking),
        exempt: one.exempt.max(other.exempt),
        ..one.clone()
    }
}

/// What both bars find of the same, by fingerprint.
fn pairs(own: Vec<Judged>, theirs: Vec<Judged>) -> Vec<(Option<Judged>, Option<Judged>)> {
    let mut pairs: BTreeMap<String, (Option<Judged>, Option<Judged>)> = BTreeMap::new();
    for judged in own {
        let fingerprint = judged.fingerprint.clone();
        pairs.entry(fingerprint).or_default().0 = Some(judged);
    }
    for judged in theirs {
        let fingerprint = judged.fingerprint.clone();
        pairs.entry(fingerprint).or_default().1 = Some(judged);
    }
    pairs.into_values().collect()
}

/// What becomes of a finding.
#[derive(Default)]
struct Settled {
    /// What is kept of it.
    kept: Option<Judged>,
    /// True when it is kept because the other bar is the stricter one.
    strict: bool,
    /// What the branch lacks because it is old.
    late: Option<Judged>,
}

fn settle(own: Option<Judged>, theirs: Option<Judged>, before: Option<&Before>) -> Settled {
    // Exemptions are judged where they stand: an entry that the change took out is nobody's concern any more.
    let theirs = theirs.filter(|theirs| theirs.finding.rule.group() != Group::Exempt);
    let own_weight = own.as_ref().map(weight);
    let strict = theirs.as_ref().is_some_and(|theirs| Some(weight(theirs)) > own_weight);
    let Some(judged) = (if strict { theirs } else { own.clone() }) else { return Settled::default() };
    // What could not be looked at is no matter of before and after.
    let comparable = !matches!(judged.finding.rule.group(), Group::Undetermined | Group::Yardstick);
    let Some(before) = before.filter(|_| comparable) else {
        return Settled { kept: Some(judged), strict, late: None };
    };
    match from(&judged, before) {
        // Found by the other bar alone, and found there before: neither the fault of the change nor a fault by its
        // own bar.
        From::Change(Since::Before) if own.is_none() => Settled::default(),
        From::Change(since) => Settled { kept: Some(since_then(judged, since)), strict, late: None },
        From::Age => {
            let late = (weight(&judged) == Weight::Error).then_some(judged);
            Settled { kept: own.map(|own| since_then(own, Since::Before)), strict: false, late }
        }
    }
}

fn since_then(judged: Judged, since: Since) -> Judged {
    Judged { blocking: judged.blocking && since != Since::Before, since: Some(since), ..judged }
}

/// New is what was not there, worse what was less there. Of several merge bases each must have had it before the age
/// of the branch excuses it: in a criss-cross one of them may be as old as one likes, and what a change took out of
/// the others would pass for what it never had.
fn from(judged: &Judged, before: &Before) -> From {
    let then = before.base.had(judged);
    if then == Then::Same || before.base.hid(judged) {
        return From::Change(Since::Before);
    }
    let parted = &before.parted;
    if !parted.is_empty() && parted.iter().all(|past| past.had(judged) == Then::Same) {
        return From::Age;
    }
    From::Change(if then == Then::Less { Since::Worse } else { Since::New })
}

/// What a late finding is called in a list: the piece, else the rule.
fn label(judged: &Judged) -> String {
    let address = judged.finding.about.address.as_ref();
    address.map_or_else(|| judged.finding.rule.to_string(), ToString::to_string)
}

/// A finding about the change as a whole.
fn judge(project: RepoPath, finding: Finding, since: Option<Since>, gate: bool) -> Judged {
    let severity = severity(finding.rule, Due::Current, gate).unwrap_or(Severity::Error);
    Judged {
        severity,
        blocking: severity == Severity::Error,
        exempt: None,
        role: None,
        since,
        fingerprint: finding.fingerprint(&project),
        project,
        finding,
    }
}

fn counted(findings: &[Judged]) -> SinceCounts {
    let count = |since| {
        findings.iter().filter(|judged| judged.exempt.is_none() && judged.since == Some(since)).count()
    };
    SinceCounts { new: count(Since::New), worse: count(Since::Worse), before: count(Since::Before) }
}

/// The change could not weaken what it was judged by: that may be said of a commit of which every project has a bar
/// at the target that counted, with the whole history at hand: where the bar sank with an approval, it did not. Who
/// approved may be said where there are approvals and all of them are signed, by its own roster and by that of the
/// target. What is not due by the bar of the target its roster is not asked about: so it has to list each key.
fn grade(report: &Report, whole: bool, by_both: &[ProjectReport], keys: &BTreeSet<RepoPath>) -> Grade {
    let all =
        !report.projects.is_empty() && report.projects.iter().all(|project| project.policy.base.is_some());
    let decided = report.verdict != Verdict::Undetermined;
    let sank = report.findings.iter().any(|judged| judged.finding.rule == Rule::PolicyApproved);
    if !(all && whole && decided && !sank && report.source.kind == SourceKind::Commit) {
        return Grade::L0;
    }
    let approvals = || by_both.iter().map(|project| &project.approvals);
    let known = report.projects.iter().all(|project| keys.contains(&project.path));
    let signed = approvals().all(|approvals| approvals.signed == approvals.counted);
    if known && signed && approvals().any(|approvals| approvals.counted > 0) { Grade::L2 } else { Grade::L1 }
}
