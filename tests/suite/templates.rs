//! Every template of the pack: fresh it fails its own task, filled in it satisfies it.

use std::collections::BTreeSet;

use nachweis::finding::{Judged, Report, State};
use nachweis::load::builtin_packs;
use nachweis::model::{Pack, Piece, Task};
use nachweis::name::Address;
use nachweis::rule::{Lang, Rule};

use crate::support::fill::{DAY, filled, fresh, place};
use crate::support::ledger::{approvals as approvals_of, members};
use crate::support::{Scene, judged};

fn pack() -> &'static Pack {
    builtin_packs().first().expect("a pack is built in")
}

fn pieces() -> impl Iterator<Item = (&'static Task, &'static Piece)> {
    pack().tasks.values().flat_map(|task| task.evidence.iter().map(move |piece| (task, piece)))
}

fn settings() -> String {
    let text = "version = 1\nlanguage = \"de\"\n[project]\nname = \"Vorlagen\"\nphase = \"deaktivierung\"\n\
                [policy]\npacks = [\"arbeitshilfe@2026.1\"]\nprofile = \"voll\"\n";
    text.to_owned() + &members(pack())
}

/// Every approval that the pack asks for.
fn approvals() -> Vec<(String, String)> {
    pieces().flat_map(|(task, piece)| approvals_of(pack(), task, piece)).collect()
}

/// A project with one file for each piece, all of one commit, judged a few days later.
fn report(text: impl Fn(&Task, &Piece) -> String, approvals: &[(String, String)]) -> Report {
    let files: Vec<(String, String)> =
        pieces().map(|(task, piece)| (place(piece).to_string(), text(task, piece))).collect();
    let settings = settings();
    let mut write: Vec<(&str, &str)> =
        files.iter().chain(approvals).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    write.push(("nachweis.toml", &settings));
    let mut scene = Scene::new();
    let root = scene.commit(DAY, &write, &[]).build().to_owned();
    judged(&root, "2026-02-10", None, Lang::De)
}

/// The pieces whose state is not the one expected, with what was found of them.
fn others(report: &Report, expected: State) -> Vec<String> {
    let evidence = report.tasks.iter().flat_map(|task| &task.evidence);
    let wrong = evidence.filter(|piece| piece.state != expected);
    let found = |address: &nachweis::name::Address| {
        let own =
            report.findings.iter().filter(|judged| judged.finding.about.address.as_ref() == Some(address));
        own.map(|judged| format!("{} {}", judged.finding.rule, judged.finding.about.requirement))
            .collect::<Vec<_>>()
    };
    wrong.map(|piece| format!("{} {:?} {:?}", piece.address, piece.state, found(&piece.address))).collect()
}

#[test]
fn a_fresh_template_fails_its_own_task() {
    let report = report(|_, piece| fresh(pack(), piece).to_owned(), &[]);
    let wrong = others(&report, State::Untouched);
    assert!(wrong.is_empty(), "{} pieces\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_template_that_is_filled_in_and_approved_satisfies_its_task() {
    let report = report(|task, piece| filled(pack(), task, piece), &approvals());
    let judged: usize = report.tasks.iter().map(|task| task.evidence.len()).sum();
    assert_eq!(judged, pieces().count());
    let wrong = others(&report, State::Satisfied);
    assert!(wrong.is_empty(), "{} of {judged} pieces\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_filled_in_waits_for_each_role_that_must_approve_it() {
    let report = report(|task, piece| filled(pack(), task, piece), &[]);
    let awaited = |address: &Address| {
        let of_piece = report.findings.iter().filter(|judged| {
            judged.finding.rule == Rule::MissingApproval
                && judged.finding.about.address.as_ref() == Some(address)
        });
        let role =
            |judged: &Judged| judged.finding.args.get("role").expect("a role").get(Lang::De).to_owned();
        of_piece.map(role).collect::<BTreeSet<_>>()
    };
    let mut approved = 0;
    for (task, piece) in pieces() {
        let address = task.address(piece);
        let roles: BTreeSet<String> =
            piece.approved.iter().flat_map(|approved| &approved.roles).map(ToString::to_string).collect();
        let expected = if roles.is_empty() { State::Satisfied } else { State::Unapproved };
        let entries = report.tasks.iter().flat_map(|task| &task.evidence);
        let states: Vec<State> =
            entries.filter(|entry| entry.address == address).map(|entry| entry.state).collect();
        assert_eq!((states, awaited(&address)), (vec![expected], roles), "{address}");
        approved += usize::from(piece.approved.is_some());
    }
    assert!(approved > 60, "the pack asks for approvals: {approved}");
}
