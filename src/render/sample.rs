//! A report for the tests: one finding of every look. Its sentences are its own, so that no test of the layout hangs
//! on the words of the pages.

use std::collections::BTreeMap;

use super::sentence::Sentences;
use crate::finding::{
    About, ApprovalsReport, AsOf, AsOfSource, Change, Counts, EvidenceReport, ExemptBy, Finding, GateReport,
    GateState, Grade, Judged, LastChange, PolicyReport, ProjectReport, Report, Severity, SourceKind,
    SourceReport, State, TaskReport, Verdict,
};
use crate::model::{Answer, Kind, Words};
use crate::name::{Address, CommitId, Date, FactId, GateId, PhaseId, ProfileId, RepoPath, RoleId, TaskId};
use crate::rule::{Head, Lang, Rule};
use crate::text::{Place, Source};

const DSFA: &str =
    "---\ntask: P-10\nstatus: final\nresponsible: fach\nreviewed: 2026-03-01\n---\n# Prüfung\n";
const SETTINGS: &str = "[project]\nname = \"Widersprüche\"\nphase = \"planung\"\n";
const PILOT: &str = "{\"beginn\": \"2026-05-01\",\n \"text\": \"über\",\n \"ende\": \"2026-04-01\"}\n";

const HEADS: [(&str, &str, &str); 7] = [
    (
        "outdated-by-subject",
        r#"{group: current, title: t, message: "{the-piece} ist älter als der Stand des Modells.", label: "an diesem Tag zuletzt geprüft (Commit {commit})", help: "Prüfen Sie die DSFA gegen diese Änderungen und bestätigen Sie:\nnachweis review {address}\n"}"#,
        r#"{group: current, title: t, message: "{the-piece} is older than the model.", label: "last reviewed on this day (commit {commit})", help: "Hold the assessment against these changes and confirm:\nnachweis review {address}\n"}"#,
    ),
    (
        "missing-evidence",
        r#"{group: there, title: t, message: "{piece}: Der Nachweis fehlt. Erwartet wird {expected}.", label: "durch diese Phase verlangt", help: "Legen Sie ihn aus der Vorlage an und füllen Sie ihn aus; die Vorlage sagt Satz für Satz, was hineingehört:\nnachweis new {address}\n"}"#,
        r#"{group: there, title: t, message: "{piece}: The evidence is missing. Expected is {expected}.", label: "demanded by this phase", help: "Create it from its template and fill it in; the template says sentence by sentence what belongs in it:\nnachweis new {address}\n"}"#,
    ),
    (
        "date-order",
        r#"{group: decided, title: t, message: "{piece}: Das Ende liegt vor dem Beginn.", label: "{first}", labels: {other: "{second}"}, help: "Berichtigen Sie ein Datum.\n"}"#,
        r#"{group: decided, title: t, message: "{piece}: The end lies before the beginning.", label: "{first}", labels: {other: "{second}"}, help: "Correct one date.\n"}"#,
    ),
    (
        "unreadable-evidence",
        r#"{group: there, title: t, message: "{piece}: Die Datei ist nicht lesbar.", label: "keine PDF-Datei", help: "Legen Sie die Datei neu ab:\ngit add {path}\n"}"#,
        r#"{group: there, title: t, message: "{piece}: The file cannot be read.", label: "no PDF file", help: "Put the file there again:\ngit add {path}\n"}"#,
    ),
    (
        "overdue-review",
        r#"{group: current, title: t, message: "{piece}: Die Prüfung war am {due} fällig.", label: "an diesem Tag zuletzt geprüft", help: "Bestätigen Sie die Prüfung:\nnachweis review {address}\n"}"#,
        r#"{group: current, title: t, message: "{piece}: The review was due on {due}.", label: "last reviewed on this day", help: "Confirm the review:\nnachweis review {address}\n"}"#,
    ),
    (
        "draft-evidence",
        r#"{group: whole, title: t, message: "{piece}: Der Nachweis ist ein Entwurf.", label: "noch nicht final", help: "Schreiben Sie ihn fertig.\n"}"#,
        r#"{group: whole, title: t, message: "{piece}: The evidence is a draft.", label: "not final yet", help: "Finish it.\n"}"#,
    ),
    (
        "shallow-history",
        r#"{group: undetermined, title: t, message: "Die Historie ist gekürzt.", label: "hier", help: "Holen Sie den Rest:\ngit fetch --unshallow\n"}"#,
        r#"{group: undetermined, title: t, message: "The history is cut off.", label: "here", help: "Fetch the rest:\ngit fetch --unshallow\n"}"#,
    ),
];

pub(super) fn sentences(lang: Lang) -> Sentences {
    let heads = HEADS.iter().map(|(rule, de, en)| {
        let text = if lang == Lang::De { de } else { en };
        let head: Head = serde_saphyr::from_str(text).expect("a head");
        (Rule::from_id(rule).expect("a rule"), head)
    });
    Sentences::with(lang, heads.collect())
}

pub(super) fn path(text: &str) -> RepoPath {
    RepoPath::new(text).expect("a path")
}

pub(super) fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn commit(start: &str) -> Option<CommitId> {
    CommitId::new(&format!("{start:0<40}"))
}

fn address(text: &str) -> Address {
    Address::new(text).expect("an address")
}

pub(super) fn role(text: &str) -> RoleId {
    RoleId::new(text).expect("an id")
}

fn phase(text: &str) -> PhaseId {
    PhaseId::new(text).expect("an id")
}

/// The place of some words in a text.
pub(super) fn place(file: &str, text: &str, words: &str) -> Place {
    let at = text.find(words).expect("the words are there");
    Place::new(&Source::new(path(file), text), at..at + words.len())
}

fn about(piece: &str, kind: Kind) -> About {
    About::piece(address(piece), kind)
}

pub(super) fn judge(finding: Finding, severity: Severity, who: &str) -> Judged {
    let project = RepoPath::root();
    let fingerprint = finding.fingerprint(&project);
    let blocking = severity == Severity::Error;
    let role = Some(role(who));
    Judged { finding, project, severity, blocking, exempt: None, fingerprint, role, since: None }
}

fn outdated() -> Judged {
    let change =
        |file: &str, start, day| Change { path: path(file), commit: commit(start), date: Some(date(day)) };
    let place = place("docs/datenschutz/dsfa.md", DSFA, "2026-03-01");
    let mut finding =
        Finding::new(Rule::OutdatedBySubject, about("P-10", Kind::Current).element("modell"), place)
            .with("the-piece", Words::both("Die DSFA", "The assessment"))
            .with("address", "P-10")
            .with("subject", "modell")
            .with("commit", "3f2a91c");
    finding.changes = vec![
        change("models/ranking.onnx", "b77f0aa", "2026-10-02"),
        change("src/model/ranking.py", "9c01d7e", "2026-09-14"),
        Change { path: path("src/größe.py"), commit: None, date: None },
    ];
    judge(finding, Severity::Error, "fach")
}

fn missing() -> Judged {
    let place = place("nachweis.toml", SETTINGS, "\"planung\"");
    let finding = Finding::new(Rule::MissingEvidence, about("P-15", Kind::Evidence), place)
        .with("piece", Words::both("Konzept des Bias-Workshops", "Bias workshop concept"))
        .with("expected", "nachweise/bias/workshop-konzept.md")
        .with("address", "P-15");
    judge(finding, Severity::Error, "fach")
}

fn dates() -> Judged {
    let file = "nachweise/pilot.json";
    let mut finding = Finding::new(
        Rule::DateOrder,
        about("E-17/pilot", Kind::Fields),
        place(file, PILOT, "\"2026-05-01\""),
    )
    .also("other", place(file, PILOT, "\"2026-04-01\""))
    .also("other", place("nachweis.toml", SETTINGS, "name"))
    .with("piece", Words::both("Pilotbetrieb", "Pilot"))
    .with("first", Words::both("Beginn", "beginning"))
    .with("second", Words::both("Ende", "end"));
    finding.advice = true;
    judge(finding, Severity::Warning, "leitung")
}

fn unreadable() -> Judged {
    let place = Place::whole(path("nachweise/sicherheit/konzept neu.pdf"));
    let finding = Finding::new(Rule::UnreadableEvidence, about("P-15", Kind::Evidence).element("x"), place)
        .with("piece", Words::both("Sicherheitskonzept", "Security concept"));
    judge(finding, Severity::Error, "leitung")
}

fn overdue() -> Judged {
    let place = place("docs/datenschutz/dsfa.md", DSFA, "2026-03-01");
    let finding = Finding::new(Rule::OverdueReview, about("P-10", Kind::Review), place)
        .with("piece", Words::both("Datenschutz-Folgenabschätzung", "Impact assessment"))
        .with("due", date("2026-09-01"))
        .with("address", "P-10");
    judge(finding, Severity::Warning, "fach")
}

fn exempt() -> Judged {
    let place = place("docs/datenschutz/dsfa.md", DSFA, "final");
    let finding =
        Finding::new(Rule::DraftEvidence, about("E-17", Kind::Metadata), place).with("piece", "Pilot");
    let by = ExemptBy::Exemption {
        reason: "Personalwechsel".into(),
        owner: role("leitung"),
        expires: date("2027-01-31"),
        ends_at: None,
    };
    Judged { exempt: Some(by), blocking: false, ..judge(finding, Severity::Error, "leitung") }
}

/// Cannot be decided.
pub(super) fn shallow() -> Judged {
    let finding = Finding::new(
        Rule::ShallowHistory,
        About::project("history"),
        place("nachweis.toml", SETTINGS, "[project]"),
    );
    Judged { role: None, ..judge(finding, Severity::Error, "fach") }
}

fn evidence(piece: &str, de: &str, file: &str, state: State, review_due: Option<&str>) -> EvidenceReport {
    EvidenceReport {
        address: address(piece),
        title: Words::same(de),
        due: phase("planung"),
        path: path(file),
        state,
        requirements: vec![Kind::Evidence, Kind::Metadata, Kind::Content, Kind::Review, Kind::Current],
        claimed_by: Some("default"),
        status: Some("final"),
        reviewed: Some(date("2026-03-01")),
        holds_until: None,
        review_due: review_due.map(date),
        last_change: Some(LastChange {
            commit: commit("3f2a91c"),
            date: Some(date("2026-03-01")),
            bounded: false,
        }),
        review_point: None,
    }
}

fn task(
    id: &str,
    title: Words,
    at: &str,
    state: State,
    who: &str,
    evidence: Vec<EvidenceReport>,
) -> TaskReport {
    TaskReport {
        project: RepoPath::root(),
        id: TaskId::new(id).expect("an id"),
        title,
        phase: phase(at),
        due: phase(at),
        state,
        responsible: role(who),
        evidence,
    }
}

fn tasks() -> Vec<TaskReport> {
    let dsfa = "docs/datenschutz/dsfa.md";
    let title =
        Words::both("Datenschutz-Folgenabschätzung durchführen", "Assess the impact on data protection");
    vec![
        task(
            "I-02",
            Words::both("Mehrwerte bewerten", "Assess benefits"),
            "idee",
            State::Satisfied,
            "fach",
            vec![],
        ),
        task(
            "P-10",
            title,
            "planung",
            State::Outdated,
            "fach",
            vec![
                evidence("P-10", "Datenschutz-Folgenabschätzung", dsfa, State::Outdated, Some("2026-09-01")),
                evidence(
                    "P-10/risiken",
                    "Risiken der Verarbeitung",
                    "r.csv",
                    State::Satisfied,
                    Some("2027-03-01"),
                ),
            ],
        ),
        task(
            "P-15",
            Words::both("Bias-Workshop konzipieren", "Design the bias workshop"),
            "planung",
            State::Missing,
            "fach",
            vec![],
        ),
        task(
            "E-17",
            Words::both("Pilot auswerten", "Evaluate the pilot"),
            "entwicklung",
            State::Later,
            "leitung",
            vec![evidence("E-17", "Pilotbericht", "p.md", State::Later, Some("2028-03-01"))],
        ),
    ]
}

fn gate(
    id: &str,
    title: Words,
    state: GateState,
    decision: Option<&str>,
    blocking: usize,
    exempt: usize,
) -> GateReport {
    GateReport {
        project: RepoPath::root(),
        id: GateId::new(id).expect("an id"),
        title,
        state,
        decision: decision.map(str::to_owned),
        decided: decision.map(|_| date("2026-02-01")),
        blocking,
        exempt,
    }
}

fn project() -> ProjectReport {
    let phases = [
        ("idee", Words::both("Ideenbewertung", "Idea")),
        ("planung", Words::both("Planung", "Planning")),
        ("entwicklung", Words::both("Entwicklung", "Development")),
    ];
    let fact = FactId::new("dsfa-erforderlich").expect("an id");
    ProjectReport {
        path: RepoPath::root(),
        name: "Widersprüche".into(),
        phase: phase("planung"),
        policy: PolicyReport {
            pack: "arbeitshilfe".into(),
            version: "2026.1".into(),
            digest: "0".repeat(64),
            below: Vec::new(),
            base: None,
        },
        profile: ProfileId::new("kern").expect("an id"),
        facts: BTreeMap::from([(fact, (Answer::Word("ja".into()), vec![address("P-09")]))]),
        absent_subjects: vec!["daten".into(), "prompts".into()],
        approvals: ApprovalsReport::default(),
        roles: [
            (role("fach"), Words::both("Fachbereich", "Business unit")),
            (role("leitung"), Words::both("Leitung", "Head")),
        ]
        .into(),
        phases: phases.into_iter().map(|(id, title)| (phase(id), title)).collect(),
    }
}

/// A gate that is not passed.
pub(super) fn report(lang: Lang) -> Report {
    let planning = Words::both("Planung", "Planning");
    Report {
        command: "gate planung".into(),
        gate: GateId::new("planung").ok(),
        as_of: AsOf { date: date("2026-11-22"), source: AsOfSource::Argument },
        lang,
        source: SourceReport {
            kind: SourceKind::Commit,
            commit: commit("51b0c2e"),
            unseen: 2,
            base: None,
            stand_in: None,
        },
        grade: Grade::L0,
        verdict: Verdict::Fail,
        projects: vec![project()],
        gates: vec![
            gate("idee", Words::both("Ideenbewertung", "Idea"), GateState::Passed, Some("go"), 0, 0),
            gate("planung", planning, GateState::Blocked, None, 3, 1),
            gate("entwicklung", Words::both("Entwicklung", "Development"), GateState::Later, None, 0, 0),
        ],
        tasks: tasks(),
        findings: vec![exempt(), overdue(), outdated(), missing(), unreadable(), dates()],
        counts: Counts { errors: 3, warnings: 2, exempt: 1, borrowed: 0, judged: 24, since: None },
    }
}

/// A check in which all is well.
pub(super) fn well(lang: Lang) -> Report {
    let counts = Counts { errors: 0, warnings: 0, exempt: 0, borrowed: 0, judged: 24, since: None };
    let source = SourceReport { kind: SourceKind::Worktree, unseen: 0, ..report(lang).source };
    let (command, findings) = ("check".to_owned(), Vec::new());
    Report { command, gate: None, verdict: Verdict::Pass, findings, counts, source, ..report(lang) }
}
