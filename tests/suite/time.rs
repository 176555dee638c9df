//! Time: due dates, review points, what outdates what, and the days for which a gate can be asked.

use std::fs;
use std::path::Path;

use nachweis::engine::{Ask, Exit, report};
use nachweis::finding::{AsOf, AsOfSource, LastChange, Severity, State};
use nachweis::rule::Rule;

use crate::support::evidence::*;
use crate::support::{
    Scene, ask, commit_all, date, entry, found, git, json, last_commit, of_piece, rewrite, state, text,
};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

/// The day of the reviews.
const REVIEWED: &str = "2026-03-02";

#[test]
fn on_the_due_day_it_passes_the_day_after_not() {
    let scene = Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED));
    let last = scene.check("2027-03-02");
    assert_eq!(state(&last, "I-02"), State::Satisfied);
    assert_eq!(of_piece(&last, "I-02"), [(Rule::ReviewDueSoon, WARNING)]);
    assert_eq!(entry(&last, "I-02").review_due, Some(date("2027-03-02")));
    assert_eq!(Exit::of(&scene.gate("ideenbewertung", "2027-03-02")), Exit::Pass);

    let late = scene.check("2027-03-03");
    assert_eq!(state(&late, "I-02"), State::Overdue);
    assert_eq!(of_piece(&late, "I-02"), [(Rule::OverdueReview, WARNING)]);
    assert_eq!(Exit::of(&scene.gate("ideenbewertung", "2027-03-03")), Exit::Fail);
}

#[test]
fn a_review_of_29_february_is_due_on_the_28th() {
    let files = [settings("planung"), benefits("2028-02-29"), dpia("2028-02-29"), model("7B")];
    let mut scene = Scene::new();
    scene.add("2028-02-29", &files).build();
    let overdue = |piece, day| of_piece(&scene.check(day), piece).contains(&(Rule::OverdueReview, WARNING));
    assert_eq!(["2029-02-28", "2029-03-01"].map(|day| overdue("I-02", day)), [false, true], "12 months");
    assert_eq!(["2030-02-28", "2030-03-01"].map(|day| overdue("P-10", day)), [false, true], "24 months");
}

#[test]
fn a_year_later_check_warns_and_gate_blocks() {
    let scene = Scene::of(REVIEWED, &idea_phase("planung", REVIEWED));
    assert_eq!(Exit::of(&scene.gate("ideenbewertung", "2026-03-03")), Exit::Pass);
    let (check, gate) = (scene.check("2027-03-10"), scene.gate("ideenbewertung", "2027-03-10"));
    let pieces = ["I-01", "I-01/zweck", "I-02", "I-02/mehrwerte", "I-06"];
    for piece in pieces {
        assert_eq!(of_piece(&check, piece), [(Rule::OverdueReview, WARNING)], "{piece}");
        assert_eq!(of_piece(&gate, piece), [(Rule::OverdueReview, ERROR)], "{piece}");
    }
    assert_eq!((Exit::of(&check), Exit::of(&gate)), (Exit::Pass, Exit::Fail));
    assert_eq!(found(&gate, Rule::OverdueReview).len(), pieces.len());
    let line = "Fehler[overdue-review]: Bewertung der Mehrwerte: Die Prüfung war am 2027-03-02 fällig.";
    assert!(text(&gate).lines().any(|other| other == line), "{}", text(&gate));
}

/// The scene with its file changed and committed, and where the file then lies.
type Change = (&'static str, fn(&Path), &'static str);

#[test]
fn what_changes_no_content_does_not_move_the_review_point() {
    const MOVED: &str = "nachweise/nutzen/mehrwerte.md";
    let changes: [Change; 4] = [
        (
            "chmod",
            |root| {
                git(root, &["config", "core.fileMode", "false"]);
                git(root, &["update-index", "--chmod=+x", BENEFITS]);
            },
            BENEFITS,
        ),
        (
            "reflow",
            |root| rewrite(root, BENEFITS, "Prüfzeit eingerechnet", "Prüfzeit\r\n  eingerechnet"),
            BENEFITS,
        ),
        (
            "rename",
            |root| {
                fs::create_dir(root.join("nachweise/nutzen")).expect("the folder is made");
                git(root, &["mv", BENEFITS, MOVED]);
            },
            MOVED,
        ),
        (
            "taken back",
            |root| {
                rewrite(root, BENEFITS, "Acht Gespräche", "Zwei Gespräche");
                commit_all(root, "2026-03-20");
                rewrite(root, BENEFITS, "Zwei Gespräche", "Acht Gespräche");
            },
            BENEFITS,
        ),
    ];
    for (what, change, path) in changes {
        let scene = Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED));
        let reviewed_at = git(&scene.root(), &["rev-parse", "HEAD"]);
        change(&scene.root());
        commit_all(&scene.root(), "2026-03-25");
        for report in [scene.check("2026-04-01"), scene.gate("ideenbewertung", "2026-04-01")] {
            let entry = entry(&report, "I-02");
            assert_eq!((entry.path.as_str(), entry.state), (path, State::Satisfied), "{what}");
            let point = |point: &Option<LastChange>| {
                point.as_ref().and_then(|point| point.commit.as_ref()).map(ToString::to_string)
            };
            assert_eq!(point(&entry.review_point), Some(reviewed_at.clone()), "{what}");
            assert_eq!(point(&entry.last_change), Some(last_commit(&scene.root(), path)), "{what}");
        }
    }
}

#[test]
fn a_change_of_content_is_seen_also_behind_a_new_name() {
    let scene = Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED));
    rewrite(&scene.root(), BENEFITS, "Acht Gespräche", "Zwei Gespräche");
    commit_all(&scene.root(), "2026-03-20");
    assert_eq!(of_piece(&scene.check("2026-04-01"), "I-02"), [(Rule::ChangedSinceReview, WARNING)]);
    git(&scene.root(), &["mv", BENEFITS, "nachweise/nutzen.md"]);
    commit_all(&scene.root(), "2026-03-25");
    assert_eq!(of_piece(&scene.check("2026-04-01"), "I-02"), [(Rule::ChangedSinceReview, WARNING)]);
}

#[test]
fn a_new_review_date_heals() {
    let mut scene = Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED));
    let wider = with(purpose(REVIEWED), "Begründung eines Bescheids", "Begründung und Anhörung");
    scene.add("2026-03-20", &[wider]).build();
    let outdated = scene.check("2026-04-01");
    assert_eq!(of_piece(&outdated, "I-02"), [(Rule::OutdatedBySubject, WARNING)]);
    assert_eq!(of_piece(&outdated, "I-01/zweck"), [(Rule::ChangedSinceReview, WARNING)]);
    assert_eq!(state(&outdated, "I-02/mehrwerte"), State::Satisfied, "it is about nothing");

    let wider = with(purpose("2026-03-25"), "Begründung eines Bescheids", "Begründung und Anhörung");
    scene.add("2026-03-25", &[with(wider, "stand: 2026-03-25", "stand: 2026-03-02")]);
    scene.add("2026-03-25", &[benefits("2026-03-25")]).build();
    let healed = scene.check("2026-04-01");
    assert_eq!(["I-02", "I-01/zweck"].map(|piece| state(&healed, piece)), [State::Satisfied; 2]);
    assert_eq!(state(&healed, "I-06"), State::Outdated, "nobody has looked at that one again");
}

#[test]
fn what_outdates_is_named_with_its_newest_commit() {
    const TOKENS: &str = "modell/tokenizer.json";
    const LICENCE: &str = "modell/LIZENZ";
    let file = |path: &'static str, text: &str| (path, format!("{text}\n"));
    let mut scene = Scene::new();
    scene.add("2026-02-02", &[settings("planung"), model("7B"), file(LICENCE, "EUPL")]);
    scene.add(REVIEWED, &[dpia(REVIEWED), dpia_approval(REVIEWED, REVIEWED)]);
    scene.add("2026-03-10", &[model("12B"), file(LICENCE, "unklar")]);
    scene.add("2026-03-12", &[model("12B-8bit")]);
    scene.add("2026-03-20", &[file(TOKENS, "{}"), file(LICENCE, "EUPL")]);
    scene.build();
    for report in [scene.check("2026-04-01"), scene.gate("planung", "2026-04-01")] {
        let [judged] = found(&report, Rule::OutdatedBySubject)[..] else { panic!("{}", text(&report)) };
        let changes: Vec<(&str, String, String)> = judged
            .finding
            .changes
            .iter()
            .map(|change| {
                let commit = change.commit.as_ref().expect("a commit").to_string();
                (change.path.as_str(), commit, change.date.expect("its date").to_string())
            })
            .collect();
        let by_git = |path: &'static str, day: &str| (path, last_commit(&scene.root(), path), day.to_owned());
        let expected = [by_git(TOKENS, "2026-03-20"), by_git(MODEL, "2026-03-12")];
        assert_eq!(changes, expected, "newest first, and not what was taken back");
        for (path, commit, day) in &expected {
            let told = text(&report);
            let line = told.lines().find(|line| line.trim_start().starts_with(path)).expect("a line");
            assert!(line.contains(&commit[..7]) && line.ends_with(day), "{line}");
        }
    }
}

#[test]
fn a_file_that_is_gone_is_named_with_the_commit_that_deleted_it() {
    const CARD: &str = "modell/karte.md";
    let mut scene = Scene::new();
    scene.add("2026-02-02", &[settings("planung"), model("7B"), (CARD, "Karte\n".to_owned())]);
    scene.add(REVIEWED, &[dpia(REVIEWED), dpia_approval(REVIEWED, REVIEWED)]);
    scene.commit("2026-03-18", &[], &[CARD]).build();
    let report = scene.check("2026-04-01");
    let [judged] = found(&report, Rule::OutdatedBySubject)[..] else { panic!("{}", text(&report)) };
    let changes = &judged.finding.changes;
    assert_eq!(changes.iter().map(|change| change.path.as_str()).collect::<Vec<_>>(), [CARD]);
    assert!(!text(&report).contains("nicht eingecheckt"), "{}", text(&report));
    let commit = changes[0].commit.as_ref().map(ToString::to_string);
    assert_eq!(commit, Some(last_commit(&scene.root(), CARD)));
}

#[test]
fn a_subject_that_is_not_here_outdates_nothing_and_every_report_says_so() {
    let absent = with(settings("planung"), "[\"modell/**\"]", "[]");
    let mut scene = Scene::new();
    scene.add(REVIEWED, &[absent, purpose(REVIEWED), model("7B"), dpia(REVIEWED)]);
    scene.add("2026-03-20", &[model("12B")]).build();
    let report = scene.check("2026-04-01");
    assert!(
        found(&report, Rule::OutdatedBySubject).is_empty()
            && found(&report, Rule::UnmappedSubject).is_empty()
    );
    let line = "Nicht in diesem Repository: daten, infrastruktur, konfiguration, modell, oberflaeche, prompts, \
                protokollierung, schnittstellen, wissensbasis.";
    assert!(text(&report).lines().any(|other| other == line), "{}", text(&report));
    assert!(json(&report)["projects"][0]["absent_subjects"].to_string().contains("\"modell\""));
}

#[test]
fn what_is_watched_until_a_gate_is_judged_no_more_once_that_gate_is_passed() {
    let wider = with(purpose(REVIEWED), "Begründung eines Bescheids", "Begründung und Anhörung");
    // A later phase in the settings is a word; the decision of the gate is a record. Only both end the watch.
    let decisions = [None, Some("draft"), Some("final")];
    for (phase, decided, watched) in [
        ("planung", decisions[0], true),
        ("planung", decisions[2], true),
        ("entwicklung", decisions[0], true),
        ("entwicklung", decisions[1], true),
        ("entwicklung", decisions[2], false),
    ] {
        let mut files = idea_phase(phase, REVIEWED);
        files.extend(
            decided.map(|status| with(planning(REVIEWED), "status: final", &format!("status: {status}"))),
        );
        let mut scene = Scene::of(REVIEWED, &files);
        scene.add("2026-03-20", std::slice::from_ref(&wider)).build();
        let report = scene.check("2026-04-01");
        let outdated = |piece| of_piece(&report, piece).contains(&(Rule::OutdatedBySubject, WARNING));
        assert_eq!((outdated("I-11"), outdated("I-02")), (watched, true), "{phase} {decided:?}");
    }
}

#[test]
fn a_date_behind_its_commit_by_more_than_a_day_is_refused() {
    for (day, found) in [("2026-03-03", false), ("2026-03-04", true)] {
        let scene =
            Scene::of(REVIEWED, &[settings("planung"), purpose(REVIEWED), benefits(day), idea("go", day)]);
        let report = scene.check("2026-04-01");
        for piece in ["I-02", "I-11"] {
            assert_eq!(
                of_piece(&report, piece).contains(&(Rule::FutureDate, WARNING)),
                found,
                "{piece} {day}"
            );
        }
        assert_eq!(state(&report, "I-02") == State::Changed, found);
    }
}

#[test]
fn a_date_more_than_thirty_days_before_its_commit_is_not_backed() {
    for (day, found) in [("2026-01-31", vec![]), ("2026-01-30", vec![(Rule::UnbackedDate, WARNING)])] {
        let scene = Scene::of(REVIEWED, &[settings("planung"), purpose(REVIEWED), benefits(day)]);
        assert_eq!(of_piece(&scene.check("2026-04-01"), "I-02"), found, "{day}");
    }
}

#[test]
fn a_review_date_in_the_work_tree_heals_there_and_nowhere_else() {
    let mut scene = Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED));
    scene.add("2026-03-20", &[with(benefits(REVIEWED), "Acht Gespräche", "Neun Gespräche")]).build();
    let root = scene.root();
    assert_eq!(state(&scene.check("2026-04-01"), "I-02"), State::Changed);
    rewrite(&root, BENEFITS, "reviewed: 2026-03-02", "reviewed: 2026-04-01");
    let here = scene.check("2026-04-01");
    assert_eq!(state(&here, "I-02"), State::Satisfied);
    let point = entry(&here, "I-02").review_point.as_ref().expect("a review point");
    assert_eq!((&point.commit, point.date, point.bounded), (&None, None, false));
    let gate = scene.gate("ideenbewertung", "2026-04-01");
    assert_eq!(state(&gate, "I-02"), State::Changed);
    assert_eq!(gate.source.unseen, 1);

    rewrite(&root, BENEFITS, "Neun Gespräche", "Zehn Gespräche");
    assert_eq!(state(&scene.check("2026-04-01"), "I-02"), State::Satisfied, "reviewed as it stands");
    rewrite(&root, BENEFITS, "reviewed: 2026-04-01", "reviewed: 2026-03-02");
    assert_eq!(state(&scene.check("2026-04-01"), "I-02"), State::Changed, "not reviewed as it stands");
    rewrite(&root, BENEFITS, "reviewed: 2026-03-02", "reviewed: 2026-04-03");
    assert!(of_piece(&scene.check("2026-04-01"), "I-02").contains(&(Rule::FutureDate, WARNING)));
}

#[test]
fn a_gate_is_not_asked_for_a_day_before_its_commit_or_after_the_clock() {
    let scene = Scene::of(REVIEWED, &idea_phase("ideenbewertung", REVIEWED));
    let exit = |as_of: &str, today: &str, source: AsOfSource| {
        let as_of = AsOf { date: date(as_of), source };
        let asked = ask(&scene.root(), "2026-03-02", Some("ideenbewertung"));
        let report = report(&Ask { as_of, today: date(today), ..asked });
        assert_eq!(Exit::of(&report) == Exit::Yardstick, !found(&report, Rule::WrongValue).is_empty());
        Exit::of(&report)
    };
    let argument = AsOfSource::Argument;
    assert_eq!(exit("2026-02-28", "2026-04-01", argument), Exit::Yardstick);
    assert_eq!(exit("2026-03-01", "2026-04-01", argument), Exit::Pass);
    assert_eq!(exit("2026-04-02", "2026-04-01", argument), Exit::Pass);
    assert_eq!(exit("2026-04-03", "2026-04-01", argument), Exit::Yardstick);
    assert_eq!(exit("2026-04-01", "2026-04-01", AsOfSource::Clock), Exit::Pass);
    assert_eq!(exit("2026-02-01", "2026-02-01", AsOfSource::Clock), Exit::Yardstick, "a clock that is wrong");
    let early = scene.gate("ideenbewertung", "2026-02-28");
    assert!(
        text(&early).contains("Erwartet wird: ein Tag vom 2026-03-01 bis zum 2026-03-01."),
        "{}",
        text(&early)
    );
    let forecast = scene.check("2027-12-31");
    assert_eq!(Exit::of(&forecast), Exit::Pass, "check may look ahead");
}

#[test]
fn what_returns_in_operation_is_due_one_interval_after_the_go_decision() {
    let scene = |phase| {
        let mut scene = Scene::new();
        scene.add("2026-06-01", &[settings(phase), operation("2026-06-01")]).build();
        scene
    };
    let operating = scene("betrieb");
    let of = |scene: &Scene, piece, day| of_piece(&scene.gate("inbetriebnahme", day), piece);
    let missing = [(Rule::MissingEvidence, ERROR)];
    assert_eq!(of(&operating, "B-01", "2026-09-01"), [], "three months");
    assert_eq!(of(&operating, "B-01", "2026-09-02"), missing);
    assert_eq!(of(&operating, "B-11", "2027-06-01"), [], "twelve months");
    assert_eq!(of(&operating, "B-11", "2027-06-02"), missing);
    assert_eq!(of(&operating, "D-04", "2027-06-02"), [], "of no concern to operation");
    // A project whose phase nobody ever moves is in operation all the same: the decision says so.
    let unmoved = scene("inbetriebnahme");
    assert_eq!(of(&unmoved, "B-01", "2026-09-01"), []);
    assert_eq!(of(&unmoved, "B-01", "2026-09-02"), missing);
    assert_eq!(of_piece(&unmoved.check("2026-09-01"), "B-01"), []);
    assert_eq!(of_piece(&unmoved.check("2026-09-02"), "B-01"), [(Rule::MissingEvidence, WARNING)]);
    let mut undecided = Scene::new();
    undecided.add("2026-06-01", &[settings("inbetriebnahme")]).build();
    assert_eq!(of(&undecided, "B-01", "2027-09-02"), [], "operation has not begun");

    let early = operating.check("2026-09-01");
    assert_eq!(state(&early, "B-01"), State::Later);
    let late = operating.check("2026-09-02");
    assert_eq!(of_piece(&late, "B-01"), [(Rule::MissingEvidence, WARNING)]);
    let blocking = |day| {
        let report = operating.gate("inbetriebnahme", day);
        let gate = report.gates.iter().find(|gate| gate.id.as_str() == "inbetriebnahme").expect("the gate");
        (gate.blocking, report.findings.iter().filter(|judged| judged.blocking).count())
    };
    let ((before, all_before), (after, all_after)) = (blocking("2026-09-01"), blocking("2026-09-02"));
    // The report and the register of the task: the register has no interval of its own and returns with it.
    assert_eq!((all_after - all_before, after - before), (2, 2), "the gate counts it as well");
    let itself = operating.gate("betrieb", "2026-06-02");
    assert_eq!(of_piece(&itself, "B-01"), missing, "the repeating gate wants all of it, however early");
}
