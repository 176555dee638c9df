//! An approval of the settings counts once, for the change with which it came, and on its day: it is not put back once it
//! was taken away, and its date fits the history.

use std::fs;

use nachweis::engine::{Ask, Exit, View, World, report};
use nachweis::finding::Report;
use nachweis::repo::Repository;
use nachweis::rule::Rule;

use crate::base_bar::project;
use crate::policy_worth::{approval, lax, refused, strict};
use crate::support::change::*;
use crate::support::evidence::*;
use crate::support::{Scene, ask, found, git, noon, save, text};

const REVIEWED: &str = "2026-03-02";
const LATER: &str = "2026-03-06";
const AGAIN: &str = "2026-03-09";
const TODAY: &str = "2026-04-01";

fn given(day: &str) -> File {
    approval(&[lax()], day)
}

fn taken() -> File {
    gone(given(LATER).0)
}

fn passes(report: &Report) -> bool {
    refused(report).is_empty() && Exit::of(report) == Exit::Pass
}

#[test]
fn an_approval_is_not_fetched_back_from_the_history_of_the_target() {
    let mut scene = Scene::new();
    scene.on(&[], REVIEWED, &project(lax()));
    let approved = scene.on(&[0], LATER, &[given(LATER)]);
    let target = scene.on(&[approved], LATER, &[strict(), taken()]);
    let back = scene.on(&[target], AGAIN, &[lax()]);
    let merged = scene.on(&[back, approved], AGAIN, &[given(LATER)]);
    let copied = scene.on(&[back], AGAIN, &[given(LATER)]);
    // In other words, or from a history of its own, it is still the same.
    let reworded = (given(LATER).0, given(LATER).1 + "# Freigabe vom Montag\n");
    let reworded = scene.on(&[back], AGAIN, &[reworded]);
    let alone = scene.on(&[], AGAIN, &[given(LATER)]);
    let foreign = scene.on(&[back, alone], AGAIN, &[given(LATER)]);
    let anew = scene.on(&[back], AGAIN, &[given(AGAIN)]);
    scene.build();
    for change in [merged, copied, reworded, foreign] {
        let report = scene.change(change, target, TODAY);
        assert_eq!((refused(&report), Exit::of(&report)), (vec!["known"], Exit::Fail), "{}", text(&report));
        assert!(text(&report).contains("lag schon vor dieser Änderung vor"), "{}", text(&report));
    }
    let report = scene.change(anew, target, TODAY);
    assert!(passes(&report), "{}", text(&report));
}

#[test]
fn an_approval_that_was_taken_away_is_not_put_back() {
    let mut scene = Scene::new();
    let target = scene.on(&[], REVIEWED, &project(strict()));
    let approved = scene.on(&[target], LATER, &[lax(), given(LATER)]);
    let without = scene.on(&[approved], LATER, &[taken()]);
    let copied = scene.on(&[without], AGAIN, &[given(LATER)]);
    let merged = scene.on(&[without, approved], AGAIN, &[given(LATER)]);
    let replaced = scene.on(&[approved], LATER, &[strict(), approval(&[strict()], LATER)]);
    let back = scene.on(&[replaced], AGAIN, &[lax(), given(LATER)]);
    let anew = scene.on(&[without], AGAIN, &[given(AGAIN)]);
    // What only changes its words, or passes through a merge, was never away.
    let reworded = scene.on(&[approved], AGAIN, &[(given(LATER).0, given(LATER).1 + "# Montag\n")]);
    let note = scene.on(&[target], LATER, &[("README.md", "Notiz\n".to_owned())]);
    let brought = scene.on(&[note, approved], AGAIN, &[lax(), given(LATER)]);
    scene.build();
    for change in [copied, merged, back] {
        let report = scene.change(change, target, TODAY);
        assert_eq!((refused(&report), Exit::of(&report)), (vec!["back"], Exit::Fail), "{}", text(&report));
        assert!(text(&report).contains("wurde weggenommen"), "{}", text(&report));
    }
    for change in [approved, anew, reworded, brought] {
        let report = scene.change(change, target, TODAY);
        assert!(passes(&report), "{}", text(&report));
    }
    // Nor in the index, from where it would come back with the next commit.
    git(&scene.root(), &["checkout", "--quiet", "--detach", &scene.id(without)]);
    let (path, words) = given(LATER);
    save(&scene.root(), path, words);
    git(&scene.root(), &["add", "--all"]);
    let question = ask(&scene.root(), TODAY, None);
    let staged = report(&Ask { view: View::Index, base: Some(scene.id(target)), ..question });
    assert_eq!(refused(&staged), ["back"], "{}", text(&staged));
}

#[test]
fn what_cannot_be_read_of_the_past_leaves_it_open_whether_it_is_an_old_one() {
    let mut scene = Scene::new();
    let first = scene.on(&[], "2026-03-01", &project(strict()));
    let other = scene.on(&[first], REVIEWED, &[given(AGAIN)]);
    let target = scene.on(&[other], REVIEWED, &[taken()]);
    let change = scene.on(&[target], LATER, &[lax(), given(LATER)]);
    scene.build();
    let report = || scene.change(change, target, TODAY);
    assert!(passes(&report()), "{}", text(&report()));
    let blob = git(&scene.root(), &["rev-parse", &format!("{}:{}", scene.id(other), given(AGAIN).0)]);
    fs::remove_file(scene.root().join(".git/objects").join(&blob[..2]).join(&blob[2..]))
        .expect("a loose object");
    assert_eq!(Exit::of(&report()), Exit::Undetermined, "{}", text(&report()));
}

/// What becomes of a change in which the settings were written, approved and committed on these days.
fn dated(written: &str, date: &str, committed: &str) -> Report {
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, &project(strict()));
    let first = scene.on(&[base], written, &[lax()]);
    let head = scene.on(&[first], committed, &[given(date)]);
    scene.build();
    scene.change(head, base, TODAY)
}

#[test]
fn no_approval_is_dated_ahead_of_its_commit() {
    for (date, committed) in [("2026-03-06", "2026-03-06"), ("2026-03-07", "2026-03-06")] {
        assert!(passes(&dated("2026-03-05", date, committed)), "{date}");
    }
    for (date, committed) in
        [("2026-03-08", "2026-03-06"), ("2027-03-06", "2026-03-06"), ("2026-04-03", "2026-04-03")]
    {
        let report = dated("2026-03-05", date, committed);
        assert_eq!((refused(&report), Exit::of(&report)), (vec!["future"], Exit::Fail), "{}", text(&report));
        assert!(text(&report).contains("Ihr Datum liegt nach dem Tag ihres Commits"), "{}", text(&report));
    }
}

#[test]
fn no_approval_is_older_than_what_it_approves() {
    assert!(passes(&dated("2026-03-06", "2026-03-06", "2026-03-09")));
    let report = dated("2026-03-06", "2026-03-05", "2026-03-09");
    assert_eq!((refused(&report), Exit::of(&report)), (vec!["early"], Exit::Fail), "{}", text(&report));
    assert!(text(&report).contains("wurde nach ihrem Datum noch geändert"), "{}", text(&report));
    // Of what one commit brings nobody knows which was first, as where a branch is squashed.
    let mut scene = Scene::new();
    let base = scene.on(&[], REVIEWED, &project(strict()));
    let both = scene.on(&[base], AGAIN, &[lax(), given(LATER)]);
    // Words that are no part of the bar make what was approved no younger.
    let first = scene.on(&[base], LATER, &[lax(), given(LATER)]);
    let comment = scene.on(&[first], AGAIN, &[(lax().0, format!("# Zurück\n{}", lax().1))]);
    // Written again after it was taken back, it was written then.
    let undone = scene.on(&[first], AGAIN, &[strict()]);
    let again = scene.on(&[undone], AGAIN, &[lax()]);
    scene.build();
    for change in [both, comment] {
        let report = scene.change(change, base, TODAY);
        assert!(passes(&report), "{}", text(&report));
    }
    assert_eq!(refused(&scene.change(again, base, TODAY)), ["early"]);
}

#[test]
fn putting_a_branch_onto_another_commit_makes_no_approval_too_old() {
    let scene = {
        let mut scene = Scene::new();
        let base = scene.on(&[], REVIEWED, &project(strict()));
        let lowered = scene.on(&[base], LATER, &[lax()]);
        scene.on(&[lowered], LATER, &[given(LATER)]);
        scene.build();
        scene
    };
    let rewritten = |author: &str| {
        let line =
            |who: &str, day: &str| format!("{who} Projekt <projekt@behoerde.example> {} +0000\n", noon(day));
        let mut parent = scene.id(0);
        for number in [1, 2] {
            let tree = git(&scene.root(), &["rev-parse", &format!("{}^{{tree}}", scene.id(number))]);
            let words = line("author", author) + &line("committer", "2026-03-20");
            let commit = format!("tree {tree}\nparent {parent}\n{words}\nStand\n");
            save(&scene.root(), ".git/commit-to-be", commit);
            parent = git(&scene.root(), &["hash-object", "-t", "commit", "-w", ".git/commit-to-be"]);
        }
        let question = ask(&scene.root(), TODAY, None);
        report(&Ask { view: View::Revision(parent), base: Some(scene.id(0)), ..question })
    };
    let report = rewritten(LATER);
    assert!(passes(&report) && found(&report, Rule::PolicyApproved).len() == 1, "{}", text(&report));
    assert_eq!(refused(&rewritten(AGAIN)), ["early"], "amended after it was approved");
}

#[test]
fn of_two_projects_with_the_same_settings_one_is_approved() {
    let below = |scene: &mut Scene, parents: &[usize], day: &str, all: &[(&str, Vec<File>)]| {
        let of = |(folder, files): &(&str, Vec<File>)| {
            let named = format!("path = \"{folder}/nachweise/");
            let below =
                |file: &File| (format!("{folder}/{}", file.0), file.1.replace("path = \"nachweise/", &named));
            files.iter().map(below).collect::<Vec<_>>()
        };
        let files: Vec<(String, String)> = all.iter().flat_map(of).collect();
        let write: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        scene.commit(day, &write, &[]).after(parents);
        scene.last()
    };
    let mut scene = Scene::new();
    let both = [("rente", project(strict())), ("teilhabe", project(strict()))];
    let base = below(&mut scene, &[], REVIEWED, &both);
    let lowered = below(&mut scene, &[base], LATER, &[("rente", vec![lax()]), ("teilhabe", vec![lax()])]);
    let root = scene.build().to_owned();
    let repository = Repository::open(&root).expect("a repository");
    let world = World::load(&repository, &ask(&root, TODAY, None)).expect("two projects");
    let given = |folder: &str| {
        let project = world.projects.iter().find(|project| project.file.folder().as_str() == folder);
        let hash = project.expect("a project").bar_hash();
        let (path, words) = given(LATER);
        let old = words.lines().find(|line| line.starts_with("hash")).expect("a hash").to_owned();
        (path, words.replace(&old, &format!("hash = \"{hash}\"")))
    };
    let (rente, teilhabe) = (given("rente"), given("teilhabe"));
    assert_ne!(rente.1, teilhabe.1);
    // The approval of the one, laid beside the other as well.
    let copied = [("rente", vec![rente.clone()]), ("teilhabe", vec![rente.clone()])];
    let copied = below(&mut scene, &[lowered], LATER, &copied);
    let own = below(&mut scene, &[lowered], LATER, &[("rente", vec![rente]), ("teilhabe", vec![teilhabe])]);
    scene.build();
    let report = scene.change(copied, base, TODAY);
    let open = found(&report, Rule::PolicyWeakened);
    let labels: Vec<_> =
        open.iter().flat_map(|judged| judged.finding.more.iter().map(|more| more.0)).collect();
    assert_eq!(
        (labels, found(&report, Rule::PolicyApproved).len()),
        (vec!["content"], 1),
        "{}",
        text(&report)
    );
    assert_eq!(open[0].project.as_str(), "teilhabe");
    let report = scene.change(own, base, TODAY);
    assert_eq!(
        (Exit::of(&report), found(&report, Rule::PolicyApproved).len()),
        (Exit::Pass, 2),
        "{}",
        text(&report)
    );
}
