//! Every state that a piece of evidence can be in, each reached by a scene that could be somebody's project.

use std::collections::BTreeSet;
use std::fs;

use nachweis::finding::{Report, State};
use nachweis::model::Kind;
use nachweis::rule::Rule;

use crate::support::evidence::*;
use crate::support::{Scene, entry, found, json, of_piece, save, state, text};

/// The day of the reviews, and the day for which everything is judged.
const REVIEWED: &str = "2026-03-02";
const TODAY: &str = "2026-04-01";

/// A scene, the piece that it is about, its state, and the line of the finding that puts it there.
struct Case {
    state: State,
    piece: &'static str,
    what: &'static str,
    scene: fn() -> Scene,
    line: Option<(Rule, &'static str)>,
}

const CASES: &[Case] = &[
    Case {
        state: State::Undetermined,
        piece: "I-02/mehrwerte",
        what: "all raw measurements were pasted into the register",
        scene: || spoiled("ideenbewertung", measured),
        line: Some((
            Rule::LimitReached,
            "Unentscheidbar[limit-reached]: Eine Obergrenze ist erreicht. Begrenzt ist „bytes“ auf 1048576.",
        )),
    },
    Case {
        state: State::Missing,
        piece: "I-06",
        what: "nobody has looked at the prohibited practices, and the project goes on",
        scene: || without("planung", PRACTICES),
        line: Some((
            Rule::MissingEvidence,
            "Fehler[missing-evidence]: Prüfung der verbotenen Praktiken: Der Nachweis fehlt. \
             Erwartet wird nachweise/recht/art5-pruefung.yaml.",
        )),
    },
    Case {
        state: State::Untracked,
        piece: "I-06",
        what: "the review of practices was saved, not added",
        scene: || {
            let scene = without("ideenbewertung", PRACTICES);
            let (path, text) = practices(REVIEWED);
            save(&scene.root(), path, text);
            scene
        },
        line: Some((
            Rule::UntrackedEvidence,
            "Warnung[untracked-evidence]: Prüfung der verbotenen Praktiken: Git kennt die Datei noch nicht. \
             Die CI sieht nachweise/recht/art5-pruefung.yaml deshalb nicht.",
        )),
    },
    Case {
        state: State::Malformed,
        piece: "I-02",
        what: "the date of the review stands as on a letter",
        scene: || spoiled("ideenbewertung", |file| on(BENEFITS, file, REVIEWED, "02.03.2026")),
        line: Some((
            Rule::MalformedEvidence,
            "Fehler[malformed-evidence]: Bei „reviewed“ steht das Datum nicht in ISO-Form. \
             Statt „02.03.2026“ gilt die Form 2026-03-02.",
        )),
    },
    Case {
        state: State::Untouched,
        piece: "I-02",
        what: "the template was added and is still to be filled in",
        scene: || {
            spoiled("planung", |file| {
                if file.0 == BENEFITS { (BENEFITS, template("I-02.md").to_owned()) } else { file }
            })
        },
        line: Some((
            Rule::UntouchedTemplate,
            "Fehler[untouched-template]: Bewertung der Mehrwerte: Die Datei entspricht noch der Vorlage.",
        )),
    },
    Case {
        state: State::Incomplete,
        piece: "P-10",
        what: "the assessment says nothing of the risk that remains",
        scene: || {
            let dpia = with(dpia(REVIEWED), "## Restrisiko\n", "");
            planning(&[dpia, dpia_approval(REVIEWED, REVIEWED)])
        },
        line: Some((
            Rule::MissingSection,
            "Warnung[missing-section]: Datenschutz-Folgenabschätzung: Der Abschnitt „Restrisiko“ fehlt.",
        )),
    },
    Case {
        state: State::Draft,
        piece: "I-02",
        what: "complete, but the author is not done",
        scene: || spoiled("planung", |file| on(BENEFITS, file, "status: final", "status: draft")),
        line: Some((
            Rule::DraftEvidence,
            "Fehler[draft-evidence]: Bewertung der Mehrwerte: Der Nachweis ist noch ein Entwurf.",
        )),
    },
    Case {
        state: State::NoGo,
        piece: "I-11",
        what: "the head of the authority has said no",
        scene: || spoiled("planung", |file| on(IDEA, file, "decision: go", "decision: no-go")),
        line: Some((
            Rule::NoGoDecision,
            "Fehler[no-go-decision]: Tor Ideenentscheidung: Die Entscheidung lautet „no-go“.",
        )),
    },
    Case {
        state: State::Unapproved,
        piece: "P-10",
        what: "the assessment is done, and nobody has taken the risk upon them",
        scene: || planning(&[dpia(REVIEWED)]),
        line: Some((
            Rule::MissingApproval,
            "Warnung[missing-approval]: Datenschutz-Folgenabschätzung: Die Freigabe der Rolle „leitung“ fehlt.",
        )),
    },
    Case {
        state: State::Outdated,
        piece: "P-10",
        what: "another model is used than the one that was assessed",
        scene: || {
            let mut scene = planning(&[dpia(REVIEWED), dpia_approval(REVIEWED, REVIEWED)]);
            scene.add("2026-03-20", &[model("12B")]).build();
            scene
        },
        line: Some((
            Rule::OutdatedBySubject,
            "Warnung[outdated-by-subject]: Datenschutz-Folgenabschätzung: „modell“ ist neuer als die Prüfung. \
             Geänderte Dateien: 1.",
        )),
    },
    Case {
        state: State::Overdue,
        piece: "I-02",
        what: "nobody has compared the benefits with the figures for a year",
        scene: || Scene::of(REVIEWED, &idea_phase("ideenbewertung", "2025-03-02")),
        line: Some((
            Rule::OverdueReview,
            "Warnung[overdue-review]: Bewertung der Mehrwerte: Die Prüfung war am 2026-03-02 fällig.",
        )),
    },
    Case {
        state: State::Changed,
        piece: "I-01",
        what: "somebody has extended the text after the review",
        scene: || {
            let mut scene = Scene::of(REVIEWED, &idea_phase("planung", REVIEWED));
            scene.add(
                "2026-03-20",
                &[with(use_case(REVIEWED), "nichts und", "nichts, übersetzt jeden Text und")],
            );
            scene.build();
            scene
        },
        line: Some((
            Rule::ChangedSinceReview,
            "Warnung[changed-since-review]: Beschreibung des Anwendungsfalls: Der Inhalt ist neuer als seine \
             Prüfung. Zuletzt bestätigt wurde der Stand vom 2026-03-02.",
        )),
    },
    Case {
        state: State::Borrowed,
        piece: "I-02",
        what: "the talks were missing already when the project began to keep its evidence here",
        scene: || {
            let mut files = idea_phase("planung", REVIEWED);
            files.retain(|file| file.0 != BENEFITS);
            files.push(baseline(&[("I-02", "missing-evidence")]));
            Scene::of(REVIEWED, &files)
        },
        line: None,
    },
    Case {
        state: State::Exempt,
        piece: "I-02",
        what: "the talks were put off, with leave",
        scene: || {
            let mut files = idea_phase("planung", REVIEWED);
            files.retain(|file| file.0 != BENEFITS);
            files[0] = exempt(settings("planung"), "I-02", REVIEWED, "2026-06-30", "");
            Scene::of(REVIEWED, &files)
        },
        line: None,
    },
    Case {
        state: State::Referenced,
        piece: "N-05",
        what: "the council's decision stays in its own file, and the legal department vouches for it",
        scene: || {
            let reference = council_reference(REVIEWED);
            let approval =
                approval("nachweise/freigaben/N-05.recht.toml", "N-05", reference.0, REVIEWED, REVIEWED);
            Scene::of(REVIEWED, &[settings("inbetriebnahme"), reference, approval])
        },
        line: None,
    },
    Case {
        state: State::NotApplicable,
        piece: "P-10",
        what: "no personal data is processed",
        scene: || {
            Scene::of(
                REVIEWED,
                &[with(settings("planung"), "personenbezug           = true", "personenbezug = false")],
            )
        },
        line: None,
    },
    Case {
        state: State::NotApplicable,
        piece: "E-05",
        what: "nobody else processes the data, say the authors, and no answered fact says otherwise",
        scene: || {
            let register = "nachweis:\n  task: E-05\n  status: not-applicable\n  responsible: ds\n  \
                            reason: Alle Daten bleiben im eigenen Rechenzentrum.\n";
            let path = "nachweise/datenschutz/auftragsverarbeitung.yaml";
            let ledger = "nachweise/freigaben/E-05.leitung.toml";
            let approved = approval(ledger, "E-05", path, REVIEWED, REVIEWED);
            let approved = with(approved, &format!("reviewed = {REVIEWED}\n"), "");
            Scene::of(REVIEWED, &[settings("entwicklung"), (path, register.to_owned()), approved])
        },
        line: None,
    },
    Case {
        state: State::Later,
        piece: "P-10",
        what: "the idea is not decided yet",
        scene: || Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED)),
        line: None,
    },
    Case {
        state: State::Satisfied,
        piece: "I-02",
        what: "both pieces are there, whole and current",
        scene: || Scene::of(REVIEWED, &idea_phase("planung", REVIEWED)),
        line: None,
    },
];

#[test]
fn every_state_is_reached() {
    for case in CASES {
        let scene = (case.scene)();
        let report = scene.check(TODAY);
        let (address, what) = (case.piece, case.what);
        assert_eq!(state(&report, address), case.state, "{address}: {what}");
        assert_eq!(state_in_json(&report, address), case.state.id(), "{address}: {what}");
        let told = text(&report);
        match case.line {
            Some((rule, line)) => {
                let about = |judged: &&nachweis::finding::Judged| {
                    judged.finding.about.address.as_ref().is_some_and(|other| other.to_string() == address)
                };
                assert_eq!(found(&report, rule).into_iter().filter(about).count(), 1, "{address}: {what}");
                assert!(told.lines().any(|other| other == line), "{line}\n is not in\n{told}");
            }
            None => {
                let open = of_piece(&report, address);
                assert!(open.is_empty(), "{address}: {what}: {open:?}");
            }
        }
    }
}

#[test]
fn no_state_is_forgotten() {
    let reached: BTreeSet<State> = CASES.iter().map(|case| case.state).collect();
    assert_eq!(reached, BTreeSet::from(State::ALL));
    let ids: BTreeSet<&str> = State::ALL.iter().map(|state| state.id()).collect();
    assert_eq!(ids.len(), State::ALL.len());
}

#[test]
fn an_exempt_piece_is_told_of_in_the_verdict() {
    let case = CASES.iter().find(|case| case.state == State::Exempt).expect("a case");
    let report = (case.scene)().check(TODAY);
    assert!(text(&report).contains("1 Ausnahme (I-02)"), "{}", text(&report));
    let covered: Vec<_> = report.findings.iter().filter(|judged| judged.exempt.is_some()).collect();
    assert_eq!(covered.iter().map(|judged| judged.finding.rule).collect::<Vec<_>>(), [Rule::MissingEvidence]);
}

#[test]
fn a_task_is_in_the_worst_state_of_its_pieces() {
    let task = |report: &Report, id: &str| {
        report.tasks.iter().find(|task| task.id.to_string() == id).expect("the task").state
    };
    let whole = Scene::of(REVIEWED, &idea_phase("planung", REVIEWED)).check(TODAY);
    assert_eq!(task(&whole, "I-02"), State::Satisfied);
    let half = without("planung", BENEFIT_REGISTER).check(TODAY);
    assert_eq!((state(&half, "I-02"), task(&half, "I-02")), (State::Satisfied, State::Missing));
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFIT_REGISTER);
    let files: Vec<File> =
        files.into_iter().map(|file| on(BENEFITS, file, "status: final", "status: draft")).collect();
    let both = Scene::of(REVIEWED, &files).check(TODAY);
    assert_eq!((state(&both, "I-02"), task(&both, "I-02")), (State::Draft, State::Missing));
}

#[test]
fn a_piece_lists_what_its_pack_asks_of_it() {
    // In the shipped pack rows are asked for wherever columns are.
    let columns_alone = [("tasks/P-10.toml", "[evidence.rows]\nat-least = 5\n", "")];
    let scene = Scene::by_own_pack(REVIEWED, &idea_phase("planung", REVIEWED), &columns_alone);
    let report = scene.check(TODAY);
    let mut seen = BTreeSet::new();
    for task in &report.tasks {
        let file = scene.root().join(format!("regeln/haus/tasks/{}.toml", task.id));
        let table: toml::Table = fs::read_to_string(file).expect("the task").parse().expect("sound");
        for (asked, entry) in table["evidence"].as_array().expect("pieces").iter().zip(&task.evidence) {
            let has = |key: &str| asked.get(key).is_some();
            let of_pack = |kind: &Kind| match kind {
                Kind::Evidence | Kind::Metadata | Kind::Content => true,
                Kind::Rows => has("rows") || has("columns"),
                Kind::Project => false,
                Kind::Sections
                | Kind::Fields
                | Kind::Checklist
                | Kind::Review
                | Kind::Current
                | Kind::Approved
                | Kind::Decision => has(kind.id()),
            };
            let expected: Vec<Kind> = Kind::ALL.into_iter().filter(of_pack).collect();
            assert_eq!(entry.requirements, expected, "{}", entry.address);
            seen.extend(expected.iter().map(|kind| kind.id()));
            seen.extend(has("columns").then_some("columns alone").filter(|_| !has("rows")));
        }
    }
    assert_eq!(seen.len(), Kind::ALL.len(), "every kind but one, and columns without rows: {seen:?}");
}

/// The first phase complete but for one file.
fn without(phase: &str, path: &str) -> Scene {
    let files: Vec<File> = idea_phase(phase, REVIEWED).into_iter().filter(|file| file.0 != path).collect();
    Scene::of(REVIEWED, &files)
}

/// The first phase complete, each file spoiled or not.
fn spoiled(phase: &str, spoil: fn(File) -> File) -> Scene {
    let files: Vec<File> = idea_phase(phase, REVIEWED).into_iter().map(spoil).collect();
    Scene::of(REVIEWED, &files)
}

/// Exchanges a passage in the file at that path.
fn on(path: &str, file: File, old: &str, new: &str) -> File {
    if file.0 == path { with(file, old, new) } else { file }
}

/// The register of benefits with every single measurement.
fn measured(file: File) -> File {
    if file.0 == BENEFIT_REGISTER {
        (file.0, file.1 + &"# Bescheid 31 Minuten, davon 12 für das Formulieren\n".repeat(25_000))
    } else {
        file
    }
}

/// A project in planning with this evidence on data protection.
fn planning(files: &[File]) -> Scene {
    let mut scene = Scene::new();
    scene.add("2026-02-02", &[settings("planung"), purpose("2026-02-02"), model("7B")]);
    scene.add(REVIEWED, files).build();
    scene
}

fn state_in_json(report: &Report, address: &str) -> String {
    let json = json(report);
    let tasks = json["tasks"].as_array().expect("tasks");
    let pieces = tasks.iter().flat_map(|task| task["evidence"].as_array().expect("evidence"));
    let piece = pieces.into_iter().find(|piece| piece["piece"] == address).expect("the piece");
    assert_eq!(piece["path"].as_str(), Some(entry(report, address).path.to_string().as_str()));
    piece["state"].as_str().expect("a word").to_owned()
}
