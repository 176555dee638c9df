//! Where a change and its target have parted: criss-cross merges, unrelated histories, histories that are cut.

use std::fs;
use std::path::Path;

use nachweis::engine::{Ask, Exit, View, report};
use nachweis::finding::{Report, Since, Verdict};
use nachweis::rule::Rule;

use crate::support::change::*;
use crate::support::evidence::*;
use crate::support::{Scene, ask, found, git, text};

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const TODAY: &str = "2026-04-01";

fn note(text: &str) -> File {
    ("docs/notizen.md", format!("{text}\n"))
}

fn without(path: &str) -> Vec<File> {
    let mut files = idea_phase("planung", REVIEWED);
    files.retain(|file| file.0 != path);
    files
}

fn missing(piece: &str) -> (Rule, String) {
    (Rule::MissingEvidence, piece.to_owned())
}

/// What `check --base` says of HEAD.
fn held(root: &Path, base: &str) -> Report {
    let question = ask(root, TODAY, None);
    report(&Ask { view: View::Revision("HEAD".to_owned()), base: Some(base.to_owned()), ..question })
}

/// A criss-cross: two branches, of which one lacks the talks of I-02, have merged each other. Gives the merges.
fn criss_cross(scene: &mut Scene) -> (usize, usize) {
    let root = scene.on(&[], "2026-02-20", &without(BENEFITS));
    let one = scene.on(&[root], "2026-02-24", &[benefits("2026-02-24")]);
    let other = scene.on(&[root], "2026-02-24", &[note("eins")]);
    let first = scene.on(&[one, other], "2026-02-26", &[note("eins")]);
    let second = scene.on(&[other, one], "2026-02-26", &[benefits("2026-02-24")]);
    (first, second)
}

#[test]
fn in_a_criss_cross_what_one_side_never_had_may_not_be_taken_out() {
    let mut scene = Scene::new();
    let (first, second) = criss_cross(&mut scene);
    let target = scene.on(&[first], LATER, &[("docs/ziel.md", "Ziel\n".to_owned())]);
    let harmless = scene.on(&[second], LATER, &[note("zwei")]);
    let taken = scene.on(&[second], LATER, &[gone(BENEFITS)]);
    scene.build();
    let bases = git(&scene.root(), &["merge-base", "--all", &scene.id(taken), &scene.id(target)]);
    assert_eq!(bases.lines().count(), 2);
    assert_eq!(Exit::of(&scene.change(harmless, target, TODAY)), Exit::Pass);
    // At one of the two merge bases the piece was missing; it is missed all the same.
    let report = scene.change(taken, target, TODAY);
    assert_eq!(brought(&report), [missing("I-02")], "{}", text(&report));
}

#[test]
fn in_a_criss_cross_age_is_what_both_sides_had() {
    let mut scene = Scene::new();
    let root = scene.on(&[], "2026-02-20", &without(BENEFITS));
    let one = scene.on(&[root], "2026-02-24", &[note("eins")]);
    let other = scene.on(&[root], "2026-02-24", &[("docs/b.md", "b\n".to_owned())]);
    let first = scene.on(&[one, other], "2026-02-26", &[("docs/b.md", "b\n".to_owned())]);
    let second = scene.on(&[other, one], "2026-02-26", &[note("eins")]);
    let target = scene.on(&[first], LATER, &[benefits(LATER)]);
    let branch = scene.on(&[second], LATER, &[note("zwei")]);
    scene.build();
    let report = scene.change(branch, target, TODAY);
    assert_eq!((brought(&report), Exit::of(&report)), (vec![], Exit::Pass), "{}", text(&report));
    assert_eq!(found(&report, Rule::BehindBase).len(), 1);
}

#[test]
fn in_a_criss_cross_the_weaker_of_two_bars_is_a_lowering() {
    let mut scene = Scene::new();
    let lax = exempt(settings("planung"), "I-06", "2026-02-20", "2026-05-29", "");
    let mut files = idea_phase("planung", REVIEWED);
    files[0] = lax.clone();
    let root = scene.on(&[], "2026-02-20", &files);
    let one = scene.on(&[root], "2026-02-24", &[settings("planung")]);
    let other = scene.on(&[root], "2026-02-24", &[note("eins")]);
    let first = scene.on(&[one, other], "2026-02-26", &[note("eins")]);
    let second = scene.on(&[other, one], "2026-02-26", &[settings("planung")]);
    let target = scene.on(&[first], LATER, &[("docs/ziel.md", "Ziel\n".to_owned())]);
    let lowered = scene.on(&[second], LATER, &[lax]);
    scene.build();
    let report = scene.change(lowered, target, TODAY);
    assert_eq!(weakened(&report), [("exemption", "\"I-06\"".to_owned())], "{}", text(&report));
}

#[test]
fn an_unrelated_history_is_held_against_the_target_alone() {
    let mut scene = Scene::new();
    let target = scene.on(&[], REVIEWED, &idea_phase("planung", REVIEWED));
    let same = scene.on(&[], LATER, &idea_phase("planung", REVIEWED));
    let worse = scene.on(&[], LATER, &without(BENEFITS));
    scene.build();
    let report = scene.change(same, target, TODAY);
    assert_eq!((brought(&report), Exit::of(&report)), (vec![], Exit::Pass), "{}", text(&report));
    let report = scene.change(worse, target, TODAY);
    assert_eq!(brought(&report), [missing("I-02")], "no age excuses it: {}", text(&report));
}

#[test]
fn an_old_commit_of_the_target_merged_in_again_makes_no_branch_old() {
    // The target brought the talks; the branch merges the target and reverts them.
    let mut scene = Scene::new();
    let parted = scene.on(&[], "2026-02-20", &without(BENEFITS));
    let target = scene.on(&[parted], REVIEWED, &[benefits(REVIEWED)]);
    let branch = scene.on(&[parted], LATER, &[note("eins")]);
    let ours = scene.on(&[branch, target], "2026-03-07", &[note("zwei")]);
    scene.build();
    assert_eq!(Exit::of(&scene.change(branch, target, TODAY)), Exit::Pass);
    let report = scene.change(ours, target, TODAY);
    assert_eq!(brought(&report), [missing("I-02")], "a merge that drops the other side: {}", text(&report));
}

#[test]
fn a_project_younger_than_the_branch_is_not_missed() {
    let mut scene = Scene::new();
    let parted = scene.on(&[], "2026-02-20", &[note("eins")]);
    let target = scene.on(&[parted], REVIEWED, &idea_phase("planung", REVIEWED));
    let branch = scene.on(&[parted], LATER, &[note("zwei")]);
    scene.build();
    let report = scene.change(branch, target, TODAY);
    assert_eq!((brought(&report), Exit::of(&report)), (vec![], Exit::Pass), "{}", text(&report));
    assert_eq!(found(&report, Rule::BehindBase).len(), 1);
    assert!(since(&report, Since::New).is_empty());
}

/// A clone of a target and a branch that part at the first of many commits.
fn deep() -> Scene {
    let mut scene = Scene::new();
    let parted = scene.on(&[], "2026-02-20", &idea_phase("planung", "2026-02-20"));
    let mut target = parted;
    for day in ["2026-02-24", "2026-02-25", "2026-02-26"] {
        target = scene.on(&[target], day, &[note(day)]);
    }
    let branch = scene.on(&[parted], LATER, &[("docs/zweig.md", "Zweig\n".to_owned())]);
    scene.build();
    git(&scene.root(), &["branch", "ziel", &scene.id(target)]);
    git(&scene.root(), &["branch", "zweig", &scene.id(branch)]);
    scene
}

fn clone(scene: &Scene, into: &tempfile::TempDir, depth: &[&str]) -> std::path::PathBuf {
    let source = format!("file://{}", scene.root().display());
    let words =
        [&["clone", "--quiet", "--no-single-branch", "--branch", "zweig"], depth, &[source.as_str(), "klon"]];
    git(into.path(), &words.concat());
    into.path().join("klon")
}

#[test]
fn a_shallow_clone_is_no_excuse() {
    let scene = deep();
    let into = tempfile::tempdir().expect("a temporary folder");
    let root = clone(&scene, &into, &["--depth", "2"]);
    let report = held(&root, "refs/remotes/origin/ziel");
    assert_eq!((Exit::of(&report), report.verdict), (Exit::Undetermined, Verdict::Undetermined));
    assert_eq!(found(&report, Rule::ShallowHistory).len(), 1, "{}", text(&report));
    let told = text(&report);
    for remedy in ["`fetch-depth: 0`", "`GIT_DEPTH: \"0\"`", "git fetch --unshallow"] {
        assert!(told.contains(remedy), "{told}");
    }
    assert!(told.contains("gemeinsame Ursprung") && !told.contains('{'), "{told}");
    git(&root, &["fetch", "--quiet", "--unshallow"]);
    let report = held(&root, "refs/remotes/origin/ziel");
    assert_eq!((Exit::of(&report), report.grade.id()), (Exit::Pass, "L1"), "{}", text(&report));
}

#[test]
fn a_target_that_was_not_fetched_is_not_guessed() {
    let scene = deep();
    let into = tempfile::tempdir().expect("a temporary folder");
    let root = clone(&scene, &into, &[]);
    assert_eq!(Exit::of(&held(&root, "refs/remotes/origin/haupt")), Exit::Yardstick);
    assert_eq!(Exit::of(&held(&root, &"1".repeat(40))), Exit::Undetermined);
    // Without its files nobody knows what the target demands.
    let root = scene.root();
    let tree = git(&root, &["rev-parse", "refs/heads/ziel^{tree}"]);
    fs::remove_file(root.join(".git/objects").join(&tree[..2]).join(&tree[2..])).expect("removed");
    let report = held(&root, "refs/heads/ziel");
    assert_eq!(Exit::of(&report), Exit::Undetermined, "{}", text(&report));
    assert_eq!(found(&report, Rule::AbsentObject).len(), 1);
}

#[test]
fn what_could_not_be_looked_at_before_is_not_called_new() {
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, &idea_phase("planung", REVIEWED));
    let head = scene.on(&[base], LATER, &[gone(BENEFITS)]);
    let again = scene.on(&[head], LATER, &[benefits(LATER)]);
    scene.build();
    assert_eq!(Exit::of(&scene.change(head, base, TODAY)), Exit::Fail);
    let id = git(&scene.root(), &["rev-parse", &format!("{}:{BENEFITS}", scene.id(base))]);
    fs::remove_file(scene.root().join(".git/objects").join(&id[..2]).join(&id[2..])).expect("removed");
    let report = scene.change(head, base, TODAY);
    assert_eq!(Exit::of(&report), Exit::Undetermined, "{}", text(&report));
    assert!(text(&report).contains(&id), "it is told what is absent: {}", text(&report));
    // Where nothing blocks either: how old the review is of what is there again, only the absent file could say.
    assert_eq!(Exit::of(&scene.change(again, base, TODAY)), Exit::Undetermined);
}

#[test]
fn what_could_not_be_looked_at_before_matters_to_nothing_that_was_there() {
    let mut files = without(BENEFITS);
    let (path, register) = benefit_register(REVIEWED);
    let pasted = "# Bescheid 31 Minuten, davon 12 für das Formulieren\n".repeat(25_000);
    files.retain(|file| file.0 != path);
    files.push((path, format!("{register}{pasted}")));
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, &files);
    let mended = scene.on(&[base], LATER, &[(path, register)]);
    let worse = scene.on(&[mended], LATER, &[gone(PRACTICES)]);
    scene.build();
    let report = scene.change(mended, base, TODAY);
    assert!(since(&report, Since::Before).contains(&missing("I-02")), "{}", text(&report));
    assert_eq!(
        (Exit::of(&report), found(&report, Rule::LimitReached).len()),
        (Exit::Pass, 0),
        "{}",
        text(&report)
    );
    // Beside something that is new it has to be told.
    let report = scene.change(worse, base, TODAY);
    assert_eq!(found(&report, Rule::LimitReached).len(), 1, "{}", text(&report));
}

#[test]
fn the_target_does_not_answer_for_a_history_that_is_cut() {
    let mut scene = Scene::new();
    let files = idea_phase("planung", REVIEWED);
    let base = scene.on(&[], REVIEWED, &files);
    let other = scene.on(&[], "2026-02-20", &[note("eins")]);
    let side = scene.on(&[other], LATER, &files);
    let head = scene.on(&[side, base], "2026-03-07", &[]);
    scene.build();
    assert_eq!(Exit::of(&scene.change(head, base, TODAY)), Exit::Pass);
    fs::write(scene.root().join(".git/shallow"), format!("{}\n", scene.id(side))).expect("written");
    let report = scene.change(head, base, TODAY);
    assert_eq!(Exit::of(&report), Exit::Undetermined, "{}", text(&report));
    assert_eq!(found(&report, Rule::ShallowHistory).len(), 1, "{}", text(&report));
}
