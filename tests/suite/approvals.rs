//! Approvals: by each role that the pack names, of exactly this content, and of a series the newest file alone.

use std::collections::BTreeSet;
use std::fs;

use nachweis::engine::Exit;
use nachweis::finding::{Judged, Report, Severity, State};
use nachweis::load::builtin;
use nachweis::model::{Kind, Pack, Piece, Task};
use nachweis::name::Address;
use nachweis::rule::{Lang, Rule};

use crate::support::desk::Desk;
use crate::support::evidence::*;
use crate::support::fill::{DAY, filled, place};
use crate::support::program::expect;
use crate::support::{Scene, entries, found, of_piece, state};

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

const TODAY: &str = "2026-04-01";

fn pack() -> &'static Pack {
    builtin("arbeitshilfe").expect("the pack is built in")
}

fn piece(address: &str) -> (&'static Task, &'static Piece) {
    pack().piece(&Address::new(address).expect("an address")).expect("a piece")
}

/// Settings in a phase, with everything in the profile and somebody in every role.
fn everybody(phase: &str) -> File {
    let (path, mut text) = with(settings(phase), "profile = \"kern\"", "profile = \"voll\"");
    for role in &pack().roles {
        let table = format!("[roles.{}]\n", role.id);
        if !text.contains(&table) {
            text.push_str(&format!("\n{table}members = [\"{}@behoerde.example\"]\n", role.id));
        }
    }
    (path, text)
}

/// The roles whose approval is missing, sorted.
fn awaited(report: &Report, address: &str) -> Vec<String> {
    let missing = found(report, Rule::MissingApproval).into_iter().filter(|judged| {
        judged.finding.about.address.as_ref().is_some_and(|other| other.to_string() == address)
    });
    let role = |judged: &Judged| judged.finding.args.get("role").expect("a role").get(Lang::De).to_owned();
    missing.map(role).collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn where_two_roles_approve_both_are_needed() {
    const PATH: &str = "nachweise/sicherheit/freigabe.md";
    let (task, release) = piece("N-10");
    assert_eq!(place(release).as_str(), PATH);
    let by_isb = approval("nachweise/freigaben/N-10.isb.toml", "N-10", PATH, DAY, DAY);
    let by_head = approval("nachweise/freigaben/N-10.leitung.toml", "N-10", PATH, DAY, DAY);
    let of = |approvals: &[&File]| {
        let mut files = vec![everybody("inbetriebnahme"), model("7B"), (PATH, filled(pack(), task, release))];
        files.extend(approvals.iter().map(|file| (*file).clone()));
        let report = Scene::of(DAY, &files).check(TODAY);
        (state(&report, "N-10"), awaited(&report, "N-10"))
    };
    assert_eq!(of(&[]), (State::Unapproved, vec!["isb".to_owned(), "leitung".to_owned()]));
    assert_eq!(of(&[&by_isb]), (State::Unapproved, vec!["leitung".to_owned()]));
    assert_eq!(of(&[&by_head]), (State::Unapproved, vec!["isb".to_owned()]));
    assert_eq!(of(&[&by_isb, &by_head]), (State::Satisfied, vec![]));
    // One role does not stand in for another, whoever signs.
    let stranger = with(by_isb, "isb@behoerde.example", "leitung@behoerde.example");
    assert_eq!(of(&[&stranger, &by_head]), (State::Unapproved, vec![]));
}

#[test]
fn a_reference_is_approved_by_who_is_responsible_or_else_by_who_decides() {
    let of = |phase: &str, address: &str, sidecar: &'static str| {
        let reference = with(council_reference(DAY), "task = \"N-05\"", &format!("task = \"{address}\""));
        let settings = with(everybody(phase), "[facts]\n", "[facts]\nebene = \"bund\"\n");
        let report = Scene::of(DAY, &[settings, (sidecar, reference.1)]).check(TODAY);
        (state(&report, address), awaited(&report, address))
    };
    let unapproved = |role: &str| (State::Unapproved, vec![role.to_owned()]);
    let archive = of("deaktivierung", "D-05/anbietung", "nachweise/deaktivierung/archiv.yaml.nachweis.toml");
    assert_eq!(archive, unapproved("registratur"));
    // Whoever is responsible for this one may approve nothing.
    let entry = of("betrieb", "B-09/maki", "nachweise/transparenz/maki.yaml.nachweis.toml");
    assert_eq!(entry, unapproved("leitung"));
    let unread = of("ideenbewertung", "I-02", "nachweise/idee/mehrwerte.md.nachweis.toml");
    assert_eq!(unread, (State::Missing, vec![]), "the pack takes no reference for it");
}

#[test]
fn a_decision_that_nobody_approved_passes_no_gate() {
    let mut files = idea_phase("planung", DAY);
    assert_eq!(Exit::of(&Scene::of(DAY, &files).gate("ideenbewertung", TODAY)), Exit::Pass);
    files.retain(|file| file.0 != "nachweise/freigaben/I-11.leitung.toml");
    let report = Scene::of(DAY, &files).gate("ideenbewertung", TODAY);
    assert_eq!(of_piece(&report, "I-11"), [(Rule::MissingApproval, ERROR)]);
    assert_eq!(Exit::of(&report), Exit::Fail);
}

const OLD: &str = "nachweise/change/auswirkungen/2025.md";
const NEW: &str = "nachweise/change/auswirkungen/2026.md";
const LEDGER: &str = "nachweise/freigaben/B-10.leitung.toml";

/// Two yearly reports on the effects on work, and what else is in the commit.
fn reports(more: &[File]) -> Scene {
    let (task, effects) = piece("B-10");
    let text = filled(pack(), task, effects);
    let of = |day: &str| text.replace(&format!("reviewed: {DAY}"), &format!("reviewed: {day}"));
    let mut scene = Scene::new();
    scene.add("2025-02-03", &[everybody("betrieb"), (OLD, of("2025-02-03"))]);
    scene.add(DAY, &[&[(NEW, of(DAY))], more].concat()).build();
    scene
}

#[test]
fn of_a_series_the_newest_file_is_approved() {
    let states = |report: &Report| -> Vec<(String, State)> {
        entries(report, "B-10").iter().map(|entry| (entry.path.to_string(), entry.state)).collect()
    };
    let both = |old: State, new: State| vec![(OLD.to_owned(), old), (NEW.to_owned(), new)];
    let none = reports(&[]).check(TODAY);
    assert_eq!(states(&none), both(State::Satisfied, State::Unapproved));
    assert_eq!(of_piece(&none, "B-10"), [(Rule::MissingApproval, WARNING)]);
    let asked = |at: usize, kind| entries(&none, "B-10")[at].requirements.contains(&kind);
    for (kind, of_old, of_new) in
        [(Kind::Content, true, true), (Kind::Review, false, true), (Kind::Current, false, true)]
    {
        assert_eq!((asked(0, kind), asked(1, kind)), (of_old, of_new), "{kind:?}");
    }
    let newest = reports(&[approval(LEDGER, "B-10", NEW, DAY, DAY)]).check(TODAY);
    assert_eq!(
        (states(&newest), of_piece(&newest, "B-10")),
        (both(State::Satisfied, State::Satisfied), vec![])
    );
    let last_year = reports(&[approval(LEDGER, "B-10", OLD, "2025-02-03", "2025-02-04")]).check(TODAY);
    assert_eq!(of_piece(&last_year, "B-10"), [(Rule::VoidedApproval, WARNING)]);
}

#[test]
fn approve_takes_the_newest_file_of_a_series() {
    let scene = reports(&[]);
    let desk = Desk::on(TODAY);
    let member = "leitung@behoerde.example";
    expect(&desk, &scene.root(), 0, &["approve", "B-10", "--role", "leitung", "--as", member]);
    let written = fs::read_to_string(scene.root().join(LEDGER)).expect("the ledger");
    assert!(written.contains(&format!("path = \"{NEW}\"\n")), "{written}");
    assert_eq!(of_piece(&scene.check(TODAY), "B-10"), []);
}
