//! Histories that hide, cut or dress up what happened.

use std::fs;

use super::case::{Case, LATER, REVIEWED, TODAY, changed, errors, paths_of, spoilt, whole};
use super::forge::Forge;
use crate::support::evidence::*;
use crate::support::program::{state, text};
use crate::support::{Scene, git, save};

/// Two commits, of which the second changes evidence that was reviewed in the first.
fn two() -> Case {
    let mut scene = Scene::new();
    scene.add(REVIEWED, &whole());
    scene.add(LATER, &[changed()]).build();
    Case::on(scene)
}

/// That the evidence has changed since its review.
fn is_changed() -> (String, String) {
    ("changed-since-review".to_owned(), BENEFITS.to_owned())
}

#[test]
fn a_shallow_clone_that_hides_its_boundary_is_undecided() {
    let whole = two();
    let into = tempfile::tempdir().expect("a folder");
    git(
        into.path(),
        &["clone", "--quiet", "--depth", "1", &format!("file://{}", whole.root().display()), "."],
    );
    fs::remove_file(into.path().join(".git/shallow")).expect("the boundary is removed");
    for words in [&["check", "--rev", "HEAD"][..], &["check"], &["gate", "ideenbewertung"]] {
        let outcome =
            whole.desk.nachweis(into.path(), &[words, &["--as-of", TODAY, "--format", "concise"]].concat());
        assert_eq!(outcome.code, 3, "{words:?}: {}", outcome.out);
        assert!(outcome.out.contains("error absent-object"), "{}", outcome.out);
    }
}

#[test]
fn grafts_hide_no_parents() {
    let case = two();
    let id = git(&case.root(), &["rev-parse", "HEAD"]);
    fs::create_dir_all(case.root().join(".git/info")).expect("a folder");
    save(&case.root(), ".git/info/grafts", format!("{id}\n"));
    for report in case.everywhere(3) {
        assert!(!paths_of(&report, "shallow-history").is_empty(), "{report:#}");
    }
}

#[test]
fn what_git_shows_in_place_of_an_object_is_not_what_is_judged() {
    let case = two();
    let (root, before) = (case.root(), case.gate(1));
    assert!(errors(&before).contains(&is_changed()), "{:?}", errors(&before));
    let (new, old) = (format!("HEAD:{BENEFITS}"), format!("HEAD~1:{BENEFITS}"));
    let ids = [&new, &old].map(|name| git(&root, &["rev-parse", name]));
    git(&root, &["replace", &ids[0], &ids[1]]);
    assert_eq!(
        git(&root, &["cat-file", "blob", &new]),
        git(&root, &["cat-file", "blob", &old]),
        "Git shows the old"
    );
    git(&root, &["replace", "HEAD", "HEAD~1"]);
    assert_eq!(case.gate(1), before);
}

#[test]
fn a_change_that_only_the_merge_brings_is_seen() {
    let mut scene = Scene::new();
    let first = scene.on(&[], REVIEWED, &whole());
    let one = scene.on(&[first], "2026-03-10", &[model("7B")]);
    let two = scene.on(&[first], "2026-03-11", &[("docs/a.md", "a\n".to_owned())]);
    let merge = scene.on(&[one, two], LATER, &[model("7B"), changed()]);
    scene.build();
    let id = scene.id(merge);
    let case = Case::on(scene);
    let report = case.gate(1);
    assert!(errors(&report).contains(&is_changed()), "{:?}", errors(&report));
    let tasks = report["tasks"].as_array().expect("tasks");
    let of = tasks.iter().flat_map(|task| task["evidence"].as_array().expect("pieces"));
    let piece = of.into_iter().find(|piece| text(piece, "path") == BENEFITS).expect("the piece");
    assert_eq!(piece["last_change"]["commit"], id);
}

#[test]
fn a_merge_of_four_changes_nothing() {
    let mut scene = Scene::new();
    let first = scene.on(&[], REVIEWED, &whole());
    let names = ["docs/a.md", "docs/b.md", "docs/c.md", "docs/d.md"];
    let sides: Vec<usize> =
        names.iter().map(|name| scene.on(&[first], "2026-03-10", &[(name, "x\n".to_owned())])).collect();
    let all: Vec<File> = names.iter().map(|name| (*name, "x\n".to_owned())).collect();
    scene.on(&sides, LATER, &all);
    scene.build();
    let case = Case::on(scene);
    case.everywhere(0);
}

#[test]
fn a_history_of_its_own_is_as_old_as_it_is() {
    let case = two();
    let root = case.root();
    git(&root, &["checkout", "--quiet", "--orphan", "neu"]);
    git(&root, &["commit", "--quiet", "--message", "Neu"]);
    // Without a past nothing contradicts the review; the settings of the target branch would (`--base`).
    let gate = case.gate(0);
    assert_eq!((state(&gate, "I-02"), text(&gate, "grade")), ("satisfied".to_owned(), "L0"));
}

#[test]
fn a_sparse_checkout_is_judged_like_a_full_one() {
    let case =
        Case::of(&spoilt(BENEFITS, |text| text.replace("reviewed: 2026-03-02", "reviewed: 2025-01-02")));
    let before = [case.check(0), case.look(0), case.gate(1)];
    git(&case.root(), &["reset", "--quiet", "--hard"]);
    git(&case.root(), &["sparse-checkout", "set", "--no-cone", "/nachweis.toml"]);
    assert!(!case.root().join("nachweise").exists(), "the evidence is not checked out");
    let unseen = |mut report: serde_json::Value| {
        report["source"]["unseen"] = 0.into();
        report
    };
    assert_eq!([case.check(0), case.look(0), case.gate(1)].map(unseen), before.map(unseen));
}

#[test]
fn a_commit_that_two_readers_could_read_differently_is_not_read() {
    let twice = |line: &str, header: &str| {
        let found = header.lines().find(|found| found.starts_with(line)).expect("the line");
        format!("{header}{found}\n")
    };
    type Change<'a> = &'a dyn Fn(&str) -> String;
    let changes: [(&str, Change<'_>); 11] = [
        ("two authors", &|header| twice("author", header)),
        ("two trees", &|header| twice("tree", header)),
        ("a parent behind the author", &|header| twice("parent", header)),
        ("two committers", &|header| twice("committer", header)),
        ("a zero in the header", &|header| header.replace("Projekt <", "Pro\0jekt <")),
        ("no blank before the address", &|header| header.replace("Projekt <", "Projekt<")),
        ("no name before the address", &|header| header.replace("Projekt <", "<")),
        ("an address in an address", &|header| {
            header.replace("projekt@", "<leitung@behoerde.example> <projekt@")
        }),
        ("an address without end", &|header| header.replace("example>", "example")),
        ("no time zone", &|header| header.replace(" +0000", "")),
        ("a header without an author", &|header| header.replace("author ", "autor ")),
    ];
    for (name, change) in changes {
        let case = Case::of(&whole());
        let forge = Forge::of(&case);
        let tree = forge.at("");
        forge.commit(&change(&forge.header(tree, LATER)));
        for report in case.everywhere(3) {
            assert_eq!(report["verdict"], "undetermined", "{name}");
        }
        // Further down it hides the past, not what is checked out.
        let odd = forge.head();
        forge.commit(&forge.header(tree, LATER));
        let report = case.check(3);
        let told = format!("{report}");
        assert!(told.contains(&odd.to_string()), "{name}: {report:#}");
    }
}

#[test]
fn a_tag_or_a_tree_is_no_commit() {
    let case = two();
    let root = case.root();
    let tree = git(&root, &["rev-parse", "HEAD^{tree}"]);
    git(&root, &["tag", "--annotate", "--message", "x", "baum", &tree]);
    for rev in [
        tree.as_str(),
        "refs/tags/baum",
        "HEAD~1",
        "main",
        "HEAD@{0}",
        ":/Stand",
        "--help",
        "refs/heads/../main",
    ] {
        let outcome = case.desk.nachweis(&root, &["check", &format!("--rev={rev}"), "--as-of", TODAY]);
        assert_eq!(outcome.code, 2, "{rev}: {}{}", outcome.out, outcome.err);
    }
    assert_eq!(errors(&case.report(0, &["check", "--rev", "refs/heads/main"])), []);
}
