//! Exemptions: which finding they cover, from when until when, and what is said of them themselves.

use nachweis::engine::Exit;
use nachweis::finding::{Judged, Severity, State};
use nachweis::name::RoleId;
use nachweis::rule::Rule;

use crate::support::evidence::*;
use crate::support::{Scene, found, of_piece, state, text};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

/// The day of the reviews.
const REVIEWED: &str = "2026-03-02";

/// A repository with a pack of its own, in which the legal department may grant exemptions as well: of what the head
/// of the authority is responsible for, nobody could in the shipped one. The exemptions of the settings are its.
fn granted_by_others(files: &[File]) -> Scene {
    let mut files = files.to_vec();
    let (head, legal) =
        ("approved-by = \"leitung@behoerde.example\"", "approved-by = \"recht@behoerde.example\"");
    files[0] = with(files[0].clone(), head, legal);
    let id = "id           = \"recht\"\n";
    let may = "id           = \"recht\"\nmay-exempt   = true\n";
    Scene::by_own_pack(REVIEWED, &files, &[("roles.toml", id, may)])
}

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
    assert!(text(&scene.check("2026-06-02")).contains("Abgelaufen seit Tagen: 4."));
    assert_eq!(Exit::of(&scene.gate("ideenbewertung", "2026-05-30")), Exit::Fail);
    let before = scene.check("2026-03-01");
    assert_eq!(state(&before, "I-02"), State::Missing, "it does not hold before it was granted");
}

#[test]
fn the_end_of_an_exemption_is_announced_six_weeks_ahead() {
    let scene = exempted("I-02", REVIEWED, "2026-05-29", "");
    let announced = |day| severities(&found(&scene.check(day), Rule::ExpiringExemption));
    assert_eq!((announced("2026-04-16"), announced("2026-04-17")), (vec![], vec![WARNING]));
    let report = scene.check("2026-04-17");
    let [announced_to] = found(&report, Rule::ExpiringExemption)[..] else { panic!("{}", text(&report)) };
    assert_eq!(announced_to.role.as_ref().map(RoleId::as_str), Some("pl"), "who answers for it");
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
    for (expires, errors, exit) in
        [("2026-08-29", vec![], Exit::Pass), ("2026-08-30", vec![ERROR], Exit::Fail)]
    {
        let report = exempted("I-02", REVIEWED, expires, "").check("2026-04-01");
        assert_eq!(severities(&found(&report, Rule::OverlongExemption)), errors, "{expires}");
        let covered = if errors.is_empty() { State::Exempt } else { State::Missing };
        assert_eq!((state(&report, "I-02"), Exit::of(&report)), (covered, exit), "{expires}");
    }
}

#[test]
fn a_decision_cannot_be_exempt() {
    let refused = |more: &str| {
        let mut files = idea_phase("planung", REVIEWED);
        files[0] = exempt(settings("planung"), "I-11", REVIEWED, "2026-05-29", more);
        files.pop();
        files.push(idea("no-go", REVIEWED));
        granted_by_others(&files).check("2026-04-01")
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
    let report = granted_by_others(&files).gate("ideenbewertung", "2026-04-01");
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
        let report = granted_by_others(&files).gate("ideenbewertung", "2026-04-01");
        assert_eq!(of_piece(&report, "I-11"), [(Rule::MissingApproval, ERROR)]);
        assert_eq!((state(&report, "I-11"), Exit::of(&report)), (State::Unapproved, Exit::Fail));
        assert_eq!(severities(&found(&report, Rule::UnusedExemption)), [WARNING]);
    }
    // That of other evidence can wait, until its gate does not let it.
    let settings = settings("ideenbewertung");
    let mut files = idea_phase("ideenbewertung", REVIEWED);
    files[0] = exempt(settings, "I-06", REVIEWED, "2026-05-29", "rule = \"missing-approval\"\n");
    files.retain(|file| file.0 != "nachweise/freigaben/I-06.leitung.toml");
    // The legal department is responsible for it, so the head of the authority grants it.
    let report = Scene::of(REVIEWED, &files).check("2026-04-01");
    assert_eq!((state(&report, "I-06"), Exit::of(&report)), (State::Exempt, Exit::Pass));
}

/// Settings in planning that lack the talks of I-02, with an exemption that is changed by exchanging a passage.
fn spoiled(old: &str, new: &str) -> Scene {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != BENEFITS);
    files[0] = with(exempt(settings("planung"), "I-02", REVIEWED, "2026-05-29", ""), old, new);
    Scene::of(REVIEWED, &files)
}

#[test]
fn only_who_may_can_grant_an_exemption() {
    let scene = spoiled("approved-by = \"leitung@", "approved-by = \"recht@");
    let check = scene.check("2026-04-01");
    assert_eq!(severities(&found(&check, Rule::UnauthorisedExemption)), [ERROR]);
    assert_eq!((state(&check, "I-02"), Exit::of(&check)), (State::Missing, Exit::Fail), "it covers nothing");
    assert!(found(&check, Rule::UnusedExemption).is_empty(), "said once");
    let gate = scene.gate("ideenbewertung", "2026-04-01");
    assert_eq!((Exit::of(&gate), gate.gates[0].exempt), (Exit::Fail, 0));
    // A role without members grants nothing either.
    let nobody = spoiled("members = [\"leitung@behoerde.example\"]", "members = []").check("2026-04-01");
    assert_eq!(severities(&found(&nobody, Rule::UnauthorisedExemption)), [ERROR]);
}

#[test]
fn nobody_grants_themselves_an_exemption() {
    // The owner is the role that grants.
    let owner = spoiled("owner       = \"pl\"", "owner       = \"leitung\"");
    // One address holds both roles.
    let both = spoiled("[evidence]\n", "[evidence]\n[roles.pl]\nmembers = [\"leitung@behoerde.example\"]\n");
    for scene in [owner, both] {
        let check = scene.check("2026-04-01");
        assert_eq!(severities(&found(&check, Rule::SelfGrantedExemption)), [ERROR], "{}", text(&check));
        assert_eq!((state(&check, "I-02"), Exit::of(&check)), (State::Missing, Exit::Fail));
        assert_eq!(Exit::of(&scene.gate("ideenbewertung", "2026-04-01")), Exit::Fail);
    }
    // Whoever is responsible for the task, whatever role the entry names.
    let responsible = exempted("N-05", REVIEWED, "2026-05-29", "").check("2026-04-01");
    assert_eq!(severities(&found(&responsible, Rule::SelfGrantedExemption)), [ERROR]);
}

#[test]
fn of_two_exemptions_for_the_same_the_first_counts() {
    let two = |task: &str, created: &str, expires: &str, more: &str| {
        let mut files = idea_phase("planung", REVIEWED);
        files.retain(|file| file.0 != BENEFITS);
        let first =
            exempt(settings("planung"), "I-02", REVIEWED, "2026-04-10", "rule = \"missing-evidence\"\n");
        files[0] = exempt(first, task, created, expires, more);
        Scene::of(REVIEWED, &files)
    };
    for (task, more) in [("I-02", ""), ("I-02", "rule = \"missing-evidence\"\n")] {
        let scene = two(task, "2026-04-10", "2026-08-29", more);
        let check = scene.check("2026-04-10");
        let twins = found(&check, Rule::DuplicateExemption);
        assert_eq!(severities(&twins), [ERROR], "{more}");
        assert_eq!(twins[0].finding.more[0].0, "first", "the other one is shown too");
        assert_eq!(state(&check, "I-02"), State::Exempt, "the first counts");
        // A chain of exemptions does not become longer than one may be: the second covers nothing.
        assert_eq!(state(&scene.check("2026-04-11"), "I-02"), State::Missing);
    }
    for (task, created, more) in [
        ("I-02", "2026-04-11", ""),
        ("I-02", "2026-04-01", "rule = \"draft-evidence\"\n"),
        ("I-02/mehrwerte", "2026-04-11", ""),
        ("I-06", "2026-04-01", ""),
    ] {
        let check = two(task, created, "2026-05-29", more).check("2026-04-10");
        assert!(found(&check, Rule::DuplicateExemption).is_empty(), "{task} {created} {more}");
    }
}

#[test]
fn a_pattern_is_no_task_and_no_rule() {
    for (task, more) in [("*", ""), ("P-*", ""), ("I-02/*", ""), ("I-02", "rule = \"missing-*\"\n")] {
        let report = exempted(task, REVIEWED, "2026-05-29", more).check("2026-04-01");
        assert_eq!(Exit::of(&report), Exit::Yardstick, "{task} {more}");
        let [wrong] = found(&report, Rule::WrongValue)[..] else { panic!("{}", text(&report)) };
        let words = wrong.finding.place.source.words(&wrong.finding.place.span);
        assert_eq!((wrong.finding.variant, words.contains('*')), (Some("wildcard"), true), "{words}");
        assert!(text(&report).contains("Muster mit * gibt es hier nicht."), "{}", text(&report));
    }
}

fn severities(findings: &[&Judged]) -> Vec<Severity> {
    findings.iter().map(|judged| judged.severity).collect()
}
