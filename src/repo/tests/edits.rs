//! Who changed what: on all sides of a merge, and up to where the view ends.

use super::scene::{Scene, key, path, scene, step};
use crate::repo::{Edits, Gap, Hidden, Step, View};

fn edits(scene: &Scene, name: &str) -> Edits {
    let repository = scene.open();
    let head = repository.head().expect("reads").expect("a commit").id;
    let snapshot = repository.snapshot(&View::Commit(head)).expect("a snapshot");
    let mut found = repository.edits(&snapshot, &[path(name)], &key).expect("answers");
    found.remove(&path(name)).expect("an answer")
}

fn by(author: &str, step: Step) -> Step {
    Step { author: format!("N <{author}>"), ..step }
}

/// The authors, sorted; those of hidden edits in brackets.
fn authors(edits: &Edits) -> Vec<String> {
    let mut authors: Vec<String> = edits
        .all
        .iter()
        .map(|edit| match edit.hidden {
            None => edit.commit.author.clone(),
            Some(_) => format!("({})", edit.commit.author),
        })
        .collect();
    authors.sort();
    authors
}

#[test]
fn a_merge_of_two_texts_has_the_authors_of_both() {
    let told = |merged: &str| {
        let scene = scene(&[
            by("one", step(&[("a", "1")])),
            by("two", step(&[("a", "1 2")])),
            by("three", step(&[("a", "1 3")]).after(Some(0), &[])),
            by("four", step(&[("a", merged)]).after(Some(1), &[2])),
            by("five", step(&[("b", "x")])),
        ]);
        authors(&edits(&scene, "a"))
    };
    assert_eq!(told("1 2 3"), ["four", "one", "three", "two"]);
    // Whoever only chooses has written nothing, and what was not chosen is in it no more.
    assert_eq!(told("1 3"), ["one", "three"]);
    assert_eq!(told("1   3\n"), ["one", "three"]);
}

#[test]
fn what_the_key_does_not_see_is_nobodys_edit_and_a_rename_neither() {
    let scene = scene(&[
        by("one", step(&[("old/a", "some words")])),
        by("two", step(&[("old/a", "some\nwords")])),
        by("three", step(&[("new/a", "some\nwords")]).without(&["old/a"])),
        by("four", step(&[("new/a", "some other words")])),
    ]);
    assert_eq!(authors(&edits(&scene, "new/a")), ["four", "one"]);
}

#[test]
fn whoever_moves_and_changes_at_once_has_not_written_the_rest() {
    let text = |words: &str| format!("first line\nsecond line\n\n{words}\n");
    let told = |before: &str, after: &str| {
        let scene = scene(&[
            by("one", step(&[("old/a.md", before), ("old/b.txt", before), ("c.md", "else\n")])),
            by("two", step(&[("new/d.md", after)]).without(&["old/a.md", "old/b.txt", "c.md"])),
        ]);
        authors(&edits(&scene, "new/d.md"))
    };
    assert_eq!(told(&text("third"), &text("another third")), ["one", "two"]);
    // Half of the lines, or fewer, are another text.
    assert_eq!(told("a\nb\n", "a\nc\n"), ["two"]);
    assert_eq!(told("a\nb\nc\n", "a\nd\ne\n"), ["two"]);
}

#[test]
fn of_more_than_a_thousand_texts_that_it_may_have_been_nobody_is_named() {
    let told = |others: usize| {
        let names: Vec<String> = (0..others).map(|number| format!("old/{number:04}.md")).collect();
        let mut before = vec![("old/a.md", "first\nsecond\nthird\n")];
        before.extend(names.iter().map(|name| (name.as_str(), name.as_str())));
        let gone: Vec<&str> = before.iter().map(|(name, _)| *name).collect();
        let scene = scene(&[
            by("one", step(&before)),
            by("two", step(&[("new/d.md", "first\nsecond\nfourth\n")]).without(&gone)),
        ]);
        authors(&edits(&scene, "new/d.md"))
    };
    assert_eq!(told(999), ["one", "two"]);
    assert_eq!(told(1_000), ["(two)"]);
}

#[test]
fn what_was_taken_back_was_written_all_the_same() {
    let scene = scene(&[
        by("one", step(&[("a", "1")])),
        by("two", step(&[("a", "2")])),
        by("three", step(&[("a", "1")])),
    ]);
    let edits = edits(&scene, "a");
    assert_eq!(authors(&edits), ["one", "three", "two"]);
    let newest = edits.newest.iter().map(|at| edits.all[*at].commit.author.as_str()).collect::<Vec<_>>();
    assert_eq!(newest, ["three"]);
    assert_eq!(edits.with_past(&edits.newest), [true; 3]);
}

#[test]
fn where_the_history_is_cut_nobody_is_named() {
    let scene = scene(&[
        by("one", step(&[("a", "1"), ("b", "1")])),
        by("two", step(&[("a", "2")])),
        by("three", step(&[("a", "3")])),
        by("four", step(&[("b", "2")])),
    ]);
    std::fs::write(scene.dir().join(".git/shallow"), format!("{}\n", scene.ids[1])).expect("written");
    let found = edits(&scene, "a");
    assert_eq!(authors(&found), ["(two)", "three"]);
    assert!(found.all.iter().any(|edit| edit.hidden == Some(Hidden::Cut) && edit.key == "2"));
    assert_eq!(authors(&edits(&scene, "b")), ["(two)", "four"]);
}

#[test]
fn a_text_that_is_not_there_hides_its_authors() {
    let scene = scene(&[
        by("one", step(&[("a", "1"), ("b", "1")])),
        by("two", step(&[("a", "2")])),
        by("three", step(&[("a", "3")])),
    ]);
    let absent = scene.blob("2");
    std::fs::remove_file(scene.loose(absent)).expect("removed");
    let found = edits(&scene, "a");
    let gap = Some(Hidden::Gap(Gap::Absent(absent.to_string())));
    assert_eq!(found.all.iter().map(|edit| edit.hidden.clone()).collect::<Vec<_>>(), [gap]);
    assert_eq!(authors(&edits(&scene, "b")), ["one"]);
}
