//! Settings and bars that would like to be others.

use nachweis::finding::Problems;
use nachweis::load::pack;

use super::case::{Case, LATER, REVIEWED, TODAY, errors, only, spoilt, whole};
use crate::support::evidence::*;
use crate::support::program::text;
use crate::support::{Scene, git, path, texts_below};

/// A target branch, and a change to it: what the change is held against, by its full name.
fn change(target: &[Vec<File>], branch_from: usize, files: &[File]) -> (Case, String) {
    let mut scene = Scene::new();
    let mut ids = Vec::new();
    for (at, files) in target.iter().enumerate() {
        let day = if at == 0 { REVIEWED } else { "2026-03-10" };
        let parents: Vec<usize> = ids.last().copied().into_iter().collect();
        ids.push(scene.on(&parents, day, files));
    }
    scene.on(&[ids[branch_from]], LATER, files);
    scene.build();
    let base = scene.id(*ids.last().expect("a target"));
    (Case::on(scene), base)
}

fn without_model() -> File {
    with(settings("planung"), "[\"modell/**\"]", "[]")
}

#[test]
fn a_branch_from_before_the_bar_was_raised_is_held_against_the_raised_bar() {
    let old = {
        let mut files = whole();
        files[0] = without_model();
        files
    };
    let raised = vec![settings("planung"), model("7B")];
    // The branch comes from the old commit and says nothing of the bar: it is behind, and judged by what counts today.
    let (case, base) = change(&[old, raised], 0, &[("docs/a.md", "a\n".to_owned())]);
    let report = case.report(0, &["check", "--base", &base]);
    let rules: Vec<_> =
        report["findings"].as_array().expect("findings").iter().map(|found| text(found, "rule")).collect();
    assert!(rules.iter().all(|rule| *rule != "policy-weakened"), "{rules:?}");
    assert_eq!(text(&report, "grade"), "L1", "{report:#}");
    // What it brings is held against today's bar: when it parted, the phase of this evidence was not yet over.
    let parted = idea_phase("ideenbewertung", REVIEWED);
    let draft = spoilt(BENEFITS, |text| text.replace("status: final", "status: draft"));
    let draft: Vec<File> = draft.into_iter().filter(|file| file.0 == BENEFITS).collect();
    let (case, base) = change(&[parted, vec![settings("planung")]], 0, &draft);
    assert_eq!(errors(&case.check(0)), [], "by the bar that it knows it is a warning");
    only(&case.report(1, &["check", "--base", &base]), "draft-evidence", BENEFITS);
    // Once the old bar is written down again, it is a lowering.
    let new_again = with(without_model(), "Verständliche Bescheide", "Bescheide");
    let (case, base) = change(&[whole(), vec![settings("planung"), model("7B")]], 1, &[new_again]);
    let report = case.report(1, &["check", "--base", &base]);
    assert!(errors(&report).iter().any(|found| found.0.starts_with("policy-weakened")), "{report:#}");
}

#[test]
fn settings_that_are_renamed_or_moved_are_missed() {
    for place in ["nachweis.toml.alt", "alt/nachweis.toml", "Nachweis.toml", ".nachweis.toml"] {
        let mut scene = Scene::new();
        scene.add(REVIEWED, &whole());
        let (_, text) = settings("planung");
        scene.commit(LATER, &[(place, &text)], &["nachweis.toml"]).build();
        let base = scene.id(0);
        let report = Case::on(scene).report(1, &["check", "--base", &base]);
        let found = errors(&report);
        assert!(found.iter().any(|found| found.0.starts_with("policy-weakened")), "{place}: {found:?}");
    }
}

#[test]
fn settings_without_words_or_with_unknown_ones_are_a_wrong_yardstick() {
    for (name, text) in [
        ("nothing", String::new()),
        ("a comment", "# nichts\n".to_owned()),
        ("only a version", "version = 1\n".to_owned()),
        ("limits of one's own", settings("planung").1 + "\n[limits]\nfindings = 1000000\n"),
        ("a switch", settings("planung").1 + "\nexit-zero = true\n"),
        (
            "a pack from elsewhere",
            with(settings("planung"), "arbeitshilfe@2026.1", "https://x.example/pack").1,
        ),
        ("a pack outside", with(settings("planung"), "arbeitshilfe@2026.1", "../pack@sha256:00").1),
        ("evidence outside", with(settings("planung"), "\"nachweise\"", "\"../nachweise\"").1),
        ("evidence in the store", with(settings("planung"), "\"nachweise\"", "\"/etc\"").1),
        ("no text", "\u{0}\u{1}".to_owned()),
    ] {
        let mut files = whole();
        files[0].1 = if text.is_empty() { "\n".to_owned() } else { text };
        let case = Case::of(&files);
        for report in case.everywhere(2) {
            assert!(!errors(&report).is_empty(), "{name}: {report:#}");
        }
    }
}

#[test]
fn the_words_of_a_pack_only_say_what_they_are() {
    let evil = "de = \"gotcha \\u001b[31m ::error::y ##[error]z \\u202e ";
    let mut files = texts_below("policies/arbeitshilfe");
    for text in files.values_mut() {
        let poisoned: Vec<String> = text
            .lines()
            .map(|line| match ["title", "question"].iter().any(|key| line.starts_with(key)) {
                true => line.replacen("de = \"", evil, 1),
                false => line.to_owned(),
            })
            .collect();
        *text = poisoned.join("\n") + "\n";
    }
    let mut problems = Problems::default();
    let read = pack(&path("regeln"), &files, &mut problems);
    let read = read.unwrap_or_else(|| panic!("{:?}", problems.into_sorted().first()));
    let mut own = whole();
    own[0] = with(settings("planung"), "arbeitshilfe@2026.1", &format!("regeln@sha256:{}", read.digest));
    let mut scene = Scene::of(REVIEWED, &own);
    let named: Vec<(String, &str)> =
        files.iter().map(|(name, text)| (format!("regeln/{name}"), text.as_str())).collect();
    let named: Vec<(&str, &str)> = named.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    scene.commit(REVIEWED, &named, &[]).build();
    let case = Case::on(scene);
    case.every_format(0, &["check", "--verbose", "--as-of", TODAY]);
    for what in ["tasks", "phases", "roles", "facts", "packs"] {
        for format in ["text", "json", "markdown"] {
            let told = case.run(0, &["list", what, "--format", format]).out;
            assert!(told.contains("gotcha"), "{what} {format}: {told}");
        }
    }
    for words in
        [&["status"][..], &["explain"], &["explain", "I-02"], &["explain", "planung"], &["review", "I-02"]]
    {
        let told = case.run(0, &[words, &["--as-of", TODAY]].concat()).out;
        assert!(told.contains("gotcha"), "{words:?}: {told}");
    }
}

#[test]
fn a_base_that_is_no_commit_of_this_repository_is_no_base() {
    let case = Case::of(&whole());
    for (base, code) in [
        ("0000000000000000000000000000000000000000", 3),
        ("ffffffffffffffffffffffffffffffffffffffff", 3),
        ("refs/heads/gibt-es-nicht", 2),
        ("main", 2),
        ("HEAD^", 2),
        ("HEAD~1", 2),
        ("@", 2),
        ("", 2),
        ("-x", 2),
    ] {
        let report = case.report(code, &["check", &format!("--base={base}")]);
        assert!(!errors(&report).is_empty(), "{base}");
    }
    let root = case.root();
    git(&root, &["tag", "main"]);
    case.report(2, &["check", "--base", "main"]);
}
