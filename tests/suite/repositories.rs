//! Kinds of repository that are judged like any other, and which projects in one are.

use std::path::Path;

use nachweis::engine::{Ask, Exit, report};
use nachweis::finding::{LastChange, Report, State};
use nachweis::rule::{Lang, Rule};

use crate::support::evidence::*;
use crate::support::{
    Scene, ask, commit_all, date, entries, entry, found, git, git_can, judged, path, save, state, text,
};

const REVIEWED: &str = "2026-03-02";
const TODAY: &str = "2026-04-01";

/// The first draft of one piece, so that its history matters.
fn draft() -> File {
    with(benefits("2026-02-20"), "Acht", "Zwei")
}

fn whole() -> Scene {
    let mut scene = Scene::new();
    scene.add("2026-02-20", &[draft(), settings("ideenbewertung")]);
    scene.add(REVIEWED, &idea_phase("ideenbewertung", REVIEWED)).build();
    scene
}

/// Check and gate both pass, and say the same of the file with a history as in an ordinary repository.
fn passes(root: &Path) {
    let plain = whole();
    for gate in [None, Some("ideenbewertung")] {
        let (report, plain) =
            (judged(root, TODAY, gate, Lang::De), judged(&plain.root(), TODAY, gate, Lang::De));
        assert_eq!(Exit::of(&report), Exit::Pass, "{}", text(&report));
        let days = |report: &Report| {
            let entry = entry(report, "I-02");
            let day = |point: &Option<LastChange>| point.as_ref().and_then(|point| point.date);
            (entry.state, day(&entry.last_change), day(&entry.review_point), report.counts.judged)
        };
        assert_eq!(days(&report), days(&plain));
    }
}

#[test]
fn a_bare_repository() {
    let (scene, place) = (whole(), tempfile::tempdir().expect("a temporary folder"));
    git(place.path(), &["clone", "--quiet", "--bare", &scene.root().display().to_string(), "bare.git"]);
    passes(&place.path().join("bare.git"));
}

#[test]
fn a_linked_work_tree() {
    let (scene, place) = (whole(), tempfile::tempdir().expect("a temporary folder"));
    let linked = place.path().join("linked");
    git(&scene.root(), &["worktree", "add", "--quiet", &linked.display().to_string(), "-b", "zweig"]);
    passes(&linked);
    save(&linked, BENEFITS, "---\ntask: I-02\nstatus: draft\n---\n## Ergebnis\n\nEs lohnt sich wohl.\n");
    assert_eq!(state(&judged(&linked, TODAY, None, Lang::De), "I-02"), State::Incomplete);
    passes(&scene.root());
}

#[test]
fn a_detached_head() {
    let scene = whole();
    git(&scene.root(), &["checkout", "--quiet", "--detach"]);
    passes(&scene.root());
    git(&scene.root(), &["checkout", "--quiet", "HEAD~1"]);
    let earlier = judged(&scene.root(), TODAY, Some("ideenbewertung"), Lang::De);
    assert_eq!(
        earlier.source.commit.as_ref().map(ToString::to_string),
        Some(git(&scene.root(), &["rev-parse", "HEAD"]))
    );
    assert_eq!(entry(&earlier, "I-02").reviewed, Some(date("2026-02-20")));
}

#[test]
fn a_repository_of_sha_256() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let root = place.path();
    if !git_can(root, &["init", "--quiet", "--object-format=sha256"]) {
        return; // Git before 2.29 cannot make one; the layer `repo` has tests of its own.
    }
    for (files, day) in [(vec![draft()], "2026-02-20"), (idea_phase("ideenbewertung", REVIEWED), REVIEWED)] {
        files.iter().for_each(|(path, text)| save(root, path, text));
        git(root, &["add", "."]);
        commit_all(root, day);
    }
    assert_eq!(git(root, &["rev-parse", "HEAD"]).len(), 64);
    passes(root);
}

#[test]
fn a_sub_folder_as_start() {
    let scene = whole();
    for start in ["nachweise", "nachweise/idee", "src/noch/nicht/da"] {
        passes(&scene.root().join(start));
    }
}

/// Files below a folder, committed.
fn below<'a>(scene: &'a mut Scene, day: &str, folder: &str, files: &[File]) -> &'a mut Scene {
    let files: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("{folder}{path}"), text.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    scene.commit(day, &files, &[])
}

fn projects(report: &Report) -> Vec<String> {
    report.projects.iter().map(|project| project.path.to_string()).collect()
}

#[test]
fn two_projects_side_by_side() {
    let mut scene = Scene::new();
    below(&mut scene, REVIEWED, "rente/", &idea_phase("planung", REVIEWED));
    let mut other = idea_phase("planung", REVIEWED);
    other.retain(|file| file.0 != PRACTICES);
    below(&mut scene, REVIEWED, "vorhaben/teilhabe/", &other).build();

    let all = judged(&scene.root(), TODAY, None, Lang::De);
    assert_eq!(projects(&all), ["rente", "vorhaben/teilhabe"]);
    assert_eq!(Exit::of(&all), Exit::Fail);
    let places: Vec<_> =
        entries(&all, "I-06").into_iter().map(|entry| (entry.path.as_str(), entry.state)).collect();
    let missing = ("vorhaben/teilhabe/nachweise/recht/art5-pruefung.yaml", State::Missing);
    assert_eq!(places, [("rente/nachweise/recht/art5-pruefung.yaml", State::Satisfied), missing]);
    let errors: Vec<_> = all.findings.iter().filter(|judged| judged.blocking).collect();
    assert_eq!(
        errors.iter().map(|judged| judged.project.as_str()).collect::<Vec<_>>(),
        ["vorhaben/teilhabe"]
    );
    let told = text(&all);
    assert!(told.contains("Projekt rente (Verständliche Bescheide)"), "{told}");
    assert!(told.contains("Erwartet wird vorhaben/teilhabe/nachweise/recht/art5-pruefung.yaml."), "{told}");

    for (start, project, exit) in [
        ("rente", "rente", Exit::Pass),
        ("rente/nachweise/idee", "rente", Exit::Pass),
        ("vorhaben/teilhabe", "vorhaben/teilhabe", Exit::Fail),
        ("vorhaben", "vorhaben/teilhabe", Exit::Fail),
    ] {
        let report = judged(&scene.root().join(start), TODAY, None, Lang::De);
        assert_eq!((projects(&report), Exit::of(&report)), (vec![project.to_owned()], exit), "{start}");
    }
    let both = Ask {
        starts: ["rente", "vorhaben/teilhabe"].iter().map(|start| scene.root().join(start)).collect(),
        ..ask(&scene.root(), TODAY, None)
    };
    assert_eq!(projects(&report(&both)), ["rente", "vorhaben/teilhabe"]);
    let nothing = judged(&scene.root().join("werkzeug"), TODAY, None, Lang::De);
    assert_eq!((projects(&nothing), Exit::of(&nothing)), (vec![], Exit::Undetermined));
}

#[test]
fn a_project_does_not_reach_into_another_one_inside_it() {
    let everywhere = |settings: File| with(settings, "[\"modell/**\"]", "[\"**/version.toml\"]");
    let mut outer = idea_phase("planung", REVIEWED);
    outer[0] = everywhere(settings("planung"));
    outer.extend([model("7B"), dpia(REVIEWED), dpia_approval(REVIEWED, REVIEWED)]);
    let mut inner = idea_phase("planung", REVIEWED);
    inner.extend([model("7B"), dpia(REVIEWED)]);
    let mut scene = Scene::new();
    below(&mut scene, REVIEWED, "nachweise/teil/", &inner);
    scene.add(REVIEWED, &outer);
    below(&mut scene, "2026-03-20", "nachweise/teil/", &[model("12B")]).build();

    let report = judged(&scene.root(), TODAY, None, Lang::De);
    assert_eq!(projects(&report), ["."], "the nearest one above the start");
    for rule in [Rule::AmbiguousEvidence, Rule::OrphanEvidence, Rule::OutdatedBySubject] {
        assert!(found(&report, rule).is_empty(), "{rule}: {}", text(&report));
    }
    assert_eq!(["I-02", "P-10"].map(|piece| state(&report, piece)), [State::Satisfied; 2]);
    let inner = judged(&scene.root().join("nachweise/teil/modell"), TODAY, None, Lang::De);
    assert_eq!(projects(&inner), ["nachweise/teil"]);
    assert_eq!(found(&inner, Rule::OutdatedBySubject).len(), 1, "its own model has changed");
    assert_eq!(entry(&inner, "P-10").path, path("nachweise/teil").join(DPIA).expect("a path"));
}
