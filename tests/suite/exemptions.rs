//! Exemptions: which finding they cover, from when until when, and what is said of them themselves.

use nachweis::engine::Exit;
use nachweis::finding::{Judged, Severity, State};
use nachweis::rule::Rule;

use crate::support::evidence::*;
use crate::support::{Scene, found, of_piece, state, text};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

/// The day of the reviews.
const REVIEWED: &str = "2026-03-02";

/// Settings in planning that lack the talks of I-02, with an exemption for them.
fn exempted(task: &str, created: &str, expires: &str, more: &str) -> Scene {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    files[0] = exempt(settings("planung"), task, created, expires, more);
    Scene::of(REVIEWED, &files)
}

#[test]
fn an_exemption_holds_on_its_last_day_and_not_the_day_after() {
    let scene = exempted("I-02", REVIEWED, "2026-05-29", "rule = \"missing-evidence\"\n");
    let last = scene.check("2026-05-29");
    assert_eq!((state(&last, "I-02"), Exit::of(&last)), (State::Exempt, Exit::Pass));
    assert!(found(&last, Rule::MissingEvidence).iter().all(|judged| judged.severity == WARNING));
    let gate_last = scene.gate("ideenbewertung", "2026-05-29");
    assert_eq!(Exit::of(&gate_last), Exit::Pass);
    assert!(
        text(&gate_last).contains("Tor Ideenentscheidung: bestanden mit 1 Ausnahme (I-02)."),
        "{}",
        text(&gate_last)
    );

    let after = scene.check("2026-05-30");
    assert_eq!((state(&after, "I-02"), Exit::of(&after)), (State::Missing, Exit::Fail));
    assert_eq!(of_piece(&after, "I-02"), [(Rule::MissingEvidence, ERROR)], "the finding is back");
    assert_eq!(severities(&found(&after, Rule::ExpiredExemption)), [ERROR]);
    assert_eq!(Exit::of(&scene.gate("ideenbewertung", "2026-05-30")), Exit::Fail);
    let before = scene.check("2026-03-01");
    assert_eq!(state(&before, "I-02"), State::Missing, "it does not hold before it was granted");
}

#[test]
fn the_end_of_an_exemption_is_announced_six_weeks_ahead() {
    let scene = exempted("I-02", REVIEWED, "2026-05-29", "");
    let announced = |day| severities(&found(&scene.check(day), Rule::ExpiringExemption));
    assert_eq!((announced("2026-04-16"), announced("2026-04-17")), (vec![], vec![WARNING]));
    assert_eq!(announced("2026-05-30"), [], "then it has expired");
}

#[test]
fn an_exemption_covers_what_it_names_and_nothing_else() {
    let other_rule = exempted("I-02", REVIEWED, "2026-05-29", "rule = \"overdue-review\"\n");
    let other_task = exempted("I-06", REVIEWED, "2026-05-29", "");
    let other_piece = exempted("I-02/mehrwerte", REVIEWED, "2026-05-29", "");
    for scene in [other_rule, other_task, other_piece] {
        let report = scene.check("2026-04-01");
        assert_eq!((state(&report, "I-02"), Exit::of(&report)), (State::Missing, Exit::Fail));
        assert_eq!(severities(&found(&report, Rule::UnusedExemption)), [WARNING]);
    }
    let early = exempted("D-04", REVIEWED, "2026-05-29", "");
    assert!(found(&early.check("2026-04-01"), Rule::UnusedExemption).is_empty(), "not due yet");
}

#[test]
fn an_exemption_is_not_longer_than_the_pack_allows() {
    for (expires, errors) in [("2026-08-29", vec![]), ("2026-08-30", vec![ERROR])] {
        let report = exempted("I-02", REVIEWED, expires, "").check("2026-04-01");
        assert_eq!(severities(&found(&report, Rule::OverlongExemption)), errors, "{expires}");
        assert_eq!(state(&report, "I-02"), State::Exempt, "{expires}");
    }
}

#[test]
fn a_decision_cannot_be_exempt() {
    let refused = |more: &str| {
        let mut files = idea_phase("planung", REVIEWED);
        files[0] = exempt(settings("planung"), "I-11", REVIEWED, "2026-05-29", more);
        files.pop();
        files.push(idea("no-go", REVIEWED));
        Scene::of(REVIEWED, &files).check("2026-04-01")
    };
    let whole = refused("");
    // The approval was of the go.
    assert_eq!(of_piece(&whole, "I-11"), [(Rule::NoGoDecision, ERROR), (Rule::VoidedApproval, ERROR)]);
    assert_eq!(severities(&found(&whole, Rule::UnusedExemption)), [WARNING]);
    let named = refused("rule = \"no-go-decision\"\n");
    assert_eq!(Exit::of(&named), Exit::Yardstick);
    assert_eq!(found(&named, Rule::WrongValue).len(), 1);
}

#[test]
fn a_gate_without_its_decision_is_not_passed_by_an_exemption() {
    let mut files = idea_phase("planung", REVIEWED);
    files[0] = exempt(settings("planung"), "I-11", REVIEWED, "2026-05-29", "rule = \"missing-evidence\"\n");
    files.pop();
    let report = Scene::of(REVIEWED, &files).gate("ideenbewertung", "2026-04-01");
    assert_eq!(of_piece(&report, "I-11"), [(Rule::MissingEvidence, ERROR)]);
    assert_eq!((state(&report, "I-11"), Exit::of(&report)), (State::Missing, Exit::Fail));
    assert_eq!(severities(&found(&report, Rule::UnusedExemption)), [WARNING]);
}

#[test]
fn the_approval_of_a_decision_cannot_be_exempt() {
    for more in ["", "rule = \"missing-approval\"\n"] {
        let mut files = idea_phase("planung", REVIEWED);
        files[0] = exempt(settings("planung"), "I-11", REVIEWED, "2026-05-29", more);
        files.retain(|file| file.0 != "nachweise/freigaben/I-11.leitung.toml");
        let report = Scene::of(REVIEWED, &files).gate("ideenbewertung", "2026-04-01");
        assert_eq!(of_piece(&report, "I-11"), [(Rule::MissingApproval, ERROR)]);
        assert_eq!((state(&report, "I-11"), Exit::of(&report)), (State::Unapproved, Exit::Fail));
        assert_eq!(severities(&found(&report, Rule::UnusedExemption)), [WARNING]);
    }
    // That of any other evidence can wait.
    let mut files = idea_phase("planung", REVIEWED);
    files[0] = exempt(settings("planung"), "I-06", REVIEWED, "2026-05-29", "rule = \"missing-approval\"\n");
    files.retain(|file| file.0 != "nachweise/freigaben/I-06.leitung.toml");
    let report = Scene::of(REVIEWED, &files).gate("ideenbewertung", "2026-04-01");
    assert_eq!((state(&report, "I-06"), Exit::of(&report)), (State::Exempt, Exit::Pass));
}

fn severities(findings: &[&Judged]) -> Vec<Severity> {
    findings.iter().map(|judged| judged.severity).collect()
}
