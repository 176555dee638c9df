//! Ways round a gate that somebody with the right to commit would try who has not done the work. None leads anywhere.
//! That of a baseline over an empty folder stands with the baseline, that of operation which never begins with time.

use nachweis::engine::Exit;
use nachweis::finding::{Severity, State};
use nachweis::rule::Rule;

use crate::base_bar::project;
use crate::support::evidence::*;
use crate::support::{Scene, found, of_piece, state, text};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";

const DPIA_LEDGER: &str = "nachweise/freigaben/P-10.leitung.toml";

/// A project whose settings say that it still has an idea, though everything of that phase is there.
fn unmoved(files: &[File]) -> Scene {
    let mut all = idea_phase("ideenbewertung", REVIEWED);
    all.extend(files.iter().cloned());
    Scene::of(REVIEWED, &all)
}

#[test]
fn a_release_is_stopped_by_its_gate_whatever_phase_the_settings_name() {
    let scene = unmoved(&[model("7B")]);
    assert_eq!(Exit::of(&scene.check(TODAY)), Exit::Pass, "nothing is late in the phase of the settings");
    let gate = scene.gate("inbetriebnahme", TODAY);
    assert_eq!(Exit::of(&gate), Exit::Fail);
    for piece in ["P-10", "P-20", "N-12"] {
        assert_eq!(of_piece(&gate, piece), [(Rule::MissingEvidence, ERROR)], "{piece}");
    }
    // The same project, its phase moved: the gate says the same, word for word.
    let moved = |phase| {
        let mut files = idea_phase(phase, REVIEWED);
        files.push(model("7B"));
        let report = Scene::of(REVIEWED, &files).gate("inbetriebnahme", TODAY);
        report.findings.iter().map(|judged| judged.fingerprint.clone()).collect::<Vec<_>>()
    };
    assert_eq!(moved("ideenbewertung"), moved("inbetriebnahme"));
}

#[test]
fn a_subject_left_out_of_the_settings_is_missed_at_the_gate() {
    let line = "modell          = [\"modell/**\"]\n";
    let without = with(settings("inbetriebnahme"), line, "");
    let nothing = with(settings("inbetriebnahme"), "modell/**", "gibt-es-nicht/**");
    for settings in [without, nothing] {
        let mut files = vec![settings, purpose(REVIEWED), dpia(REVIEWED), dpia_risks(), model("7B")];
        files.push(dpia_approval(REVIEWED, REVIEWED));
        let mut scene = Scene::of(REVIEWED, &files);
        scene.add(LATER, &[model("70B")]).build();
        for report in [scene.check(TODAY), scene.gate("inbetriebnahme", TODAY)] {
            assert_eq!(of_piece(&report, "P-10"), [], "nothing outdates what has no subject");
            let unmapped = found(&report, Rule::UnmappedSubject);
            let [unmapped] = unmapped[..] else { panic!("{}", text(&report)) };
            assert!(unmapped.blocking && unmapped.severity == ERROR, "{}", text(&report));
        }
    }
    // Said not to be there, it is named in every report instead.
    let absent = with(settings("inbetriebnahme"), line, "modell          = []\n");
    let report = Scene::of(REVIEWED, &[absent]).gate("inbetriebnahme", TODAY);
    assert!(report.projects[0].absent_subjects.contains(&"modell".to_owned()));
}

/// An impact assessment that was approved once, and whose `reviewed` was set anew in each of these years since.
fn bumped(ledger: &dyn Fn(File) -> File, years: &[&str]) -> Scene {
    let mut scene = Scene::new();
    let mut files = idea_phase("entwicklung", "2024-03-02");
    files.extend([model("7B"), dpia("2024-03-02"), dpia_risks()]);
    files.push(ledger(dpia_approval("2024-03-02", "2024-03-02")));
    scene.add("2024-03-02", &files);
    for day in years {
        scene.add(day, &[dpia(day)]);
    }
    scene.build();
    scene
}

#[test]
fn an_approval_does_not_last_because_somebody_sets_the_review_date_every_year() {
    let years = ["2025-03-02", "2026-03-02"];
    let scene = bumped(&|file| file, &years);
    for report in [scene.check(TODAY), scene.gate("planung", TODAY)] {
        assert_eq!(state(&report, "P-10"), State::Unapproved, "{}", text(&report));
        assert_eq!(of_piece(&report, "P-10"), [(Rule::VoidedApproval, ERROR)]);
    }
    // Without the date it is approved, and overdue.
    let left = bumped(&|file| file, &[]).gate("planung", TODAY);
    assert_eq!(of_piece(&left, "P-10"), [(Rule::OverdueReview, ERROR)], "{}", text(&left));
}

#[test]
fn an_approval_covers_no_review_that_was_still_to_come() {
    // Whoever writes the ledger by hand may write any day into it.
    let ahead = |file: File| with(file, "reviewed = 2024-03-02", "reviewed = 2034-03-02");
    let dated_ahead = |file: File| with(ahead(file), "date = 2024-03-02", "date = 2034-03-02");
    let years = ["2025-03-02", "2026-03-02"];
    for ledger in [&ahead as &dyn Fn(File) -> File, &dated_ahead] {
        let report = bumped(ledger, &years).gate("planung", TODAY);
        assert_eq!(of_piece(&report, "P-10"), [(Rule::VoidedApproval, ERROR)], "{}", text(&report));
        // Of the content that was approved on that day it is one.
        let then = bumped(ledger, &[]).gate("planung", "2024-04-01");
        assert_eq!(of_piece(&then, "P-10"), [], "{}", text(&then));
    }
    // What is not committed yet is of today at the latest.
    let mut files = project(settings("planung"));
    files.retain(|file| file.0 != DPIA_LEDGER && file.0 != DPIA);
    files.extend([dpia("2026-04-20"), ahead(dpia_approval("2024-03-02", "2024-03-02"))]);
    let scene = Scene::of("2026-04-20", &files);
    assert_eq!(of_piece(&scene.check("2026-04-20"), "P-10"), [(Rule::VoidedApproval, WARNING)]);
}
