//! How somebody might try to get a defect past `--base`, each idea once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{Report, Since};
use nachweis::rule::Rule;

use crate::support::change::*;
use crate::support::evidence::*;
use crate::support::{Scene, ask, commit_all, git, of_piece, text};

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";

/// A project in development: what planning asks for is an error. Most of it is missing, an old red wall.
fn walled() -> Vec<File> {
    let mut files = idea_phase("entwicklung", REVIEWED);
    files.extend([model("7B"), dpia(REVIEWED), dpia_risks(), dpia_approval(REVIEWED, REVIEWED)]);
    files
}

/// What a change to that project brings.
fn tried(change: &[File]) -> Vec<(Rule, String)> {
    tried_on(&walled(), change)
}

fn tried_on(before: &[File], change: &[File]) -> Vec<(Rule, String)> {
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, before);
    let head = scene.on(&[base], LATER, change);
    scene.build();
    let report = scene.change(head, base, TODAY);
    let found = brought(&report);
    assert_eq!(Exit::of(&report) == Exit::Pass, found.is_empty(), "{}", text(&report));
    found
}

fn found(rule: Rule, piece: &str) -> Vec<(Rule, String)> {
    vec![(rule, piece.to_owned())]
}

#[test]
fn the_wall_hides_nothing_new() {
    assert_eq!(tried(&[("docs/notizen.md", "Notizen\n".to_owned())]), []);
    assert_eq!(tried(&[gone("nachweise/freigaben/P-10.leitung.toml")]), found(Rule::MissingApproval, "P-10"));
    assert_eq!(
        tried(&[with(dpia(REVIEWED), "ein geringes", "ein großes")]),
        found(Rule::VoidedApproval, "P-10")
    );
    // The decision was approved as it stood before.
    let expected = [Rule::VoidedApproval, Rule::NoGoDecision].map(|rule| (rule, "I-11".to_owned()));
    assert_eq!(tried(&[with(idea("go", REVIEWED), "decision: go", "decision: no-go")]), expected);
    let unread = with(dpia(REVIEWED), "status: final", "status: [final");
    assert!(tried(&[unread]).contains(&(Rule::MalformedEvidence, "P-10".to_owned())));
    // Said not to apply, where the facts say that it does.
    let dismissed = with(
        dpia(REVIEWED),
        "status: final",
        "status: not-applicable\nreason: Kein Personenbezug mehr gegeben",
    );
    assert!(tried(&[dismissed]).contains(&(Rule::ContradictedNotApplicable, "P-10".to_owned())));
}

#[test]
fn the_mapping_is_no_way_to_borrow_a_file() {
    let mapped = |to: &str| mapped(settings("entwicklung"), "P-10", to);
    assert_eq!(
        tried(&[mapped("nachweise/datenschutz/alt.md"), gone(DPIA)]),
        found(Rule::MissingEvidence, "P-10")
    );
    let other = tried(&[mapped("nachweise/idee/anwendungsfall.md"), gone(DPIA)]);
    assert!(other.contains(&(Rule::MalformedEvidence, "P-10".to_owned())), "{other:?}");
}

#[test]
fn a_moved_fault_explains_one_fault_and_only_where_it_was() {
    // The draft of P-10 goes, and the same draft comes as the evidence of another piece.
    let draft = with(dpia(REVIEWED), "status: final", "status: draft");
    let mut before = walled();
    before.retain(|file| file.0 != DPIA);
    before.retain(|file| !file.0.contains("freigaben"));
    before.push(draft.clone());
    let moved = ("nachweise/idee/anwendungsfall.md", draft.1.clone());
    let brought = tried_on(&before, &[gone(DPIA), moved]);
    assert!(brought.contains(&(Rule::DraftEvidence, "I-01".to_owned())), "{brought:?}");
}

#[test]
fn fewer_of_what_has_to_be_there_several_times_is_worse() {
    let register = benefit_register(REVIEWED).1;
    let rows = |count: usize| {
        let (head, rows) = register.split_once("eintraege:\n").expect("rows");
        let rows: String =
            rows.split("  - id:").skip(1).take(count).map(|row| format!("  - id:{row}")).collect();
        let rows = if rows.is_empty() { " []\n".to_owned() } else { format!("\n{rows}") };
        (BENEFIT_REGISTER, format!("{head}eintraege:{rows}"))
    };
    let with_rows = |count: usize| {
        let mut files = walled();
        files.retain(|file| file.0 != BENEFIT_REGISTER);
        files.push(rows(count));
        files
    };
    assert_eq!(tried_on(&with_rows(2), &[rows(1)]), found(Rule::MissingField, "I-02/mehrwerte"));
    assert_eq!(tried_on(&with_rows(1), &[rows(0)]), found(Rule::UntouchedTemplate, "I-02/mehrwerte"));
    assert_eq!(tried_on(&with_rows(0), &[rows(1)]), [], "and whoever adds one makes nothing worse");
    // Of ten practices one was not looked at; now it is three.
    let looked = |count: usize| {
        let (path, text) = practices(REVIEWED);
        let rows: Vec<&str> = text.split("  - tatbestand:").collect();
        (path, rows[..=count].join("  - tatbestand:"))
    };
    let mut before = walled();
    before.retain(|file| file.0 != PRACTICES);
    before.push(looked(9));
    let twice = [found(Rule::MissingField, "I-06"), found(Rule::MissingField, "I-06")].concat();
    assert_eq!(tried_on(&before, &[looked(7)]), twice, "rows are missing, and values that they should cover");
    before.pop();
    before.push(looked(7));
    assert_eq!(tried_on(&before, &[looked(9)]), []);
    // Items of the checklist that are taken out have no place of their own.
    let items: Vec<String> = use_case(REVIEWED)
        .1
        .lines()
        .filter(|line| line.starts_with("- [x]"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(items.len() > 2, "the template has a checklist");
    let without =
        |count: usize| items.iter().take(count).fold(use_case(REVIEWED), |file, item| with(file, item, ""));
    let mut before = walled();
    before.retain(|file| file.0 != without(0).0);
    before.push(without(1));
    assert_eq!(tried_on(&before, &[without(2)]), found(Rule::OpenChecklist, "I-01"));
}

/// What HEAD brings, held against the first commit.
fn held(scene: &Scene) -> Report {
    let question = ask(&scene.root(), TODAY, None);
    report(&Ask { view: View::Revision("HEAD".to_owned()), base: Some(scene.id(0)), ..question })
}

#[test]
fn a_link_or_another_repository_is_no_file() {
    for submodule in [false, true] {
        let mut scene = Scene::new();
        scene.on(&[], REVIEWED, &walled());
        scene.build();
        let root = scene.root();
        let target = Path::new(DPIA);
        fs::remove_file(root.join(target)).expect("removed");
        if submodule {
            let id = git(&root, &["rev-parse", "HEAD"]);
            git(&root, &["update-index", "--add", "--cacheinfo", &format!("160000,{id},{DPIA}")]);
            git(&root, &["commit", "--quiet", "--message", "Stand"]);
        } else {
            std::os::unix::fs::symlink("../idee/anwendungsfall.md", root.join(target)).expect("a link");
            commit_all(&root, LATER);
        }
        assert_eq!(brought(&held(&scene)), found(Rule::UnreadableEvidence, "P-10"));
    }
}

#[test]
fn a_subject_does_not_vanish_into_another_repository() {
    let late = with(settings("entwicklung"), "\"entwicklung\"", "\"inbetriebnahme\"");
    let mut files = walled();
    files[0] = late;
    let mut scene = Scene::new();
    scene.on(&[], REVIEWED, &files);
    scene.build();
    let root = scene.root();
    let id = git(&root, &["rev-parse", "HEAD"]);
    git(&root, &["rm", "-r", "--quiet", "--cached", "modell"]);
    git(&root, &["update-index", "--add", "--cacheinfo", &format!("160000,{id},modell")]);
    git(&root, &["commit", "--quiet", "--message", "Stand"]);
    assert_eq!(brought(&held(&scene)), found(Rule::UnmappedSubject, ""));
}

#[test]
fn what_two_commits_do_one_after_the_other_counts_together() {
    // First the bar goes, then the evidence; seen from the target it is one change.
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, &walled());
    let first = scene.on(&[base], LATER, &[exempt(settings("entwicklung"), "P-10", LATER, "2026-05-29", "")]);
    let second = scene.on(&[first], LATER, &[gone(DPIA)]);
    let back = scene.on(&[second], LATER, &[settings("entwicklung")]);
    scene.build();
    let missing = (Rule::MissingEvidence, "P-10".to_owned());
    let both = vec![missing.clone(), (Rule::PolicyWeakened, String::new())];
    assert_eq!(brought(&scene.change(second, base, TODAY)), both);
    let report = scene.change(back, base, TODAY);
    assert_eq!(
        (brought(&report), since(&report, Since::New).contains(&missing)),
        (vec![missing.clone()], true)
    );
}

#[test]
fn a_clock_set_wrong_makes_no_older_merge_base() {
    // The branch's commits claim to be as old as the repository, or to come from the future.
    for day in ["2019-01-01", "2036-01-01"] {
        let mut scene = Scene::new();
        let mut without = walled();
        without.retain(|file| file.0 != BENEFITS);
        let parted = scene.on(&[], "2026-02-20", &without);
        let target = scene.on(&[parted], REVIEWED, &[benefits(REVIEWED)]);
        let branch = scene.on(&[target], day, &[gone(BENEFITS)]);
        scene.build();
        let report = scene.change(branch, target, TODAY);
        assert_eq!(brought(&report), found(Rule::MissingEvidence, "I-02"), "{day}: {}", text(&report));
    }
}

/// What is found of the impact assessment after a change that brings another model, without anybody having looked at it
/// again. How such a change is to be shaped is said of a commit that has all that the target has, but for the model.
fn shaped(shape: impl Fn(&mut Scene, usize, &[File]) -> usize) -> BTreeSet<Rule> {
    let mut scene = Scene::new();
    let first = scene.on(&[], "2026-03-01", &[("README.md", "Vorhaben\n".to_owned())]);
    let base = scene.on(&[first], REVIEWED, &walled());
    let all: Vec<File> = walled().into_iter().filter(|file| file.0 != MODEL).chain([model("70B")]).collect();
    let head = shape(&mut scene, base, &all);
    scene.build();
    let question = ask(&scene.root(), TODAY, Some("planung"));
    let view = View::Revision(scene.id(head));
    let gate = report(&Ask { view, base: Some(scene.id(base)), ..question });
    let rules =
        |report: &Report| of_piece(report, "P-10").into_iter().map(|(rule, _)| rule).collect::<BTreeSet<_>>();
    assert_eq!(rules(&gate), rules(&scene.change(head, base, TODAY)), "{}", text(&gate));
    rules(&gate)
}

#[test]
fn evidence_gets_no_younger_by_a_history_of_its_own() {
    let outdated = BTreeSet::from([Rule::OutdatedBySubject]);
    assert_eq!(shaped(|scene, base, _| scene.on(&[base], LATER, &[model("70B")])), outdated);
    // Everything anew in one commit: without a history, from before there was any of it, or merged in front of it.
    assert_eq!(shaped(|scene, _, all| scene.on(&[], LATER, all)), outdated);
    assert_eq!(shaped(|scene, _, all| scene.on(&[0], LATER, all)), outdated);
    let merged = |scene: &mut Scene, base: usize, all: &[File]| {
        let side = scene.on(&[], LATER, all);
        scene.on(&[side, base], LATER, &[])
    };
    assert_eq!(shaped(merged), outdated);
    // Deleted and brought back, in its place or elsewhere.
    let back = |scene: &mut Scene, base: usize, _: &[File]| {
        let away = scene.on(&[base], LATER, &[gone(DPIA)]);
        scene.on(&[away], LATER, &[dpia(REVIEWED), model("70B")])
    };
    assert_eq!(shaped(back), outdated);
    let edited = |scene: &mut Scene, base: usize, _: &[File]| {
        let away = scene.on(&[base], LATER, &[gone(DPIA)]);
        scene.on(&[away], LATER, &[(DPIA, dpia(REVIEWED).1 + "\nEin Satz mehr.\n"), model("70B")])
    };
    let all = [Rule::ChangedSinceReview, Rule::OutdatedBySubject, Rule::VoidedApproval];
    assert_eq!(shaped(edited), BTreeSet::from(all));
    let elsewhere = |scene: &mut Scene, base: usize, _: &[File]| {
        let away = scene.on(&[base], LATER, &[gone(DPIA)]);
        let settings = mapped(settings("entwicklung"), "P-10", "dsfa.md");
        let ledger = approval("nachweise/freigaben/P-10.leitung.toml", "P-10", "dsfa.md", REVIEWED, REVIEWED);
        scene.on(&[away], LATER, &[settings, ("dsfa.md", dpia(REVIEWED).1), ledger, model("70B")])
    };
    assert_eq!(shaped(elsewhere), outdated);
    let again = |scene: &mut Scene, base: usize, _: &[File]| {
        scene.on(&[base], LATER, &[dpia(LATER), dpia_approval(LATER, LATER), model("70B")])
    };
    assert_eq!(shaped(again), BTreeSet::new(), "reviewed and approved again");
    // A copy, with the old one left where it was, and with another line break.
    for change in ["", "\n"] {
        let copied = |scene: &mut Scene, base: usize, _: &[File]| {
            let settings = mapped(settings("entwicklung"), "P-10", "dsfa.md");
            let copy = ("dsfa.md", dpia(REVIEWED).1 + change);
            scene.on(&[base], LATER, &[settings, copy, model("70B")])
        };
        assert_eq!(shaped(copied), outdated, "{change:?}");
    }
}
